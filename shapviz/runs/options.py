"""The options of every training strategy: what a form shows, a command line accepts and a run records.

They live here, apart from the strategies themselves, because the app and the command line must read them without
loading torch. `shapviz.strategies.STRATEGIES` maps each class to the code that trains.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Options(BaseModel):
    """Base of all options: immutable, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Joint(Options):
    """All modalities learn together from the loss of the fused prediction."""

    name: Literal["joint"] = "joint"


class JointUnimodal(Options):
    """Joint training, plus each modality's own loss, in one backward pass."""

    name: Literal["joint_unimodal"] = "joint_unimodal"
    weight: float = Field(1.0, ge=0, le=100, description="weight of each modality's own loss")


class ModalityDropout(Options):
    """Joint training in which each modality of each sample is absent with a fixed probability, never all of them."""

    name: Literal["modality_dropout"] = "modality_dropout"
    rate: float = Field(0.3, ge=0, lt=1, description="probability that a modality is absent")


class Unimodal(Options):
    """Each modality learns alone; their accuracies are the ceilings, their summed logits the late ensemble."""

    name: Literal["unimodal"] = "unimodal"


class Alternating(Options):
    """The modalities take turns: in a turn one of them learns while the others are frozen.

    Source: the alternating idea of arXiv:2506.00030, in our own formalisation (docs/method.md).
    """

    name: Literal["alternating"] = "alternating"
    order: Literal["weak_first", "strong_first", "random", "fixed"] = Field(
        "weak_first", description="who goes first: by contribution share, at random, or always the same order"
    )
    sequence: tuple[str, ...] = Field(
        (), description="the fixed order, as modality names; empty means the order of the dataset"
    )
    guide: Literal["share", "potential", "ensemble"] = Field(
        "share",
        description="who counts as weak: by share alone, or below the share that it could have by what it reaches "
        "alone, or below the one it has in the ensemble of all; the latter two train every modality alone first",
    )
    ties: Literal["as_ranked", "random"] = Field(
        "as_ranked", description="among modalities that cannot be told apart: by the estimates, or drawn every epoch"
    )
    loss: Literal["own", "full", "own_full", "inherit"] = Field(
        "own_full",
        description="loss of a turn: on the modality alone, on all of them, both, or on those trained so far",
    )
    budget: Literal["equal", "guided"] = Field(
        "equal", description="passes of each turn: the same for all, or more for those that contribute less"
    )
    power: float = Field(1.0, gt=0, le=4, description="how strongly a guided budget favours the weak")
    guard: bool = Field(
        True, description="under a guided budget, give the least to a modality that cannot be told from chance"
    )

    @property
    def ranks(self) -> bool:
        """Whether anything about the schedule depends on who is weak."""
        return self.order in ("weak_first", "strong_first") or self.budget == "guided"


Strategy = Annotated[
    Joint | JointUnimodal | ModalityDropout | Unimodal | Alternating,
    Field(discriminator="name"),
]
STRATEGY_OPTIONS: dict[str, type[Options]] = {
    "joint": Joint,
    "joint_unimodal": JointUnimodal,
    "modality_dropout": ModalityDropout,
    "unimodal": Unimodal,
    "alternating": Alternating,
}
