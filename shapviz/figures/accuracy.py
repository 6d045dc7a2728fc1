"""Validation accuracy along the epochs: of all modalities together, of each alone, and the ceilings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shapviz.figures import words
from shapviz.figures.canvas import base_layout, cursor_line, epoch_axis, quiet_axis, round_ticks
from shapviz.figures.course import Course, alone
from shapviz.figures.labels import note, percent, plain_width, shortened, spread
from shapviz.figures.scene import Frame, Scene, Trace
from shapviz.figures.theme import SMALLEST, Style, Theme, styles
from shapviz.figures.traces import curve, dots, rounded

WIDTH, HEIGHT = 236, 170  # px; the smallest size it is shown at
_TOP, _BOTTOM, _LEFT, _LEADING = 10, 24, 40, 15
_NAME = 78  # px for a name


def accuracy(course: Course, theme: Theme) -> Scene:
    """Return the accuracies on the validation split, labelled where the cursor has come to.

    A modality alone means alone in the fused model, the others absent; its ceiling is what it reached when trained
    alone, drawn dotted where it is known. An open mark at the end is what a linear probe reaches on its encoder.
    """
    course = course.thinned()
    names = {player: shortened(player, SMALLEST, _NAME) for player in course.players}
    return {
        "data": [
            *_ceilings(course),
            *_alone(course),
            _together(course, theme),
            *_probes(course, theme),
            _ends(course, theme),
        ],
        "layout": _layout(course, theme, names),
        "frames": {str(record.epoch): _frame(course, theme, names, record.epoch) for record in course.records},
    }


def _ceilings(course: Course) -> Iterator[Trace]:
    epochs = [epoch for epoch, _ in course.measured]
    for player, style in styles(course.players).items():
        if player in course.ceilings:
            heights = [course.ceilings[player]] * len(epochs)
            yield curve(epochs, heights, colour=style.colour, width=1.8, dash="1.5px,3px")


def _alone(course: Course) -> Iterator[Trace]:
    known = course.measured
    epochs = [epoch for epoch, _ in known]
    for player, style in styles(course.players).items():
        heights = [alone(course.players, accuracies)[player] for _, accuracies in known]
        hover = f"<b>{player}</b> alone %{{y:.1%}}<br>epoch %{{x}}<extra></extra>"
        yield curve(epochs, heights, colour=style.colour, width=2.4, dash=style.dash, name=player, hovertemplate=hover)


def _together(course: Course, theme: Theme) -> Trace:
    known = course.measured
    hover = "<b>all</b> %{y:.1%}<br>epoch %{x}<extra></extra>"
    epochs, heights = [epoch for epoch, _ in known], [accuracies[-1] for _, accuracies in known]
    return curve(epochs, heights, colour=theme.text, width=3.4, name="all", hovertemplate=hover)


def _probes(course: Course, theme: Theme) -> Iterator[Trace]:
    """Yield open marks at the end of training, one for each modality that was probed."""
    if not course.probes:
        return
    probed = [(player, style) for player, style in styles(course.players).items() if player in course.probes]
    yield {
        "type": "scatter",
        "mode": "markers",
        "x": [course.epochs] * len(probed),
        "y": rounded(course.probes[player] for player, _ in probed),
        "customdata": [player for player, _ in probed],
        "hovertemplate": "<b>%{customdata}</b> probe %{y:.1%}<extra></extra>",
        "marker": {
            "size": 9,
            "symbol": [style.marker for _, style in probed],
            "color": theme.background,
            "line": {"width": 2, "color": [style.colour for _, style in probed]},
        },
        "cliponaxis": False,
        "meta": {"reveal": "upto"},
    }


def _ends(course: Course, theme: Theme) -> Trace:
    looks = [(style.colour, style.marker) for style in styles(course.players).values()]
    return dots(theme, [*looks, (theme.text, "circle")], size=8)


def _layout(course: Course, theme: Theme, names: dict[str, str]) -> dict[str, Any]:
    room = max(plain_width(f"● {name} 100", SMALLEST) for name in (*names.values(), "all"))
    ticks = [tick for tick in round_ticks(course.epochs, most=3) if tick]
    x_axis = epoch_axis(theme, epochs=course.epochs, ticks=ticks)
    x_axis |= {"ticktext": [*map(str, ticks[:-1]), f"{ticks[-1]} epochs" if ticks[-1] > 1 else "1 epoch"]}
    percents = {"tickvals": [0, 0.5, 1], "ticktext": ["0", "50", "100"]}
    return {
        **base_layout(theme, size=SMALLEST),
        "margin": {"l": _LEFT, "r": round(room) + 12, "t": _TOP, "b": _BOTTOM},
        "xaxis": x_axis,
        "yaxis": quiet_axis(theme, range=[0, 1], showgrid=True, gridcolor=theme.hairline, **percents),
    }


def _frame(course: Course, theme: Theme, names: dict[str, str], cursor: int) -> Frame:
    newest = course.accuracy_at(cursor)
    epoch, accuracies = newest if newest else (cursor, ())
    reached = alone(course.players, accuracies) if accuracies else {}
    heights = [*reached.values(), *accuracies[-1:]]
    marks = {"x": [epoch] * len(heights), "y": rounded(heights)}
    looks = styles(course.players)
    texts = [_text(looks[player], names[player], height) for player, height in reached.items()]
    together = [f"<b>all {percent(accuracies[-1])}</b>"] if accuracies else []
    return {
        "annotations": list(_labels([*texts, *together], heights, cursor)),
        "shapes": [cursor_line(cursor, theme) | {"layer": "between"}],
        "restyle": {str(_ends_at(course)): marks},
        "alt": words.accuracy_alt(course, cursor),
    }


def _ends_at(course: Course) -> int:
    """Return the place of the dots among the traces: the last."""
    ceilings = sum(player in course.ceilings for player in course.players)
    return len(course.players) + ceilings + 1 + bool(course.probes)


def _text(style: Style, name: str, height: float) -> str:
    return f'<span style="color:{style.colour}">{style.glyph}</span> {name} {100 * height:.0f}'


def _labels(texts: list[str], heights: list[float], cursor: int) -> Iterator[dict[str, Any]]:
    """Yield the labels right of the cursor, as near to their curves as their number allows."""
    upwards = sorted(zip(heights, texts, strict=True))
    row = HEIGHT - _TOP - _BOTTOM
    places = spread([height for height, _ in upwards], gap=_LEADING / row, low=0.0, high=1.0)
    for (_, text), place in zip(upwards, places, strict=True):
        yield note(text, x=cursor, y=round(float(place), 4), xanchor="left", xshift=8)
