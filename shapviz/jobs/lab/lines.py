"""What the app asks its lab, and what the lab says: one line of JSON each. Loads no torch."""

from hashlib import blake2b
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, TypeAdapter

from shapviz.errors import ShapvizError, UsageError
from shapviz.runs.corruptions import Corruption
from shapviz.runs.options import Options
from shapviz.runs.robustness import Conditions, Corrupted, StandIn
from shapviz.runs.spec import RunSpec


class Subject(Options):
    """A trained network. The run's id never means another one, but a run that was stopped may go on."""

    run: str
    epoch: int = Field(description="how far the run has come")
    earlier: int | None = Field(None, description="after which of its epochs; None means the last")
    spec: RunSpec


class _About(Options):
    patient: ClassVar[bool] = False  # whether whoever asks waits for it with a hand on the slider
    subject: Subject


class FactsOf(_About):
    """Whom one can take away, what one can do to them. Answer: `Facts`."""

    kind: Literal["facts"] = "facts"


class ReadingOf(_About):
    """What every coalition is worth under these conditions. Answer: `Reading`."""

    kind: Literal["reading"] = "reading"
    conditions: Conditions
    rows: tuple[int, ...] = Field((), description="the samples to look at; without any, those of the facts")


class SweepOf(_About):
    """What one corruption of one modality does at every severity. Answer: `Sweep`."""

    patient: ClassVar[bool] = True
    kind: Literal["sweep"] = "sweep"
    modality: str
    corruption: Corruption
    stand_in: StandIn
    draw: int


class StripOf(_About):
    """What a few samples look like under these conditions. Answer: a list of `Shown`."""

    kind: Literal["strip"] = "strip"
    conditions: Conditions


class SoundOf(_About):
    """What a sample sounds like. Answer: a WAV file in base 64, as a JSON string."""

    kind: Literal["sound"] = "sound"
    row: int
    modality: str
    corrupted: Corrupted | None
    draw: int


Question = FactsOf | ReadingOf | SweepOf | StripOf | SoundOf


def key_of(question: Question) -> str:
    """Return what stands for the question and for every question that is equal to it."""
    return blake2b(question.model_dump_json().encode(), digest_size=16).hexdigest()


class Asked(Options):
    """A line to the lab. What it says about the question carries the question's key."""

    key: str
    question: Annotated[Question, Field(discriminator="kind")]


class Ready(Options):
    """The lab has loaded what it needs."""

    kind: Literal["ready"] = "ready"


class Begun(Options):
    """The lab works on this from now on, so that whoever finds it dead knows what it died of."""

    kind: Literal["begun"] = "begun"
    key: str


class Answered(Options):
    """The answer, as the text of a JSON document: whoever keeps it need not read it."""

    kind: Literal["answered"] = "answered"
    key: str
    text: str


class Failed(Options):
    """There is no answer, and why."""

    kind: Literal["failed"] = "failed"
    key: str
    problem: str
    remedy: str
    exit_code: int = Field(description="of the error: 2 where the question was at fault")

    @classmethod
    def of(cls, key: str, error: ShapvizError) -> Self:
        """Return what an error says."""
        return cls(key=key, problem=error.problem, remedy=error.remedy, exit_code=error.exit_code)

    def error(self) -> ShapvizError:
        """Return the error that says the same."""
        kind = UsageError if self.exit_code == UsageError.exit_code else ShapvizError
        return kind(self.problem, remedy=self.remedy)


Word = Ready | Begun | Answered | Failed
WORD: TypeAdapter[Word] = TypeAdapter(Annotated[Word, Field(discriminator="kind")])
