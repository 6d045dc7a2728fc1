"""Means over samples, with intervals: of quantities that some samples may not have."""

from typing import Final

import numpy as np

from shapviz.attribution.found import Values
from shapviz.comparison.estimates import mean_of
from shapviz.games.bootstrap import percentile_interval, resampled_means
from shapviz.games.summary import Interval

RESAMPLES: Final = 1000
EVERYWHERE: Final = (-np.inf, np.inf)


def over_samples(
    columns: Values, *, seed: int, resamples: int = RESAMPLES, bounds: tuple[float, float] = EVERYWHERE
) -> list[Interval | None]:
    """Return the mean of each column over the samples that have it, with a 95 % percentile interval; None where none.

    Of a single sample the interval has no width: it speaks of no other.

    Args:
        columns: (N, K), NaN where a sample has no such quantity.
        seed: Of the resamples: the same for all columns.
        resamples: How many.
        bounds: The least and the greatest value that the quantities can take, for resamples in which no sample has it;
            needed where a sample may lack one.
    """
    mean = ratios(np.nan_to_num(columns).mean(axis=0), (~np.isnan(columns)).mean(axis=0))
    low, high = percentile_interval(_resampled(columns, resamples, seed), bounds)
    return [
        None if np.isnan(middle) else Interval(float(middle), float(least), float(most))
        for middle, least, most in zip(mean, low, high, strict=True)
    ]


def ratio(above: Values, below: Values, *, seed: int, resamples: int = RESAMPLES) -> Interval:
    """Return mean(above) / mean(below) of samples (N,) each, with a 95 % percentile interval.

    The mean below must not be 0; resamples in which it is are passed over.
    """
    assert below.mean() != 0
    means = resampled_means(np.stack((above, below), axis=1), resamples=resamples, seed=seed)
    resampled = ratios(means[:, 0], means[:, 1])
    low, high = percentile_interval(resampled[~np.isnan(resampled)])
    return Interval(float(above.mean() / below.mean()), float(low), float(high))


def ratios(above: Values, below: Values) -> Values:
    """Return above / below, NaN where below is 0."""
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below != 0)


def _resampled(columns: Values, resamples: int, seed: int) -> Values:
    """Return the means (R, K) over samples drawn with replacement, NaN where none of those drawn has the quantity."""
    missing = np.isnan(columns)
    means = resampled_means(np.where(missing, 0.0, columns), resamples=resamples, seed=seed)
    holes = missing.any(axis=0)  # few columns have any, and the others need no second product
    present = resampled_means((~missing[:, holes]).astype(np.float64), resamples=resamples, seed=seed)
    means[:, holes] = ratios(means[:, holes], present)
    return means


def over_draws(values: Values, bounds: tuple[float, float] = EVERYWHERE) -> Interval | None:
    """Return the mean of independent draws with a 95 % interval by Student's t, for draws too few to be resampled.

    Args:
        values: (R,), NaN where a draw has no such quantity; None comes back where none has.
        bounds: The least and the greatest value that the quantity can take.
    """
    known = values[~np.isnan(values)].tolist()
    if not known:
        return None
    mean, low, high, _ = mean_of(known)
    least, most = bounds
    return Interval(mean, max(least, mean if low is None else low), min(most, mean if high is None else high))
