"""The numbers that a comparison is about, read off what a run has recorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Any, Final, Literal

from shapviz.comparison.estimates import Difference, paired
from shapviz.comparison.robustness import by_corruption
from shapviz.games import Interval, edm, one_missing, shapley_values
from shapviz.runs.records import (
    CalibrationRecord,
    DiagnosisRecord,
    EpochRecord,
    FinalRecord,
    RobustnessRecord,
    TargetName,
    Variant,
)


@dataclass(frozen=True)
class Outcome:
    """How a finished run came out: accuracies on the test split, and what they cost.

    What was not asked for, or is undefined, is None. EDM to equal shares is that of the test split and of the run's
    payoff; what a diagnosis adds (EDM to other targets, starvation) is that of the validation split and of accuracy.
    """

    accuracy: float
    without: dict[str, float]  # by the modality that is missing; all others are present
    alone: dict[str, float]  # by the modality that is present; all others are missing
    edm: float | None
    edm_potential: float | None
    edm_ensemble: float | None
    starvation: float | None  # of the most starved modality, in accuracy
    under: dict[str, float]  # by 'modality: corruption', mean over severities; empty unless it was asked for
    encoder_passes: int
    head_updates: int
    seconds: float
    mce: float | None = None  # mean corruption error; None until there is a baseline to divide by

    @property
    def missing(self) -> float:
        """Return the mean accuracy with one modality missing."""
        return sum(self.without.values()) / len(self.without)

    @property
    def worst_missing(self) -> float:
        """Return the accuracy without the modality that is missed most."""
        return min(self.without.values())

    @property
    def missing_fall(self) -> float:
        """Return by how much accuracy falls with one modality missing, on average."""
        return self.accuracy - self.missing

    @property
    def corrupted(self) -> float | None:
        """Return the mean accuracy over all corruptions of all modalities."""
        return sum(self.under.values()) / len(self.under) if self.under else None

    @property
    def fall(self) -> float | None:
        """Return by how much accuracy falls under a corruption, on average."""
        return None if self.corrupted is None else self.accuracy - self.corrupted


@dataclass(frozen=True)
class Measure:
    """One of the numbers of an `Outcome`, for people."""

    title: str
    unit: Literal["accuracy", "EDM", "ratio", "count", "seconds"]
    better: Literal["higher", "lower"] | None  # None: a distance or a cost is no verdict


MEASURES: Final = {
    "accuracy": Measure("Accuracy", "accuracy", "higher"),
    "missing": Measure("Accuracy with one modality missing, mean", "accuracy", "higher"),
    "worst_missing": Measure("Accuracy with one modality missing, worst", "accuracy", "higher"),
    "missing_fall": Measure("Fall of accuracy with one modality missing, mean", "accuracy", "lower"),
    "corrupted": Measure("Accuracy with one modality corrupted, mean", "accuracy", "higher"),
    "fall": Measure("Fall of accuracy with one modality corrupted, mean", "accuracy", "lower"),
    "mce": Measure("Mean corruption error relative to the baseline", "ratio", "lower"),
    "edm": Measure("EDM to equal shares", "EDM", None),
    "edm_potential": Measure("EDM to potential", "EDM", None),
    "edm_ensemble": Measure("EDM to the ensemble's shares", "EDM", None),
    "starvation": Measure("Starvation of the most starved modality", "accuracy", "lower"),
    "encoder_passes": Measure("Encoder passes", "count", None),
    "head_updates": Measure("Head updates", "count", None),
    "seconds": Measure("Seconds", "seconds", None),
}
"""The attributes of `Outcome` that can be averaged over seeds, in the order in which they are shown."""


def outcome(
    final: FinalRecord,
    epochs: Sequence[EpochRecord],
    diagnosis: DiagnosisRecord | None = None,
    robustness: RobustnessRecord | None = None,
) -> Outcome:
    """Return how a run came out.

    Args:
        final: Its result on the test split.
        epochs: All its epochs, in order.
        diagnosis: The evidence of its probes, if it has any.
        robustness: What corrupted inputs do to it, if that was asked for.
    """
    starvation = [evidence.starvation.estimate for evidence in diagnosis.evidence.values()] if diagnosis else []
    return Outcome(
        **_of_coalitions(final.valuation.players, final.accuracy),
        edm=_estimate(final.valuation.edm),
        edm_potential=_distance(diagnosis, "potential"),
        edm_ensemble=_distance(diagnosis, "ensemble"),
        starvation=max(starvation, default=None),
        under={str(sweeping): value for sweeping, value in by_corruption(robustness).items()} if robustness else {},
        encoder_passes=epochs[-1].encoder_passes,
        head_updates=epochs[-1].head_updates,
        seconds=sum(record.seconds for record in epochs),
    )


def calibrated(record: CalibrationRecord, run: Outcome) -> dict[str, Outcome]:
    """Return how the calibrated copies of a run came out, by what was done to them.

    Their costs are those of the run. What would need another look at the copy (EDM to other targets, starvation,
    corruptions) is None.
    """
    plain = replace(run, edm_potential=None, edm_ensemble=None, starvation=None, under={})
    return {
        name: replace(plain, **_of_coalitions(tuple(variant.test.missing), variant.test.accuracy), edm=_edm(variant))
        for name, variant in record.variants.items()
        if name != "before"
    }


def _of_coalitions(players: Sequence[str], accuracy: Sequence[float]) -> dict[str, Any]:
    """Return the fields of an outcome that follow from the accuracy (2**M,) of each coalition."""
    return {
        "accuracy": accuracy[-1],
        "without": {name: accuracy[mask] for name, mask in zip(players, one_missing(len(players)), strict=True)},
        "alone": {name: accuracy[1 << place] for place, name in enumerate(players)},
    }


def _edm(variant: Variant) -> float | None:
    """Return the EDM to equal shares of a calibrated copy, in the payoff accuracy."""
    distance = float(edm(shapley_values(variant.test.accuracy)))
    return None if isnan(distance) else distance


def validation(epochs: Iterable[EpochRecord]) -> dict[int, float]:
    """Return the validation accuracy with all modalities by epoch, without the epochs in which nobody looked."""
    return {record.epoch: record.accuracy[-1] for record in epochs if record.accuracy is not None}


def difference_by_epoch(
    values: Mapping[int, Mapping[int, float]], baseline: Mapping[int, Mapping[int, float]]
) -> dict[int, Difference]:
    """Return the paired difference of every epoch that both sides have seen with a seed in common.

    Args:
        values: By seed and epoch, such as `validation` of each run of a group.
        baseline: The same of the runs that are subtracted.
    """
    pairs = [(seed, values[seed], baseline[seed]) for seed in sorted(values.keys() & baseline.keys())]
    epochs = sorted({epoch for _, ours, theirs in pairs for epoch in ours.keys() & theirs.keys()})
    return {
        epoch: paired(
            {seed: ours[epoch] for seed, ours, _ in pairs if epoch in ours},
            {seed: theirs[epoch] for seed, _, theirs in pairs if epoch in theirs},
        )
        for epoch in epochs
    }


def _distance(diagnosis: DiagnosisRecord | None, target: TargetName) -> float | None:
    return None if diagnosis is None else _estimate(diagnosis.targets[target].edm)


def _estimate(interval: Interval | None) -> float | None:
    return None if interval is None else interval.estimate
