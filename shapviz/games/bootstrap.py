"""How sure we are: the bootstrap over samples (Efron, 1979).

The same seed draws the same resamples, whatever the values: intervals of successive epochs then move because the
model has changed, and not because the dice were thrown again ("common random numbers").
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

BLOCK: Final = 1_000_000
"""Counts drawn at a time (8 MB), so that memory does not grow with the number of resamples."""

PERCENTILES: Final = (2.5, 97.5)


def resampled_means(values: NDArray[np.float64], *, resamples: int, seed: int) -> NDArray[np.float64]:
    """Return the means of `values` over samples drawn with replacement.

    Args:
        values: (N, K), a row for each sample.
        resamples: How often to draw N of the N samples, R.
        seed: Equal seeds draw equal samples for equal N and R.

    Returns:
        (R, K).
    """
    samples = len(values)
    return np.concatenate([counts @ values for counts in _blocks(samples, resamples, seed)]) / samples


def percentile_interval(
    resampled: NDArray[np.float64], bounds: tuple[float, float] = (-np.inf, np.inf)
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lower and upper end of the 95 % percentile interval.

    A resample in which the quantity is undefined (NaN) could have been anything, so it counts as the least possible
    value for the lower end and as the greatest for the upper. A few of them hardly matter; from one in forty on, the
    interval reaches to the bounds and says thereby that little is known.

    Args:
        resampled: (R, ...), NaN where undefined.
        bounds: The least and the greatest value that the quantity can take.
    """
    undefined = np.isnan(resampled)
    low, high = (
        np.percentile(np.where(undefined, bound, resampled), percentile, axis=0)
        for bound, percentile in zip(bounds, PERCENTILES, strict=True)
    )
    return low, high


def mirrored_interval(
    estimate: NDArray[np.float64], resampled: NDArray[np.float64], bounds: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the percentile interval widened to hold its own mirror image about the estimate.

    For a distance such as EDM. Noise moves a distance away from 0, in the sample and in each resample once more; so the
    percentile interval of a small distance lies too high, and may exclude 0 and even the estimate. Its mirror image
    undoes this, but ends too low where the estimate happens to be small. Together they hold the estimate always, and
    where the resamples lie evenly about it they coincide and nothing is lost.

    Args:
        estimate: (...), from the samples as they are.
        resampled: (R, ...), NaN where undefined, which counts as in `percentile_interval`.
        bounds: The least and the greatest value that the quantity can take.
    """
    low, high = percentile_interval(resampled, bounds)
    return np.clip(np.minimum(low, 2 * estimate - high), *bounds), np.clip(
        np.maximum(high, 2 * estimate - low), *bounds
    )


def _blocks(samples: int, resamples: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """Yield (rows, N) blocks of counts, R rows in all."""
    rows = max(1, BLOCK // samples)
    for index, first in enumerate(range(0, resamples, rows)):
        yield _counts(samples, min(rows, resamples - first), seed, index)


@lru_cache(maxsize=16)
def _counts(samples: int, rows: int, seed: int, block: int) -> NDArray[np.float64]:
    """Return how often each of the samples is drawn: (rows, N), each row summing to N.

    They are kept because drawing takes far longer than using them, and every epoch of a run uses the same.
    """
    drawn = np.random.default_rng((seed, block)).integers(samples, size=(rows, samples))
    in_its_row = drawn + samples * np.arange(rows)[:, np.newaxis]
    counts = np.bincount(in_its_row.ravel(), minlength=rows * samples).reshape(rows, samples).astype(np.float64)
    counts.flags.writeable = False
    return counts
