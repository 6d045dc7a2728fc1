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

QUESTION = "Starved, unheard or useless?"


class Offer(TypedDict):
    """What is said of the verdict that there is not yet, and on the button that asks for it."""

    say: Sentence
    button: str


def offer(info: RunInfo, course: Course, kept: Sequence[int]) -> Offer | None:
    """Return how to come by a verdict; None while the run goes on, and where nobody learns in company."""
    if info.status not in ("finished", "stopped") or not info.epoch or info.spec.strategy.name == "unimodal":
        return None
    cost = _in_words(sum(record.seconds for record in course.records))
    if info.epoch in kept:
        say = [*_below(course), f" A verdict takes about as long as the run, {cost}."]
        return Offer(say=say, button="Ask for a verdict")
    say = [*_below(course), " No checkpoint is kept here: a verdict takes training it once more."]
    return Offer(say=say, button="Train with a verdict")


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
    if job.progress is None:
        return Asked(say=["A verdict has been asked for. It starts as soon as a worker is free."], busy=True)
    done = {"strong": f"{_tenths(job.progress.fraction)} %"}
    return Asked(say=["Each modality is trained alone for the verdict: ", done], busy=True)


def _below(course: Course) -> Sentence:
    """Return who is furthest below its ceiling, as far as ceilings can tell."""
    newest = course.accuracy_at(course.epochs)
    if newest is None or not course.ceilings:
        return [QUESTION]
    reached, (_, valuation) = alone(course.players, newest[1]), course.trained[-1]
    name = max(course.ceilings, key=lambda name: course.ceilings[name] - reached[name])
    ceiling = wilson(course.ceilings[name], valuation.samples)
    if reached[name] >= ceiling.low:
        return ["Nobody is clearly below its ceiling. Probes would look into the encoders."]
    told = f" reaches {100 * reached[name]:.0f} % alone here, and {100 * ceiling.estimate:.0f} % trained alone."
    return [{"tag": name}, told, " Starved or unheard?"]


def _in_words(seconds: float) -> str:
    return f"{seconds:.0f}\u00a0s" if seconds < 100 else f"{seconds / 60:.0f} minutes"


def _tenths(fraction: float) -> int:
    """Return a fraction in percent, in steps of ten: every change of the words is sent to the browser."""
    return 10 * int(10 * fraction)
