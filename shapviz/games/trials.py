"""Means over trials and samples at once: a result should hold for other samples, and for other throws of the dice."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.games.bootstrap import resampled_means

TRIALS: Final = 1  # sets the draws of trials apart from those of samples


def resampled_trials(values: NDArray[np.float64], *, resamples: int, seed: int) -> NDArray[np.float64]:
    """Return the means of `values` over trials and samples that are both drawn with replacement, (R, K).

    Every trial looks at the same samples, so rows and columns are drawn independently of each other (the pigeonhole
    bootstrap, Owen 2007, doi:10.1214/07-AOAS122). Of T trials T − 1 are drawn at a time: with few of them, T draws
    would take their mean for surer than it is by a factor of (T − 1)/T in its variance. A single trial says nothing
    about others; the means then vary with the samples alone.

    Args:
        values: (T, N, K): trials, samples, and what is to be compared.
        resamples: How often, R.
        seed: Equal seeds draw alike.
    """
    trials, samples, kinds = values.shape
    rows = values.transpose(1, 0, 2).reshape(samples, trials * kinds)
    means = resampled_means(rows, resamples=resamples, seed=seed).reshape(resamples, trials, kinds)
    if trials == 1:
        return means[:, 0]
    drawn = np.random.default_rng((seed, TRIALS)).integers(trials, size=(resamples, trials - 1))
    chosen: NDArray[np.float64] = np.take_along_axis(means, drawn[:, :, None], axis=1).mean(axis=1)
    return chosen
