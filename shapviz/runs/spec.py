"""Everything that is needed to repeat a run, as one immutable value."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator

from shapviz.errors import SpecError
from shapviz.runs.asked import AttributionSpec, CalibrationSpec, RobustnessSpec
from shapviz.runs.options import Alternating, Options, Strategy
from shapviz.runs.problems import sentence

SCHEMA_VERSION: Final = 1
ModalityName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")]


class DatasetSpec(Options):
    """Which data, which of its modalities, and how much noise is laid over each."""

    name: str = "race"
    modalities: tuple[ModalityName, ...] = Field((), description="the modalities to use, in order; empty means all")
    noise: dict[ModalityName, Annotated[float, Field(ge=0, le=3)]] = Field(
        {}, description="noise per modality, in standard deviations (for text: share of unknown words, at most 1)"
    )

    @model_validator(mode="after")
    def _enough_and_distinct(self) -> Self:
        if len(self.modalities) == 1:
            raise ValueError("a coalition game needs at least two modalities, one was given")
        if len(set(self.modalities)) != len(self.modalities):
            raise ValueError("every modality may be named once only")
        return self


class ModelSpec(Options):
    """The network: an encoder for each modality, and a head that fuses whatever is present."""

    head: Literal["additive", "mlp", "gated"] = Field(
        "additive", description="how the encoded modalities are fused: added up, mixed, or remembered in turn"
    )
    size: Literal["tiny", "medium"] = Field("tiny", description="width of the encoders")
    absence: Literal["zero", "learned"] = Field("zero", description="what stands in for an absent modality")
    prototypes: bool = Field(
        False, description="impute absent modalities with class averages, whenever the network is looked at"
    )
    mapping: bool = Field(
        False, description="map each modality's features linearly into a shared space, where they can be aligned"
    )


class TrainingSpec(Options):
    """How long and with which optimizer."""

    epochs: int = Field(20, ge=1, le=1000)
    batch_size: int = Field(128, ge=1, le=65536)
    learning_rate: float = Field(2e-3, gt=0, le=10)
    weight_decay: float = Field(0.0, ge=0, le=1)
    optimizer: Literal["adam", "adamw", "sgd"] = "adam"
    halve_after: int = Field(
        0,
        ge=0,
        le=1000,
        description="epochs without a better validation loss of its own after which a modality's learning rate is "
        "halved; 0 means never",
    )
    align_features: float = Field(
        0.0, ge=0, le=100, description="weight of the loss that makes features of different modalities correlate"
    )
    align_samples: float = Field(
        0.0, ge=0, le=100, description="weight of the loss that makes the modalities of one sample find each other"
    )


class ValuationSpec(Options):
    """Which game is played on the validation split, and how often."""

    payoff: Literal["accuracy", "probability", "log_likelihood"] = "accuracy"
    every: int = Field(1, ge=1, le=1000, description="epochs between valuations")
    resamples: int = Field(1000, ge=100, le=100_000, description="bootstrap resamples of the validation samples")
    per_class: bool = Field(False, description="record the accuracy and the Shapley values of every class, too")


class DeviceSpec(Options):
    """Where the run computes, on one device: several are put to better use by several runs. Names are Fabric's."""

    accelerator: Literal["auto", "cpu", "cuda", "mps"] = "cpu"
    precision: Literal["32-true", "16-mixed", "bf16-mixed", "64-true"] = "32-true"


class RunSpec(Options):
    """A whole run. Same spec, same machine: same record, also after kill and resume."""

    schema_version: Literal[1] = SCHEMA_VERSION
    dataset: DatasetSpec = DatasetSpec()
    model: ModelSpec = ModelSpec()
    training: TrainingSpec = TrainingSpec()
    strategy: Strategy = Alternating()
    valuation: ValuationSpec = ValuationSpec()
    calibration: CalibrationSpec = CalibrationSpec()
    robustness: RobustnessSpec = RobustnessSpec()
    attribution: AttributionSpec = AttributionSpec()
    device: DeviceSpec = DeviceSpec()
    probes: bool = Field(False, description="train every modality alone as well, and say who is starved")
    seed: int = Field(0, ge=0, lt=2**31, description="seeds the split, the initial weights and the batches")

    def fingerprint(self) -> str:
        """Return a digest that two specs share exactly when they describe the same run."""
        return self.digest()

    def digest(self, *, without: Collection[str] = ()) -> str:
        """Return a digest of what the spec says beside the defaults, `without` some of its fields.

        Defaults are left out so that a spec keeps its digest when later versions know more options.
        """
        said = self.model_dump(mode="json", exclude=set(without), exclude_defaults=True)
        if "strategy" not in without:
            said["strategy"] = {"name": self.strategy.name} | said.get("strategy", {})
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def asked_afterwards(self) -> bool:
        """Whether anything is to be done when training has ended."""
        return self.probes or self.calibration.asked or self.robustness.asked or self.attribution.asked

    def contradictions(self) -> Iterator[str]:
        """Yield a problem for each setting that asks in vain for something of another section."""
        for name in ("align_features", "align_samples"):
            if (weight := getattr(self.training, name)) and not self.model.mapping:
                yield f"training.{name}: alignment needs mapping: expected model.mapping or weight 0, found {weight:g}"
        if self.calibration.temperatures and self.model.head != "additive":
            yield (
                "calibration.temperatures: only an additive head adds up logits of each modality: expected model.head "
                f"'additive', found '{self.model.head}'"
            )
        if self.calibration.temperatures and self.model.prototypes:
            yield "calibration.temperatures: what prototypes impute is no sum of logits: expected no model.prototypes"
        silent = self.model.absence == "zero" and self.model.head != "gated" and not self.model.prototypes
        if self.robustness.stand_in == "zero" and silent:
            yield "robustness.stand_in: the network itself puts zeros in the place of the absent: expected another one"

    def with_strategy(self, strategy: Strategy) -> Self:
        """Return the same run with another strategy: same data, split, initial weights and batches."""
        return self.model_copy(update={"strategy": strategy})


def parse_spec(raw: Mapping[str, Any]) -> RunSpec:
    """Return the spec that `raw` describes.

    Raises:
        SpecError: Naming every problem at once, with the nearest known name for unknown keys and strategies.
    """
    try:
        return RunSpec.model_validate(raw)
    except ValidationError as error:
        raise SpecError([sentence(RunSpec, detail) for detail in error.errors()]) from error
