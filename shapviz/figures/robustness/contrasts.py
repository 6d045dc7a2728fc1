"""How sure one can be of differences between coalitions, conditions and runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from shapviz.games import interactions, shapley_values
from shapviz.games.summary import Interval
from shapviz.runs.bits import unpacked
from shapviz.runs.robustness import Measured

Weights = NDArray[np.float64]  # (2**M, K): what each coalition's accuracy counts in each of K sums
_NORMAL = 1.959964  # a normal distribution has 95 % of its mass within so many standard deviations


def contrast(*terms: tuple[Measured, Mapping[int, float]]) -> Interval:
    """Return a weighted sum of accuracies with its 95 % interval, as `contrasts` does.

    Args:
        terms: Measures of the same samples, each with weights by bit mask: `(now, {0b11: 1, 0b01: -1})` is what the
            second modality adds to the first.
    """
    return contrasts(*((measured, _dense(weights, len(measured.accuracy))) for measured, weights in terms))[0]


def contrasts(*terms: tuple[Measured, Weights]) -> tuple[Interval, ...]:
    """Return K weighted sums of accuracies with 95 % intervals, paired by sample where the samples are known.

    Sums over samples in [−1, 1] get the interval of Agresti and Min (2005, doi:10.1002/sim.1781): normal, with half a
    sample of +1, half a one of −1 and a whole one of 0 added. So it has a width even where all samples agree, and
    covers zero where there is hardly any sample. Where samples are not known, the ends of the accuracies' own intervals
    are added up at their worst: rather too wide than too narrow.

    Args:
        terms: Measures of the same samples, each with its weights.
    """
    estimates = np.zeros(terms[0][1].shape[1])
    for measured, weights in terms:
        estimates += weights.T @ [each.estimate for each in measured.accuracy]
    known = all(measured.right for measured, _ in terms) and len({measured.samples for measured, _ in terms}) == 1
    low, high = _paired(terms) if known else _worst(terms)
    least, most = (sum(part(weights, 0).sum(axis=0) for _, weights in terms) for part in (np.minimum, np.maximum))
    ends = zip(np.clip(low, least, estimates), np.clip(high, estimates, most), strict=True)
    return tuple(
        Interval(float(at), float(lower), float(upper)) for at, (lower, upper) in zip(estimates, ends, strict=True)
    )


def shapley_weights(members: Sequence[int], players: int) -> Weights:
    """Return the weights (2**M, M) of the Shapley values of the game among `members`, given as bits.

    Those of the others are zero: who is not there contributes nothing.
    """
    size = range(2 ** len(members))
    masks = [sum(1 << bit for place, bit in enumerate(members) if mask >> place & 1) for mask in size]
    weights = np.zeros((2**players, players))
    if members:
        weights[np.ix_(masks, list(members))] = shapley_values(np.eye(len(masks)))
    return weights


def interaction_weights(pairs: Sequence[tuple[int, int]], players: int) -> Weights:
    """Return the weights (2**M, pairs) of the Shapley interactions of some pairs, given as bits."""
    every = interactions(np.eye(2**players))
    return np.stack([every[:, first, second] for first, second in pairs], axis=1)


def _dense(weights: Mapping[int, float], coalitions: int) -> Weights:
    dense = np.zeros((coalitions, 1))
    for mask, weight in weights.items():
        dense[mask] += weight
    return dense


def _paired(terms: Sequence[tuple[Measured, Weights]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    sums = np.sum([_per_sample(measured, weights) for measured, weights in terms], axis=0)
    padded = len(sums) + 2
    middle = sums.sum(axis=0) / padded
    deviation = np.sqrt(np.maximum(((sums**2).sum(axis=0) + 1) / padded - middle**2, 0) / padded)
    return middle - _NORMAL * deviation, middle + _NORMAL * deviation


def _per_sample(measured: Measured, weights: Weights) -> NDArray[np.float64]:
    """Return what each sample contributes to each sum, (N, K)."""
    used = np.flatnonzero(weights.any(axis=1))
    if not len(used):
        return np.zeros((measured.samples, weights.shape[1]))
    right = unpacked([measured.right[mask] for mask in used], measured.samples)
    contributed: NDArray[np.float64] = right @ weights[used]
    return contributed


def _worst(terms: Sequence[tuple[Measured, Weights]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low = high = np.zeros(terms[0][1].shape[1])
    for measured, weights in terms:
        lows, highs = np.array([(each.low, each.high) for each in measured.accuracy]).T
        gain, loss = np.maximum(weights, 0).T, np.minimum(weights, 0).T
        low, high = low + gain @ lows + loss @ highs, high + gain @ highs + loss @ lows
    return low, high
