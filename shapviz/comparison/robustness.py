"""How networks stand missing and corrupted inputs, in few numbers, and beside a baseline.

All accuracies are those of the test split with everybody present, unless it says who is missing. A corruption counts
with the mean of its severities above 0; one that fits several modalities counts for each.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from shapviz.comparison.estimates import Difference, Estimate, mean_of, paired
from shapviz.errors import UsageError
from shapviz.games.bootstrap import percentile_interval
from shapviz.games.coalition import one_missing, players_of
from shapviz.games.trials import resampled_trials
from shapviz.runs.records import RobustnessRecord
from shapviz.runs.rightness import Rightness, Sweeping

Floats = NDArray[np.float64]
LEAST_FALL: Final = 0.01
"""Of the baseline's accuracy, under a corruption that counts for the relative error: less is mostly chance."""
RESAMPLES: Final = 1000
TITLES: Final = {
    "accuracy": "clean",
    "missing": "one missing",
    "worst_missing": "worst missing",
    "corrupted": "corrupted",
    "missing_fall": "fall, one missing",
    "fall": "fall, corrupted",
}
"""Of the differences that are shown, by the names of `Accuracies.numbers`."""


class Accuracies(NamedTuple):
    """Of one network; or of several, or of resamples of its test samples, along the leading axes."""

    clean: Floats  # (...)
    missing: Floats  # (..., M), without each modality
    corrupted: Floats  # (..., P), under each corruption of each modality

    @classmethod
    def of(cls, columns: Floats, players: int) -> Self:
        """Return them from columns (..., 1 + M + P) that stand side by side."""
        return cls(columns[..., 0], columns[..., 1 : 1 + players], columns[..., 1 + players :])

    def numbers(self) -> dict[str, Floats]:
        """Return the numbers by which networks are compared, (...) each."""
        missing, corrupted = self.missing.mean(axis=-1), self.corrupted.mean(axis=-1)
        return {
            "accuracy": self.clean,
            "missing": missing,
            "worst_missing": self.missing.min(axis=-1),
            "missing_fall": self.clean - missing,
            "corrupted": corrupted,
            "fall": self.clean - corrupted,
        }


class Beside(NamedTuple):
    """Networks beside a baseline; what is subtracted is paired."""

    numbers: Mapping[str, Difference]  # of `Accuracies.numbers`: ours - the baseline's
    corrupted: Mapping[Sweeping, Difference]  # the same of the accuracy under each corruption
    mce: Estimate | None  # mean corruption error; None where the baseline makes no error
    relative_mce: Estimate | None  # of how far accuracy falls; None where the baseline's does not


def accuracies(record: RobustnessRecord) -> Accuracies:
    """Return the accuracies of a record, its sweeps in their order."""
    clean = np.array([interval.estimate for interval in record.clean.accuracy])
    return Accuracies(
        clean=clean[..., -1],
        missing=clean[one_missing(len(record.players))],
        corrupted=np.array(list(by_corruption(record).values())),
    )


def by_corruption(record: RobustnessRecord) -> dict[Sweeping, float]:
    """Return the accuracy under each corruption of each modality, mean over its severities above 0."""
    together = {
        Sweeping(sweep.modality, sweep.corruption): [each.accuracy[-1].estimate for each in sweep.measured[1:]]
        for sweep in record.sweeps
    }
    return {sweeping: float(np.mean(found)) for sweeping, found in together.items()}


def columns(clean: Rightness, corrupted: Sequence[Rightness]) -> Floats:
    """Return who was right, (draws, N, 1 + M + P): with clean inputs, without each modality, and under each corruption.

    Args:
        clean: (draws, 1, N, 2**M), as `shapviz.runs.rightness` keeps it.
        corrupted: (draws, severities, N, 2**M), one for each corruption of each modality.
    """
    found = [right[..., -1].mean(axis=1) for right in corrupted]
    shown = clean[:, 0][..., [-1, *one_missing(players_of(clean))]]
    return np.concatenate([shown, np.stack(found, axis=-1)], axis=-1)


def mean_corruption_error(ours: Accuracies, baseline: Accuracies) -> Floats:
    """Return mCE (...): the error under a corruption over that of the baseline, mean over the corruptions.

    Source: Hendrycks and Dietterich (2019), arXiv:1903.12261, whose sums over severities are means here; the baseline
    is not AlexNet but a network of yours. Below 1: fewer errors than the baseline. NaN where the baseline makes none.
    """
    return _mean_ratio(1 - ours.corrupted, 1 - baseline.corrupted, least=0)


def relative_corruption_error(ours: Accuracies, baseline: Accuracies) -> Floats:
    """Return relative mCE (...): how far accuracy falls under a corruption over how far the baseline's falls.

    Source: as `mean_corruption_error`. We leave out corruptions under which the baseline falls by less than
    `LEAST_FALL`: divided by next to nothing, one of them would outweigh all others. NaN where none is left.
    """
    mine, theirs = (each.clean[..., None] - each.corrupted for each in (ours, baseline))
    return _mean_ratio(mine, theirs, least=LEAST_FALL)


