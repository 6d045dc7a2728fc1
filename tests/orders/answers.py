"""Answers of orderings with numbers of one's own choice."""

from collections.abc import Mapping, Sequence
from itertools import permutations
from math import factorial

from shapviz.games import Interval
from shapviz.runs.orderings import Answer, Order, Tried

NAMES = ("hare", "fox", "tortoise", "snail", "mole", "a", "b")
HALF = 0.012  # half the width of an interval


def answer(accuracies: Mapping[Order, float], *, half: float = HALF, weak_first: Order | None = None) -> Answer:
    """Return an answer in which these orders have come to these accuracies."""
    ranked = sorted(accuracies, key=accuracies.__getitem__, reverse=True)
    best = accuracies[ranked[0]]
    return Answer(
        epoch=8,
        epochs=1,
        loss="inherit",
        samples=500,
        possible=factorial(len(ranked[0])),
        players=tuple(sorted(ranked[0], key=NAMES.index)),
        before=0.8,
        weak_first=weak_first,
        strong_first=None if weak_first is None else weak_first[::-1],
        tried=tuple(
            Tried(
                order=order,
                accuracy=sure(accuracies[order], half),
                behind=sure(best - accuracies[order], half if place else 0.0),
                shuffles=(accuracies[order] - 0.01, accuracies[order] + 0.01),
            )
            for place, order in enumerate(ranked)
        ),
    )


def of(players: int, *, half: float = HALF, step: float = 0.004, most: int = 24) -> Answer:
    """Return an answer about so many modalities: the first orders of all there are, each a step behind the one before.

    Weak first is the last order of the dataset's turned round, and comes first.
    """
    orders: Sequence[Order] = list(permutations(NAMES[:players]))[::-1][:most]
    return answer({order: 0.9 - step * place for place, order in enumerate(orders)}, half=half, weak_first=orders[0])


def sure(value: float, half: float) -> Interval:
    """Return an estimate with an interval about it."""
    return Interval(value, value - half, value + half)
