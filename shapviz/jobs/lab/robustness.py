"""How questions about absent and corrupted modalities are answered. Loads no torch by itself."""

import base64
import json
from collections.abc import Callable, Sequence
from typing import Protocol, assert_never

from pydantic import BaseModel, TypeAdapter

from shapviz.jobs.lab.questions import FactsOf, ReadingOf, RobustnessQuestion, SoundOf, StripOf, SweepOf
from shapviz.jobs.lab.service import Work
from shapviz.runs.exhibits import Shown
from shapviz.runs.robustness import Conditions, Corrupted, Measured, Reading, Sweep, stages
from shapviz.runs.severity import SEVERITIES

SHOWN: TypeAdapter[Sequence[Shown]] = TypeAdapter(Sequence[Shown])


class Bench(Protocol):
    """A trained network, ready to be looked at under any conditions."""

    def facts(self) -> BaseModel:
        """Return whom one can take away and what one can do to them."""
        ...

    def read(self, conditions: Conditions, rows: Sequence[int] = ()) -> Reading:
        """Return what every coalition is worth, and what becomes of a few samples."""
        ...

    def measure(self, conditions: Conditions) -> Measured:
        """Return what every coalition is worth."""
        ...

    def strip(self, conditions: Conditions) -> Sequence[Shown]:
        """Return what the few samples look like."""
        ...

    def sound(self, row: int, modality: str, corrupted: Corrupted | None, draw: int) -> bytes:
        """Return a sample's sound as a WAV file."""
        ...


def answer(question: RobustnessQuestion, bench: Callable[[], Bench]) -> Work:
    """Make the answer; a sweep yields between severities.

    Args:
        question: What is asked.
        bench: Gives the bench of its network. Between two pieces of work it may have to be opened anew.

    Raises:
        ShapvizError: If the network cannot be opened, or not be looked at like this.
    """
    match question:
        case FactsOf():
            return bench().facts().model_dump_json()
        case ReadingOf():
            return bench().read(question.conditions, question.rows).model_dump_json()
        case StripOf():
            return SHOWN.dump_json(bench().strip(question.conditions)).decode()
        case SoundOf(row=row, modality=modality, corrupted=corrupted, draw=draw):
            return json.dumps(base64.b64encode(bench().sound(row, modality, corrupted, draw)).decode())
        case SweepOf():
            return (yield from _sweep(question, bench))
    assert_never(question)


def _sweep(asked: SweepOf, bench: Callable[[], Bench]) -> Work:
    measured: list[Measured] = []
    for conditions in stages(asked.modality, asked.corruption, stand_in=asked.stand_in, draw=asked.draw):
        measured.append(bench().measure(conditions))
        yield
    sweep = Sweep(modality=asked.modality, corruption=asked.corruption, severities=SEVERITIES, measured=tuple(measured))
    return sweep.model_dump_json()
