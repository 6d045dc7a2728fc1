"""A lab without networks: its answers say who was asked what, and some questions are its death.

Run as a program it is the real process with these benches instead of real ones, and loads no torch.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from shapviz.errors import UsageError
from shapviz.games.summary import Interval
from shapviz.jobs.lab import __main__ as program
from shapviz.jobs.lab.lines import ReadingOf, Subject, SweepOf
from shapviz.runs.exhibits import Shown
from shapviz.runs.robustness import Conditions, Corrupted, Facts, Measured, Player, Reading
from shapviz.runs.spec import RunSpec

PLAYERS = ("image", "audio")
DEADLY, DEADLY_ONCE, UNEXPECTED, REFUSED = 13, 14, 15, 16  # draws, and what comes of asking for them


def subject(run: str = "a", epoch: int = 3) -> Subject:
    return Subject(run=run, epoch=epoch, spec=RunSpec())


def reading_of(run: str = "a", draw: int = 0) -> ReadingOf:
    return ReadingOf(subject=subject(run), conditions=Conditions(draw=draw))


def sweep_of(run: str = "a", draw: int = 0) -> SweepOf:
    return SweepOf(subject=subject(run), modality="image", corruption="noise", stand_in="own", draw=draw)


def measured(accuracy: float) -> Measured:
    one = Interval(accuracy, accuracy, accuracy)
    return Measured(
        samples=10,
        accuracy=(one,) * 4,
        change=(one,) * 4,
        shapley=(one,) * 2,
        shapley_change=(one,) * 2,
        edm=None,
        interactions=((0.0, 0.0), (0.0, 0.0)),
    )


class Bench:
    """Answers as a network would; accuracy is the run's first letter's number."""

    def __init__(self, subject: Subject) -> None:
        self._accuracy = ord(subject.run[0]) / 1000

    def facts(self) -> BaseModel:
        players = tuple(
            Player(name=name, kind=name, shape=(1, 28, 28), unit="", about="", rate=None) for name in PLAYERS
        )
        return Facts(dataset="double", players=players, classes=("0", "1"), samples=10, stand_ins={}, seen=(0,))

    def read(self, conditions: Conditions) -> Reading:
        happen(conditions.draw)
        return Reading(
            conditions=conditions,
            players=PLAYERS,
            classes=("0", "1"),
            clean=measured(self._accuracy),
            measured=measured(self._accuracy),
            seen=(),
        )

    def measure(self, conditions: Conditions) -> Measured:
        return measured(self._accuracy)

    def strip(self, conditions: Conditions) -> Sequence[Shown]:
        return [Shown(row=0, exhibits={})]

    def sound(self, row: int, modality: str, corrupted: Corrupted | None, draw: int) -> bytes:
        return b"RIFF" + bytes([row])


def happen(draw: int) -> None:
    once = Path(os.environ["SHAPVIZ_HOME"]) / "died"
    if draw == DEADLY or (draw == DEADLY_ONCE and not once.exists()):
        once.touch()
        os.kill(os.getpid(), 9)
    if draw == UNEXPECTED:
        raise ZeroDivisionError("a fault of ours")
    if draw == REFUSED:
        raise UsageError("That cannot be.", remedy="Ask for something else.")


if __name__ == "__main__":
    program._warm_up = lambda: None
    program._open = Bench
    program.main()