def _mean_ratio(ours: Floats, baseline: Floats, least: float) -> Floats:
    """Return the mean over the last axis of the ratios whose denominator is above `least`."""
    counts = baseline > least
    ratios = np.divide(ours, baseline, out=np.zeros(np.broadcast_shapes(ours.shape, baseline.shape)), where=counts)
    number = counts.sum(axis=-1)
    mean: Floats = np.divide(ratios.sum(axis=-1), number, out=np.full(number.shape, np.nan), where=number > 0)
    return mean


def by_seed(ours: Mapping[int, RobustnessRecord], baseline: Mapping[int, RobustnessRecord]) -> Beside:
    """Return how networks stand beside others of the same seeds, with intervals by Student's t over seeds.

    The difference of two accuracies under a corruption is the relative robustness of Taori et al. (2020),
    arXiv:2007.00644.

    Args:
        ours: By seed.
        baseline: By seed; seeds that only one side has are left out.

    Raises:
        UsageError: If they have no seed in common, or were tested with different corruptions.
    """
    seeds = sorted(ours.keys() & baseline.keys())
    sweepings = _common([side[seed] for side in (ours, baseline) for seed in seeds])
    mine, theirs = (_stacked([accuracies(side[seed]) for seed in seeds]) for side in (ours, baseline))

    def difference(here: Floats, there: Floats) -> Difference:
        return paired(*(dict(zip(seeds, side.tolist(), strict=True)) for side in (here, there)))

    def estimate(values: Floats) -> Estimate | None:
        known = values[~np.isnan(values)].tolist()
        return mean_of(known) if known else None

    return _beside(mine, theirs, sweepings, difference, estimate)


def by_samples(
    ours: Floats, baseline: Floats, sweepings: Sequence[Sweeping], *, resamples: int = RESAMPLES, seed: int = 0
) -> Beside:
    """Return how one network stands beside another, with 95 % bootstrap intervals over samples and draws, paired.

    They know nothing of other initial weights: trained once more, either network may be another one.

    Args:
        ours: (draws, N, 1 + M + P), as `columns` returns it.
        baseline: The same of the baseline: of the same samples and draws.
        sweepings: The P corruptions.
        resamples: How often the bootstrap draws.
        seed: Of the bootstrap.
    """
    both = np.concatenate([ours, baseline], axis=-1)
    means = np.vstack([both.mean(axis=(0, 1)), resampled_trials(both, resamples=resamples, seed=seed)])
    players = ours.shape[-1] - 1 - len(sweepings)
    mine, theirs = (Accuracies.of(side, players) for side in np.split(means, 2, axis=-1))

    def estimate(values: Floats) -> Estimate | None:
        if np.isnan(values).any():
            return None  # the baseline's errors are too few to be divided by
        low, high = percentile_interval(values[1:])
        return Estimate(float(values[0]), float(low), float(high), len(both[0]))

    def difference(here: Floats, there: Floats) -> Difference:
        found = estimate(here - there)
        assert found is not None  # accuracies are always defined
        return Difference(found.mean, found.low, found.high, p=None, n=found.n)

    return _beside(mine, theirs, sweepings, difference, estimate)


def _stacked(found: Sequence[Accuracies]) -> Accuracies:
    return Accuracies(*map(np.stack, zip(*found, strict=True)))


def _common(records: Sequence[RobustnessRecord]) -> tuple[Sweeping, ...]:
    """Return the corruptions that all records are about."""
    found = {tuple(by_corruption(record)) for record in records}
    if len(found) != 1:
        raise UsageError(
            "Networks are compared under the same corruptions and with the same seeds; these have not been.",
            remedy="Test them together, with the same corruptions.",
        )
    return found.pop()


def _beside(
    ours: Accuracies,
    baseline: Accuracies,
    sweepings: Sequence[Sweeping],
    difference: Callable[[Floats, Floats], Difference],
    estimate: Callable[[Floats], Estimate | None],
) -> Beside:
    """Return everything that is said of two sides.

    Args:
        ours: With leading axes that `difference` and `estimate` know what to do with.
        baseline: With the same axes.
        sweepings: What the last axis of `corrupted` is about.
        difference: What to say of a number that is subtracted.
        estimate: What to say of one that is not.
    """
    mine, theirs = ours.numbers(), baseline.numbers()
    return Beside(
        numbers={name: difference(mine[name], theirs[name]) for name in mine},
        corrupted={
            sweeping: difference(ours.corrupted[..., place], baseline.corrupted[..., place])
            for place, sweeping in enumerate(sweepings)
        },
        mce=estimate(mean_corruption_error(ours, baseline)),
        relative_mce=estimate(relative_corruption_error(ours, baseline)),
    )
