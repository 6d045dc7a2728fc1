"""What a run leaves behind: the events that the training loop yields and the run store keeps."""

from typing import Annotated, Literal

from pydantic import Field

from shapviz.games.outcome import Outcome
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.attribution import Baseline, Question, Refused
from shapviz.runs.checks import Agreement, Sanity
from shapviz.runs.corruptions import Corruption
from shapviz.runs.options import Options
from shapviz.runs.robustness import Measured, StandIn, Sweep


class Turn(Options):
    """A stretch of an epoch in which the same modalities learn."""

    modalities: tuple[str, ...] = Field(description="who learns; all others are frozen")
    start: float = Field(ge=0, le=1, description="where in the epoch the turn begins, as a fraction")
    end: float = Field(ge=0, le=1)
    why: str = Field(description="the plan's own words, e.g. 'text first: its share was 12 %'")
    gradient_norm: dict[str, float] = Field(
        {}, description="mean L2 norm of each learning modality's gradient; empty while only planned"
    )


class Pace(Options):
    """How a modality comes along by itself, and what that has done to its learning rate."""

    loss: float | None = Field(
        description="mean cross-entropy on the validation split of the prediction from the modality alone, in nats; "
        "None in skipped epochs"
    )
    best: float = Field(description="the lowest so far")
    since: int = Field(description="the epoch that patience counts from: of the lowest loss or of the last halving")
    halvings: int = Field(ge=0, description="how often its learning rate has been halved for the epochs to come")


