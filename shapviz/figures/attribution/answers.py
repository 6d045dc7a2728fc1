"""All that is known of a scene, and what can be asked about it: the base of everything that a view consists of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shapviz.figures.attribution.answer import Answer
from shapviz.figures.attribution.parts import Scope
from shapviz.figures.attribution.scene import Scene
from shapviz.figures.attribution.unit import Unit
from shapviz.figures.course import team
from shapviz.figures.theme import Style, styles
from shapviz.runs.methods import METHODS


@dataclass(frozen=True)
class Answers:
    """A scene with its statistics, which are computed when they are first asked for.

    Those of methods do not depend on the sample in view, so answers with others in view may share them.
    """

    scene: Scene
    known: dict[str, Answer]  # the methods that have answered, in the order of `METHODS`

    @classmethod
    def of(cls, scene: Scene) -> Self:
        """Return those of a scene."""
        return cls(scene, {name: Answer(scene.attributions[name]) for name in METHODS if name in scene.attributions})

    @property
    def players(self) -> tuple[str, ...]:
        """The modalities, in the order of bits."""
        return self.scene.players

    @cached_property
    def styles(self) -> dict[str, Style]:
        """How each modality looks."""
        return styles(self.players)

    @property
    def unit(self) -> Unit:
        """How values are written."""
        return Unit(self.scene.question.payoff)

    @property
    def exact(self) -> Answer | None:
        """The exact Shapley values, once they are known: our own, or those of a library."""
        return next((answer for answer in self.known.values() if answer.method.exact), None)

    @property
    def worths(self) -> NDArray[np.float64] | None:
        """The worths of all coalitions, where they are those of the samples that the exact values are about."""
        worths, exact = self.scene.worths, self.exact
        return None if worths is None or exact is None or exact.samples != len(worths) else worths

    @property
    def row(self) -> int | None:
        """The sample in view, as a row of the dataset; None where there is none."""
        return self.scene.row

    @property
    def samples(self) -> int:
        """How many samples there are."""
        if self.scene.gallery:
            return len(self.scene.gallery.rows)
        return max((answer.samples for answer in self.known.values()), default=0)

    def same_question(self, answer: Answer) -> bool:
        """Return whether a method took the baseline that was asked for: one that samples its own answers another."""
        return answer.attribution.baseline == self.scene.question.baseline

    def coalition(self, mask: int) -> str:
        """Return a coalition in words."""
        return " + ".join(team(self.players, mask)) or "nobody"

    def scopes(self, answer: Answer) -> tuple[Scope, ...]:
        """Return the scopes in which a method has answered."""
        return ("all",) if answer.place(self.row) is None else ("all", "sample")
