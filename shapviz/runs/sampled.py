"""Every sample of a split as one network sees it, and what can be read off that: classes, filters, temperatures."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from shapviz.errors import UnknownNameError, UsageError
from shapviz.games import Valuation, shapley_values, summarise
from shapviz.games.outcome import Outcome, outcome
from shapviz.runs.terms import Terms

Payoff = Literal["accuracy", "probability"]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Tempered(Outcome):
    """The accuracies under other temperatures, what they have gained, and the game that is then played."""

    game: Valuation  # by accuracy: Shapley values, shares, EDM


@dataclass(frozen=True, eq=False)
class SampleTable:
    """Every sample of a split, as one network sees it.

    Args:
        modalities: The players, M of them.
        classes: Names of the classes, C of them.
        rows: (N,) which samples of the dataset these are.
        labels: (N,) numbers of their classes.
        right: (N, 2**M) which coalition predicts which sample.
        terms: What the logits are sums of, under an additive head.
        chances: (N, 2**M) the probability of the true class, under another head.
    """

    modalities: tuple[str, ...]
    classes: tuple[str, ...]
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]
    right: Mask
    terms: Terms | None
    chances: NDArray[np.float32] | None

    def __len__(self) -> int:
        return len(self.labels)

    def worth(self, payoff: Payoff = "accuracy") -> NDArray[np.float64]:
        """Return what every coalition is worth to every sample, (N, 2**M)."""
        return self.right.astype(np.float64) if payoff == "accuracy" else self._probability

    @cached_property
    def _probability(self) -> NDArray[np.float64]:
        if self.chances is not None:
            return self.chances.astype(np.float64)
        assert self.terms is not None
        return self.terms.probability(self.labels)

    def shapley(self, payoff: Payoff = "accuracy") -> NDArray[np.float64]:
        """Return the Shapley values of every sample, (N, M). Their mean is the Shapley value of the split."""
        return shapley_values(self.worth(payoff))

    def game(self, payoff: Payoff = "accuracy", *, resamples: int = 1000, seed: int = 0) -> Valuation:
        """Return the game that is played over all samples of the table."""
        return summarise(self.modalities, self.worth(payoff), payoff=payoff, resamples=resamples, seed=seed)

    def by_class(self, payoff: Payoff = "accuracy", *, resamples: int = 1000, seed: int = 0) -> dict[str, Valuation]:
        """Return the game that is played over the samples of each class; a class without samples has none.

        Averaged with the number of samples as weight, their worths and Shapley values are those of `game`.
        """
        return {
            name: self.where(self.labels == number).game(payoff, resamples=resamples, seed=seed)
            for number, name in enumerate(self.classes)
            if (self.labels == number).any()
        }

    def where(self, chosen: Mask) -> Self:
        """Return the table of some of the samples.

        Args:
            chosen: (N,) which ones, such as `wrong` or `dominated_by(name)`; combine them with `&`, `|` and `~`.
        """
        terms, chances = self.terms, self.chances
        return replace(
            self,
            rows=self.rows[chosen],
            labels=self.labels[chosen],
            right=self.right[chosen],
            terms=None if terms is None else terms.where(chosen),
            chances=None if chances is None else chances[chosen],
        )

    @property
    def wrong(self) -> Mask:
        """Which samples are predicted wrongly with everybody present, (N,)."""
        return ~self.right[:, -1]

    @property
    def disagreeing(self) -> Mask:
        """Of which samples some modality alone is right about the class while another is wrong, (N,)."""
        alone = self.right[:, [1 << player for player in range(len(self.modalities))]]
        return np.asarray(alone.any(axis=1) & ~alone.all(axis=1))

    def dominated_by(self, name: str, payoff: Payoff = "probability") -> Mask:
        """Return in which samples one modality contributes more than all others together, (N,).

        Raises:
            UnknownNameError: If there is no such modality.
        """
        if name not in self.modalities:
            raise UnknownNameError("modality", name, self.modalities)
        contributed = np.maximum(self.shapley(payoff), 0)
        own = contributed[:, self.modalities.index(name)]
        return np.asarray(own > contributed.sum(axis=1) - own)

    def temper(self, temperatures: Mapping[str, float], *, resamples: int = 1000, seed: int = 0) -> Tempered:
        """Return what dividing each modality's logits by a temperature would do: b + Σ_m c_m / T_m.

        Above 1 a modality is heard less, below 1 more. The network is not trained again.

        Args:
            temperatures: By modality; 1 where nothing is said.
            resamples: How often the bootstrap draws.
            seed: Of the bootstrap.

        Raises:
            UsageError: If the head is not additive, or a temperature no positive number.
            UnknownNameError: If there is no such modality.
        """
        after = self.tempered(temperatures)
        found = outcome(self.modalities, self.right, after, resamples=resamples, seed=seed)
        game = replace(self, right=after).game(resamples=resamples, seed=seed)
        return Tempered(**{field.name: getattr(found, field.name) for field in fields(found)}, game=game)

    def tempered(self, temperatures: Mapping[str, float]) -> Mask:
        """Return which coalition predicts which sample at these temperatures, (N, 2**M); see `temper`."""
        if self.terms is None:
            raise UsageError(
                "Only the logits of an additive head are sums in which every modality has a temperature.",
                remedy="Train with the additive head.",
            )
        divisors = _in_order(temperatures, self.modalities)
        if all(divisor == 1 for divisor in divisors):
            return self.right
        return self.terms.tempered(divisors).right(self.labels)


def _in_order(temperatures: Mapping[str, float], modalities: tuple[str, ...]) -> tuple[float, ...]:
    """Return the temperature of every modality, checked."""
    for name, value in temperatures.items():
        if name not in modalities:
            raise UnknownNameError("modality", name, modalities)
        if not 0 < value < np.inf:
            raise UsageError(
                f"A temperature is a positive number, that of '{name}' is {value}.", remedy="Choose one near 1."
            )
    return tuple(temperatures.get(name, 1.0) for name in modalities)
