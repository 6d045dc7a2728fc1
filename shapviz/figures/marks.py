"""Marks of modalities: filled or open."""

from typing import Any, Final

from shapviz.figures.theme import Style, Theme

_OPEN: Final = dict(zip("●■◆▲✚▼★⬢", "○□◇△✛▽☆⬡", strict=True))


def glyph(style: Style, *, filled: bool) -> str:
    """Return a modality's mark as a character: filled, or its outline."""
    return style.glyph if filled else _OPEN[style.glyph]


def marker(style: Style, theme: Theme, *, filled: bool, size: int) -> dict[str, Any]:
    """Return a modality's mark: filled with a rim that parts it from others, or open with a rim in its colour."""
    rim = {"width": 1.5, "color": theme.background} if filled else {"width": 2, "color": style.colour}
    return {
        "size": size,
        "symbol": style.marker,
        "color": style.colour if filled else theme.background,
        "opacity": 1,
        "line": rim,
    }
