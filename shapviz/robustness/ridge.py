"""Ridge regressions whose penalty is chosen. Loads sklearn, which takes a second."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import RidgeCV
from sklearn.preprocessing import StandardScaler

PENALTIES: Final = np.logspace(-2, 4, 7)
"""Of features of unit variance: from hardly any to one that leaves little but the mean. What is left out decides."""


def ridge(features: NDArray[np.float64], targets: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return weights (D, K) and bias (K,) of the regression from features (N, D) to targets (N, K).

    Leave-one-out errors choose the penalty. From one sample nothing is learned but its own targets.
    """
    if len(features) == 1:
        return np.zeros((features.shape[1], targets.shape[1])), targets[0]
    scaler = StandardScaler().fit(features)
    fit = RidgeCV(PENALTIES).fit(scaler.transform(features), targets)
    weights = fit.coef_.T / scaler.scale_[:, None]
    return weights, fit.intercept_ - scaler.mean_ @ weights
