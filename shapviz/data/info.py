"""What a person reads about a dataset before anything of it is loaded."""

from dataclasses import dataclass

from shapviz.data.modality import Modality
from shapviz.data.splits import FRACTIONS


@dataclass(frozen=True)
class DatasetInfo:
    """A dataset's card: everything but the arrays."""

    name: str
    title: str
    about: str  # one sentence, as it stands under a thumbnail
    modalities: tuple[Modality, ...]
    classes: tuple[str, ...]
    samples: int
    citation: str
    licence: str
    epochs: int  # enough for every encoder trained alone to stop improving
    groups: str | None = None  # what a split keeps together, e.g. "subject"; None where samples are independent
    fractions: tuple[float, float, float] = FRACTIONS  # of train, valid and test

    @property
    def names(self) -> tuple[str, ...]:
        """The modalities' names, in the order of the players."""
        return tuple(modality.name for modality in self.modalities)
