"""Attributions inside one modality of one sample: pixels, cells of a spectrogram, words, spans of a trace, columns.

The elements of a modality share out what the modality itself is given, so that what is inside adds up to what is
outside (Owen, 1977): `whole` = `presence` + the sum of `values` + `missing`.

An element that is taken out is at a baseline: something that says as little as possible. Gradients need such a place
to start from, and coalitions of elements get the same one: the modality is there, with these elements as they are and
the others at their baselines. So all methods explain the same difference, and their pictures may be laid beside each
other. With all elements out the modality is still there, and that is not the same as absent. The difference is
`presence`, the same number for every method; were it left to the elements, each would get a part of it for nothing that
distinguishes it, and only from methods that ask for coalitions. In Owen's terms: modalities join in every order, and
when one does it joins as such first, then its elements follow in every order. Loads no torch.
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
    question: Question = Field(description="its baseline is about absent modalities; elements have one of their own")
    row: int = Field(description="of the dataset")
    modality: str
    kind: str = Field(description="of the modality; features that form a picture are an image")
    others: Others = Field(
        description="whom the modality meets: 'averaged' over who else is present, as Shapley values are, so that "
        "`whole` is the modality's Shapley value; or 'everybody', so that it is what leaving the modality out loses"
    )
    elements: tuple[str, ...] = Field(description="(E,) what each is called")
    unknown: tuple[int, ...] = Field(
        (),
        description="places of words that the network does not know: it gets one token for all of them, and `elements` "
        "has them as they were written",
    )
    grid: tuple[int, int] | None = Field(
        None,
        description="rows and columns where elements form a picture, row by row: patches of an image; bands (the "
        "lowest first) by frames of a sound; channels by spans of a series",
    )
    values: Floats = Field(description="(E,), in the unit of the payoff")
    low: Floats | None = Field(None, description="(E,): ends of 95 % intervals over what the method draws")
    high: Floats | None = None
    whole: float = Field(description="what the modality is given")
    presence: float = Field(description="what being there is worth, with every element at its baseline")
    baseline: str = Field(description="what takes the place of an element, as a phrase")
    calls: float = Field(description="of the network: inputs of the modality that were encoded, one more a gradient")
    seconds: float

    @property
    def missing(self) -> float:
        """What the method leaves unexplained: 0 for complete methods."""
        return self.whole - self.presence - float(self.values.sum())
