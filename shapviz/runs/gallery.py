"""The samples of a test split to look through: what a network makes of each, and which modality leads it.

All that filters need is here, so that a browser narrows the samples down without asking. Loads no torch.
"""

from typing import Annotated, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, PlainSerializer

from shapviz.runs.attribution import Floats, Question
from shapviz.runs.options import Options

DECIMALS: Final = 5  # in JSON: a hundredth of what any page shows of a probability
EQUAL: Final = 9  # decimals: amounts that are the same to so many differ by rounding only
NOBODY: Final = -1  # leads a sample to which no modality makes any difference


Rounded = Annotated[
    Floats, PlainSerializer(lambda array: np.round(array, DECIMALS).tolist(), return_type=list, when_used="json")
]
"""An array in Python, nested lists of short numbers in JSON."""


class Gallery(Options):
    """Every sample of a test split, in its order, with what exact and leave-one-out say of its modalities."""

    model_config = ConfigDict(arbitrary_types_allowed=True)  # arrays

    question: Question
    players: tuple[str, ...]
    classes: tuple[str, ...]
    rows: tuple[int, ...] = Field(description="(N,) of the dataset")
    truth: tuple[int, ...] = Field(description="(N,) the true class")
    predicted: tuple[int, ...] = Field(description="(N,) the class of the greatest probability, everybody present")
    runner_up: tuple[int, ...] = Field(description="(N,) the next likeliest class")
    probability: Rounded = Field(description="(N,) of the predicted class")
    worth: Rounded = Field(description="(N,) the number that is asked for, everybody present")
    exact: Rounded = Field(description="(N, M) Shapley values")
    leave_one_out: Rounded = Field(description="(N, M) what is lost when one modality alone is absent")
    led: tuple[int, ...] = Field(description="(N,) the player that leads by Shapley values; -1 where nobody does")
    led_one_out: tuple[int, ...] = Field(description="(N,) the player that leads by leave-one-out")
    opening: int = Field(description="the row to begin with: see `opening`")


def leaders(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the player that leads each sample, (N,): whose value is greatest in amount, for or against.

    Args:
        values: (N, M). Where all are zero `NOBODY` leads; of those that are equal up to rounding, the first.
    """
    sizes = np.round(np.abs(values), EQUAL)
    return np.where(sizes.any(axis=1), sizes.argmax(axis=1), NOBODY)


def opening(right: NDArray[np.bool_], exact: NDArray[np.float64], leave_one_out: NDArray[np.float64]) -> int:
    """Return the place of the sample that shows best what two methods disagree about.

    Of those that are predicted rightly and on which different players lead, it is the one on which the two leaders'
    distances, by the one method and by the other, sum up to most. Where there is none, right samples come before wrong
    ones, and the first before the later.

    Args:
        right: (N,) which samples are predicted rightly.
        exact: (N, M) Shapley values.
        leave_one_out: (N, M).
    """
    ours, theirs = leaders(exact), leaders(leave_one_out)
    samples = np.arange(len(right))
    distance = sum(
        np.abs(values[samples, first]) - np.abs(values[samples, second])
        for values, first, second in ((exact, ours, theirs), (leave_one_out, theirs, ours))
    )
    return int(np.argmax(right * (1 + np.where(ours == theirs, 0, distance))))
