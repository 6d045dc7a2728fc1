"""Attributions inside one modality of one sample: pixels, cells of a spectrogram, words, spans of a trace, columns.

The elements of a modality share out what the modality itself is given, so that what is inside adds up to what is
outside (Owen, 1977): `whole` = `presence` + the sum of `values` + `missing`. Loads no torch.
"""

from typing import Literal

from pydantic import ConfigDict, Field

from shapviz.runs.attribution import Floats, Question
from shapviz.runs.options import Options

Others = Literal["averaged", "everybody"]


class Inside(Options):
    """What one method gives to the elements of one modality of one sample."""

    model_config = ConfigDict(arbitrary_types_allowed=True)  # arrays

    method: str
    question: Question
    row: int = Field(description="of the dataset")
    modality: str
    kind: str = Field(description="of the modality")
    others: Others = Field(
        description="whom the modality meets: 'averaged' over who else is present, as Shapley values are, so that "
        "`whole` is the modality's Shapley value; or 'everybody', so that it is what leaving the modality out loses"
    )
    elements: tuple[str, ...] = Field(description="(E,) what each is called")
    grid: tuple[int, int] | None = Field(
        None,
        description="rows and columns where elements form a picture, row by row: patches of an image; bands (the "
        "lowest first) by frames of a sound; channels by spans of a series",
    )
    values: Floats = Field(description="(E,)")
    low: Floats | None = Field(None, description="(E,): ends of 95 % intervals over what the method draws")
    high: Floats | None = None
    whole: float = Field(description="what the modality is given")
    presence: float = Field(
        description="what being there is worth, with every element at its baseline: 0 where elements that are all "
        "absent mean that the modality is absent"
    )
    baseline: str = Field(description="what takes the place of an element, as a phrase")
    calls: float
    seconds: float

    @property
    def missing(self) -> float:
        """What the method leaves unexplained."""
        return self.whole - self.presence - float(self.values.sum())
