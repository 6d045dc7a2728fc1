"""The verdict card of a run that has a diagnosis: a headline, its evidence in two lines, and what unfolds below it.

The words of a verdict are those of `shapviz.diagnosis`; here they are put into sentences with name tags.
"""

import re
from dataclasses import dataclass
from typing import Any

from shapviz.diagnosis import (
    REDUNDANCY,
    RULES,
    Verdict,
    foremost,
    grounds,
    headline,
    judge,
    mended,
    remedy,
    suggestion,
    warning,
)
from shapviz.figures.course import Course
from shapviz.runs.records import DiagnosisRecord
from shapviz.ui.evidence import bracketed, distances, percent, row
from shapviz.ui.orders import CHOICES
from shapviz.ui.words import Segment, Sentence

_STRESSED = re.compile(r"(\d+ %)")


@dataclass(frozen=True)
class Case:
    """A diagnosis, and what it is to be seen beside."""

    record: DiagnosisRecord
    course: Course
    strategy: str  # the name of the one in use
    beside: DiagnosisRecord | None = None  # that of the course's ghost


def told(case: Case) -> dict[str, Any]:
    """Return all that the card shows, as the payload has it: `sentences`, `act`, `evidence` and `distances`."""
    first = foremost(case.record)
    wanted = remedy(first, case.strategy)
    return {
        "sentences": {
            "lead": _lead(case, first),
            "more": _more(case, first),
            "verdict_why": _why(case, first),
            "verdict_todo": _todo(case, first),
        },
        "act": wanted and {"strategy": wanted, "text": f"Set up {CHOICES[wanted].label.lower()}"},
        "evidence": [row(verdict, case.record) for verdict in judge(case.record)],
        "distances": distances(case.record),
    }


def _lead(case: Case, first: Verdict) -> Sentence:
    if before := _mended(case, first):
        verdict, said = before
        return [{"tag": verdict.modality}, said]
    name, said = headline(first, case.record)
    return [{"tag": name}, said] if name else [said]


def _more(case: Case, first: Verdict) -> Sentence:
    """Return the evidence, and how the run stands beside its ghost if both have been judged."""
    if before := _mended(case, first):
        verdict, _ = before
        alone = case.record.evidence[verdict.modality].probe_alone
        return [*_stressed(f"Alone its encoder supports {percent(alone)}. "), *_versus(case, verdict.modality)]
    if headline(first, case.record)[0] is None and first.label == "balanced":
        return _everybody(case.record)
    said = grounds(first, case.record)
    beside: Sentence = [" ", *_versus(case, first.modality)] if case.beside and first.label == "starved" else []
    return [*_stressed(f"{said[0].upper()}{said[1:]}."), *beside]


def _mended(case: Case, first: Verdict) -> tuple[Verdict, str] | None:
    """Return the ghost's verdict that does not hold any more, and what is then said; None where it is not so.

    That may be chance as well as the run's doing, so the intervals must be apart.
    """
    if case.beside is None or first.label != "balanced":
        return None
    before = foremost(case.beside)
    theirs, ours = (record.evidence[before.modality].probe_fused for record in (case.beside, case.record))
    said = mended(before, case.record)
    return (before, said) if said and ours.low > theirs.high else None


def _versus(case: Case, name: str) -> Sentence:
    """Return what a probe finds in the modality's encoder in the ghost and in this run."""
    assert case.beside is not None
    assert case.course.ghost is not None
    theirs, ours = (record.evidence[name].probe_fused for record in (case.beside, case.record))
    label = case.course.ghost.label.capitalize()
    if ours.low <= theirs.high and theirs.low <= ours.high:
        return [f"{label} is no different: ", *_stressed(percent(theirs)), f" {bracketed(theirs)}."]
    if case.course.fork:
        return _stressed(f"{label} training left it at {percent(theirs)}, the fork took it to {percent(ours)}.")
    return _stressed(f"{label} training leaves it at {percent(theirs)}, here it reaches {percent(ours)}.")


def _everybody(record: DiagnosisRecord) -> Sentence:
    """Return who lost most in company, where nobody lost much."""
    name = max(record.evidence, key=lambda name: record.evidence[name].starvation.estimate)
    evidence = record.evidence[name]
    supports = (
        f" supports {percent(evidence.probe_fused)} of the samples here, and {percent(evidence.probe_alone)} alone."
    )
    return ["Even the encoder of ", {"tag": name}, *_stressed(supports)]


def _why(case: Case, first: Verdict) -> Sentence:
    """Return the rule behind the verdict, and that of its tag."""
    rules = [RULES[first.label]] + [REDUNDANCY] * first.redundant
    return [" ".join(rules), f" Measured on {case.record.game.samples} validation samples after the last epoch."]


def _todo(case: Case, first: Verdict) -> Sentence:
    """Return what might be tried, and under synergy what must not be concluded."""
    said = [suggestion(first, case.record, case.strategy)]
    if remedy(first, case.strategy):
        said.append("Then press Train, or fork this run. It is a suggestion, and no promise that it helps.")
    caution: Sentence = [" ", {"strong": found}] if (found := warning(case.record)) else []
    return [" ".join(said), *caution]


def _stressed(text: str) -> Sentence:
    """Return a text with its percentages stressed."""
    parts: list[Segment] = [
        {"strong": part} if _STRESSED.fullmatch(part) else part for part in _STRESSED.split(text) if part
    ]
    return parts
