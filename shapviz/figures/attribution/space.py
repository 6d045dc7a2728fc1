"""All samples by their shares: where a sample stands says which modalities speak to it, and how many of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.attribution.answer import Answer, shares
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.lanes import Lanes
from shapviz.figures.attribution.parts import Corner, Space
from shapviz.figures.attribution.points import NEAR, Samples
from shapviz.figures.attribution.strip import Strip
from shapviz.figures.attribution.triangle import Triangle
from shapviz.figures.charts import Chart, Table
from shapviz.figures.labels import points
from shapviz.figures.sentences import strong, tag
from shapviz.figures.theme import Theme
from shapviz.figures.words import Sentence

_FORMS: Final[dict[int, type[Strip | Triangle]]] = {2: Strip, 3: Triangle}
"""By how many modalities; shares of more are drawn as lanes."""


def space(answers: Answers, theme: Theme, *, compact: bool) -> Space:
    """Return every sample as a mark, and how many lie near each corner; nothing while exact values are not known."""
    exact = answers.exact
    if exact is None or not exact.sizes.any():
        return {"chart": None, "corners": []}
    found = _Found(answers, exact)
    return {"chart": found.chart(theme, compact=compact), "corners": found.corners()}


@dataclass(frozen=True)
class _Found:
    answers: Answers
    exact: Answer

    @cached_property
    def samples(self) -> Samples:
        """Those to whom some modality makes a difference."""
        moved = np.flatnonzero(self.exact.sizes.any(axis=1))
        rows = tuple(self.exact.attribution.rows[place] for place in moved)
        return Samples(self.answers, rows, shares(self.exact.sizes[moved]))

    @cached_property
    def near(self) -> NDArray[np.int64]:
        """How many samples lie near each corner, (M,)."""
        return np.asarray((self.samples.shares >= NEAR).sum(axis=0))

    @property
    def unmoved(self) -> int:
        """How many samples no modality makes any difference to."""
        return self.exact.samples - len(self.samples.rows)

    def corners(self) -> list[Corner]:
        """Return the count of each corner, with words."""
        counts = zip(self.answers.players, self.near.tolist(), strict=True)
        return [
            {"player": player, "samples": count, "said": [tag(player), " alone: ", strong(_samples(count))]}
            for player, count in counts
        ]

    def chart(self, theme: Theme, *, compact: bool) -> Chart:
        """Return the figure for so many modalities."""
        form: type[Strip | Triangle | Lanes] = _FORMS.get(len(self.answers.players), Lanes)
        drawn = form(self.samples, self.near.tolist(), theme, compact)
        subtitle = self._subtitle(drawn.mark)
        return {
            "title": self._title(),
            "subtitle": subtitle,
            "figure": drawn.figure(),
            "height": drawn.height,
            "alt": f"{subtitle}. {self._listed()}",
            "table": self._table(),
        }

    def _title(self) -> Sentence:
        """Return how many samples rest on one modality."""
        count, mixed = len(self.samples.rows), len(self.samples.rows) - int(self.near.sum())
        first = int(self.near.argmax())
        if mixed == count:
            return ["No sample rests on one modality alone"]
        if 2 * mixed > count:
            return ["Most samples draw on several modalities: ", strong(f"{mixed} of {count}")]
        return [tag(self.answers.players[first]), " alone speaks to ", strong(f"{self.near[first]} of {count} samples")]

    def _subtitle(self, mark: str) -> str:
        unmoved = f" · {_samples(self.unmoved)} without any left out" if self.unmoved else ""
        return f"share of |φ|, exact · {mark}{unmoved} · alone: at least {points(NEAR)} %"

    def _listed(self) -> str:
        counts = zip(self.answers.players, self.near.tolist(), strict=True)
        mixed = len(self.samples.rows) - int(self.near.sum())
        told = "; ".join(f"{player} alone: {_samples(count)}" for player, count in counts)
        return f"{told}; several: {_samples(mixed)}."

    def _table(self) -> Table:
        """Return signed values: shares do not say whether a modality speaks for or against."""
        unit, values = self.answers.unit, self.exact.attribution.values
        return {
            "caption": f"Exact values of each sample, {unit.name}",
            "columns": ["row", *self.answers.players],
            "rows": [
                [row, *map(unit.scaled, own)]
                for row, own in zip(self.exact.attribution.rows, values.tolist(), strict=True)
            ],
        }


def _samples(count: int) -> str:
    return f"{count} sample{'s' * (count != 1)}"
