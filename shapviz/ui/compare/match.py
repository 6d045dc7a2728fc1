"""A baseline against the other groups: which may be subtracted, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shapviz.comparison import Difference, difference_by_epoch, holm, incomparable, paired
from shapviz.figures.compare.contender import Contender
from shapviz.figures.compare.difference import Gap
from shapviz.ui.compare.lineup import Entry

ALPHA = 0.05


@dataclass(frozen=True)
class Side:
    """A group that something can be said of: an entry that has a contender."""

    entry: Entry
    contender: Contender

    @property
    def tested(self) -> dict[int, float]:
        """Test accuracy by seed."""
        return self.contender.tested(lambda outcome: outcome.accuracy)

    @property
    def balanced(self) -> dict[int, float]:
        """EDM on the test split by seed."""
        return self.contender.tested(lambda outcome: outcome.edm)


@dataclass(frozen=True)
class Match:
    """The baseline and the groups that may be compared with it."""

    baseline: Side
    sides: tuple[Side, ...]  # the baseline among them, in the order in which they were chosen
    refused: Mapping[str, str]  # the title of each group that may not be compared, and why

    @property
    def rivals(self) -> tuple[Side, ...]:
        """All but the baseline."""
        return tuple(side for side in self.sides if side is not self.baseline)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """By how much each rival is ahead on the validation split, epoch by epoch."""
        ours = self.baseline.contender.accuracies
        gaps = [
            Gap(rival.contender, difference_by_epoch(rival.contender.accuracies, ours))
            for rival in self.rivals
            if rival.contender.trails.keys() & self.baseline.contender.trails.keys()
        ]
        return tuple(gap for gap in gaps if gap.trained)

    @cached_property
    def best(self) -> Side | None:
        """The group with the highest mean test accuracy; None before two have been tested."""
        tested = [side for side in self.sides if side.tested]
        return max(tested, key=_mean_accuracy) if len(tested) > 1 else None

    @cached_property
    def leads(self) -> tuple["Lead", ...]:
        """By how much the best is ahead of each other group on the test split, in the order of the gap."""
        if self.best is None:
            return ()
        others = [side for side in self.sides if side is not self.best and side.tested.keys() & self.best.tested.keys()]
        others = [side for side in others if incomparable(self.best.entry.group, side.entry.group) is None]
        found = {side.entry.key: paired(self.best.tested, side.tested) for side in others}
        adjusted = holm({key: lead.p for key, lead in found.items() if lead.p is not None})
        clear = {key for key, p in adjusted.items() if p < ALPHA and found[key].mean > 0}
        leads = [Lead(side, found[side.entry.key], side.entry.key in clear) for side in others]
        return tuple(sorted(leads, key=lambda lead: -lead.difference.mean))


@dataclass(frozen=True)
class Lead:
    """By how much the best group is ahead of another one."""

    over: Side
    difference: Difference
    clear: bool  # also after Holm's correction for the number of groups


def match(sides: Sequence[Side], baseline: str) -> Match:
    """Return the match against the group with the key `baseline`."""
    ours = next(side for side in sides if side.entry.key == baseline)
    reasons = {side.entry.key: incomparable(ours.entry.group, side.entry.group) for side in sides if side is not ours}
    titles = {side.entry.key: side.entry.title for side in sides}
    refused = {titles[key]: reason for key, reason in reasons.items() if reason}
    return Match(ours, tuple(side for side in sides if reasons.get(side.entry.key) is None), refused)


def _mean_accuracy(side: Side) -> float:
    return sum(side.tested.values()) / len(side.tested)
