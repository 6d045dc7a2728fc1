"""What every coalition is worth, the worthiest first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.attribution.answer import Answer, intervals
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.finding import target
from shapviz.figures.attribution.parts import Coalition, Coalitions, Scope
from shapviz.figures.charts import Table
from shapviz.figures.numbers import UNSURE
from shapviz.figures.sentences import strong
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval

MOST_ROWS: Final = 16  # beyond, the worthiest and the least worthy stand for the rest, which is shown on demand
TOP, BOTTOM = 6, 4
MOST_KEPT: Final = 128  # beyond, those in the middle are left out: nobody reads a thousand rows


def coalitions(answers: Answers) -> Coalitions | None:
    """Return the table of coalitions; None while their worths are not known."""
    exact, table = answers.exact, answers.worths
    if table is None or exact is None or not exact.samples:
        return None
    return _Ranking(answers, exact, table).told()


@dataclass(frozen=True)
class _Ranking:
    answers: Answers
    exact: Answer
    table: NDArray[np.float64]  # (N, 2**M)

    @property
    def everybody(self) -> int:
        """The mask of all modalities."""
        return int(self.table.shape[1]) - 1

    @cached_property
    def masks(self) -> list[int]:
        """The coalitions that are told of, the worthiest first; nobody and everybody are always among them."""
        means = self.table.mean(axis=0).tolist()
        ranked = sorted(range(len(means)), key=lambda mask: (-means[mask], -mask.bit_count(), mask))
        if len(ranked) <= MOST_KEPT:
            return ranked
        ends = {*ranked[: MOST_KEPT // 2], *ranked[-MOST_KEPT // 2 :], 0, self.everybody}
        return [mask for mask in ranked if mask in ends]

    @cached_property
    def worths(self) -> dict[int, Interval]:
        """What each of them is worth on average."""
        return dict(zip(self.masks, intervals(self.table[:, self.masks]), strict=True))

    @cached_property
    def leads(self) -> dict[int, Interval]:
        """By how much everybody is ahead of each of the others."""
        others = [mask for mask in self.masks if mask != self.everybody]
        return dict(zip(others, intervals(self.table[:, [self.everybody]] - self.table[:, others]), strict=True))

    def told(self) -> Coalitions:
        """Return the rows with their words."""
        unit, rows, few = self.answers.unit, self._rows(), len(self.masks) < self.table.shape[1]
        which = f" · {len(self.masks)} of {self.table.shape[1]}, from both ends" if few else ""
        subtitle = (
            f"{unit.about} of {target(self.answers)}, {unit.name} · mean over {self.exact.samples} "
            f"sample{'s' * (self.exact.samples != 1)} · 95 % intervals{which}"
        )
        listed = "; ".join(f"{row['label']} {row['worth']['all']}" for row in rows if not row["folded"])
        return {
            "title": self._title(),
            "subtitle": subtitle,
            "rows": rows,
            "folded": sum(row["folded"] for row in rows),
            "alt": f"{subtitle}: {listed}.",
            "table": self._table(subtitle),
        }

    def _rows(self) -> list[Coalition]:
        unit, place, many = self.answers.unit, self.exact.place(self.answers.row), len(self.masks) > MOST_ROWS
        seen: dict[Scope, NDArray[np.float64]] = {"all": self.table.mean(axis=0)}
        seen |= {} if place is None else {"sample": self.table[place]}
        ends = {scope: (float(worths.min()), max(float(np.ptp(worths)), 1e-9)) for scope, worths in seen.items()}
        return [
            {
                "mask": mask,
                "label": self.answers.coalition(mask),
                "members": [bool(mask >> bit & 1) for bit in range(len(self.answers.players))],
                "worth": {scope: unit.text(float(worths[mask])) for scope, worths in seen.items()},
                "interval": unit.bracketed(self.worths[mask]) if self.exact.samples > 1 else "",
                "width": {
                    scope: round((float(seen[scope][mask]) - low) / span, 4) for scope, (low, span) in ends.items()
                },
                "folded": many and TOP <= rank < len(self.masks) - BOTTOM and mask not in (0, self.everybody),
            }
            for rank, mask in enumerate(self.masks)
        ]

    def _title(self) -> Sentence:
        """Return whether everybody together is worth most, as far as the intervals tell."""
        unit, best = self.answers.unit, self.masks[0]
        reached = strong(unit.text(self.worths[self.everybody].estimate))
        if self.exact.samples > 1 and all(lead.low > 0 for lead in self.leads.values()):
            return ["Everybody together is worth most: ", reached]
        if self.exact.samples > 1 and best != self.everybody and self._beyond_luck(self.leads[best]):
            name, most = self.answers.coalition(best), unit.text(self.worths[best].estimate)
            return [f"{name if best else name.capitalize()} is worth more than everybody: {most} against ", reached]
        return ["Which coalition is worth most is ", UNSURE, "; everybody: ", reached]

    def _beyond_luck(self, lead: Interval) -> bool:
        """Return whether everybody is behind even though this is the best of many, some of which are ahead by luck.

        Bonferroni's correction: the interval is widened as if it were to hold for all coalitions at once.
        """
        normal = NormalDist()
        wider = normal.inv_cdf(1 - 0.025 / len(self.table[0])) / normal.inv_cdf(0.975)
        return lead.estimate + wider * (lead.high - lead.estimate) < 0

    def _table(self, caption: str) -> Table:
        unit = self.answers.unit
        return {
            "caption": caption,
            "columns": ["coalition", unit.name, "low", "high"],
            "rows": [[self.answers.coalition(mask), *unit.table(worth)] for mask, worth in self.worths.items()],
        }
