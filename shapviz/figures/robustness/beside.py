"""Two networks side by side: which one loses less sample by sample, or why that cannot be subtracted."""

from __future__ import annotations

from shapviz.comparison import SAME_TEST, in_brief, unlike
from shapviz.figures.labels import percent
from shapviz.figures.numbers import UNSURE, bracketed, fewer, opposite, signed, size, sure
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.conclusion import here
from shapviz.figures.robustness.contrasts import contrast
from shapviz.figures.robustness.contributions import parts_of
from shapviz.figures.robustness.scenario import Side
from shapviz.figures.robustness.wording import brief
from shapviz.figures.sentences import listed, strong, tag, tags
from shapviz.figures.words import Sentence, plain
from shapviz.games.summary import Interval


def why_not(first: Side, second: Side) -> str:
    """Return why two networks are not subtracted sample by sample; empty if they are."""
    reason = unlike(first.spec, second.spec, SAME_TEST)
    if reason:
        return f"Not subtracted. {reason}"
    differing = [
        f"{what} {ours} and {theirs}"
        for what, ours, theirs in (
            ("splits", first.split, second.split),
            ("seeds", first.spec.seed, second.spec.seed),
            ("numbers of samples", first.reading.measured.samples, second.reading.measured.samples),
        )
        if ours != theirs
    ]
    if not differing:
        return ""
    return f"Not subtracted: the two were tested on different samples ({', '.join(differing)})."


def note(first: Side, second: Side) -> str:
    """Return why two networks are not subtracted, in which settings they differ, and what intervals do not know."""
    columns = in_brief([first.spec, second.spec])
    told = [f"{title} ({' · '.join(column)})" for title, column in columns.items()]
    settings = f"They differ in {plain(listed([[each] for each in told]))}." if told else ""
    luck = "Intervals are over test samples of one training each: another seed may turn it."
    return " ".join(filter(None, [refused := why_not(first, second), settings, "" if refused else luck]))


def finding(case: Case) -> Sentence:
    """Return which network fares better, e.g. `calm-otter loses 12 points fewer than plain-heron`."""
    first, second = case.scenario.sides
    if why_not(first, second) or not case.members:
        return _each(case)
    lead = advantage(case)
    ahead, behind = (first, second) if lead.estimate > 0 else (second, first)
    if not sure(lead):
        what = "Which one is better" if case.undisturbed else "Which one loses less"
        return brief([f"{what}, ", strong(first.run), " or ", strong(second.run), ": ", UNSURE], [f"{what}: ", UNSURE])
    return [strong(ahead.run), *_leads(case, lead, ahead, behind), strong(behind.run)]


def _leads(case: Case, lead: Interval, ahead: Side, behind: Side) -> Sentence:
    if case.undisturbed:
        return [f" reaches {size(lead)} more than "]
    what = f" loses {size(lead)} fewer" if case.change(behind).estimate < 0 else f" gains {size(lead)} more"
    return [what, *(_yet(case, ahead, behind) or [" than "])]


def _yet(case: Case, ahead: Side, behind: Side) -> Sentence:
    """Return that whoever loses less has less left all the same: who is worse to begin with has less to lose."""
    left = contrast((ahead.reading.measured, {case.mask: 1.0}), (behind.reading.measured, {case.mask: -1.0}))
    return [f", yet stays {size(left).split()[0]} behind "] if left.high < 0 else []


def subtitle(case: Case) -> str:
    """Return what the headline measures."""
    first, second = case.scenario.sides
    tested = f"Test accuracy on {case.samples} samples"
    if why_not(first, second) or not case.members:
        return f"{tested}, each network by itself."
    lead = advantage(case)
    ends = bracketed(lead if lead.estimate > 0 else opposite(lead))
    what = "difference" if case.undisturbed else "difference of what is lost"
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


def conclusion(case: Case) -> Sentence:
    """Return what the conditions do to each modality in both networks, and what robustness costs on clean inputs."""
    first, second = case.scenario.sides
    if why_not(first, second):
        return ["Two networks can be compared where they are tested on the same samples. ", *_by_name(case)]
    if case.undisturbed or not case.members:
        return ["Switch a modality off, or corrupt one, and see which network ", strong("holds up better"), "."]
    said: Sentence = [] if case.corrupted else ["Without ", *tags(case.absent), ": ", *_by_name(case), " "]
    for player in case.corrupted:
        said += _fates(case, player)
        for part in (part for side in case.scenario.sides for part in parts_of(case, side) if part.player == player):
            said += here(case, part)
    return [*said, *_price(case)]


def _by_name(case: Case) -> Sentence:
    """Return what each network loses."""
    if case.undisturbed:
        return []
    told: list[Sentence] = [[strong(side.run), f" {fewer(case.change(side))}"] for side in case.scenario.sides]
    return [*listed(told), "."]


def _fates(case: Case, player: str) -> Sentence:
    """Return in which of both networks a modality misleads, e.g. `[Noto] now misleads a (φ −9) and helps b (φ +4)`."""
    values = [(side, case.shapley(side)[player][1]) for side in case.scenario.sides]
    verbs = {_verb(value) for _, value in values}
    if len(verbs) == 1:
        both = " and ".join(signed(value) for _, value in values)
        return [tag(player), f" now {verbs.pop()} both networks (φ {both}). "]
    told: list[Sentence] = [[f"{_verb(value)} ", strong(side.run), f" (φ {signed(value)})"] for side, value in values]
    return [tag(player), " now ", *listed(told), ". "]


def _verb(value: Interval) -> str:
    if value.high < 0:
        return "misleads"
    return "helps" if value.low > 0 else "is too close to call in"


def _price(case: Case) -> Sentence:
    """Return who is ahead with everybody clean: what the robustness of the other one costs, if it costs anything."""
    first, second = case.scenario.sides
    clean = contrast((first.reading.clean, {case.everybody: 1.0}), (second.reading.clean, {case.everybody: -1.0}))
    if not sure(clean):
        return ["Who is ahead on clean inputs is ", UNSURE, "."]
    ahead = first if clean.estimate > 0 else second
    return ["On clean inputs ", strong(ahead.run), f" is {size(clean)} ahead."]
