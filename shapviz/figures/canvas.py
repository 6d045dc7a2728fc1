"""The space a story is drawn in: sizes of type, margins and rows.

A page gives the figure whatever room there is. Everything that must not overlap is therefore placed for the smallest
size that the variant is ever shown at: on a larger one it only moves apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from shapviz.figures.labels import note, shortened, text_width
from shapviz.figures.scene import Trace
from shapviz.figures.theme import FONT, Theme
from shapviz.runs.records import EpochRecord

_STEPS = (1, 2, 4, 5, 10, 20, 25, 50, 100, 200, 250, 500)


@dataclass(frozen=True)
class Parts:
    """What a panel adds to a figure: for good, or for one frame. `restyle` counts the panel's own traces."""

    annotations: list[dict[str, Any]]
    shapes: list[dict[str, Any]]
    restyle: dict[int, dict[str, Any]]


class Panel(Protocol):
    """One row of a story."""

    def traces(self) -> list[Trace]:
        """Return the row's traces, in drawing order."""

    def axis(self) -> dict[str, Any]:
        """Return the row's y axis, its domain apart."""

    def fixed(self) -> Parts:
        """Return the annotations and shapes that do not depend on the cursor."""

    def moving(self, record: EpochRecord) -> Parts:
        """Return what shows while the cursor stands at `record`."""


@dataclass(frozen=True)
class Canvas:
    """Sizes in px at the smallest size, for a run of `epochs` epochs and these players."""

    players: tuple[str, ...]
    epochs: int
    compact: bool
    plain: bool = False  # without the numbers of intervals

    @property
    def terse(self) -> bool:
        """Whether labels leave out the numbers of intervals, for want of room or by wish."""
        return self.compact or self.plain

    @property
    def width(self) -> int:
        """Smallest width of the figure."""
        return 320 if self.compact else 640

    @property
    def height(self) -> int:
        """Smallest height of the figure."""
        return 480

    @property
    def tick(self) -> int:
        """Size of axis ticks and of words in passing."""
        return 12 if self.compact else 13

    @property
    def label(self) -> int:
        """Size of the labels inside the river."""
        crowd = 0 if len(self.players) <= 3 else 3 if len(self.players) <= 5 else 5
        return max(13, (15 if self.compact else 19) - crowd)

    @cached_property
    def margin(self) -> dict[str, int]:
        """Margins; the left one holds the names of the lanes."""
        widest = max(text_width(name, self.tick) for name in self.names(self.tick).values())
        return {
            "l": max(52, round(widest + self.tick + 14)),
            "r": max(12, round(text_width(str(self.epochs), self.tick) / 2 + 3)),
            "t": 30,
            "b": 42,
        }

    @property
    def inner_width(self) -> float:
        """Width of the plotting area."""
        return self.width - self.margin["l"] - self.margin["r"]

    @property
    def inner_height(self) -> float:
        """Height of the plotting area, rows and the gaps between them."""
        return self.height - self.margin["t"] - self.margin["b"]

    def names(self, size: float) -> dict[str, str]:
        """Return each player's name, shortened where it would take more than a share of the width at `size` px."""
        room = 0.24 * self.width
        return {player: shortened(player, size, room) for player in self.players}

    def px(self, epochs: float) -> float:
        """Return how many px a stretch of `epochs` takes."""
        return epochs * self.inner_width / self.epochs

    @cached_property
    def domains(self) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
        """Bottom and top of the three rows from the uppermost down, as fractions of the plotting area."""
        gap = 23 / self.inner_height  # room for a line of words above a row
        lanes = max(0.19, 17 * len(self.players) / self.inner_height)
        middle = 0.19
        return (lanes + middle + 2 * gap, 1.0), (lanes + gap, lanes + middle + gap), (0.0, lanes)

    def row_height(self, row: int) -> float:
        """Return the height of a row in px."""
        low, high = self.domains[row]
        return (high - low) * self.inner_height

    def ticks(self) -> list[int]:
        """Return the epochs to name on the x axis: about six, at a round distance."""
        return round_ticks(self.epochs, most=6)


def round_ticks(epochs: int, *, most: int) -> list[int]:
    """Return at most `most` + 1 epochs from 0 on, at a round distance."""
    step = next(step for step in _STEPS if epochs / step <= most)
    return list(range(0, epochs + 1, step))


def base_layout(theme: Theme, *, size: int) -> dict[str, Any]:
    """Return the layout that all figures share: neutral, quiet, without a legend, with a template of its own."""
    font = {"family": FONT, "size": size, "color": theme.text}
    place = {"xref": "x", "yref": "y"}
    defaults = {"annotationdefaults": {"showarrow": False, "font": font, **place}, "shapedefaults": place}
    return {
        "template": {"layout": defaults},
        "font": font,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 40,
        "hoverlabel": {
            "bgcolor": theme.background,
            "bordercolor": theme.muted,
            "font": {"family": FONT, "size": 13, "color": theme.text},
        },
        "barmode": "overlay",  # anything else would shift bars that share a lane
    }


def quiet_axis(theme: Theme, **more: Any) -> dict[str, Any]:
    """Return an axis without lines, with muted ticks, that the mouse cannot move."""
    return {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickangle": 0,
        "ticklabelstandoff": 3,
        "tickfont": {"color": theme.muted},
        "automargin": False,
        **more,
    }


def epoch_axis(theme: Theme, *, epochs: int, ticks: Iterable[int]) -> dict[str, Any]:
    """Return the x axis of a run of `epochs` epochs; it does not grow while the run does."""
    overhang = epochs * 0.004  # or half of the cursor would be cut off at either end
    return quiet_axis(theme, range=[-overhang, epochs + overhang], tickvals=list(ticks))


def cursor_line(epoch: int, theme: Theme) -> dict[str, Any]:
    """Return the line through the whole figure at `epoch`."""
    line = {"width": 2.4, "color": theme.text}
    return {"type": "line", "yref": "paper", "x0": epoch, "x1": epoch, "y0": 0, "y1": 1, "line": line}


def heading(words: str, theme: Theme, canvas: Canvas, *, axis: str) -> dict[str, Any]:
    """Return a line of words above a row, at its left end."""
    place = {"x": 0, "y": 1, "yref": f"{axis} domain", "xanchor": "left", "yanchor": "bottom"}
    looks = {"font": {"size": canvas.tick, "color": theme.muted}, "bgcolor": theme.background}
    return note(words, **place, **looks, xshift=1, yshift=1)
