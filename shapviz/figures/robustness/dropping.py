"""You may drop one sensor to save money: which? Answered for each network as it was trained, with its reasons."""

from __future__ import annotations

from typing import Final

from shapviz.figures.numbers import UNSURE, fewer, opposite, size, sure
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.chips import lead_without
from shapviz.figures.robustness.parts import Drop
from shapviz.figures.robustness.scenario import Side
from shapviz.figures.sentences import capitalised, strong, tag, tags
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval

_QUESTION: Final = "Drop one sensor: which one?"
_CAVEAT: Final = "This is about networks as they were trained: one trained without a sensor may miss it less."


def dropping(case: Case) -> Drop:
    """Return whom the present coalition misses least on clean inputs, and how sure that is."""
    if len(case.members) < 2:
        return {"question": _QUESTION, "answer": _nothing_to_drop(case), "reasons": [], "sure": False}
    answer: Sentence = []
    reasons: list[Sentence] = []
    certain = True
    for side in case.scenario.sides:
        choice, why, known = _choice(case, side)
        answer += [*[" "] * bool(answer), *_of(case, side, choice)]
        reasons += [capitalised(_of(case, side, reason)) for reason in why]
        certain &= known
    return {"question": _QUESTION, "answer": answer, "reasons": [*reasons, [_CAVEAT]], "sure": certain}


def _nothing_to_drop(case: Case) -> Sentence:
    if not case.members:
        return ["Nobody is left to drop."]
    return ["Only ", tag(case.members[0]), " is left: without it the network sees nothing."]


def _of(case: Case, side: Side, sentence: Sentence) -> Sentence:
    """Return a sentence with the network that it is about, where there are two."""
    return [strong(side.run), ": ", *sentence] if case.paired else sentence


def _choice(case: Case, side: Side) -> tuple[Sentence, list[Sentence], bool]:
    """Return the answer for one network, its reasons, and whether nobody else might be missed as little."""
    clean = side.reading.clean
    ranked = sorted(case.members, key=lambda player: -clean.accuracy[case.without(player)].estimate)
    least, *others = ranked
    behind = {other: lead_without(case, clean, other, least) for other in others}
    tied = [other for other, lead in behind.items() if lead.high >= 0]
    reasons = [_dropped(case, side, player) for player in ranked]
    reasons += [_instead(other, behind[other]) for other in tied or others[:1]]
    reasons += _harmful(case, side)
    if tied:
        return [*tags([least, *tied], "or"), ": ", UNSURE, "."], reasons, False
    return _least_missed(case, side, least), reasons, True


def _instead(other: str, lead: Interval) -> Sentence:
    """Return what the choice of another one changes: the difference that decides, with its own paired interval."""
    return ["dropping ", tag(other), f" instead leaves {fewer(lead)}."]


def _least_missed(case: Case, side: Side, player: str) -> Sentence:
    worth = case.worth(side.reading.clean, player)
    if worth.high < 0:
        return [tag(player), f": without it the network even gains {size(worth)}."]
    if not sure(worth):
        return [tag(player), ": what that costs cannot be told from nothing."]
    return [tag(player), f": that costs {size(worth)}, and any other one more."]


def _dropped(case: Case, side: Side, player: str) -> Sentence:
    """Return what dropping a member costs, e.g. `[Noto] dropped: 8 points fewer [5, 11].`."""
    return [tag(player), f" dropped: {fewer(opposite(case.worth(side.reading.clean, player)))}."]


def _harmful(case: Case, side: Side) -> list[Sentence]:
    """Return whom one had better drop as things stand."""
    measured = side.reading.measured
    worths = {player: case.worth(measured, player) for player in case.corrupted}
    return [
        ["as things stand now, ", tag(player), f" does harm: without it {size(worth)} more."]
        for player, worth in worths.items()
        if worth.high < 0
    ]
