"""The encoder of pictures."""

from collections.abc import Sequence
from itertools import pairwise

from torch import Tensor, nn


class ImageEncoder(nn.Module):
    """(B, channels, height, width) to (B, features), for pictures of any size.

    Blocks of convolution, batch normalisation and ReLU, each halving height and width (rounded up), then the mean over
    all places. The strides are in the convolutions: pooling would cost a second pass over the largest maps.

    Args:
        channels: Of the picture, e.g. 3 for RGB.
        widths: Channels of each block.
        features: Width of the output.
    """

    def __init__(self, channels: int, widths: Sequence[int], features: int) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*(_block(*between) for between in pairwise([channels, *widths])))
        self.project = nn.Linear(widths[-1], features)

    def forward(self, inputs: Tensor) -> Tensor:
        """Return the feature vectors, (B, features)."""
        features: Tensor = self.project(self.blocks(inputs).mean(dim=(2, 3)))
        return features


def _block(inputs: int, outputs: int) -> nn.Sequential:
    # the bias would be taken out again by the normalisation
    convolution = nn.Conv2d(inputs, outputs, kernel_size=3, stride=2, padding=1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU())
