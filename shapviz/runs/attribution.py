"""Attributions: which part of a network's input gets how much of a number that the network says.

What is asked (`Question`) and what is found (`Attribution`). Players are modalities, or elements within modalities:
pixels, words, columns. By which method, and at what effort, is said in `runs.methods`. Loads no torch.
"""

from collections.abc import Collection, Sequence
from typing import Annotated, Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, ConfigDict, Field, PlainSerializer, PlainValidator

from shapviz.errors import UnknownNameError
from shapviz.runs.options import Options

Payoff = Literal["probability", "log_likelihood", "logit"]
Baseline = Literal["own", "zero", "mean", "background"]
CLASS: Final = "class:"  # begins a target that names a class
BACKGROUND: Final = 32  # training samples that are averaged over where the baseline is sampled


def _floats(value: Any) -> NDArray[np.float64]:
    try:
        array = np.array(value, dtype=np.float64, order="C")  # safetensors takes memory as it lies
    except (TypeError, OverflowError) as error:  # of which pydantic makes no problem of its own
        raise ValueError(f"expected numbers: {error}") from error
    array.flags.writeable = False
    return array


Floats = Annotated[
    NDArray[np.float64], PlainValidator(_floats), PlainSerializer(lambda array: array.tolist(), return_type=list)
]
"""An array in Python, nested lists in JSON."""


def _target(target: str) -> str:
    if target not in ("true", "predicted") and not target.startswith(CLASS):
        raise ValueError(f"expected 'true', 'predicted' or '{CLASS}NAME' with the name of a class, found '{target}'")
    return target


Target = Annotated[str, AfterValidator(_target), Field(max_length=200)]


class Question(Options):
    """Which number of the network is to be attributed, and what absence means."""

    payoff: Payoff = Field("probability", description="log_likelihood in nats, at least log 0.001")
    target: Target = Field("true", description="the class that it is about: 'true', 'predicted', or 'class:NAME'")
    baseline: Baseline = Field(
        "own",
        description="what takes the place of the absent: 'own', what the network was trained with; a contribution of "
        "zeros; that of the mean features of the training split; or the mean worth over a background of training "
        "samples, as SHAP has it",
    )

    def named(self, classes: Sequence[str]) -> str | None:
        """Return the class that the target names; None where it is each sample's true or predicted one.

        Raises:
            UnknownNameError: If that is none of the `classes`, with the nearest that is.
        """
        name = self.target.removeprefix(CLASS)
        if name == self.target:
            return None
        if name not in classes:
            raise UnknownNameError("class", name, classes)
        return name


class Attribution(Options):
    """What one method gives to every player, for some samples."""

    model_config = ConfigDict(arbitrary_types_allowed=True)  # arrays

    method: str
    question: Question
    baseline: Baseline = Field(description="that was used: a method that samples its baseline says 'background'")
    players: tuple[str, ...]
    rows: tuple[int, ...] = Field(description="(N,) of the dataset")
    values: Floats = Field(description="(N, P), in the unit of the payoff")
    low: Floats | None = Field(None, description="(N, P): ends of 95 % intervals over what the method draws,")
    high: Floats | None = Field(None, description="by our own bootstrap; None where nothing is drawn")
    interactions: Floats | None = Field(None, description="(N, P, P) pairwise, by methods that give them; > 0 synergy")
    nobody: Floats = Field(description="(N,): the number with all players absent")
    everybody: Floats = Field(description="(N,): with all present")
    calls: float = Field(description="of the network, for each sample")
    seconds: float = Field(description="of wall time for all samples, the encoded inputs being known")

    @property
    def missing(self) -> NDArray[np.float64]:
        """What the values leave unexplained, (N,): everybody - nobody - their sum. 0 for complete methods."""
        gap: NDArray[np.float64] = self.everybody - self.nobody - self.values.sum(axis=1)
        return gap

    @property
    def shares(self) -> NDArray[np.float64]:
        """Mean absolute value of each player as a share of their sum, (P,); NaN where all are zero."""
        sizes = np.abs(self.values).mean(axis=0)
        with np.errstate(invalid="ignore"):
            shares: NDArray[np.float64] = sizes / sizes.sum()
        return shares

    def at(self, rows: Collection[int]) -> Self:
        """Return the same of some of its samples only, in its own order."""
        places = [place for place, row in enumerate(self.rows) if row in rows]
        fields = ("values", "low", "high", "interactions", "nobody", "everybody")
        arrays = {name: array[places] for name in fields if (array := getattr(self, name)) is not None}
        return self.model_copy(update={"rows": tuple(self.rows[place] for place in places), **arrays})


class Refused(Options):
    """Why a method gives nothing, in a sentence, and what to do about it."""

    method: str
    problem: str
    remedy: str
