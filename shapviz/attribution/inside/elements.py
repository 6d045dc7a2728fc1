"""Elements: the parts of a modality's input that attributions are given to.

Gradients come for every value at once, so methods that follow them get the finest parts that people can point at. A
method that asks for coalitions needs a pass of the network for each, and gets patches, blocks, spans or bundles.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

import torch
from torch import Tensor

from shapviz.data.modality import Modality
from shapviz.models.encoders.audio import BANDS, HOP, LogMel, band_edges

SIDE: Final = 8  # patches or blocks along each side of a picture
SPANS: Final = 64  # of a series, over all its channels
BUNDLES: Final = 32  # of neighbouring columns


@dataclass(frozen=True, eq=False)
class Elements:
    """Parts of an input, to one of which each of its values belongs."""

    names: tuple[str, ...]  # (E,)
    grid: tuple[int, int] | None  # rows and columns of the picture that they form, row by row
    places: Tensor  # (*shape) int64: the element of each value
    unknown: tuple[int, ...] = ()  # words that the network does not know

    def masks(self, present: Tensor) -> Tensor:
        """Return which values are there, (B, *shape) bool, where these elements are, (B, E) bool."""
        return present[:, self.places]

    def sums(self, attributed: Tensor) -> Tensor:
        """Return what values (N, *shape) come to for each element, (N, E)."""
        totals = attributed.new_zeros(len(attributed), len(self.names))
        return totals.index_add(1, self.places.flatten(), attributed.flatten(1))


def layout(modality: Modality, *, fine: bool) -> tuple[int, int]:
    """Return in how many rows and columns the elements of a modality lie; what forms no picture lies in one row.

    Args:
        modality: Whose elements. Texts have one for each word, here as many as they can have.
        fine: Whether they are as fine as people can point at, or as few as coalitions allow.
    """
    match modality.drawn:
        case "image" | "audio":
            height, width = _canvas(modality)
            return (height, width) if fine else (min(SIDE, height), min(SIDE, width))
        case "series":
            channels, time = modality.shape
            return channels, time if fine else max(1, min(time, SPANS // channels))
        case "features":
            return 1, modality.shape[0] if fine else min(BUNDLES, modality.shape[0])
        case "text":
            return 1, modality.shape[0]


def window(modality: Modality, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return how much of an input of this shape is covered at a time: about an element that coalitions are asked for.

    Args:
        modality: Whose input.
        shape: Of the input. A picture has channels before its sides; words have embeddings, which are covered whole.
    """
    if modality.kind == "text":
        return 1, *shape[1:]
    sides = zip(_canvas(modality), layout(modality, fine=False), strict=True)
    tile = tuple(ceil(size / parts) for size, parts in sides)
    return (*shape[:-2], *tile[-len(shape) :])


def tiles(modality: Modality, *, fine: bool) -> Elements:
    """Return the elements of an image (all channels together), a sound, a series or a feature vector.

    Features that form a picture are expected in its rows and columns.
    """
    grid = layout(modality, fine=fine)
    height, width = _canvas(modality)
    places = _parts(height, grid[0])[:, None] * grid[1] + _parts(width, grid[1])
    rows, columns = (_limits(size, parts) for size, parts in zip((height, width), grid, strict=True))
    names = tuple(_name(modality, row, column, fine=fine) for row in rows for column in columns)
    match modality.drawn:
        case "image":
            return Elements(names, grid, places.expand(*modality.shape[:-2], height, width))
        case "features":
            return Elements(names, None, places[0])
        case "audio":
            return Elements(names, grid, places[None])
        case _:
            return Elements(names, grid, places)


def words(spelt: tuple[str, ...], width: int, unknown: tuple[int, ...] = ()) -> Elements:
    """Return the words of a text, whose embeddings are (words, width), and of which some are unknown to the network."""
    return Elements(spelt, None, torch.arange(len(spelt))[:, None].expand(-1, width), unknown)


def _canvas(modality: Modality) -> tuple[int, int]:
    """Return height and width of what is cut."""
    if modality.grid is not None:
        return modality.grid
    match modality.kind:
        case "image":
            return modality.shape[1], modality.shape[2]
        case "audio":
            assert modality.rate is not None
            return BANDS, LogMel(modality.rate).frames(modality.shape[0])
        case "series":
            return modality.shape[0], modality.shape[1]
        case _:
            return 1, modality.shape[0]


def _parts(size: int, parts: int) -> Tensor:
    """Return which of the parts, as equal as can be, each of `size` places lies in, (size,)."""
    return torch.arange(size) * parts // size


def _limits(size: int, parts: int) -> list[tuple[int, int]]:
    """Return where each part begins, and where the next does."""
    stops = torch.bincount(_parts(size, parts)).cumsum(0).tolist()
    return list(zip([0, *stops[:-1]], stops, strict=True))


def _name(modality: Modality, rows: tuple[int, int], columns: tuple[int, int], *, fine: bool) -> str:
    match modality.drawn:
        case "image":
            return f"{_numbered('row', rows)}, {_numbered('column', columns)}"
        case "audio":
            assert modality.rate is not None
            low, high = (band_edges(modality.rate)[end] for end in rows)
            start, stop = (end * HOP for end in columns)
            return f"{low:.0f}-{high:.0f} Hz, {start:.2f}-{stop:.2f} s"
        case "series":
            return f"channel {rows[1]}, {_numbered('value', columns)}"
        case _:
            return _numbered("column", columns)


def _numbered(what: str, limits: tuple[int, int]) -> str:
    start, stop = limits
    return f"{what} {stop}" if stop == start + 1 else f"{what}s {start + 1}-{stop}"
