"""What is known about a modality without looking at a single value of it."""

from dataclasses import dataclass
from math import prod
from typing import Literal

Kind = Literal["image", "audio", "series", "text", "features"]
PADDING = 0  # token: there is no word in this place
UNKNOWN = 1  # token: there is a word, but not one that training has seen


@dataclass(frozen=True)
class Modality:
    """One way of looking at a sample, such as its picture or its words.

    A sample's values have this shape, by kind: image (channels, height, width) in [0, 1]; audio (time,), a waveform in
    [-1, 1]; series (channels, time); text (words,) of token numbers, where 0 is padding and 1 an unknown word; features
    (columns,).
    """

    name: str
    kind: Kind
    shape: tuple[int, ...]
    unit: str  # of the values as they were measured, before any standardisation
    about: str  # one phrase for people
    vocabulary: int | None = None  # text only: how many token numbers there are, padding and unknown included
    rate: int | None = None  # audio only: values a second, in Hz
    grid: tuple[int, int] | None = None  # features only: rows and columns of the picture that they form, row by row

    def __post_init__(self) -> None:
        assert (self.vocabulary is not None) == (self.kind == "text"), f"{self.name}: text needs a vocabulary"
        assert (self.rate is not None) == (self.kind == "audio"), f"{self.name}: audio needs a rate"
        if self.grid is not None:
            assert self.kind == "features", f"{self.name}: a picture has its rows and columns in its shape"
            assert prod(self.grid) == self.shape[0], f"{self.name}: a grid needs a place for each column"

    @property
    def drawn(self) -> Kind:
        """As what people see it: features that form a picture as an image, all else as what it is."""
        return self.kind if self.grid is None else "image"
