"""Which orders are tried: all of them, or a sample where there are too many."""

from collections.abc import Sequence
from itertools import permutations
from math import factorial

import numpy as np

from shapviz.runs.orderings import Order
from shapviz.runs.records import EpochRecord
from shapviz.strategies.seeds import seed_for


def orders_to_try(modalities: Sequence[str], last: EpochRecord, most: int, seed: int) -> tuple[Order, ...]:
    """Return every order of the modalities; of more than `most`, weak and strong first and others that `seed` draws."""
    if factorial(len(modalities)) <= most:
        return tuple(permutations(modalities))
    chosen = dict.fromkeys(order for order in by_share(last) if order)
    dice = np.random.default_rng(seed_for(seed, "orders", last.epoch))
    while len(chosen) < most:
        chosen[tuple(dice.permutation(list(modalities)).tolist())] = None
    return tuple(chosen)


def by_share(last: EpochRecord) -> tuple[Order | None, Order | None]:
    """Return the weak-first and the strong-first order by the shares of an epoch; None where there are no shares."""
    if last.valuation is None or last.valuation.shares is None:
        return None, None
    shares = zip(last.valuation.players, last.valuation.shares, strict=True)
    estimates = {name: share.estimate for name, share in shares}
    weak = tuple(sorted(estimates, key=estimates.__getitem__))
    return weak, tuple(sorted(estimates, key=estimates.__getitem__, reverse=True))
