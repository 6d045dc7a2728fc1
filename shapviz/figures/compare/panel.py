"""One of several small figures side by side: its space, and what all of them have in common."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapviz.figures.canvas import Canvas, base_layout, epoch_axis, round_ticks
from shapviz.figures.labels import shortened, text_width
from shapviz.figures.theme import SMALLEST, Theme

Domain = tuple[float, float]
_WHOLE: Domain = (0.0, 1.0)


@dataclass(frozen=True)
class PanelCanvas(Canvas):
    """The space of a small figure with one row. Its words are always those of a compact one."""

    narrow: bool = False  # four or more stand side by side, or it is a phone

    @property
    def width(self) -> int:
        """Smallest width of the figure."""
        return 192 if self.narrow else 320

    @property
    def height(self) -> int:
        """Smallest height of the figure."""
        return 170

    @property
    def tick(self) -> int:
        """Size of axis ticks and of words in passing."""
        return SMALLEST

    @property
    def label(self) -> int:
        """Size of the labels at the cursor."""
        return max(13, (13 if self.narrow else 17) - max(0, len(self.players) - 3))

    def names(self, size: float) -> dict[str, str]:
        """Return each player's name, shortened where it would take more than half of the width at `size` px."""
        return {player: shortened(player, size, 0.5 * self.inner_width) for player in self.players}

    @cached_property
    def margin(self) -> dict[str, int]:
        """Margins; on the left stand the ticks of the y axis."""
        half = round(text_width(str(self.epochs), self.tick) / 2)
        return {"l": 42, "r": max(8, half + 2), "t": 8, "b": 24}

    @cached_property
    def domains(self) -> tuple[Domain, Domain, Domain]:
        """Bottom and top of the only row."""
        return _WHOLE, _WHOLE, _WHOLE


def panel_layout(theme: Theme, canvas: Canvas, y_axis: dict[str, Any]) -> dict[str, Any]:
    """Return the layout of a small figure: epochs along the bottom, `y_axis` on the left."""
    ticks = round_ticks(canvas.epochs, most=4)[1:]  # 0 stands at the other axis already
    return {
        **base_layout(theme, size=canvas.tick),
        "margin": canvas.margin,
        "xaxis": epoch_axis(theme, epochs=canvas.epochs, ticks=ticks),
        "yaxis": y_axis,
    }


def thin_cursor(epoch: int, theme: Theme) -> dict[str, Any]:
    """Return the line at the cursor, thin enough for small figures."""
    line = {"width": 1.6, "color": theme.text}
    return {"type": "line", "yref": "paper", "x0": epoch, "x1": epoch, "y0": 0, "y1": 1, "line": line}
