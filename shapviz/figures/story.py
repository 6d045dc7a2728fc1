"""The story of a run: shares, balance and turns in one figure, on one time axis, under one cursor."""

from __future__ import annotations

from itertools import accumulate, chain
from typing import Any, Literal

from shapviz.figures import parting, words
from shapviz.figures.balance import Balance
from shapviz.figures.canvas import Canvas, Panel, base_layout, cursor_line, epoch_axis
from shapviz.figures.course import Course
from shapviz.figures.labels import note, text_width
from shapviz.figures.lanes import Lanes
from shapviz.figures.river import River
from shapviz.figures.scene import Frame, Scene
from shapviz.figures.signed import Signed
from shapviz.figures.synergy import Synergy
from shapviz.figures.theme import Theme
from shapviz.runs.records import EpochRecord

AXES = ("y", "y2", "y3")
Measure = Literal["share", "signed", "synergy"]
TOPS: dict[Measure, type[River] | type[Signed] | type[Synergy]] = {
    "share": River,
    "signed": Signed,
    "synergy": Synergy,
}


def story(
    course: Course,
    theme: Theme,
    *,
    measure: Measure = "share",
    compact: bool = False,
    plain: bool = False,
    before: Scene | None = None,
) -> Scene:
    """Return contributions, EDM and turns along the epochs.

    Args:
        course: The run. Of a long one some epochs are left out, evenly (`Course.thinned`), so that the scene stays well
            under a megabyte.
        theme: Colours of the background it will stand on.
        measure: The uppermost row: shares of the positive Shapley values as a river, signed values as lines, or the
            interactions of pairs as lines.
        compact: For figures narrower than 640 px: shorter words, smaller type.
        plain: Without the numbers of intervals; their bands stay.
        before: The same story when fewer epochs had been recorded. Frames that it has are taken over, so that a page
            which follows a long run does not draw all of it again for every epoch.
    """
    course = course.thinned()
    canvas = Canvas(course.players, course.epochs, compact, plain)
    top = TOPS[measure](course, theme, canvas)
    panels: tuple[Panel, ...] = (top, Balance(course, theme, canvas), Lanes(course, theme, canvas))
    traces = [panel.traces() for panel in panels]
    firsts = list(accumulate((len(part) for part in traces), initial=0))

    def frame(record: EpochRecord) -> Frame:
        moving = [panel.moving(record) for panel in panels]
        return {
            "annotations": [
                *chain.from_iterable(parts.annotations for parts in moving),
                *(parting.label(course.fork, _span(record.epoch, canvas), theme, canvas) if course.fork else []),
                _flag(record.epoch, theme, canvas),
            ],
            "shapes": [*chain.from_iterable(parts.shapes for parts in moving), cursor_line(record.epoch, theme)],
            "restyle": {
                str(first + place): changes
                for first, parts in zip(firsts, moving, strict=False)
                for place, changes in parts.restyle.items()
            },
            "alt": words.synergy_alt(course, record.epoch)
            if measure == "synergy"
            else words.story_alt(course, record.epoch),
        }

    layout = _layout(panels, theme, canvas)
    if course.fork:
        layout["shapes"].append(parting.line(course.fork, theme))
    known = _lasting(course, before) if before and before["layout"] == layout else {}
    return {
        "data": list(chain.from_iterable(traces)),
        "layout": layout,
        "frames": {str(record.epoch): known.get(str(record.epoch)) or frame(record) for record in course.records},
    }


def _lasting(course: Course, before: Scene) -> dict[str, Frame]:
    """Return the frames that later epochs do not change: those since two valuations span the river's first step."""
    begun = [epoch for epoch, _ in course.trained][1:2]
    return {key: frame for key, frame in before["frames"].items() if begun and int(key) >= begun[0]}


def _layout(panels: tuple[Panel, ...], theme: Theme, canvas: Canvas) -> dict[str, Any]:
    still = [panel.fixed() for panel in panels]
    axes = {
        f"yaxis{axis[1:]}": {**panel.axis(), "domain": [round(end, 4) for end in domain]}
        for axis, panel, domain in zip(AXES, panels, canvas.domains, strict=True)
    }
    x_axis = epoch_axis(theme, epochs=canvas.epochs, ticks=canvas.ticks())
    x_axis |= {
        "anchor": AXES[-1],
        "title": {"text": "epoch", "standoff": 4, "font": {"color": theme.muted, "size": canvas.tick}},
    }
    return {
        **base_layout(theme, size=canvas.tick),
        "margin": canvas.margin,
        "xaxis": x_axis,
        **axes,
        "annotations": [annotation for parts in still for annotation in parts.annotations],
        "shapes": [shape for parts in still for shape in parts.shapes],
    }


def _flag(epoch: int, theme: Theme, canvas: Canvas) -> dict[str, Any]:
    """Return the cursor's label; near an end of the axis it leans inwards, away from the ticks and the edge."""
    anchor = _lean(epoch, canvas)
    looks = {"bgcolor": theme.text, "font": {"color": theme.background}, "borderpad": 3}
    return note(f"<b>epoch {epoch}</b>", x=epoch, y=1, yref="paper", xanchor=anchor, yanchor="bottom", **looks)


def _lean(epoch: int, canvas: Canvas) -> Literal["left", "center", "right"]:
    """Return by which end the cursor's label hangs on its line."""
    left, right = canvas.px(epoch), canvas.px(canvas.epochs - epoch) + canvas.margin["r"]
    half = _flag_width(epoch, canvas) / 2
    return "left" if left < half else "right" if right < half else "center"


def _span(epoch: int, canvas: Canvas) -> tuple[float, float]:
    """Return from where to where the cursor's label reaches, in px from the beginning of the x axis."""
    width = _flag_width(epoch, canvas)
    start = canvas.px(epoch) - {"left": 0.0, "center": width / 2, "right": width}[_lean(epoch, canvas)]
    return start, start + width


def _flag_width(epoch: int, canvas: Canvas) -> float:
    return text_width(f"epoch {epoch}", canvas.tick) + 16
