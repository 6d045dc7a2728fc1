"""The few kinds of line and mark that all figures are made of, as Plotly's JSON."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Literal

from shapviz.figures.scene import Trace
from shapviz.figures.theme import Theme

Reveal = Literal["upto", "from"]


def rounded(values: Iterable[float | None], digits: int = 4) -> list[float | None]:
    """Return `values` at the precision that a screen can show; scenes travel as text."""
    return [None if value is None else round(value, digits) for value in values]


def curve(
    x: Sequence[float],
    y: Iterable[float | None],
    *,
    colour: str,
    width: float,
    dash: str = "solid",
    axis: str = "y",
    reveal: Reveal | None = "upto",
    **more: Any,
) -> Trace:
    """Return a line; silent under the pointer unless `more` has a hovertemplate."""
    trace: Trace = {"type": "scatter", "mode": "lines", "x": list(x), "y": rounded(y), "yaxis": axis}
    trace["line"] = {"width": width, "color": colour, "dash": dash}
    trace |= {"meta": {"reveal": reveal}} if reveal else {}
    return trace | ({} if "hovertemplate" in more else {"hoverinfo": "skip"}) | more


def ghost_curve(
    x: Sequence[float], y: Iterable[float | None], theme: Theme, *, axis: str = "y", reveal: Reveal | None = "from"
) -> Trace:
    """Return a line of what would have happened otherwise."""
    return curve(x, y, colour=theme.muted, width=1.6, dash="2px,3px", axis=axis, reveal=reveal)


def band(
    x: Sequence[float],
    low: Iterable[float | None],
    high: Iterable[float | None],
    *,
    fill: str,
    axis: str = "y",
    reveal: Reveal | None = "upto",
) -> list[Trace]:
    """Return the two edges of an interval along `x`, the second filled down to the first."""
    edge = partial(curve, colour=fill, width=0, axis=axis, reveal=reveal)
    return [edge(x, low), edge(x, high, fill="tonexty", fillcolor=fill)]


def dots(theme: Theme, looks: Iterable[tuple[str, str]], *, axis: str = "y", size: int = 9) -> Trace:
    """Return marks, each of a colour and a symbol, that frames put where the curves have come to."""
    colours, symbols = zip(*looks, strict=True)
    rim = {"width": 1.5, "color": theme.background}
    marker = {"size": size, "color": list(colours), "symbol": list(symbols), "line": rim}
    trace: Trace = {"type": "scatter", "mode": "markers", "x": [], "y": [], "yaxis": axis, "marker": marker}
    return trace | {"hoverinfo": "skip", "cliponaxis": False}
