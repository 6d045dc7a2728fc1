"""The one box that says what to conclude: who misleads, who gains, and whether anybody fills the gap."""

from __future__ import annotations

from shapviz.figures.course import team
from shapviz.figures.labels import points
from shapviz.figures.numbers import UNSURE, bracketed, signed, size, sure
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.contributions import Part, gainers, nobody_gains, parts_of, untouched
from shapviz.figures.sentences import listed, strong, tag, tags
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval

_MOST_NAMED = 3


def conclusion(case: Case) -> Sentence:
    """Return what the first network's Shapley values say, as far as their intervals do."""
    if not case.members:
        return [
            "An empty coalition still answers. What it reaches is luck and the most frequent class, ",
            strong("not knowledge"),
            ": Shapley values are about what comes on top.",
        ]
    parts = {part.player: part for part in parts_of(case, case.first)}
    if case.undisturbed:
        return _untouched(case, list(parts.values()))
    told_of: Sentence = []
    for player in case.corrupted:
        told_of += [*_fate(parts[player]), *here(case, parts[player])]
    if case.absent:
        told_of += [*tags(case.absent), " are gone. " if len(case.absent) > 1 else " is gone. "]
    others = untouched(case, list(parts.values()))
    return [*told_of, *_moves(others), *_gap(case, others)]


def _untouched(case: Case, parts: list[Part]) -> Sentence:
    """Return whose part is the greatest, if its lead over each of the others is sure."""
    most, *rest = sorted(parts, key=lambda part: -part.now.estimate)
    if all(case.lead(case.first, most.player, other.player).low > 0 for other in rest):
        said: Sentence = [tag(most.player), " carries most: φ ", strong(signed(most.now)), ". "]
    else:
        said = ["Who carries most is ", UNSURE, ". "]
    return [*said, "Switch it off and see who picks up the slack." if len(said) > 3 else "Switch one off and see."]


def _fate(part: Part) -> Sentence:
    """Return what has become of the part of a corrupted modality."""
    if part.now.high < 0:
        return [tag(part.player), " now ", strong("misleads"), f": its φ is {signed(part.now)}. "]
    if not sure(part.now):
        return [tag(part.player), f" adds nothing that can be told from zero: φ {bracketed(part.now)}. "]
    if part.change.high < 0:
        kept = points(part.clean.estimate)
        return [tag(part.player), f" loses {size(part.change)} of its φ of {kept} and still helps. "]
    if part.change.low > 0:
        return [tag(part.player), f" gains {size(part.change)}, corrupted as it is. "]
    return [tag(part.player), f" has changed by {signed(part.change)} {bracketed(part.change)}: ", UNSURE, ". "]


def here(case: Case, part: Part) -> Sentence:
    """Return what the modality does to the present coalition, where φ, a mean over all coalitions, says otherwise."""
    others = case.without(part.player)
    worth = case.worth(part.side.reading.measured, part.player)
    if not others or not sure(worth) or (sure(part.now) and (worth.low > 0) == (part.now.low > 0)):
        return []
    where = f" in {part.side.run}" if case.paired else ""
    end: Sentence = [f" it {'costs' if worth.high < 0 else 'gains'} {size(worth)}{where}. "]
    joined = tags(team(case.players, others)) if others.bit_count() <= _MOST_NAMED else ["the others"]
    return ["That is on average over all coalitions: added to ", *joined, *end]


def _moves(others: list[Part]) -> Sentence:
    """Return who of the others gains and who loses for sure."""
    moved = sorted((part for part in others if sure(part.change)), key=lambda part: -abs(part.change.estimate))
    told_of: list[Sentence] = [
        [tag(part.player), f" {'gains' if part.change.low > 0 else 'loses'} {size(part.change).split()[0]}"]
        for part in moved[:_MOST_NAMED]
    ]
    return [*listed(told_of), ". "] if moved else []


def _gap(case: Case, others: list[Part]) -> Sentence:
    """Return whether what was lost is made up for by those who were left alone."""
    change = case.change(case.first)
    if not sure(change):
        return ["Whether a gap remains is ", UNSURE, f": {signed(change)} {bracketed(change)}."]
    if change.low > 0:
        return [strong("The network is better off.")]
    if nobody_gains(case, others):
        return [strong("Nobody fills the gap.")]
    if gainers(case, others):
        return [strong(f"Still lost: {size(change)}.")]
    return [strong(f"Still lost: {size(change)}."), *_together(case.gain(case.first, [part.player for part in others]))]


def _together(gain: Interval) -> Sentence:
    """Return whether the others together make up for some of it, where none of them does for sure."""
    if not sure(gain):
        return [f" Do the others fill some of the gap? {signed(gain)} {bracketed(gain)}, ", UNSURE, "."]
    return [f" The others together {'gain' if gain.low > 0 else 'lose'} {size(gain)}."]
