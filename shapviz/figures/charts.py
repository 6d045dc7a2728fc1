"""The shapes that all pages' charts and tables have: plain JSON, all words and colours included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from shapviz.figures.words import Sentence

if TYPE_CHECKING:
    import plotly.graph_objects as go

Value = str | float | int | None


class Table(TypedDict):
    """The numbers of a chart, for those who do not see it and for spreadsheets. Accuracies in percent, φ in points."""

    caption: str
    columns: list[str]
    rows: list[list[Value]]


class Chart(TypedDict):
    """A Plotly figure with everything around it."""

    title: Sentence
    subtitle: str
    figure: dict[str, Any]  # {"data": [...], "layout": {...}}, without width and height
    height: int  # px that it needs at least; it may be drawn larger
    alt: str
    table: Table


def figure(chart: Chart) -> go.Figure:
    """Return a chart for notebooks and reports: the same as the browser draws."""
    import plotly.graph_objects as go  # here: it takes a third of a second, and the app never needs it

    return go.Figure(chart["figure"])
