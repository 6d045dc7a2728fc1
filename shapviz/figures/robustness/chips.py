"""Three findings about a network, each in one line: its worst failure, whom it misses most, and who overlaps most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final, Literal, NamedTuple

import numpy as np

from shapviz.figures.numbers import UNSURE, signed, size, sure
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.contrasts import contrast, contrasts, interaction_weights
from shapviz.figures.robustness.parts import Chip
from shapviz.figures.robustness.scenario import Side
from shapviz.figures.sentences import listed, tag, tags
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval
from shapviz.runs.robustness import Measured

Key = Literal["worst", "missed", "redundant"]
_TITLES: Final[dict[Key, str]] = {
    "worst": "Worst failure",
    "missed": "Most missed",
    "redundant": "Overlapping pair",
}


class Failure(NamedTuple):
    """What one modality can do to the coalition by itself."""

    player: str
    when: str
    measured: Measured
    mask: int
    loss: Interval  # what is left - the clean coalition


def chips(case: Case) -> list[Chip]:
    """Return the findings about each network, each with whether its intervals support it."""
    return [find(case, side) for side in case.scenario.sides for find in (_worst, _missed, _pair)]


def _chip(case: Case, side: Side, key: Key, said: Sentence, *, sure: bool = False) -> Chip:
    title = f"{_TITLES[key]}, {side.run}" if case.paired else _TITLES[key]
    return {"run": side.run, "key": key, "title": title, "said": said, "sure": sure}


def _worst(case: Case, side: Side) -> Chip:
    """Return whose failure costs most. Each modality counts by the worst that it can do, whatever that is."""
    if not case.members:
        return _chip(case, side, "worst", ["nobody is there to fail"])
    ranked = sorted((_failure(case, side, player) for player in case.members), key=lambda one: one.loss.estimate)
    worst, *others = ranked
    so_far = " so far" if case.pending else ""
    if worst.loss.high >= 0:
        return _chip(case, side, "worst", [f"none for sure{so_far}"])
    tied = [one.player for one in others if not _apart(worst, one)]
    if tied:
        return _chip(case, side, "worst", _tied(case, [worst.player, *tied]))
    said: Sentence = [tag(worst.player), f" {signed(worst.loss)} points {worst.when}{so_far}"]
    return _chip(case, side, "worst", said, sure=True)


def _failure(case: Case, side: Side, player: str) -> Failure:
    """Return the worst that a modality can do, removed or at some severity of its corruption."""
    clean, sweep = side.reading.clean, case.sweep(side, player)
    ways = [("when removed", clean, case.without(player))]
    if sweep is not None:
        known = zip(sweep.severities, sweep.measured, strict=True)
        ways += [(f"at severity {severity:g}", measured, case.mask) for severity, measured in known if severity]
    when, measured, mask = min(ways, key=lambda way: way[1].accuracy[way[2]].estimate)
    return Failure(player, when, measured, mask, contrast((measured, {mask: 1.0}), (clean, {case.mask: -1.0})))


def _apart(one: Failure, other: Failure) -> bool:
    return sure(contrast((one.measured, {one.mask: 1.0}), (other.measured, {other.mask: -1.0})))


def _missed(case: Case, side: Side) -> Chip:
    """Return whose removal costs most, on clean inputs."""
    if not case.members:
        return _chip(case, side, "missed", ["everybody is gone"])
    clean = side.reading.clean
    most, *others = sorted(case.members, key=lambda player: clean.accuracy[case.without(player)].estimate)
    worth = case.worth(clean, most)
    if worth.low <= 0:
        return _chip(case, side, "missed", ["nobody for sure"])
    tied = [other for other in others if not sure(lead_without(case, clean, other, most))]
    if tied:
        return _chip(case, side, "missed", _tied(case, [most, *tied]))
    return _chip(case, side, "missed", [tag(most), f" costs {size(worth)}"], sure=True)


def lead_without(case: Case, measured: Measured, one: str, other: str) -> Interval:
    """Return by how much this coalition is ahead without one member of itself without another."""
    return contrast((measured, {case.without(one): 1.0, case.without(other): -1.0}))


def _tied(case: Case, tied: Sequence[str]) -> Sentence:
    """Return that several may be meant, with their names where these are few."""
    if len(tied) == len(case.members) > 2:
        return ["all about alike: ", UNSURE]
    return [*(tags(tied, "or") if len(tied) < 4 else [f"one of {len(tied)}"]), ": ", UNSURE]


def _pair(case: Case, side: Side) -> Chip:
    """Return the pair whose members know the same to the greatest part: the least Shapley interaction, on clean inputs.

    Pairs that are worse together than the better one alone for sure are left out: their interaction says harm.
    """
    clean = side.reading.clean
    pairs = list(combinations((case.players.index(member) for member in case.members), 2))
    if not pairs:
        return _chip(case, side, "redundant", ["it takes two"])
    gains = {pair: _gain(clean, pair) for pair in pairs}
    pairs = [pair for pair in pairs if gains[pair].high >= 0]
    if not pairs:
        return _chip(case, side, "redundant", ["none for sure"])
    weights = interaction_weights(pairs, len(case.players))
    found = contrasts((clean, weights))
    place = int(np.argmin([interaction.estimate for interaction in found]))
    if found[place].high >= 0:
        return _chip(case, side, "redundant", ["none for sure"])
    behind = contrasts((clean, weights - weights[:, [place]]))
    tied = [other for other in range(len(pairs)) if other != place and behind[other].low <= 0]
    if tied:
        return _chip(case, side, "redundant", [f"which of {len(tied) + 1} pairs is ", UNSURE])
    pair = pairs[place]
    names: Sentence = listed([[tag(case.players[bit])] for bit in pair], "+")
    beyond: Sentence = [f" {signed(gains[pair])} over the better one"]
    unsure: Sentence = [", more than the better one? ", UNSURE]
    return _chip(case, side, "redundant", [*names, *(beyond if sure(gains[pair]) else unsure)], sure=True)


def _gain(clean: Measured, pair: tuple[int, int]) -> Interval:
    """Return what a pair reaches beyond the better of its halves."""
    alone = [1 << bit for bit in pair]
    better = max(alone, key=lambda mask: clean.accuracy[mask].estimate)
    return contrast((clean, {sum(alone): 1.0, better: -1.0}))
