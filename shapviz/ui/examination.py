"""How a run comes by its verdict when it was trained without probes: somebody asks for it, and it is examined."""

from collections.abc import Sequence
from typing import TypedDict

from shapviz.figures.course import Course, alone
from shapviz.games.proportion import wilson
from shapviz.jobs.info import JobInfo
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs.info import RunInfo
from shapviz.ui.shelf import Examined
from shapviz.ui.words import Sentence


class Offer(TypedDict):
    """What there is to say without a verdict, the button that asks for it, and what it takes."""

    say: Sentence
    button: str
    cost: str


def offer(info: RunInfo, course: Course, kept: Sequence[int]) -> Offer | None:
    """Return how to come by a verdict; None while the run goes on, and where nobody learns in company."""
    if info.status not in ("finished", "stopped") or not info.epoch or info.spec.strategy.name == "unimodal":
        return None
    seconds = sum(record.seconds for record in course.records)
    if info.epoch in kept:
        return Offer(say=_below(course), button="Ask for a verdict", cost=f"takes about {_in_words(seconds)}")
    return Offer(say=_below(course), button="Train with a verdict", cost=f"anew, about {_in_words(2 * seconds)}")


class Asked(TypedDict):
    """What became of the last request for a verdict."""

    say: Sentence
    busy: bool


def asked(examined: Examined, job: JobInfo | None) -> Asked | None:
    """Return how the examination stands; None where there is none, or where it has brought its verdict."""
    by = examined.by
    if by is None or job is None or examined.diagnosis:
        return None
    if by.error is not None:
        return Asked(say=["The examination failed. ", by.error.problem, " ", by.error.remedy], busy=False)
    if by.status not in UNFINISHED:
        return None
    if job.progress is None or job.progress.doing != "probing":  # before it begins, it stands where its parent did
        return Asked(say=["A verdict has been asked for. It starts as soon as a worker is free."], busy=True)
    done = {"strong": f"{_tenths(job.progress.fraction)} %"}
    return Asked(say=["Each modality is trained alone for the verdict: ", done], busy=True)


def _below(course: Course) -> Sentence:
    """Return who is furthest below its ceiling, as far as ceilings can tell."""
    newest = course.accuracy_at(course.epochs)
    if newest is None or not course.ceilings:
        return []
    reached, (_, valuation) = alone(course.players, newest[1]), course.trained[-1]
    name = max(course.ceilings, key=lambda name: course.ceilings[name] - reached[name])
    ceiling = wilson(course.ceilings[name], valuation.samples)
    if reached[name] >= ceiling.low:
        return ["Nobody is clearly below its ceiling."]
    told = f" reaches {100 * reached[name]:.0f} % alone here, and {100 * ceiling.estimate:.0f} % trained alone."
    return [{"tag": name}, told, " Starved or unheard?"]


def _in_words(seconds: float) -> str:
    return f"{seconds:.0f}\u00a0s" if seconds < 100 else f"{seconds / 60:.0f} minutes"


def _tenths(fraction: float) -> int:
    """Return a fraction in percent, in steps of ten: every change of the words is sent to the browser."""
    return 10 * int(10 * fraction)
