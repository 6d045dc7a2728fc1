"""The game behind the values: from nobody over each alone to everybody, of one sample or of all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.attribution.answer import Answer, interval, intervals
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.parts import Scope
from shapviz.games.summary import Interval

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Game:
    """What the exact values are about. Of all samples, numbers have intervals over them; of one, they are known."""

    answers: Answers
    exact: Answer
    scope: Scope

    @property
    def sure(self) -> bool:
        """Whether numbers are facts rather than estimates."""
        return self.scope == "sample"

    @property
    def told(self) -> bool:
        """Whether there are intervals to tell: of one sample there is none."""
        return not self.sure and self.exact.samples > 1

    @cached_property
    def nobody(self) -> Interval:
        """The number with nobody present."""
        return self._mean(self.exact.attribution.nobody)

    @cached_property
    def everybody(self) -> Interval:
        """The number with everybody present."""
        return self._mean(self.exact.attribution.everybody)

    @cached_property
    def values(self) -> list[Interval]:
        """The exact value of each player."""
        return self._means(self.exact.attribution.values)

    @cached_property
    def alone(self) -> list[Interval] | None:
        """What each player brings to nobody; None where coalitions are not known."""
        return None if self._alone is None else self._means(self._alone)

    @cached_property
    def block(self) -> Interval | None:
        """What everybody is worth beyond the sum of each alone: overlap below zero, synergy above."""
        if self._alone is None:
            return None
        exact = self.exact.attribution
        beyond = exact.everybody - exact.nobody - self._alone.sum(axis=1)
        return self._mean(np.where(np.abs(beyond) > _ROUNDING, beyond, 0.0))

    def lead(self, place: int) -> list[Interval]:
        """Return by how much one player's value is ahead of each other's."""
        values = self.exact.attribution.values
        return self._means(values[:, [place]] - np.delete(values, place, axis=1))

    @cached_property
    def _alone(self) -> NDArray[np.float64] | None:
        worths = self.answers.worths
        if worths is None:
            return None
        gains: NDArray[np.float64] = worths[:, [1 << bit for bit in range(len(self.answers.players))]] - worths[:, [0]]
        return gains

    def _means(self, columns: NDArray[np.float64]) -> list[Interval]:
        if not self.sure:
            return intervals(columns)
        return [Interval(value, value, value) for value in self._scoped(columns)[0].tolist()]

    def _mean(self, column: NDArray[np.float64]) -> Interval:
        if not self.sure:
            return interval(column)
        value = float(self._scoped(column)[0])
        return Interval(value, value, value)

    def _scoped(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self.sure:
            return numbers
        place = self.exact.place(self.answers.row)
        assert place is not None, "a game of one sample has that sample"
        return numbers[[place]]


def game(answers: Answers, scope: Scope) -> Game | None:
    """Return the game of all samples or of the one in view; None where its exact values are not known."""
    exact = answers.exact
    return Game(answers, exact, scope) if exact is not None and scope in answers.scopes(exact) else None
