"""What a method gives to the elements of one modality of one sample: a heat map, or bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from shapviz.figures.labels import escaped
from shapviz.figures.theme import LIGHT, Theme
from shapviz.runs.attribution import CLASS
from shapviz.runs.inside import Inside

if TYPE_CHECKING:
    import plotly.graph_objects as go

FOR, AGAINST = "#B35806", "#6F55A8"  # as pages have them: as dark as each other, with 3:1 on either background
_BAR: Final = 22  # px
_PICTURE: Final = 420
DIGITS: Final = 3  # of the payoff


def figure(look: Inside, theme: Theme = LIGHT) -> go.Figure:
    """Return what a method gives to each element, orange where it speaks for the class and purple where against it."""
    import plotly.graph_objects as go  # here: it takes a third of a second, and the app never needs it

    limit = float(abs(look.values).max()) or 1.0
    trace = _bars(look) if look.grid is None else _picture(look, look.grid, limit, theme)
    drawn = go.Figure(trace)
    drawn.update_layout(
        title={
            "text": f"<b>{escaped(look.modality)}, row {look.row}</b><br><sup>{_sums(look)}</sup>",
            "x": 0,
            "xref": "paper",
        },
        height=(_PICTURE if look.grid else _BAR * len(look.elements)) + 140,
        template="none",
        paper_bgcolor=theme.background,
        plot_bgcolor=theme.background,
        font={"color": theme.text},
    )
    drawn.update_xaxes(visible=look.grid is None, range=None if look.grid else [-limit, limit])
    upwards = look.kind == "audio"  # whose lowest band is the first
    drawn.update_yaxes(visible=look.grid is None, automargin=True, dtick=1, autorange=True if upwards else "reversed")
    if look.kind == "image":
        drawn.update_yaxes(scaleanchor="x", constrain="domain")
    return drawn


def _sums(look: Inside) -> str:
    """Return what the values add up to, and with what else."""
    numbers = (look.whole, look.presence, float(look.values.sum()), look.missing)
    rounded = (round(each, DIGITS) + 0.0 for each in numbers)  # no −0
    whole, presence, inside, missing = (f"{each:+.{DIGITS}f}".replace("-", "−") for each in rounded)
    parts = f"{presence} for being there, {inside} inside, {missing} left over"
    said = look.question.target
    whose = f"the {said} class" if said in ("true", "predicted") else f"'{said.removeprefix(CLASS)}'"
    return escaped(f"{look.question.payoff.replace('_', '-')} of {whose}: {whole} = {parts} · {look.method}")


def _picture(look: Inside, grid: tuple[int, int], limit: float, theme: Theme) -> dict[str, Any]:
    rows, columns = grid
    return {
        "type": "heatmap",
        "z": look.values.reshape(grid).tolist(),
        "text": [list(look.elements[row * columns : (row + 1) * columns]) for row in range(rows)],
        "hovertemplate": "%{text}: %{z:.4f}<extra></extra>",
        "colorscale": [[0, AGAINST], [0.5, theme.background], [1, FOR]],
        "zmin": -limit,
        "zmax": limit,
    }


def _bars(look: Inside) -> dict[str, Any]:
    places = list(range(len(look.elements)))  # a word may come twice
    return {
        "type": "bar",
        "orientation": "h",
        "x": look.values.tolist(),
        "y": [escaped(f"{place + 1}. {look.elements[place]}") for place in places],
        "marker": {"color": [FOR if value > 0 else AGAINST for value in look.values]},
        "hovertemplate": "%{y}: %{x:.4f}<extra></extra>",
    }
