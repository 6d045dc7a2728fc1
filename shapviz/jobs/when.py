"""Conditions for a pause: "until epoch 10", "until EDM is below 0.1", "until it no longer improves"."""

from collections.abc import Sequence
from typing import Self

from pydantic import Field, model_validator

from shapviz.runs.options import Options
from shapviz.runs.records import EpochRecord


class When(Options):
    """A moment to pause at: the end of the first epoch after which any of the conditions given holds."""

    epoch: int | None = Field(None, ge=0, description="this epoch, or a later one, has ended")
    edm_below: float | None = Field(None, gt=0, le=1, description="EDM has been valued, and below this")
    plateau: int | None = Field(None, ge=1, description="epochs in a row without a new lowest validation loss")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.epoch is None and self.edm_below is None and self.plateau is None:
            raise ValueError("give at least one of epoch, edm_below and plateau")
        return self

    def met(self, epochs: Sequence[EpochRecord]) -> bool:
        """Return whether a condition holds after these epochs: all of a run's so far, in order, at least one."""
        last = epochs[-1]
        edm = last.valuation.edm if last.valuation is not None else None
        return (
            (self.epoch is not None and last.epoch >= self.epoch)
            or (self.edm_below is not None and edm is not None and edm.estimate < self.edm_below)
            or (self.plateau is not None and _since_best(epochs) >= self.plateau)
        )


def _since_best(epochs: Sequence[EpochRecord]) -> int:
    """Return how many epochs the lowest validation loss is old; epochs in which nobody looked decide nothing."""
    losses = {record.epoch: record.valid_loss for record in epochs if record.valid_loss is not None}
    return max(losses) - min(losses, key=lambda epoch: losses[epoch])
