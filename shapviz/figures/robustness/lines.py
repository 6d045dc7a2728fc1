"""The lines of the figure of severities: what they are about, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.scenario import Side
from shapviz.games.summary import Interval


@dataclass(frozen=True)
class Line:
    """What a corruption of one modality does to the coalition in one network; to it alone where nobody is present."""

    player: str
    side: Side
    first: bool  # whether it is the first network's
    points: tuple[tuple[float, Interval], ...]  # accuracy by severity
    removed: Interval  # accuracy without the modality, all clean

    @property
    def worst(self) -> Interval:
        """Accuracy at the last severity."""
        return self.points[-1][1]


def lines_of(case: Case) -> list[Line]:
    """Return every line that is known."""
    return [line for side in case.scenario.sides for line in _of_side(case, side)]


def _of_side(case: Case, side: Side) -> Iterator[Line]:
    for player in case.members or case.players:
        sweep, present = case.sweep(side, player), case.mask or case.bit(player)
        if sweep is not None:
            accuracies = [measured.accuracy[present] for measured in sweep.measured]
            points = tuple(zip(sweep.severities, accuracies, strict=True))
            yield Line(player, side, side is case.first, points, side.reading.clean.accuracy[case.without(player)])
