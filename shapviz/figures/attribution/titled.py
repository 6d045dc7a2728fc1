"""The same charts for notebooks, reports and the command line, with their titles, and what a page draws as tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from shapviz.figures.attribution.parts import Measure, MethodRow, View
from shapviz.figures.attribution.scene import Scene
from shapviz.figures.attribution.view import view
from shapviz.figures.canvas import base_layout, quiet_axis
from shapviz.figures.charts import Chart, figure
from shapviz.figures.labels import escaped, note, text_width
from shapviz.figures.theme import LIGHT, Theme, styles
from shapviz.figures.words import plain

if TYPE_CHECKING:
    import plotly.graph_objects as go

_SIZE: Final = 13
_HEAD: Final = 64  # px that a title takes
_ROW: Final = 34


def figures(scene: Scene, theme: Theme = LIGHT) -> dict[str, go.Figure]:
    """Return every figure of a scene by name, as far as it is known.

    Names: methods, agreement; waterfall, from nobody over each exact value to everybody; overlap, the same over what
    each knows alone; shares, a mark a sample; budget, curves and history; and of the sample in view waterfall_sample
    and overlap_sample.

    Args:
        scene: What is known.
        theme: Colours of the background.
    """
    told = view(scene, theme)
    return {name: _titled(chart, theme) for name, chart in _charts(scene, told, theme) if chart is not None}


def _charts(scene: Scene, told: View, theme: Theme) -> Iterator[tuple[str, Chart | None]]:
    yield "methods", _methods(scene, told, theme)
    yield "agreement", next((_agreement(measure, theme) for measure in told["agreement"]["measures"]), None)
    yield "waterfall", told["waterfall"]["all"]["values"]
    yield "overlap", told["waterfall"]["all"]["alone"]
    yield "waterfall_sample", told["waterfall"]["sample"]["values"]
    yield "overlap_sample", told["waterfall"]["sample"]["alone"]
    yield "shares", told["space"]["chart"]
    yield "budget", told["budget"]
    yield "curves", told["curves"]
    yield "history", told["history"]


def _titled(chart: Chart, theme: Theme) -> go.Figure:
    """Return a chart as a figure that says itself what a page says above it."""
    drawn, above = figure(chart), chart["figure"]["layout"]["margin"]["t"]
    text = f"<b>{escaped(plain(chart['title']))}</b><br><sup>{escaped(chart['subtitle'])}</sup>"
    drawn.update_layout(
        title={"text": text, "x": 0, "xref": "container", "xanchor": "left", "pad": {"l": 8}, "font": {"size": 16}},
        margin={"t": above + _HEAD},
        height=chart["height"] + _HEAD,
        paper_bgcolor=theme.background,
    )
    return drawn


def _methods(scene: Scene, told: View, theme: Theme) -> Chart | None:
    """Return the shares of all methods as bars side by side."""
    rows = [row for row in told["methods"]["rows"] if row["bars"]]
    if not rows:
        return None
    names = [f"{row['title']} ({row['library']})" for row in rows]
    axes = {
        "xaxis": quiet_axis(theme, range=[0, 1], showticklabels=False),
        "yaxis": quiet_axis(theme, range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), ticktext=names),
    }
    left = max(text_width(name, _SIZE) for name in names)
    layout = base_layout(theme, size=_SIZE) | axes | {"margin": _margin(left), "barmode": "stack"}
    bars = [_bars(scene, rows, player) for player in scene.players]
    about = told["methods"]
    return {
        "title": told["finding"],
        "subtitle": about["subtitle"]["all"],
        "figure": {"data": bars, "layout": layout},
        "height": _ROW * len(rows) + 16,
        "alt": about["alt"],
        "table": about["table"],
    }


def _bars(scene: Scene, rows: list[MethodRow], player: str) -> dict[str, Any]:
    """Return what all methods give one player."""
    style = styles(scene.players)[player]
    known = [
        (place, segment)
        for place, row in enumerate(rows)
        for segment in (row["bars"] or {})["all"]["shares"]
        if segment["player"] == player
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [segment["width"] for _, segment in known],
        "y": [place for place, _ in known],
        "width": 0.8,
        "text": [segment["text"] and f"{style.glyph} {segment['text']}" for _, segment in known],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": style.on, "size": _SIZE + 1},
        "marker": {"color": style.colour, "line": {"width": 1, "color": "rgba(0,0,0,0)"}},
        "hovertext": [escaped(segment["label"]) for _, segment in known],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _agreement(measure: Measure, theme: Theme) -> Chart:
    """Return the triangle of one measure as coloured cells."""
    cells = [(row, column, cell) for row, own in enumerate(measure["rows"]) for column, cell in enumerate(own["cells"])]
    rim = {"type": "rect", "line": {"width": 2, "color": theme.background}}
    squares = [
        {"x0": column - 0.5, "x1": column + 0.5, "y0": row - 0.5, "y1": row + 0.5, "fillcolor": cell["background"]}
        for row, column, cell in cells
        if not cell["name"]
    ]
    count, names = len(measure["rows"]), [row["title"] for row in measure["rows"]]
    layout = base_layout(theme, size=_SIZE) | {
        "xaxis": quiet_axis(theme, range=[-0.5, count - 0.5], showticklabels=False),
        "yaxis": quiet_axis(theme, range=[count - 0.5, -0.5], tickvals=list(range(count)), ticktext=names),
        "margin": _margin(max(text_width(name, _SIZE) for name in names)),
        "shapes": [rim | square for square in squares],
        "annotations": [
            note(escaped(cell["text"]), x=column, y=row, font={"color": cell["colour"] or theme.text, "size": 12})
            for row, column, cell in cells
        ],
    }
    return {
        "title": measure["title"],
        "subtitle": measure["subtitle"],
        "figure": {"data": [], "layout": layout},
        "height": _ROW * count + 16,
        "alt": measure["alt"],
        "table": measure["table"],
    }


def _margin(left: float) -> dict[str, int]:
    return {"l": round(left) + 12, "r": 12, "t": 8, "b": 8}
