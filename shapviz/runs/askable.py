"""What a network can be asked about its attributions, and what all its coalitions are worth. Loads no torch."""

from pydantic import ConfigDict, Field

from shapviz.runs.attribution import Baseline, Floats, Question, Refused
from shapviz.runs.options import Options
from shapviz.runs.robustness import Player


class AttributionFacts(Options):
    """What a network can be asked, before anything is asked."""

    dataset: str
    players: tuple[Player, ...] = Field(description="bit i of a mask is the i-th")
    classes: tuple[str, ...]
    samples: int = Field(description="of the test split")
    methods: dict[str, Refused | None] = Field(
        description="that attribute to modalities: None where one is offered, otherwise why not. What a question "
        "alone rules out is said when it is asked"
    )
    inside: dict[str, dict[str, Refused | None]] = Field(description="the same inside each modality")
    baselines: tuple[Baseline, ...]
    epoch: int = Field(description="after which the network is looked at")
    epochs: tuple[int, ...] = Field(description="after which it can be looked at, in order: there its weights are kept")


class Worths(Options):
    """What every coalition is worth, sample by sample."""

    model_config = ConfigDict(arbitrary_types_allowed=True)  # arrays

    question: Question
    players: tuple[str, ...]
    rows: tuple[int, ...] = Field(description="(N,) of the dataset")
    worths: Floats = Field(description="(N, 2**M) by bit mask, in the unit of the payoff")
