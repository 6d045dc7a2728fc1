"""The encoder of feature vectors."""

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, nn


class MlpEncoder(nn.Module):
    """(B, columns) to (B, features) through fully connected layers with ReLU between them.

    Args:
        columns: Width of the input.
        hidden: Widths of the hidden layers.
        features: Width of the output.
    """

    def __init__(self, columns: int, hidden: Sequence[int], features: int) -> None:
        super().__init__()
        widths = [columns, *hidden]
        layers = [layer for narrow in pairwise(widths) for layer in (nn.Linear(*narrow), nn.ReLU())]
        self.layers = nn.Sequential(*layers, nn.Linear(widths[-1], features))

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the feature vectors, (B, features)."""
        features: Tensor = self.layers(inputs)
        return features
