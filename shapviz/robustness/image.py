"""Corruptions of images: (N, channels, height, width) in [0, 1].

The kinds are those of Hendrycks and Dietterich, arXiv:1903.12261, as far as they make sense for small pictures; sizes
are shares of the picture, not pixels, so that a level means the same for pictures of any size.
"""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import gaussian_filter

from shapviz.data.dataset import View
from shapviz.robustness.case import Case, spans

GREY = np.float32(0.5)


def noise(case: Case) -> View:
    """Return the pictures with Gaussian noise of that standard deviation."""
    return np.clip(case.values + np.float32(case.level) * case.normal(), 0, 1)


def blur(case: Case) -> View:
    """Return the pictures under a Gaussian kernel whose standard deviation is that share of the width."""
    sigma = case.level * case.values.shape[-1]
    blurred: View = gaussian_filter(case.values, sigma, axes=(2, 3), mode="nearest")
    return blurred


def contrast(case: Case) -> View:
    """Return the pictures with every pixel drawn towards the picture's mean; that share of its distance is left."""
    mean = case.values.mean(axis=(1, 2, 3), keepdims=True)
    drawn: View = mean + np.float32(case.level) * (case.values - mean)
    return np.clip(drawn, 0, 1)


def occlusion(case: Case) -> View:
    """Return the pictures with a grey rectangle, of the picture's own proportions, over that share of the area."""
    height, width = case.values.shape[2:]
    down, across = case.dice(2).T
    side = case.level**0.5
    hidden = spans(down, side, height)[:, None, :, None] & spans(across, side, width)[:, None, None, :]
    return np.where(hidden, GREY, case.values)


def pixelate(case: Case) -> View:
    """Return the pictures at that share of their resolution, at their old size."""
    down, across = (_blocks(size, case.level) for size in case.values.shape[2:])
    coarse: View = np.clip(down @ case.values @ across.T, 0, 1)
    return coarse


def jpeg(case: Case) -> View:
    """Return the pictures compressed at that quality and opened again.

    Pictures of three channels are taken as colours; of any other picture each channel is one of grey.
    """
    quality = round(case.level)
    pixels = np.round(case.values * 255).astype(np.uint8)
    colours = pixels.shape[1] == 3
    pages = pixels.transpose(0, 2, 3, 1) if colours else pixels.reshape(-1, *pixels.shape[2:])
    opened: View = np.stack([_recompressed(page, quality) for page in pages]).astype(case.values.dtype) / 255
    return np.ascontiguousarray(opened.transpose(0, 3, 1, 2)) if colours else opened.reshape(pixels.shape)


def _blocks(size: int, share: float) -> NDArray[np.float32]:
    """Return the (size, size) matrix that replaces every pixel of a line by the mean of its block."""
    count = max(1, round(size * share))
    block = np.arange(size) * count // size
    together = block[:, None] == block
    shares: NDArray[np.float32] = (together / together.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _recompressed(page: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    file = BytesIO()
    Image.fromarray(page).save(file, "JPEG", quality=quality)
    with Image.open(file) as opened:
        return np.asarray(opened)
