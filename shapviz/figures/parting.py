"""The mark of a fork in a story: a dotted line through all rows, and above it in words what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapviz.figures.canvas import Canvas
from shapviz.figures.course import Fork
from shapviz.figures.labels import escaped, note, plain_width
from shapviz.figures.theme import Theme

GAP = 8  # px between the words and the line that they stand beside, or the cursor's label

Span = tuple[float, float]  # from left to right in px, from the beginning of the x axis


def line(fork: Fork, theme: Theme) -> dict[str, Any]:
    """Return the line at the epoch at which the ways part."""
    looks = {"width": 1.2, "color": theme.text, "dash": "dot"}
    return {"type": "line", "yref": "paper", "x0": fork.epoch, "x1": fork.epoch, "y0": 0, "y1": 1, "line": looks}


def label(fork: Fork, flag: Span, theme: Theme, canvas: Canvas) -> list[dict[str, Any]]:
    """Return what was changed, above the line or beside it; nothing where the cursor's label leaves no room.

    Args:
        fork: Where, and what.
        flag: What the cursor's label takes of the same line of words.
        theme: Colours of the background.
        canvas: Sizes. With more room than the smallest, line and label only move apart.
    """
    for text, (low, high), anchor in _places(fork, canvas):
        inside = -canvas.margin["l"] <= low and high <= canvas.inner_width + canvas.margin["r"]
        if inside and (high + GAP <= flag[0] or flag[1] + GAP <= low):
            looks = {"font": {"color": theme.text, "size": canvas.tick}}
            return [note(text, x=fork.epoch, y=1, yref="paper", xanchor=anchor, yanchor="bottom", yshift=3, **looks)]
    return []


def _places(fork: Fork, canvas: Canvas) -> Iterator[tuple[str, Span, str]]:
    """Yield the words, where they would stand, and by which end they hang on the line; the best place first."""
    at = canvas.px(fork.epoch)
    for text in (f"<b>fork</b>: {escaped(fork.words)}", "<b>fork</b>"):
        width = plain_width(text, canvas.tick) + GAP
        yield text, (at - width / 2, at + width / 2), "center"
        yield text, (at, at + width), "left"
        yield text, (at - width, at), "right"
