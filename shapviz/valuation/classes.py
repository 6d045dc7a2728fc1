"""How each class fares, after an epoch."""

import numpy as np
from numpy.typing import NDArray

from shapviz.games import shapley_values
from shapviz.models import BatchSource
from shapviz.runs.records import ClassValue

DIGITS = 5  # of what is recorded: one more than is shown, at a third of the length of a number in full


def class_values(source: BatchSource, worth: NDArray[np.float64], right: NDArray[np.float64]) -> dict[str, ClassValue]:
    """Return accuracy and Shapley values over the samples of every class that the split has.

    Weighted with the number of samples, the Shapley values of the classes average to those of the split.

    Args:
        source: The split.
        worth: (N, 2**M), in the unit of the payoff.
        right: (N, 2**M), who predicts what: the same for the payoff accuracy.
    """
    per_sample = shapley_values(worth)
    members = {name: source.labels == number for number, name in enumerate(source.classes)}
    return {
        name: ClassValue(
            samples=int(there.sum()),
            accuracy=round(float(right[there, -1].mean()), DIGITS),
            shapley=tuple(per_sample[there].mean(axis=0).round(DIGITS).tolist()),
        )
        for name, there in members.items()
        if there.any()
    }
