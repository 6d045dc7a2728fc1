"""Contribution shares, and the equilibrium deviation metric (EDM): how far they are from where they should be.

The idea of an EDM is that of arXiv:2506.00030; the formulas are our own (docs/method.md).
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shapviz.errors import UsageError

ROUNDING: Final = 1e-12
"""Shapley values that add up to less than this are rounding errors of zero. A single sample that somebody gets right
weighs more than that in any validation split that fits into memory."""


def shares(shapley: ArrayLike) -> NDArray[np.float64]:
    """Return each player's part of all that is contributed: π_m = max(φ_m, 0) / Σ_k max(φ_k, 0).

    Args:
        shapley: (..., M) Shapley values in any unit.

    Returns:
        (..., M), each in [0, 1], summing to 1; NaN where no value is positive, since nothing divided by nothing is
        unknown rather than zero.

    >>> shares([0.3, 0.1, -0.2]).round(3).tolist()
    [0.75, 0.25, 0.0]
    """
    contributed = np.maximum(np.asarray(shapley, dtype=np.float64), 0)
    total = contributed.sum(axis=-1, keepdims=True)
    undefined = np.full_like(contributed, np.nan)
    return np.asarray(np.divide(contributed, total, out=undefined, where=total > ROUNDING))


def edm(shapley: ArrayLike, target: ArrayLike | None = None) -> NDArray[np.float64]:
    """Return how far the shares are from the target: 0 is in equilibrium, 1 as far as shares can be.

    EDM = Σ_m |π_m − τ_m| / (2 (1 − min_m τ_m)). The divisor is the greatest distance there is: everything contributed
    by the player of whom least is expected. For equal targets this is M / (2 (M−1)) · Σ_m |π_m − 1/M|.

    A distance is not a verdict: a modality that carries nothing deserves no share.

    Args:
        shapley: (..., M) Shapley values in any unit, M >= 2.
        target: (M,) target shares τ, not negative, summing to 1; None for equal shares.

    Returns:
        (...), in [0, 1]; NaN where the shares are undefined.

    Raises:
        UsageError: If there are fewer than two players, or if `target` is not a share for each of them.

    >>> float(edm([0.3, 0.3])), float(edm([0.6, 0.0])), round(float(edm([0.45, 0.15])), 3)
    (0.0, 1.0, 0.5)
    """
    contributed = shares(shapley)
    expected = _target_shares(target, players=contributed.shape[-1])
    distance = np.abs(contributed - expected).sum(axis=-1)
    # Rounding may leave the greatest distance a hair above 1.
    return np.asarray(np.minimum(distance / (2 * (1 - expected.min())), 1.0))


def _target_shares(target: ArrayLike | None, *, players: int) -> NDArray[np.float64]:
    """Return the (M,) target shares, checked."""
    if players < 2:
        raise UsageError(
            f"Balance is between players: at least two are expected, found {players}.",
            remedy="Use two modalities or more.",
        )
    if target is None:
        return np.full(players, 1 / players)
    expected = np.asarray(target, dtype=np.float64)
    if expected.shape != (players,) or not (expected >= 0).all() or abs(expected.sum() - 1) > 1e-6:
        raise UsageError(
            f"Target shares are {players} numbers, none negative, that sum to 1; found {expected.tolist()}.",
            remedy="Divide the targets by their sum, and give one for each player.",
        )
    return expected
