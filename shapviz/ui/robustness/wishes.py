"""What browsers ask the lab's routes for. Nothing in it is trusted."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError

from shapviz.data.modality import Modality
from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs.corruptions import WORST, Corruption, misfits
from shapviz.runs.options import Options
from shapviz.runs.robustness import LAST_DRAW, Conditions, Corrupted, StandIn

MOST_MASKS = 32  # a coalition and those one modality away are no more than that
REMEDY = "Reload the page. If that does not help, the browser holds an older version of it."


class Wish(Options):
    """What every question says: about which run, and by what right."""

    token: str = Field(max_length=64)
    run: str = Field(max_length=64, description="its full id")


class FactsWish(Wish):
    """What can the network be asked?"""


class ViewWish(Wish):
    """What does it do under these conditions, and what is to be shown of it?"""

    beside: str | None = Field(None, max_length=64, description="the full id of a run to look at likewise")
    conditions: Conditions = Conditions()
    focus: str | None = Field(None, description="the modality that the grid is about")
    corruptions: dict[str, Corruption] = Field({}, description="by modality, of its curve")
    masks: tuple[int, ...] = Field(min_length=1, max_length=MOST_MASKS, description="the coalitions to show")
    compact: bool = False
    theme: Literal["light", "dark"] = "light"

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


AnyWish = TypeVar("AnyWish", bound=Wish)


def read(kind: type[AnyWish], body: bytes | Mapping[str, str]) -> AnyWish:
    """Return what a JSON document, or the query of an address, asks for.

    Raises:
        UsageError: Naming every problem at once.
    """
    try:
        return kind.model_validate_json(body) if isinstance(body, bytes) else kind.model_validate(body)
    except ValidationError as error:
        raise UsageError(" ".join(map(_sentence, error.errors())), remedy=REMEDY) from error


def _sentence(detail: Any) -> str:
    """Return one problem as `field: what was expected, what was found`."""
    field = ".".join(map(str, detail["loc"])) or "the question"
    found = f"{detail['input']!r}"[:60]
    if detail["type"] == "literal_error":
        expected = detail["ctx"]["expected"]
        near = get_close_matches(str(detail["input"]), re.findall("'(.*?)'", expected), n=1)
        return f"{field}: expected {expected}, found {found}." + (f" Did you mean '{near[0]}'?" if near else "")
    return f"{field}: {detail['msg']}, found {found}."
