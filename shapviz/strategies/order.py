"""Who goes first: the order of the turns of an alternating epoch, with the reason for every place in it."""

from collections.abc import Mapping, Sequence

import numpy as np

from shapviz.runs.options import Alternating
from shapviz.runs.records import EpochRecord
from shapviz.strategies.seeds import seed_for

TIE = 0.05  # shares closer than this are told apart by chance: with 500 samples their standard deviation is about 0.015


def order(options: Alternating, modalities: Sequence[str], last: EpochRecord, seed: int) -> dict[str, str]:
    """Return why each modality has its place in the epoch after `last`; the keys stand in the order of the turns.

    Args:
        options: Of the strategy; `order` and `sequence` matter here.
        modalities: In the order of the dataset, which decides where shares are exactly equal or unknown.
        last: The epoch before. If nobody was valued in it, an order by share stays as it was.
        seed: The run's seed; a random order is drawn from it and the epoch.
    """
    match options.order:
        case "fixed":
            return dict.fromkeys(options.sequence or modalities, "the order is fixed")
        case "random":
            rng = np.random.default_rng(seed_for(seed, "order", last.epoch + 1))
            return dict.fromkeys(rng.permutation(list(modalities)).tolist(), "the order is drawn at random")
        case "weak_first" | "strong_first":
            return _by_share(modalities, last, weak_first=options.order == "weak_first")


def shares_of(last: EpochRecord) -> dict[str, float] | None:
    """Return each modality's contribution share in `last`, or None if there was no valuation or nobody contributed."""
    valuation = last.valuation
    if valuation is None or valuation.shares is None:
        return None
    return {name: share.estimate for name, share in zip(valuation.players, valuation.shares, strict=True)}


def _by_share(modalities: Sequence[str], last: EpochRecord, *, weak_first: bool) -> dict[str, str]:
    if last.valuation is None:
        return {name: "as before, for nothing was valued since" for turn in last.turns for name in turn.modalities}
    shares = shares_of(last)
    if shares is None:
        return dict.fromkeys(modalities, "nobody contributes yet, so the order is the dataset's")
    ranked = sorted(modalities, key=shares.__getitem__, reverse=not weak_first)
    return {name: f"its share was {shares[name]:.0%}{_ties(name, shares)}" for name in ranked}


def _ties(name: str, shares: Mapping[str, float]) -> str:
    """Return a clause that names the others whose shares cannot be told from that of `name`, or nothing."""
    tied = [other for other in shares if other != name and abs(shares[other] - shares[name]) < TIE]
    return f", tied with {' and '.join(tied)}" if tied else ""
