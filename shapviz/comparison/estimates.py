"""Means and differences over seeds, with intervals that know how few seeds there are."""

from collections.abc import Collection, Mapping
from typing import NamedTuple, TypeVar

import numpy as np

from shapviz.errors import UsageError

K = TypeVar("K")
CONFIDENCE = 0.95
ALIKE = 1e-9  # values that are no further apart differ by rounding


class Estimate(NamedTuple):
    """A mean over seeds with its 95 % interval; the ends are None for a single seed, and where all seeds agree."""

    mean: float
    low: float | None
    high: float | None
    n: int


class Difference(NamedTuple):
    """The mean of paired differences, its 95 % interval, and the two-sided p of "there is none".

    All three are None for one pair. The interval is None as well where all pairs differ by the very same amount.
    """

    mean: float
    low: float | None
    high: float | None
    p: float | None
    n: int

    @property
    def inconclusive(self) -> bool:
        """Whether the interval covers zero, or there is none."""
        return self.low is None or self.high is None or self.low <= 0 <= self.high


def mean_of(values: Collection[float]) -> Estimate:
    """Return the mean of independent values with its 95 % interval by Student's t.

    Raises:
        UsageError: If there are no values.
    """
    if not values:
        raise UsageError("A mean is taken over seeds; there are none.", remedy="Wait for a run to finish.")
    mean, half, _ = _student(values)
    return Estimate(mean, None if half is None else mean - half, None if half is None else mean + half, len(values))


def paired(values: Mapping[int, float], baseline: Mapping[int, float]) -> Difference:
    """Return by how much `values` exceed those of the baseline, paired by seed: Student's t of the differences.

    Runs of one seed have their split, initial weights and batches in common. Pairing takes out what these do to both,
    which on small data is most of the spread.

    Args:
        values: By seed.
        baseline: By seed. Seeds that only one side has are left out.

    Raises:
        UsageError: If no seed is common to both.
    """
    seeds = sorted(values.keys() & baseline.keys())
    if not seeds:
        raise UsageError(
            f"Runs are paired by their seed; found {sorted(values)} and {sorted(baseline)}.",
            remedy="Train both with the same seeds.",
        )
    mean, half, p = _student([values[seed] - baseline[seed] for seed in seeds])
    return Difference(mean, None if half is None else mean - half, None if half is None else mean + half, p, len(seeds))


def holm(p: Mapping[K, float]) -> dict[K, float]:
    """Return p values adjusted for how many there are: of those below 0.05, all are right in 95 of 100 families.

    Source: Holm (1979), "A simple sequentially rejective multiple test procedure". It holds however the tests depend
    on each other.
    """
    adjusted, worst = {}, 0.0
    for rank, key in enumerate(sorted(p, key=lambda key: p[key])):
        worst = max(worst, min(1.0, (len(p) - rank) * p[key]))
        adjusted[key] = worst
    return {key: adjusted[key] for key in p}


def _student(values: Collection[float]) -> tuple[float, float | None, float | None]:
    """Return the mean, half the width of its 95 % interval, and the two-sided p of a true mean of zero.

    Accuracies are counts of samples, so that a few values can be all alike by chance. Their spread then says nothing:
    there is no interval, and p is that of the sign test. Only differences that are all zero are taken as they are.
    """
    from scipy.special import stdtr, stdtrit  # a tenth of a second that only comparisons need

    sample = np.asarray(list(values), dtype=np.float64)
    mean, freedom = float(sample.mean()), len(sample) - 1
    if freedom == 0:
        return mean, None, None
    if np.ptp(sample) < ALIKE:
        return (0.0, 0.0, 1.0) if abs(mean) < ALIKE else (mean, None, 0.5**freedom)
    error = float(sample.std(ddof=1) / np.sqrt(len(sample)))
    half = error * float(stdtrit(freedom, (1 + CONFIDENCE) / 2))
    return mean, half, 2 * float(stdtr(freedom, -abs(mean) / error))
