"""The uppermost row of a story, the third way: what each pair of modalities is worth beyond its halves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shapviz.figures.canvas import Parts
from shapviz.figures.course import Pair, pairs_of, strongest_pairs
from shapviz.figures.drawing import Drawing
from shapviz.figures.labels import note, plain_width
from shapviz.figures.scene import Trace
from shapviz.figures.theme import faded
from shapviz.figures.traces import curve, ghost_curve, rounded
from shapviz.figures.worths import FLAG, Scale, ghost_words, worth_in_words, zero_line
from shapviz.games.summary import Valuation
from shapviz.runs.records import EpochRecord

MOST_NAMED = 3  # pairs that have colours and labels; of more, the strongest
_ROOM = 0.05  # of worth that the axis shows on either side of zero at least
_STRIPE = 7  # px of each of the two colours of a pair


@dataclass(frozen=True)
class Synergy(Drawing):
    """A line for each pair, striped in the colours of both: above zero synergy, below it redundancy."""

    def traces(self) -> list[Trace]:
        """Return the lines of the pairs, the weak ones first, the dots at the cursor, and the ghost's lines."""
        weak = [self._line(pair, faded(self.theme.muted, 0.5), 1.2) for pair in self._pairs if pair not in self._named]
        striped = [stripe for pair in self._named for stripe in self._stripes(pair)]
        return [*weak, *striped, self._dots(), *self._ghost()]

    @property
    def _dots_at(self) -> int:
        return len(self._pairs) + len(self._named)

    def axis(self) -> dict[str, Any]:
        """Return an axis in the payoff's unit with zero well inside."""
        return self._scale.axis(self.theme)

    def fixed(self) -> Parts:
        """Return the line at zero and what its sides mean.

        The words also bear the marks of the pairs that are named, so that a layout tells which these are: frames that
        name others are not gone on with.
        """
        looks = {
            "x": 0,
            "xanchor": "left",
            "xshift": 2,
            "yref": "y domain",
            "name": " ".join(map(self._glyphs, self._named)),
        }
        looks |= {"font": {"color": self.theme.muted, "size": self.canvas.tick}, "bgcolor": self.theme.background}
        above = note("synergy", y=1, yanchor="top", yshift=-2, **looks)
        below = note("redundancy", y=0, yanchor="bottom", yshift=2, **looks)
        return Parts([above, below], [zero_line(self.course, self.theme)], {})

    def moving(self, record: EpochRecord) -> Parts:
        """Return a label for each named pair beside the cursor, and what the ghost is."""
        words = ghost_words(self.course, self.canvas, self.theme, record.epoch)
        newest = self.course.valuation_at(record.epoch)
        if newest is None:
            return Parts(words, [], {self._dots_at: {"x": [], "y": []}})
        epoch, known = newest[0], pairs_of(newest[1])
        values = {pair: known[pair] for pair in self._named}
        marks: dict[str, Any] = {"x": [epoch] * len(values), "y": rounded(values.values())}
        return Parts([*self._labels(record.epoch, epoch, values), *words], [], {self._dots_at: marks})

    @cached_property
    def _newest(self) -> Valuation:
        known = [record.valuation for record in self.course.records if record.valuation]
        return known[-1]

    @cached_property
    def _pairs(self) -> tuple[Pair, ...]:
        return tuple(pairs_of(self._newest))

    @cached_property
    def _named(self) -> tuple[Pair, ...]:
        return strongest_pairs(self._newest, MOST_NAMED)

    @cached_property
    def _scale(self) -> Scale:
        known = [valuation for _, valuation in (*self.course.trained, *self.course.ghost_trained)]
        values = [value for valuation in known for value in pairs_of(valuation).values()]
        return Scale.of(values, self._newest.payoff, floor=-_ROOM, ceiling=_ROOM)

    def _line(self, pair: Pair, colour: str, width: float, dash: str = "solid") -> Trace:
        epochs = [epoch for epoch, _ in self.course.trained]
        values = [pairs_of(valuation)[pair] for _, valuation in self.course.trained]
        return curve(
            epochs,
            values,
            colour=colour,
            width=width,
            dash=dash,
            name=" + ".join(pair),
            customdata=[worth_in_words(value, self._newest.payoff) for value in values],
            hovertemplate=f"<b>{pair[0]} + {pair[1]}</b> %{{customdata}}<br>epoch %{{x}}<extra></extra>",
        )

    def _stripes(self, pair: Pair) -> list[Trace]:
        first, second = (self.styles[name].colour for name in pair)
        return [self._line(pair, first, 3.2), self._line(pair, second, 3.2, f"{_STRIPE}px,{_STRIPE}px")]

    def _dots(self) -> Trace:
        inner, outer = ([self.styles[pair[place]].colour for pair in self._named] for place in (0, 1))
        marker = {"size": 9, "color": inner, "line": {"width": 2.5, "color": outer}}
        trace: Trace = {"type": "scatter", "mode": "markers", "x": [], "y": [], "yaxis": "y", "marker": marker}
        return trace | {"hoverinfo": "skip", "cliponaxis": False}

    def _ghost(self) -> list[Trace]:
        known = self.course.ghost_trained
        epochs = [epoch for epoch, _ in known]
        return [
            ghost_curve(epochs, [pairs_of(valuation)[pair] for _, valuation in known], self.theme)
            for pair in self._named
            if known
        ]

    def _labels(self, cursor: int, epoch: int, values: dict[Pair, float]) -> list[dict[str, Any]]:
        """Return the labels: right of the cursor while there is room, then on its left."""
        upwards = sorted(values.items(), key=lambda item: item[1])
        texts = [f"{self._marks(pair)} <b>{self._signed(value)}</b>" for pair, value in upwards]
        widest = max(plain_width(text, self._size) for text in texts) + FLAG
        side = {"x": cursor, "xanchor": "left", "xshift": 10}
        if widest > self.canvas.px(self.course.epochs - cursor):
            side = {"x": epoch, "xanchor": "right", "xshift": -12}
        places = self._scale.apart([value for _, value in upwards], size=self._size, height=self.canvas.row_height(0))
        return [note(text, **side, **self._plate(), y=round(y, 4)) for text, y in zip(texts, places, strict=True)]

    @property
    def _size(self) -> int:
        return max(13, self.canvas.label - 3)

    def _glyphs(self, pair: Pair) -> str:
        return "".join(self.styles[name].glyph for name in pair)

    def _marks(self, pair: Pair) -> str:
        return "".join(f'<span style="color:{self.styles[n].colour}">{self.styles[n].glyph}</span>' for n in pair)

    def _signed(self, value: float) -> str:
        text = worth_in_words(value, self._newest.payoff)
        return text if text.startswith("−") or text.strip("0.") == "" else f"+{text}"

    def _plate(self) -> dict[str, Any]:
        """Return the ground of a label: that of the page, as no single modality's colour would do."""
        ground = {
            "bgcolor": self.theme.background,
            "bordercolor": self.theme.hairline,
            "borderwidth": 1,
            "borderpad": 3,
        }
        return {"font": {"size": self._size, "color": self.theme.text}, **ground}
