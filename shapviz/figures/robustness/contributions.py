"""What each modality contributes, clean and now."""

from __future__ import annotations

from dataclasses import dataclass

from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.scenario import Side
from shapviz.games.summary import Interval


@dataclass(frozen=True)
class Part:
    """What one modality contributes in one network."""

    player: str
    side: Side
    first: bool
    clean: Interval
    now: Interval
    change: Interval


def parts_of(case: Case, side: Side) -> list[Part]:
    """Return what every modality contributes in one network."""
    return [Part(player, side, side is case.first, *values) for player, values in case.shapley(side).items()]


def gainers(case: Case, parts: list[Part]) -> list[Part]:
    """Return those who contribute more than before for sure, and to whom nothing was done; the most first."""
    gained = [part for part in parts if part.change.low > 0 and part.player not in case.corrupted]
    return sorted(gained, key=lambda part: -part.change.estimate)
