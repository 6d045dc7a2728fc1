"""Who goes first: the order of the turns of an alternating epoch, with the reason for every place in it."""

from collections.abc import Mapping, Sequence

import numpy as np

from shapviz.runs.options import Alternating
from shapviz.runs.records import EpochRecord
from shapviz.strategies.seeds import seed_for
from shapviz.strategies.standing import Standing, standings, tied


def order(options: Alternating, modalities: Sequence[str], last: EpochRecord, seed: int) -> dict[str, str]:
    """Return why each modality has its place in the epoch after `last`; the keys stand in the order of the turns.

    Args:
        options: Of the strategy; `order`, `sequence`, `guide` and `ties` matter here.
        modalities: In the order of the dataset, which decides where all is exactly equal or unknown.
        last: The epoch before. If nobody was valued in it, an order by standing stays as it was.
        seed: The run's seed; whatever is random about the order is drawn from it and the epoch.
    """
    rng = np.random.default_rng(seed_for(seed, "order", last.epoch + 1))
    match options.order:
        case "fixed":
            return dict.fromkeys(options.sequence or modalities, "the order is fixed")
        case "random":
            return dict.fromkeys(rng.permutation(list(modalities)).tolist(), "the order is drawn at random")
        case "weak_first" | "strong_first":
            return _by_standing(options, modalities, last, rng)


def _by_standing(
    options: Alternating, modalities: Sequence[str], last: EpochRecord, rng: np.random.Generator
) -> dict[str, str]:
    if last.valuation is None:
        return {name: "as before, for nothing was valued since" for turn in last.turns for name in turn.modalities}
    found = standings(options.guide, last)
    if found is None:
        return dict.fromkeys(modalities, "nobody contributes yet, so the order is the dataset's")
    ranked = sorted(modalities, key=lambda name: found[name].lead, reverse=options.order == "strong_first")
    if options.ties == "random":
        ranked = _drawn(ranked, found, rng)
    drawn = " and drawn at random" if options.ties == "random" else ""
    return {name: found[name].words() + _ties(name, found, drawn) for name in ranked}


def _drawn(ranked: Sequence[str], found: Mapping[str, Standing], rng: np.random.Generator) -> list[str]:
    """Return a random order in which everybody still comes after those that surely rank before."""
    left, order = list(ranked), list[str]()
    while left:
        free = [name for place, name in enumerate(left) if all(tied(name, other, found) for other in left[:place])]
        order.append(free[rng.integers(len(free))])
        left.remove(order[-1])
    return order


def _ties(name: str, found: Mapping[str, Standing], drawn: str) -> str:
    """Return a clause that names the others that cannot be told from `name`, or nothing."""
    others = [other for other in found if other != name and tied(name, other, found)]
    return f", tied with {' and '.join(others)}{drawn}" if others else ""
