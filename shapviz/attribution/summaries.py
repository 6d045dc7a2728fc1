"""What a method gives in the mean over samples, with intervals."""

from typing import Final

import numpy as np

from shapviz.attribution.found import Values
from shapviz.games.bootstrap import percentile_interval, resampled_means
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Attribution
from shapviz.runs.records import Attributed

UNIT: Final = (0.0, 1.0)


def summary(found: Attribution, *, resamples: int, seed: int) -> Attributed:
    """Return the means over samples of what a method has found, with 95 % bootstrap intervals over the samples.

    Args:
        found: By the method.
        resamples: Of the samples.
        seed: Of the resamples.
    """
    players, missing = len(found.players), found.missing
    columns = np.column_stack([found.values, np.abs(found.values), missing])
    means = resampled_means(columns, resamples=resamples, seed=seed)
    values, sizes = means[:, :players], means[:, players : 2 * players]
    shares = None
    if found.values.any():
        with np.errstate(invalid="ignore"):
            resampled = sizes / sizes.sum(axis=1, keepdims=True)
        shares = _intervals(found.shares, resampled, UNIT)
    return Attributed(
        method=found.method,
        baseline=found.baseline,
        values=_intervals(found.values.mean(axis=0), values),
        positive=tuple(found.values.clip(min=0).mean(axis=0).tolist()),
        negative=tuple(found.values.clip(max=0).mean(axis=0).tolist()),
        shares=shares,
        missing=_intervals(missing.mean(keepdims=True), means[:, -1:])[0],
        worst=float(np.abs(missing).max()),
        calls=found.calls,
        seconds=found.seconds,
    )


def _intervals(
    estimates: Values, resampled: Values, bounds: tuple[float, float] = (-np.inf, np.inf)
) -> tuple[Interval, ...]:
    low, high = percentile_interval(resampled, bounds)
    return tuple(map(Interval, estimates.tolist(), low.tolist(), high.tolist()))
