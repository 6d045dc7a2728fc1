"""What the Robustness page asks for. Nothing in it is trusted."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from shapviz.data.modality import Modality
from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs.corruptions import Corruption, misfits
from shapviz.runs.robustness import LAST_DRAW, Conditions, Corrupted, StandIn
from shapviz.runs.severity import WORST
from shapviz.ui.labs.wishes import REMEDY, Theme, Wish

MOST_MASKS = 32  # a coalition and those one modality away are no more than that


class FactsWish(Wish):
    """What can the network be asked?"""


class ViewWish(Wish):
    """What does it do under these conditions, and what is to be shown of it?"""

    beside: str | None = Field(None, max_length=64, description="the full id of a run to look at likewise")
    beside_token: str = Field("", max_length=64, description="the token of that run")
    conditions: Conditions = Conditions()
    focus: str | None = Field(None, description="the modality that the grid is about")
    corruptions: dict[str, Corruption] = Field({}, description="by modality, of its curve")
    masks: tuple[int, ...] = Field(min_length=1, max_length=MOST_MASKS, description="the coalitions to show")
    compact: bool = False
    theme: Theme = "light"

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """Both runs, each with its token."""
        beside = () if self.beside is None else ((self.beside, self.beside_token),)
        return (*super().shown, *beside)

    def check(self, modalities: Mapping[str, Modality]) -> None:
        """Make sure that it fits the run; of the conditions the lab itself will say so.

        Raises:
            UsageError: Naming every problem at once.
        """
        problems = list(self._problems(modalities))
        if problems:
            raise UsageError(" ".join(problems), remedy=REMEDY)

    def _problems(self, modalities: Mapping[str, Modality]) -> Iterator[str]:
        last = 2 ** len(modalities) - 1
        for mask in self.masks:
            if not 0 <= mask <= last:
                yield f"masks: a coalition is a number from 0 to {last}, found {mask}."
        if self.focus is not None and self.focus not in modalities:
            yield str(UnknownNameError("modality", self.focus[:40], modalities))
        yield from misfits(self.corruptions, {name: modality.kind for name, modality in modalities.items()})


class SweepWish(Wish):
    """Measure one corruption of one modality at every severity."""

    modality: str
    corruption: Corruption
    stand_in: StandIn = "own"
    draw: int = Field(0, ge=0, le=LAST_DRAW)


class StripWish(Wish):
    """What do a few samples look like?"""

    conditions: Conditions = Conditions()


class SoundWish(Wish):
    """What does a sample sound like?"""

    row: int = Field(ge=0)
    modality: str
    corruption: Corruption | None = Field(None, description="without one, as it was measured")
    severity: float = Field(0.0, ge=0, le=WORST)
    draw: int = Field(0, ge=0, le=LAST_DRAW)

    @property
    def corrupted(self) -> Corrupted | None:
        """What is done to it."""
        return self.corruption and Corrupted(corruption=self.corruption, severity=self.severity)
