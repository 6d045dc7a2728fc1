"""A lab without networks: its answers say who was asked what, and some questions are its death.

Run as a program it is the real process with these networks instead of real ones, and loads no torch.
"""

import json
import os
import sys
from collections.abc import Sequence

from shapviz import paths
from shapviz.data import catalog
from shapviz.errors import UsageError
from shapviz.games.summary import Interval
from shapviz.jobs.lab import __main__ as program
from shapviz.jobs.lab.questions import AttributedOf, AttributionQuestion, ReadingOf, Subject, SweepOf
from shapviz.jobs.lab.service import Work
from shapviz.runs.attribution import Question
from shapviz.runs.exhibits import Shown
from shapviz.runs.info import Failure
from shapviz.runs.robustness import Conditions, Corrupted, Facts, Measured, Player, Reading
from shapviz.runs.spec import RunSpec

FAILURE = Failure(problem="The loss is no longer finite.", remedy="Learn more slowly.")
DEADLY, DEADLY_ONCE, UNEXPECTED, REFUSED = 13, 14, 15, 16  # draws, and what comes of asking for them


def subject(run: str = "a", epoch: int = 3) -> Subject:
    return Subject(run=run, epoch=epoch, spec=RunSpec())


def reading_of(run: str = "a", draw: int = 0) -> ReadingOf:
    return ReadingOf(subject=subject(run), conditions=Conditions(draw=draw))


def sweep_of(run: str = "a", draw: int = 0) -> SweepOf:
    return SweepOf(
        subject=subject(run),
        modality=catalog.info(RunSpec().dataset.name).names[0],
        corruption="noise",
        stand_in="own",
        draw=draw,
    )


def attributed_of(method: str) -> AttributedOf:
    return AttributedOf(subject=subject(), question=Question(), method=method)


def measured(accuracy: float, players: int) -> Measured:
    one = Interval(accuracy, accuracy, accuracy)
    return Measured(
        samples=10,
        accuracy=(one,) * 2**players,
        change=(one,) * 2**players,
        shapley=(one,) * players,
        shapley_change=(one,) * players,
        edm=None,
        interactions=((0.0,) * players,) * players,
    )


class Bench:
    """Answers as a network would, of the modalities of its run's dataset; every accuracy is a tenth of the epoch."""

    def __init__(self, subject: Subject) -> None:
        self._card = catalog.info(subject.spec.dataset.name)
        self._measured = measured(subject.epoch / 10, len(self._card.names))

    def facts(self) -> Facts:
        players = tuple(
            Player(name=each.name, kind=each.kind, shape=each.shape, unit=each.unit, about=each.about)
            for each in self._card.modalities
        )
        classes = self._card.classes
        return Facts(
            dataset=self._card.name, players=players, classes=classes, samples=10, stand_ins={"own": None}, seen=(0,)
        )

    def read(self, conditions: Conditions, rows: Sequence[int] = ()) -> Reading:
        happen(conditions.draw)
        self.facts().check(conditions)
        return Reading(
            conditions=conditions,
            players=self._card.names,
            classes=self._card.classes,
            clean=self._measured,
            measured=self._measured,
            seen=(),
        )

    def measure(self, conditions: Conditions) -> Measured:
        self.facts().check(conditions)
        return self._measured

    def strip(self, conditions: Conditions) -> Sequence[Shown]:
        return [Shown(row=0, exhibits={})]

    def sound(self, row: int, modality: str, corrupted: Corrupted | None, draw: int) -> bytes:
        return b"RIFF" + bytes([row])


class Network:
    """A network that is a double on every side."""

    size = 100

    def __init__(self, subject: Subject) -> None:
        self.bench = Bench(subject)
        self._epoch = subject.epoch if subject.earlier is None else subject.earlier

    def explain(self, question: AttributionQuestion) -> Work:
        """Say what was asked, and of which epoch; what is not waited for takes two pieces."""
        if question.patient:
            yield
        return json.dumps([question.kind, self._epoch])


def happen(draw: int) -> None:
    once = paths.home() / "died"
    if draw == DEADLY or (draw == DEADLY_ONCE and not once.exists()):
        once.touch()
        os.kill(os.getpid(), 9)
    if draw == UNEXPECTED:
        raise ZeroDivisionError("a fault of ours")
    if draw == REFUSED:
        raise UsageError("That cannot be.", remedy="Ask for something else.")


def open_loudly(subject: Subject) -> Network:
    """Say something where answers are said, as libraries sometimes do."""
    sys.stdout.write("What nobody asked.\n")
    sys.stdout.flush()
    return Network(subject)


if __name__ == "__main__":
    program._warm_up = lambda: None
    program._open = open_loudly
    program.main()
