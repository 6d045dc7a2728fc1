"""The networks that the lab holds, and what it asks them to answer a question. Loads no torch by itself."""

import base64
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Protocol, assert_never

from pydantic import BaseModel, TypeAdapter

from shapviz.jobs.lab.lines import FactsOf, Question, ReadingOf, SoundOf, StripOf, Subject, SweepOf
from shapviz.jobs.lab.service import Work
from shapviz.runs.corruptions import SEVERITIES
from shapviz.runs.exhibits import Shown
from shapviz.runs.robustness import Conditions, Corrupted, Measured, Reading, Sweep

MOST = 2  # networks held at a time: one, and the one beside it
_strip: TypeAdapter[Sequence[Shown]] = TypeAdapter(Sequence[Shown])


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


class Benches:
    """Opens networks, keeps those that were asked about last, and makes answers with them.

    Args:
        open_bench: Loads a network, which takes seconds.
        most: How many are kept.
    """

    def __init__(self, open_bench: Callable[[Subject], Bench], most: int = MOST) -> None:
        self._open = open_bench
        self._most = most
        self._held: OrderedDict[tuple[str, int], Bench] = OrderedDict()

    def answer(self, question: Question) -> Work:
        """Make the answer; a sweep yields between severities.

        Raises:
            ShapvizError: If the network cannot be opened, or not be looked at like this.
        """
        if isinstance(question, SweepOf):
            return (yield from self._sweep(question))
        bench = self._bench(question.subject)
        match question:
            case FactsOf():
                return bench.facts().model_dump_json()
            case ReadingOf():
                return bench.read(question.conditions, question.rows).model_dump_json()
            case StripOf():
                return _strip.dump_json(bench.strip(question.conditions)).decode()
            case SoundOf(row=row, modality=modality, corrupted=corrupted, draw=draw):
                return json.dumps(base64.b64encode(bench.sound(row, modality, corrupted, draw)).decode())
        assert_never(question)

    def _sweep(self, asked: SweepOf) -> Work:
        """Make a sweep. Between two severities the network may have to make room, and is opened anew."""
        measured: list[Measured] = []
        for severity in SEVERITIES:
            corrupted = {asked.modality: Corrupted(corruption=asked.corruption, severity=severity)}
            conditions = Conditions(corrupted=corrupted, stand_in=asked.stand_in, draw=asked.draw)
            measured.append(self._bench(asked.subject).measure(conditions))
            yield
        sweep = Sweep(
            modality=asked.modality, corruption=asked.corruption, severities=SEVERITIES, measured=tuple(measured)
        )
        return sweep.model_dump_json()

    def _bench(self, subject: Subject) -> Bench:
        key = (subject.run, subject.epoch)
        if key not in self._held:
            while len(self._held) >= self._most:  # before the next is loaded: memory never holds one more
                self._held.popitem(last=False)
            self._held[key] = self._open(subject)
        self._held.move_to_end(key)
        return self._held[key]
