"""What each modality contributes, clean and now, and who makes up for what was lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.scenario import Side
from shapviz.games.summary import Interval

NEXT_TO_NOTHING = 0.02  # of accuracy; what is surely less is called nothing, and less lost makes no headline


@dataclass(frozen=True)
class Part:
    """A modality's Shapley value in one network."""

    player: str
    side: Side
    first: bool
    clean: Interval
    now: Interval
    change: Interval


def parts_of(case: Case, side: Side) -> list[Part]:
    """Return what every modality contributes in one network."""
    return [Part(player, side, side is case.first, *values) for player, values in case.shapley(side).items()]


def untouched(case: Case, parts: Sequence[Part]) -> list[Part]:
    """Return the parts of those who are present and to whom nothing was done: only they can pick anything up."""
    return [part for part in parts if part.player in case.members and part.player not in case.corrupted]


def gainers(case: Case, parts: Sequence[Part]) -> list[Part]:
    """Return those of the untouched who contribute more than before for sure; the most first."""
    gained = [part for part in untouched(case, parts) if part.change.low > 0]
    return sorted(gained, key=lambda part: -part.change.estimate)


def nobody_gains(case: Case, parts: Sequence[Part]) -> bool:
    """Return whether intervals rule out that anybody untouched gains what is worth speaking of."""
    return all(part.change.high < NEXT_TO_NOTHING for part in untouched(case, parts))
