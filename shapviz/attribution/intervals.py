"""How sure an estimate is that rests on a few independent runs.

The libraries' own measures of error are not used: shap's variances are known to be wrong.
"""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import Final

import numpy as np
from scipy.special import ndtr, stdtrit

from shapviz.attribution.found import Found, Values
from shapviz.runs.calls import FEWEST
from shapviz.runs.methods import Effort

RESAMPLES: Final = 1000
CERTAINTY: Final = 0.95


def over_repeats(estimates: Values, *, seed: int, resamples: int = RESAMPLES) -> tuple[Values, Values]:
    """Return the ends (N, P) of 95 % intervals for the mean of independent estimates: the expanded bootstrap.

    Percentiles of resampled means are too narrow where few are resampled. They are moved outwards as far as Student's
    t interval is wider than the bootstrap would have it (Hesterberg 2015, arXiv:1411.5279, section 5.3). The bootstrap
    that divides by each resample's own error needs more estimates: where they take but few values, that error comes out
    as good as zero.

    Args:
        estimates: (R, N, P), one for each run, R at least 2.
        seed: Of the resamples.
        resamples: How many.
    """
    repeats = len(estimates)
    counts = np.random.default_rng(seed).multinomial(repeats, np.full(repeats, 1 / repeats), size=resamples)
    reach = sqrt(repeats / (repeats - 1)) * stdtrit(repeats - 1, (1 + CERTAINTY) / 2)
    flat = estimates.reshape(repeats, -1)
    low, high = np.percentile(counts / repeats @ flat, 100 * ndtr((-reach, reach)), axis=0)
    mean = flat.mean(axis=0)  # rounding may put it outside where all estimates are the same
    shape = estimates.shape[1:]
    return np.minimum(low, mean).reshape(shape), np.maximum(high, mean).reshape(shape)


def estimated(runs: Sequence[Values], effort: Effort) -> Found:
    """Return the mean of independent runs, (N, P) each, and its intervals."""
    estimates = np.stack(runs)
    return Found(estimates.mean(axis=0), *over_repeats(estimates, seed=effort.seed))


def divided(effort: Effort, least: int) -> tuple[int, int]:
    """Return into how many independent runs an effort is divided, and how many calls each of them may make.

    Args:
        effort: What may be spent. Where it does not reach for `FEWEST` runs, they take what they need.
        least: Calls that a draw takes; a run makes one draw or several.
    """
    fewest = min(FEWEST, effort.repeats)
    draws = max(fewest, effort.calls // least)
    each = ceil(draws / effort.repeats)
    if draws // each < fewest:  # rather a few draws left over than intervals that cannot be trusted
        each -= 1
    repeats = min(effort.repeats, draws // each)
    return repeats, max(least * each, effort.calls // repeats)
