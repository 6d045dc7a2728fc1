"""The headline: what has happened to the accuracy, as far as intervals tell."""

from __future__ import annotations

from shapviz.figures.labels import percent
from shapviz.figures.numbers import UNSURE, bracketed, fewer, size
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.wording import brief, described, level, severity
from shapviz.figures.sentences import capitalised, listed, strong, tags
from shapviz.figures.words import Sentence, plain
from shapviz.games.summary import Interval

_SMALL_PRINT = 96  # characters that the line below the headline has room for


def finding(case: Case) -> Sentence:
    """Return what the first network does, e.g. `Noisy [Noto] is worse than none: 46 % against 68 %`."""
    if not case.members:
        return _nobody(case)
    if case.undisturbed:
        return ["Nobody is missing and nothing is corrupted: ", strong(percent(case.now(case.first).estimate))]
    if len(case.corrupted) == 1:
        return _one_corrupted(case, *case.corrupted)
    return _disturbed(case)


def subtitle(case: Case) -> str:
    """Return what the headline measures: of which samples, against what, and how sure that is."""
    tested = f"Test accuracy on {case.samples} samples"
    if not case.members:
        return f"{tested} of the coalition without members: from here every Shapley value counts."
    if case.undisturbed:
        return f"{tested}, 95 % interval {bracketed(case.now(case.first))}. Switch a modality off, or corrupt one."
    if len(case.corrupted) == 1:
        (player,) = case.corrupted
        worth = _worth(case, player)
        if worth.high < 0:
            at = severity(case.severity(player))
            return f"{tested}, {player} at {at} against {player} removed: {fewer(worth)}."
    told = f"{tested} against everybody clean: {fewer(case.change(case.first))}."
    done = "".join(f" {player}: {level(case, player)}." for player in case.corrupted)
    return plain(brief([f"{told}{done}"], [told], room=_SMALL_PRINT))


def _nobody(case: Case) -> Sentence:
    reached = strong(percent(case.now(case.first).estimate))
    label = _constant_label(case)
    if label is None:
        return ["With nobody present it goes by what stands in: ", reached]
    return [f"With nobody present it always says {label}: ", reached]


def _constant_label(case: Case) -> str | None:
    """Return the class that the network names without any input; None where that differs from sample to sample."""
    reading = case.first.reading
    named = {seen.after[0].label for seen in reading.seen}
    if len(named) != 1 or case.scenario.conditions.stand_in == "shuffled":
        return None
    return reading.classes[named.pop()]


def _worth(case: Case, player: str) -> Interval:
    return case.worth(case.first.reading.measured, player)


def _one_corrupted(case: Case, player: str) -> Sentence:
    """Return how the one corrupted modality fares against its own removal, which is the fair measure of it."""
    worth, change = _worth(case, player), case.change(case.first)
    if worth.high < 0:
        return _worse_than_none(case, player)
    told = _disturbed(case)
    if change.high >= 0:
        return told
    verdict: Sentence = ["; still better than none"] if worth.low > 0 else ["; against none: ", UNSURE]
    return brief([*told, *verdict], told)


def _worse_than_none(case: Case, player: str) -> Sentence:
    measured = case.first.reading.measured
    with_it, without = (measured.accuracy[mask].estimate for mask in (case.mask, case.without(player)))
    numbers = f": {percent(with_it)} against {percent(without)}"
    around: Sentence = ["without ", *tags(case.absent), ", "] if case.absent else []
    worse: Sentence = [*described(case, player), " is worse than none"]
    ways = ([*around, *worse, numbers], [*around, *worse], [*worse, numbers])
    return brief(*(capitalised(way) for way in ways))


def _disturbed(case: Case) -> Sentence:
    """Return what everything that is done costs together: with names, as far as there is room for them."""
    change = case.change(case.first)
    if change.high < 0 and not case.absent:
        verb, count = f" {'costs' if len(case.corrupted) == 1 else 'cost'} {size(change)}", len(case.corrupted)
        return brief(capitalised([*_corrupted(case), verb]), [f"{count} corruptions together{verb}"])
    named, reached = _circumstances(case), percent(case.now(case.first).estimate)
    ways = (
        [*named, *_outcome(change, reached)],
        [*named, f": {reached}"],
        [_counted(case), *_outcome(change, reached)],
    )
    return brief(*(capitalised(way) for way in ways))


def _outcome(change: Interval, reached: str) -> Sentence:
    if change.high < 0:
        return [f" {reached} remain: {size(change)} fewer"]
    if change.low > 0:
        return [f" it does better: {reached}, {size(change)} more"]
    what = "loss" if change.estimate < 0 else "gain" if change.estimate > 0 else "change"
    return [f" {reached}: a {what} is ", UNSURE]


def _corrupted(case: Case) -> Sentence:
    return listed([described(case, player) for player in case.corrupted])


def _circumstances(case: Case) -> Sentence:
    """Return what is done: `without [a] and with noisy [b]`, `with [c] alone`, `with blurred [d] and noisy [e]`."""
    if len(case.members) == 1:
        return ["with ", *(_corrupted(case) if case.corrupted else tags(case.members)), " alone"]
    absent = ["without ", *tags(case.absent)] if case.absent else []
    between = [" and "] if case.absent and case.corrupted else []
    return [*absent, *between, *(["with ", *_corrupted(case)] if case.corrupted else [])]


def _counted(case: Case) -> str:
    """Return what is done without names: `with 3 absent and 2 corrupted`."""
    known = ((case.absent, "absent"), (case.corrupted, "corrupted"))
    return "with " + " and ".join(f"{len(players)} {fate}" for players, fate in known if players)
