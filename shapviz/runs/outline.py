"""A run in outline: what lists show of it, kept beside the run so that no list reads records."""

from typing import Self

from pydantic import Field, ValidationError

from shapviz.games.proportion import wilson
from shapviz.games.summary import Interval
from shapviz.runs.options import Options
from shapviz.runs.records import EpochRecord, FinalRecord, Record

DIGITS = 4  # of an accuracy in outline: finer than any line that is drawn of it


class Result(Options):
    """What a finished run reached on the test split."""

    accuracy: Interval = Field(description="of all modalities together; Wilson interval over samples")
    edm: Interval | None = Field(description="to equal shares; None where shares are undefined")


class Outline(Options):
    """What follows from the records of a run so far, and is small."""

    accuracy: tuple[tuple[int, float], ...] = Field(
        (), description="epoch and validation accuracy of all modalities together, wherever it was measured"
    )
    seconds: float = Field(0.0, description="wall time of the run's own epochs; those of a fork's parent do not count")
    result: Result | None = None

    @classmethod
    def read(cls, body: str) -> Self:
        """Return the outline that `body` is; an empty one where another version has written what this one cannot read.

        It is a copy of what the records say, so that nothing is lost; a list must not fail because of it.
        """
        try:
            return cls.model_validate_json(body)
        except ValidationError:
            return cls()

    def after(self, record: Record) -> Self:
        """Return the outline once `record` has been appended."""
        match record:
            case EpochRecord():
                reached = ((record.epoch, round(record.accuracy[-1], DIGITS)),) if record.accuracy else ()
                seconds = round(self.seconds + record.seconds, 3)
                return self.model_copy(update={"accuracy": self.accuracy + reached, "seconds": seconds})
            case FinalRecord():
                accuracy = wilson(record.accuracy[-1], record.valuation.samples)
                return self.model_copy(update={"result": Result(accuracy=accuracy, edm=record.valuation.edm)})
        return self

    def before(self, epoch: int) -> Self:
        """Return the outline of a fork that has taken over the epochs before `epoch`."""
        return type(self)(accuracy=tuple(point for point in self.accuracy if point[0] < epoch))