class ClassValue(Options):
    """How one class of the validation split fares, with five decimals. Its intervals are in the table of samples."""

    samples: int
    accuracy: float = Field(description="with everybody present")
    shapley: tuple[float, ...] = Field(description="(M,) in the order of the players, in the payoff's unit")


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
    target: dict[str, float] | None = Field(
        None, description="shares that the schedule's guide expects; None if its guide is the share itself"
    )
    paces: dict[str, Pace] | None = Field(None, description="by modality; None unless learning rates are halved")
    classes: dict[str, ClassValue] | None = Field(
        None, description="by name, those that the validation split has; None in skipped epochs, or if not asked for"
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


TargetName = Literal["equal", "potential", "ensemble"]


class Target(Options):
    """Shares that might be expected, and how far those of the run are from them."""

    shares: dict[str, float] | None = Field(description="by modality, summing to 1; None where nobody has a claim")
    edm: Interval | None = Field(description="in [0, 1]; None where the shares of either side are undefined")


class Evidence(Options):
    """What speaks for and against one modality. Accuracies, or differences of them, on the validation split."""

    ceiling: Interval = Field(description="of its encoder, trained alone")
    probe_alone: Interval = Field(description="of a linear classifier on the encoder that was trained alone")
    probe_fused: Interval = Field(description="of a linear classifier on its encoder as it stands in the run")
    starvation: Interval = Field(description="probe alone - probe fused, paired over samples")
    excess: Interval | None = Field(description="its share - its share in the ensemble; None where undefined")
    overlap: Interval = Field(description="sum of its interactions with the others in the ensemble; < 0: redundant")


class Pair(Options):
    """Two modalities, and what they are worth together beyond what each brings alone."""

    modalities: tuple[str, str]
    interaction: Interval = Field(description="accuracy; > 0 synergy, < 0 redundancy")


class DiagnosisRecord(Options):
    """The numbers that `shapviz.diagnosis` judges. All games are those of the payoff accuracy."""

    kind: Literal["diagnosis"] = "diagnosis"
    epoch: int = Field(description="the epoch whose weights were probed: the last")
    groups: int | None = Field(description="how many groups the validation samples come from; None: each is its own")
    game: Valuation = Field(description="of the run's network")
    ensemble: Valuation = Field(description="of the late ensemble: networks trained alone, their logits added")
    evidence: dict[str, Evidence] = Field(description="by modality")
    pairs: tuple[Pair, ...] = Field(description="of the run's network, every pair once")
    targets: dict[TargetName, Target]


class Variant(Options):
    """A network as it was trained, or with a part of its fusion fitted once more."""

    valid: Outcome = Field(description="on the validation split, which it was partly fitted to")
    test: Outcome = Field(description="on the test split; gains are those over the network as it was trained")
    l2: float | None = Field(None, description="the penalty that validation chose for a head that was fitted again")
    temperatures: dict[str, float] | None = Field(None, description="by modality; above 1: heard less")


VariantName = Literal["before", "refit", "temperatures"]


class CalibrationRecord(Options):
    """What calibrating the fusion after training changes, with all modalities and with each missing."""

    kind: Literal["calibration"] = "calibration"
    epoch: int = Field(description="the epoch whose weights were calibrated: the last")
    variants: dict[VariantName, Variant] = Field(description="'before' is the network as it was trained")


class Overall(Options):
    """How a network stands what may happen to its inputs, in few numbers: test accuracies, paired where subtracted."""

    missing: Interval = Field(description="with one modality missing, mean over which")
    missing_fall: Interval = Field(description="accuracy of clean inputs with everybody present - `missing`")
    corrupted: Interval = Field(description="with everybody present, mean over all corruptions and severities above 0")
    fall: Interval = Field(description="accuracy of clean inputs with everybody present - `corrupted`")


class RobustnessRecord(Options):
    """What the network does with corrupted inputs of the test split, of one modality at a time.

    Numbers have five decimals. With every corruption that fits, emoji3 (M = 3) takes 0.2 MB and mfeat (M = 6) 1 MB.
    """

    kind: Literal["robustness"] = "robustness"
    epoch: int = Field(description="the epoch whose weights were tested: the last")
    players: tuple[str, ...]
    samples: int = Field(description="of the test split")
    draws: int = Field(description="how often what is random was drawn")
    stand_in: StandIn
    clean: Measured = Field(description="of inputs as they are; its changes are 0")
    overall: Overall
    sweeps: tuple[Sweep, ...] = Field(description="one for every modality and corruption that fits it, in their order")

    def sweep(self, modality: str, corruption: Corruption) -> Sweep | None:
        """Return what a corruption of a modality does; None if it was not asked for, or does not fit."""
        fitting = (sweep for sweep in self.sweeps if (sweep.modality, sweep.corruption) == (modality, corruption))
        return next(fitting, None)


class Attributed(Options):
    """What one method gives to the players in the mean over samples, whose own values are kept as artifacts."""

    method: str
    baseline: Baseline = Field(description="that was used: 'background' where the method samples it")
    values: tuple[Interval, ...] = Field(description="(M,) mean over samples, in the unit of the payoff")
    positive: tuple[float, ...] = Field(description="(M,) mean of what is above 0 in the samples' values")
    negative: tuple[float, ...] = Field(description="(M,) mean of what is below; both add up to the mean")
    shares: tuple[Interval, ...] | None = Field(
        description="(M,) mean absolute values as shares of their sum; None where all are 0"
    )
    missing: Interval = Field(description="everybody - nobody - the sum of the values, mean over samples")
    worst: float = Field(ge=0, description="the same of the sample where it is largest, without its sign")
    calls: float = Field(ge=0, description="of the network, for each sample")
    seconds: float = Field(ge=0, description="of wall time for all samples; not part of a run's identity")


class Spending(Options):
    """What a method that draws makes of so many calls, in the mean over players, samples and independent runs."""

    calls: float = Field(ge=0, description="of the network that it really made, for each sample")
    error: float = Field(ge=0, description="|estimate - exact value|, in the unit of the payoff")
    half_width: float = Field(ge=0, description="of its 95 % intervals")
    coverage: float = Field(ge=0, le=1, description="in how many of them the exact value lies")


class Dial(Options):
    """How the estimates of a method that draws close in on the exact values as it may spend more."""

    method: str
    samples: int = Field(ge=1)
    enumerated: int = Field(ge=0, description="calls for each sample that the exact values take")
    spent: tuple[Spending, ...] = Field(description="rising calls")


class AttributionRecord(Options):
    """What methods of attribution make of the network, on samples of the test split. Intervals are over samples."""

    kind: Literal["attribution"] = "attribution"
    epoch: int = Field(description="the epoch whose weights were asked: the last")
    question: Question
    players: tuple[str, ...]
    samples: int = Field(ge=1)
    methods: tuple[Attributed, ...] = Field(description="in the order in which pages list them")
    refused: tuple[Refused, ...] = Field((), description="methods that the network, the data or the machine refuse")
    agreement: Agreement | None = Field(None, description="of each two methods; None with fewer")
    sanity: Sanity | None = Field(None, description="what the checks say of every method; None if not asked for")
    dials: tuple[Dial, ...] = Field((), description="of the methods that draw; empty if not asked for")


Record = Annotated[
    EpochRecord | FinalRecord | DiagnosisRecord | CalibrationRecord | RobustnessRecord | AttributionRecord,
    Field(discriminator="kind"),
]


class Progress(Options):
    """How far the epoch under way has come, or what comes after the last. Yielded often, never stored as a record."""

    kind: Literal["progress"] = "progress"
    epoch: int
    fraction: float = Field(ge=0, le=1)
    doing: Literal["training", "calibrating", "corrupting", "attributing", "checking", "probing"] = "training"
    left: float | None = Field(None, ge=0, description="seconds that what it is doing still takes, if that is known")


Event = Record | Progress
