"""What a run leaves behind: the events that the training loop yields and the run store keeps."""

from typing import Annotated, Literal

from pydantic import Field

from shapviz.games.summary import Valuation
from shapviz.runs.options import Options


class Turn(Options):
    """A stretch of an epoch in which the same modalities learn."""

    modalities: tuple[str, ...] = Field(description="who learns; all others are frozen")
    start: float = Field(ge=0, le=1, description="where in the epoch the turn begins, as a fraction")
    end: float = Field(ge=0, le=1)
    why: str = Field(description="the plan's own words, e.g. 'text first: its share was 12 %'")
    gradient_norm: dict[str, float] = Field(
        {}, description="mean L2 norm of each learning modality's gradient; empty while only planned"
    )


class EpochRecord(Options):
    """One epoch, as it ended. Epoch 0 is the untrained model: it has a valuation and no turns.

    In epochs that `valuation.every` skips nobody looks at the validation split, so what would be seen there is None.
    Epoch 0 and the last epoch are never skipped.
    """

    kind: Literal["epoch"] = "epoch"
    epoch: int = Field(ge=0)
    turns: tuple[Turn, ...]
    next_turns: tuple[Turn, ...] = Field((), description="what the strategy plans for the next epoch; empty at the end")
    train_loss: float | None = Field(description="mean cross-entropy of the fused prediction in nats; None at epoch 0")
    valid_loss: float | None = Field(description="the same on the validation split; None in skipped epochs")
    accuracy: tuple[float, ...] | None = Field(
        description="(2**M,) validation accuracy of each coalition, by bit mask; None in skipped epochs"
    )
    valuation: Valuation | None = Field(
        description="the coalition game on the validation split; None in skipped epochs"
    )
    encoder_passes: int = Field(description="forward+backward passes of one encoder over one sample, so far")
    head_updates: int = Field(description="optimizer steps so far")
    seconds: float = Field(description="wall time of the epoch, valuation included; not part of a run's identity")


class FinalRecord(Options):
    """The finished run on the test split, which nothing before has looked at."""

    kind: Literal["final"] = "final"
    epoch: int = Field(description="the epoch whose weights were tested: the last")
    accuracy: tuple[float, ...] = Field(description="(2**M,) test accuracy of each coalition, by bit mask")
    valuation: Valuation


Record = Annotated[EpochRecord | FinalRecord, Field(discriminator="kind")]


class Progress(Options):
    """How far the epoch under way has come. Yielded often and never stored as a record."""

    kind: Literal["progress"] = "progress"
    epoch: int
    fraction: float = Field(ge=0, le=1)


Event = EpochRecord | FinalRecord | Progress
