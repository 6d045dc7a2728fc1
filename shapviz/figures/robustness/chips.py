"""Three findings about a network, each in one line: its worst failure, whom it misses most, and who doubles whom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.contrasts import contrast, contrasts, interaction_weights
from shapviz.figures.robustness.numbers import UNSURE, signed, size, sure
from shapviz.figures.robustness.parts import Chip
from shapviz.figures.robustness.wording import listed, tag, tags
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval
from shapviz.runs.robustness import Measured


class Failure(NamedTuple):
    """What one modality can do to the coalition by itself."""

    player: str
    when: str
    measured: Measured
    mask: int
    loss: Interval  # what is left - the clean coalition


def chips(case: Case) -> list[Chip]:
    """Return the findings about the first network, each with whether its intervals support it."""
    return [_worst(case), _missed(case), _redundant(case)]


def _worst(case: Case) -> Chip:
    title = "Worst single failure"
    if not case.members:
        return {"key": "worst", "title": title, "said": ["nobody is there to fail"], "sure": False}
    ranked = sorted((_failure(case, player) for player in case.members), key=lambda one: one.loss.estimate)
    worst = ranked[0]
    tied = [one.player for one in ranked if one is worst or not _apart(worst, one)]
    so_far = " so far" if case.pending else ""
    if worst.loss.high >= 0:
        said: Sentence = [f"none that can be told{so_far}"]
    elif len(tied) > 1:
        said = _tied(case, tied)
    else:
        said = [tag(worst.player), f" {signed(worst.loss)} points {worst.when}{so_far}"]
    return {"key": "worst", "title": title, "said": said, "sure": worst.loss.high < 0 and len(tied) == 1}


def _failure(case: Case, player: str) -> Failure:
    """Return the worst that a modality can do, removed or at some severity of its corruption."""
    clean, sweep = case.first.reading.clean, case.sweep(case.first, player)
    ways = [("when removed", clean, case.without(player))]
    if sweep is not None:
        known = zip(sweep.severities, sweep.measured, strict=True)
        ways += [(f"at severity {severity:g}", measured, case.mask) for severity, measured in known if severity]
    when, measured, mask = min(ways, key=lambda way: way[1].accuracy[way[2]].estimate)
    return Failure(player, when, measured, mask, contrast((measured, {mask: 1.0}), (clean, {case.mask: -1.0})))


def _apart(one: Failure, other: Failure) -> bool:
    return sure(contrast((one.measured, {one.mask: 1.0}), (other.measured, {other.mask: -1.0})))


def _missed(case: Case) -> Chip:
    title = "Most missed when gone"
    if not case.members:
        return {"key": "missed", "title": title, "said": ["everybody is gone"], "sure": False}
    clean = case.first.reading.clean
    ranked = sorted(case.members, key=lambda player: clean.accuracy[case.without(player)].estimate)
    most = ranked[0]
    worth = case.worth(clean, most)
    tied = [player for player in ranked if player == most or not _told_apart(case, clean, most, player)]
    if worth.low <= 0:
        said: Sentence = ["nobody for sure"]
    elif len(tied) > 1:
        said = _tied(case, tied)
    else:
        said = [tag(most), f" costs {size(worth)}"]
    return {"key": "missed", "title": title, "said": said, "sure": worth.low > 0 and len(tied) == 1}


def _told_apart(case: Case, measured: Measured, one: str, other: str) -> bool:
    """Return whether two members are missed to different degrees for sure."""
    return sure(contrast((measured, {case.without(one): 1.0, case.without(other): -1.0})))


def _tied(case: Case, tied: Sequence[str]) -> Sentence:
    """Return that several may be meant, with their names where these are few."""
    if len(tied) == len(case.members) > 2:
        return ["all about alike: ", UNSURE]
    return [*(tags(tied, "or") if len(tied) < 4 else [f"one of {len(tied)}"]), ": ", UNSURE]


def _redundant(case: Case) -> Chip:
    """Return the pair whose members make up for each other most: the least Shapley interaction, on clean inputs."""
    title = "Redundant pair"
    pairs = list(combinations((case.players.index(member) for member in case.members), 2))
    if not pairs:
        return {"key": "redundant", "title": title, "said": ["it takes two"], "sure": False}
    clean, weights = case.first.reading.clean, interaction_weights(pairs, len(case.players))
    found = contrasts((clean, weights))
    place = int(np.argmin([interaction.estimate for interaction in found]))
    if found[place].high >= 0:
        return {"key": "redundant", "title": title, "said": ["none for sure"], "sure": False}
    behind = contrasts((clean, weights - weights[:, [place]]))
    tied = [other for other in range(len(pairs)) if other != place and behind[other].low <= 0]
    if tied:
        return {"key": "redundant", "title": title, "said": [f"{len(tied) + 1} pairs: ", UNSURE], "sure": False}
    return {"key": "redundant", "title": title, "said": _together(case, clean, pairs[place]), "sure": True}


def _together(case: Case, clean: Measured, pair: tuple[int, int]) -> Sentence:
    """Return what a pair reaches beyond the better of its halves."""
    alone = [1 << bit for bit in pair]
    better = max(alone, key=lambda mask: clean.accuracy[mask].estimate)
    gain = contrast((clean, {sum(alone): 1.0, better: -1.0}))
    names: Sentence = listed([[tag(case.players[bit])] for bit in pair], "+")
    beyond = f" {signed(gain)} over the better one" if sure(gain) else " no better than the better one"
    return [*names, beyond]
