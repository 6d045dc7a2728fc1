"""Two networks side by side: which one loses less, sample by sample, or why that cannot be subtracted."""

from __future__ import annotations

from shapviz.figures.labels import percent
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.contrasts import contrast
from shapviz.figures.robustness.numbers import UNSURE, bracketed, opposite, size, sure
from shapviz.figures.robustness.scenario import Side
from shapviz.figures.robustness.wording import strong
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval


def why_not(first: Side, second: Side) -> str:
    """Return why two networks are not subtracted sample by sample; empty if they are."""
    differing = [
        f"{what} {ours} and {theirs}"
        for what, ours, theirs in (
            ("datasets", first.dataset, second.dataset),
            ("splits", first.split, second.split),
            ("seeds", first.seed, second.seed),
            ("numbers of samples", first.reading.measured.samples, second.reading.measured.samples),
        )
        if ours != theirs
    ]
    if not differing:
        return ""
    return f"Not subtracted: the two were tested on different samples ({', '.join(differing)})."


def finding(case: Case) -> Sentence:
    """Return which network fares better, e.g. `calm-otter loses 12 points fewer than plain-heron`."""
    first, second = case.scenario.sides
    if why_not(first, second) or not case.members:
        return _each(case)
    lead = advantage(case)
    ahead, behind = (first, second) if lead.estimate > 0 else (second, first)
    if not sure(lead):
        what = "is better" if case.undisturbed else "loses less"
        return [f"Which one {what}, ", strong(first.run), " or ", strong(second.run), ": ", UNSURE]
    if case.undisturbed:
        difference = f" reaches {size(lead)} more than "
    elif case.change(behind).estimate < 0:
        difference = f" loses {size(lead)} fewer than "
    else:
        difference = f" gains {size(lead)} more than "
    return [strong(ahead.run), difference, strong(behind.run)]


def subtitle(case: Case) -> str:
    """Return what the headline measures."""
    first, second = case.scenario.sides
    tested = f"Test accuracy on {case.samples} samples"
    if why_not(first, second) or not case.members:
        return f"{tested}, each network by itself."
    lead = advantage(case)
    ends = bracketed(lead if lead.estimate > 0 else opposite(lead))
    what = "now" if case.undisturbed else "now against everybody clean, one network against the other"
    return f"{tested}, {what}, paired by sample: 95 % interval {ends} points."


def advantage(case: Case) -> Interval:
    """Return by how much the first network fares better: in what it loses, or undisturbed in what it reaches."""
    first, second = (side.reading for side in case.scenario.sides)
    now = [(first.measured, {case.mask: 1.0}), (second.measured, {case.mask: -1.0})]
    if case.undisturbed:
        return contrast(*now)
    return contrast(*now, (first.clean, {case.everybody: -1.0}), (second.clean, {case.everybody: 1.0}))


def _each(case: Case) -> Sentence:
    told: Sentence = []
    for side in case.scenario.sides:
        clean, now = case.clean(side).estimate, case.now(side).estimate
        numbers = percent(now) if case.undisturbed else f"{percent(clean)} → {percent(now)}"
        told += [", "] * bool(told)
        told += [strong(side.run), f" {numbers}"]
    return [*(["With nobody present: "] if not case.members else []), *told]
