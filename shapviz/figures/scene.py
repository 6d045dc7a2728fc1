"""A scene: one figure of a run that can be shown as of any epoch, by a browser or by Python, with the same result.

A scene is plain JSON::

    {
      "data":   [trace, ...],     # the whole run and its ghost
      "layout": {...},            # whatever does not depend on the cursor
      "frames": {"0": frame, "1": frame, ...},
    }

    frame = {
      "annotations": [...],       # appended to layout.annotations
      "shapes":      [...],       # appended to layout.shapes
      "restyle":     {"<trace index>": {"<dotted.path>": value, ...}, ...},
      "alt":         "...",       # what the figure shows at this epoch, for those who do not see it
    }

**Which frame.** Long runs have frames for some epochs only (see `Course.thinned`). At epoch e the frame with the
largest key <= e holds, and its key is the cursor: `cursor_of`. An epoch before the first key shows the first frame.

**Reveal.** A trace with `meta.reveal == "upto"` shows its points with position <= cursor; `"from"` those with position
>= cursor (a ghost of what has not happened yet). The position of a point is its x; that of a horizontal bar, which
begins at `base` and is x long, is its end: base + x. Of such a trace every attribute in `SLICED` whose value is an
array as long as x is cut to the same points; everything else is left alone. Positions are compared with a tolerance
of 1e-6, because bars end at sums of fractions. A trace without `meta.reveal` is always shown whole.

**Sizes.** No scene says how large it is. Labels keep apart on anything at least as large as the scene's own design
size. `story` has a compact variant for figures narrower than 640 px; the other scenes suit a side column and a phone
alike.

**Restyle** then replaces attributes, each given by its path from the trace (`"marker.color"`), by the value as it
stands: an array is the new array, not one value per trace. Restyled traces have no reveal.

Annotations and shapes lean on `layout.template.layout.annotationdefaults` and `shapedefaults`, a template of this
figure alone: frames would otherwise repeat the same font a thousand times.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    import plotly.graph_objects as go

SLICED = ("x", "y", "text", "customdata", "base", "width", "marker.color", "marker.opacity")
TOLERANCE = 1e-6

Trace = dict[str, Any]


class Frame(TypedDict):
    """What changes with the cursor."""

    annotations: list[dict[str, Any]]
    shapes: list[dict[str, Any]]
    restyle: dict[str, dict[str, Any]]
    alt: str


class Scene(TypedDict):
    """One figure, played along the epochs."""

    data: list[Trace]
    layout: dict[str, Any]
    frames: dict[str, Frame]


def cursor_of(scene: Scene, epoch: int) -> int:
    """Return the epoch whose frame holds at `epoch`: the newest one that has a frame."""
    epochs = sorted(int(key) for key in scene["frames"])
    return max((known for known in epochs if known <= epoch), default=epochs[0])


def still(scene: Scene, epoch: int) -> dict[str, Any]:
    """Return `{"data", "layout"}`, the figure as of `epoch`, as plain JSON. The scene is left as it was."""
    cursor = cursor_of(scene, epoch)
    frame = scene["frames"][str(cursor)]
    data = [_revealed(trace, cursor) for trace in scene["data"]]
    for index, changes in frame["restyle"].items():
        for path, value in changes.items():
            _put(data[int(index)], path, value)
    layout = copy.deepcopy(scene["layout"])
    for part in ("annotations", "shapes"):
        layout[part] = [*layout.get(part, []), *copy.deepcopy(frame[part])]
    return {"data": data, "layout": layout}


def at(scene: Scene, epoch: int) -> go.Figure:
    """Return the figure as of `epoch`, for notebooks, reports and tests: the same as the browser draws."""
    import plotly.graph_objects as go  # here: it takes a third of a second, and the app never needs it

    return go.Figure(still(scene, epoch))


def _revealed(trace: Trace, cursor: int) -> Trace:
    """Return a copy of `trace` with the points that show while the cursor stands at `cursor`."""
    shown = copy.deepcopy(trace)
    reveal = trace.get("meta", {}).get("reveal")
    if reveal is None:
        return shown
    keep = [_shows(reveal, position, cursor) for position in _positions(trace)]
    for path in SLICED:
        value = _get(trace, path)
        if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == len(keep):
            _put(shown, path, [item for item, kept in zip(value, keep, strict=True) if kept])
    return shown


def _positions(trace: Trace) -> list[float]:
    if trace["type"] == "bar":
        return [base + length for base, length in zip(trace["base"], trace["x"], strict=True)]
    return list(trace["x"])


def _shows(reveal: str, position: float, cursor: int) -> bool:
    return position <= cursor + TOLERANCE if reveal == "upto" else position >= cursor - TOLERANCE


def _get(trace: Mapping[str, Any], path: str) -> Any:
    for key in path.split("."):
        trace = trace.get(key, {})
    return trace


def _put(trace: Trace, path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for key in parents:
        trace = trace.setdefault(key, {})
    trace[last] = copy.deepcopy(value)
