"""What is looked at: one network, one question, and all answers to it that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shapviz.errors import UsageError
from shapviz.games.summary import Valuation
from shapviz.runs.attribution import Attribution, Question, Refused
from shapviz.runs.checks import Agreement, Budget, Curves, Sanity
from shapviz.runs.gallery import Gallery
from shapviz.runs.methods import METHODS, Effort

OFFERED = tuple(name for name, method in METHODS.items() if "modality" in method.levels)
"""The methods that attribute to modalities."""


@dataclass(frozen=True)
class Scene:
    """One network's answers to one question, over modalities. Only what is known is given; the rest is left out.

    Raises:
        UsageError: If an attribution is about other modalities than those of `kinds`, or `worths` does not fit.
    """

    run: str  # its name
    epoch: int
    kinds: Mapping[str, str]  # image, audio, text, series or features, by modality in the order of bits
    question: Question
    attributions: Mapping[str, Attribution] = field(default_factory=dict)  # by method
    refused: Mapping[str, Refused] = field(default_factory=dict)  # by method
    costs: Mapping[str, float] = field(default_factory=dict)  # by method: about how many seconds all samples take
    effort: Effort = field(default_factory=Effort)  # of what is not run yet
    offered: Sequence[str] = OFFERED  # the methods that the table lists
    gallery: Gallery | None = None
    row: int | None = None  # of the dataset: the sample in view; None: there is none
    worths: NDArray[np.float64] | None = None
    """(N, 2**M) of the rows of the exact attribution: what every coalition is worth, by bit mask."""
    agreement: Agreement | None = None
    sanity: Sanity | None = None
    budget: Budget | None = None  # of one method that draws, for the sample in view
    curves: Curves | None = None  # of one method, for the sample in view
    history: Mapping[int, Attribution] = field(default_factory=dict)
    """By epoch: the exact attribution of the same question, at epochs whose weights are kept."""
    recorded: Mapping[int, Valuation] = field(default_factory=dict)
    """By epoch: the run's own valuations on its validation split, for where `history` has fewer than two epochs."""

    def __post_init__(self) -> None:
        for attribution in (*self.attributions.values(), *self.history.values()):
            if attribution.players != self.players:
                raise UsageError(
                    f"{attribution.method} attributes to {', '.join(attribution.players)}; "
                    f"expected {', '.join(self.players)}.",
                    remedy="Show attributions of one network's modalities together, in the order of the dataset.",
                )
        self._check_worths()

    def _check_worths(self) -> None:
        if self.worths is None:
            return
        exact = self.attributions.get("exact")
        expected = (len(exact.rows) if exact else len(self.worths), 2 ** len(self.players))
        if self.worths.shape != expected:
            raise UsageError(
                f"The worths of all coalitions are a table of {expected}; found one of {self.worths.shape}.",
                remedy="Give a row for each sample of the exact attribution, and in it a worth for each bit mask.",
            )

    @property
    def players(self) -> tuple[str, ...]:
        """The modalities, in the order of bits."""
        return tuple(self.kinds)
