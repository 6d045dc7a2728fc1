"""The encoder of time series."""

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, nn


class SeriesEncoder(nn.Module):
    """(B, channels, time) to (B, features), for series of any length.

    Blocks of convolution, batch normalisation and ReLU, each halving the time (rounded up), then the mean over time.

    Args:
        channels: Of the series, e.g. 3 for the axes of an accelerometer.
        widths: Channels of each block.
        features: Width of the output.
    """

    def __init__(self, channels: int, widths: Sequence[int], features: int) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*(_block(*between) for between in pairwise([channels, *widths])))
        self.project = nn.Linear(widths[-1], features)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the feature vectors, (B, features)."""
        features: Tensor = self.project(self.blocks(inputs).mean(dim=2))
        return features


def _block(inputs: int, outputs: int) -> nn.Sequential:
    # the bias would be taken out again by the normalisation
    convolution = nn.Conv1d(inputs, outputs, kernel_size=5, stride=2, padding=2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm1d(outputs), nn.ReLU())
