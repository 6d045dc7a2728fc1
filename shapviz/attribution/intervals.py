"""How sure an estimate is that rests on a few independent draws.

The libraries' own measures of error are not used: shap's variances are known to be wrong.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from shapviz.attribution.found import Found, Values
from shapviz.runs.attribution import Effort

RESAMPLES: Final = 1000
TAILS: Final = (2.5, 97.5)


def over_repeats(estimates: Values, *, seed: int, resamples: int = RESAMPLES) -> tuple[Values, Values]:
    """Return the ends (N, P) of 95 % intervals for the mean of independent estimates: the studentised bootstrap.

    A mean of few draws varies more than its percentiles say; dividing each resample's deviation by that resample's own
    standard error makes up for it (Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 12.5).

    Args:
        estimates: (R, N, P), one for each repeat, R at least 2.
        seed: Of the resamples.
        resamples: How many.
    """
    repeats = len(estimates)
    drawn = np.random.default_rng(seed).multinomial(repeats, np.full(repeats, 1 / repeats), size=resamples)
    counts = drawn / repeats  # (resamples, R): how often each is drawn
    flat = estimates.reshape(repeats, -1)
    mean, error = flat.mean(axis=0), flat.std(axis=0, ddof=1) / np.sqrt(repeats)
    means = counts @ flat
    spreads = np.sqrt(np.maximum(counts @ flat**2 - means**2, 0) / (repeats - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        deviations = np.where(spreads > 0, (means - mean) / spreads, 0.0)
    below, above = np.percentile(deviations, TAILS, axis=0)
    shape = estimates.shape[1:]
    return (mean - above * error).reshape(shape), (mean - below * error).reshape(shape)


def estimated(runs: Sequence[Values], effort: Effort) -> Found:
    """Return the mean of independent runs, (N, P) each, and its intervals."""
    estimates = np.stack(runs)
    return Found(estimates.mean(axis=0), *over_repeats(estimates, seed=effort.seed))


def divided(effort: Effort, least: int) -> tuple[int, int]:
    """Return into how many independent runs an effort is divided, and how many calls each of them may make.

    Args:
        effort: What may be spent.
        least: Calls that a run cannot do without. Where two such runs are more than the effort, that is what they take.
    """
    repeats = min(effort.repeats, max(2, effort.calls // least))
    return repeats, max(least, effort.calls // repeats)
