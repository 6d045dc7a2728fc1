"""You may drop one sensor to save money: which? Answered for the network as it was trained, with its reasons."""

from __future__ import annotations

from typing import Final

from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.contrasts import contrast
from shapviz.figures.robustness.numbers import UNSURE, fewer, opposite, size, sure
from shapviz.figures.robustness.parts import Drop
from shapviz.figures.robustness.wording import tag, tags
from shapviz.figures.words import Sentence

QUESTION: Final = "You may drop one sensor to save money: which?"
_CAVEAT: Final = "This is the network as it was trained; one that was trained without a sensor may miss it less."


def dropping(case: Case) -> Drop:
    """Return whom the present coalition misses least on clean inputs, and how sure that is."""
    if len(case.members) < 2:
        return _nothing_to_drop(case)
    clean = case.first.reading.clean
    ranked = sorted(case.members, key=lambda player: -clean.accuracy[case.without(player)].estimate)
    least, *others = ranked
    behind = {
        other: contrast((clean, {case.without(other): 1.0, case.without(least): -1.0})) for other in others
    }  # what dropping another one leaves - what dropping this one leaves
    tied = [other for other, difference in behind.items() if not difference.high < 0]
    reasons: list[Sentence] = [_cost(case, player) for player in ranked]
    if not tied:
        difference = behind[others[0]]
        reasons.append(["Dropping ", tag(others[0]), f" instead leaves {fewer(difference)}."])
    reasons += [*_as_things_stand(case), [_CAVEAT]]
    answer = _tie([least, *tied]) if tied else _choice(case, least)
    return {"question": QUESTION, "answer": answer, "reasons": reasons, "sure": not tied}


def _nothing_to_drop(case: Case) -> Drop:
    answer: Sentence = ["Nobody is left to drop."]
    if case.members:
        answer = ["Only ", tag(case.members[0]), " is left: without it the network sees nothing."]
    return {"question": QUESTION, "answer": answer, "reasons": [], "sure": False}


def _tie(tied: list[str]) -> Sentence:
    return [*tags(tied, "or"), ": ", UNSURE, "."]


def _choice(case: Case, player: str) -> Sentence:
    cost = case.worth(case.first.reading.clean, player)
    if cost.high < 0:
        return [tag(player), f": without it the network even gains {size(cost)}."]
    if not sure(cost):
        return [tag(player), ": what that costs cannot be told from nothing."]
    return [tag(player), f": that costs {size(cost)}, and any other one more."]


def _cost(case: Case, player: str) -> Sentence:
    """Return what dropping a member costs, e.g. `[Noto] dropped: 8 points fewer [5, 11].`."""
    cost = opposite(case.worth(case.first.reading.clean, player))
    return [tag(player), f" dropped: {fewer(cost)}."]


def _as_things_stand(case: Case) -> list[Sentence]:
    """Return whom one had better drop now, while it is corrupted."""
    measured = case.first.reading.measured
    harmful = [player for player in case.corrupted if case.worth(measured, player).high < 0]
    return [
        ["As things stand now, ", tag(player), f" does harm: without it {size(case.worth(measured, player))} more."]
        for player in harmful
    ]
