"""What the app says to its lab, and the lab to the app: one line of JSON each. Loads no torch."""

from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter

from shapviz.errors import ShapvizError, UsageError
from shapviz.jobs.lab.questions import Question
from shapviz.runs.options import Options


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
