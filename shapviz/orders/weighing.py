"""Which order won, by how much, and how sure that is."""

from collections.abc import Sequence
from math import factorial

import numpy as np
from numpy.typing import NDArray

from shapviz.games.bootstrap import percentile_interval
from shapviz.games.summary import Interval
from shapviz.games.trials import resampled_trials
from shapviz.orders.choice import by_share
from shapviz.runs.options import Alternating
from shapviz.runs.orderings import Answer, Order, Tried
from shapviz.runs.records import EpochRecord
from shapviz.runs.spec import RunSpec


def weigh(right: NDArray[np.bool_], spec: RunSpec, last: EpochRecord, orders: Sequence[Order], before: float) -> Answer:
    """Return what the orders have come to, the best first, with intervals over samples and shuffles.

    Differences are paired: all orders saw the same batches and are looked at on the same samples.

    Args:
        right: (shuffles, orders, N), whether a validation sample was classified rightly.
        spec: Of the ordering.
        last: The epoch at which all began.
        orders: In the order of `right`.
        before: Validation accuracy where all began.
    """
    assert isinstance(spec.strategy, Alternating)
    values = right.transpose(0, 2, 1).astype(np.float64)  # (shuffles, N, orders)
    estimate = values.mean(axis=(0, 1))
    resampled = resampled_trials(values, resamples=spec.valuation.resamples, seed=spec.seed)
    ranked = np.argsort(-estimate, kind="stable").tolist()
    best = ranked[0]
    accuracy = _intervals(estimate, resampled)
    behind = _intervals(estimate[best] - estimate, resampled[:, [best]] - resampled)
    weak, strong = by_share(last)
    return Answer(
        epoch=last.epoch,
        epochs=spec.training.epochs - last.epoch,
        loss=spec.strategy.loss,
        samples=right.shape[-1],
        possible=factorial(len(orders[0])),
        players=last.valuation.players if last.valuation else tuple(sorted(orders[0])),
        before=before,
        weak_first=weak,
        strong_first=strong,
        tried=tuple(
            Tried(
                order=orders[place],
                accuracy=accuracy[place],
                behind=behind[place],
                shuffles=tuple(right[:, place].mean(axis=1).tolist()),
            )
            for place in ranked
        ),
    )


def _intervals(estimate: NDArray[np.float64], resampled: NDArray[np.float64]) -> list[Interval]:
    low, high = percentile_interval(resampled)
    return list(map(Interval, estimate.tolist(), low.tolist(), high.tolist()))
