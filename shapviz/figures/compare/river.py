"""The share river of one group, to stand beside those of others."""

from __future__ import annotations

from dataclasses import replace

from shapviz.figures.compare.contender import Contender
from shapviz.figures.compare.panel import PanelCanvas, panel_layout, thin_cursor
from shapviz.figures.compare.words import river_alt
from shapviz.figures.river import River
from shapviz.figures.scene import Frame, Scene, Trace
from shapviz.figures.theme import Theme
from shapviz.runs.records import EpochRecord

_TARGETS = 24  # places along a band where the pointer finds it; each is an element of the page, in every river


def river(contender: Contender, epochs: int, theme: Theme, *, narrow: bool) -> Scene:
    """Return how a group shares its contribution out, as a mean over its seeds.

    Args:
        contender: The group.
        epochs: Where the x axis ends: that of the longest group, so that all rivers have one scale.
        theme: Colours of the background it will stand on.
        narrow: For figures narrower than about 320 px.
    """
    course = replace(contender.course, epochs=epochs).thinned()
    canvas = PanelCanvas(course.players, epochs, compact=True, narrow=narrow)
    row = River(course, theme, canvas)
    fixed = row.fixed()

    def frame(record: EpochRecord) -> Frame:
        moving = row.moving(record)
        return {
            "annotations": moving.annotations,
            "shapes": [*moving.shapes, thin_cursor(record.epoch, theme)],
            "restyle": {str(place): changes for place, changes in moving.restyle.items()},
            "alt": river_alt(contender, course, record.epoch),
        }

    layout = panel_layout(theme, canvas, row.axis())
    return {
        "data": [_sparse(trace) for trace in row.traces()],
        "layout": layout | {"annotations": fixed.annotations, "shapes": fixed.shapes},
        "frames": {str(record.epoch): frame(record) for record in course.records},
    }


def _sparse(trace: Trace) -> Trace:
    """Return the trace; of one that is only there for the pointer, as many points as a small figure needs."""
    if trace["mode"] != "markers":
        return trace
    every = -(-len(trace["x"]) // _TARGETS)
    return trace | {part: trace[part][::every] for part in ("x", "y", "customdata")}
