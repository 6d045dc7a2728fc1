"""What the Attribution page asks for. Nothing in it is trusted."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from shapviz.data.modality import Modality
from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs.attribution import Question
from shapviz.runs.inside import Others
from shapviz.runs.methods import METHODS, Effort, Level
from shapviz.ui.labs.wishes import REMEDY, Theme, Wish

MOST_CALLS = 10_000  # for each sample; who wants more asks a job
MOST_ROWS = 64  # samples that are shown at a time
MOST_EPOCHS = 100_000
Row = Annotated[int, Field(ge=0, lt=2**31, description="of the dataset")]


class EpochWish(Wish):
    """A question about a network after one of its epochs."""

    epoch: int | None = Field(None, ge=0, le=MOST_EPOCHS, description="None means the newest")

    def check(self, modalities: Mapping[str, Modality], classes: tuple[str, ...]) -> None:
        """Make sure that it fits the run; of rows and epochs the lab itself will say so.

        Raises:
            UsageError: Naming every problem at once.
        """
        problems = list(self._problems(modalities, classes))
        if problems:
            raise UsageError(" ".join(problems), remedy=REMEDY)

    def _problems(self, modalities: Mapping[str, Modality], classes: tuple[str, ...]) -> Iterator[str]:
        yield from ()


class FactsWish(EpochWish):
    """What can the network be asked?"""


class ExhibitsWish(EpochWish):
    """What do these samples look like?"""

    rows: tuple[Row, ...] = Field(min_length=1, max_length=MOST_ROWS)


class AskingWish(EpochWish):
    """A question about what a number of the network is made of."""

    question: Question = Question()

    def _problems(self, modalities: Mapping[str, Modality], classes: tuple[str, ...]) -> Iterator[str]:
        try:
            self.question.named(classes)
        except UnknownNameError as error:
            yield f"question.target: {error}"


class GalleryWish(AskingWish):
    """Which samples are there to look through?"""


class EffortWish(AskingWish):
    """A question to methods that draw, too."""

    calls: int = Field(Effort().calls, ge=1, le=MOST_CALLS, description="of the network, for each sample")


class OverallWish(EffortWish):
    """What is there to know besides what methods give: how values moved, what checks say, what methods cost."""


class MethodWish(EffortWish):
    """What does a method give to the modalities of all samples?"""

    method: str = Field(max_length=64)

    def _problems(self, modalities: Mapping[str, Modality], classes: tuple[str, ...]) -> Iterator[str]:
        yield from super()._problems(modalities, classes)
        yield from unfit(self.method, "modality")


class MethodsWish(EffortWish):
    """A question to several methods."""

    methods: tuple[str, ...] = Field((), max_length=2 * len(METHODS))

    def _problems(self, modalities: Mapping[str, Modality], classes: tuple[str, ...]) -> Iterator[str]:
        yield from super()._problems(modalities, classes)
        for method in self.methods:
            yield from unfit(method, "modality")


class ViewWish(MethodsWish):
    """What is known of all this, as people see it?"""

    row: Row | None = Field(None, description="the sample in view")
    compact: bool = False
    theme: Theme = "light"


class BudgetWish(MethodWish):
    """What would more calls buy from a method, for one sample?"""

    row: Row


class ElementsWish(EffortWish):
    """A question to a method about modalities, or about what is inside one."""

    method: str = Field(max_length=64)
    modality: str | None = Field(None, max_length=200)

    def _problems(self, modalities: Mapping[str, Modality], classes: tuple[str, ...]) -> Iterator[str]:
        yield from super()._problems(modalities, classes)
        yield from unfit(self.method, "modality" if self.modality is None else "inside")
        if self.modality is not None and self.modality not in modalities:
            yield str(UnknownNameError("modality", self.modality[:40], modalities))


class CurvesWish(ElementsWish):
    """What becomes of the number as players come and go in a method's order?"""

    row: Row | None = Field(None, description="the sample; None means all")


class OrderWish(ElementsWish):
    """Is a method's order of the elements of one modality of a sample better than a random one, as people see it?"""

    row: Row
    modality: str = Field(max_length=200)
    others: Others = "averaged"
    theme: Theme = "light"


class ThroughWish(EffortWish):
    """What does one tree over all modalities of a sample give to the elements of each?"""

    row: Row


class InsideWish(ElementsWish):
    """What does a method give to the elements of one modality of a sample?"""

    row: Row
    modality: str = Field(max_length=200)
    others: Others = "averaged"


def unfit(method: str, level: Level) -> Iterator[str]:
    """Yield why a method cannot be asked at a level."""
    if method not in METHODS:
        yield str(UnknownNameError("attribution method", method[:40], METHODS))
    elif level not in METHODS[method].levels:
        where = " and ".join(METHODS[method].levels)
        yield f"'{method}' attributes at the level of: {where}; found '{level}'."
