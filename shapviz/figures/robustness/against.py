"""What curves say of each modality against its own removal, severity by severity, each by a paired interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from shapviz.figures.numbers import UNSURE
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.scenario import Side
from shapviz.figures.robustness.wording import ADJECTIVES
from shapviz.figures.sentences import capitalised, listed, tag
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval
from shapviz.runs.robustness import Sweep
from shapviz.runs.severity import WORST


@dataclass(frozen=True)
class Against:
    """One corrupted modality against none of it, in one network."""

    case: Case
    sweep: Sweep

    @cached_property
    def worths(self) -> dict[float, Interval]:
        """By severity, how far the coalition is ahead of itself without the modality."""
        known = zip(self.sweep.severities, self.sweep.measured, strict=True)
        return {severity: self.case.worth(measured, self.sweep.modality) for severity, measured in known}

    @cached_property
    def corrupted(self) -> dict[float, Interval]:
        """The same without severity 0, where nothing is done."""
        return {severity: worth for severity, worth in self.worths.items() if severity > 0}

    @cached_property
    def worse_from(self) -> float | None:
        """The severity from which on it is worse than none for sure; None if it never is. 0: even clean."""
        falling = sorted(self.worths, reverse=True)
        return min(takewhile(lambda severity: self.worths[severity].high < 0, falling), default=None)

    @property
    def better(self) -> bool:
        """Whether it is better than none for sure at every severity."""
        return all(worth.low > 0 for worth in self.corrupted.values())

    @property
    def worst(self) -> Interval:
        """What it is worth at the last severity."""
        return self.worths[max(self.worths)]

    @property
    def called(self) -> Sentence:
        """The modality with what is done to it."""
        return [f"{ADJECTIVES[self.sweep.corruption]} ", tag(self.sweep.modality)]

    def said(self) -> Sentence:
        """Return what can be said at all severities at once."""
        if self.worse_from is not None:
            return self._worse(self.worse_from)
        if self.better:
            return capitalised([*self.called, " is better than none at every severity"])
        if worse := self._at(lambda worth: worth.high < 0):
            return capitalised([*self.called, f" is worse than none at severity {worse}, but not from there on"])
        if better := self._first_better:
            return capitalised([*self.called, f" is better than none up to severity {better:g}"])
        return capitalised([*self.called, ", better or worse than none? ", UNSURE])

    def _worse(self, severity: float) -> Sentence:
        if not severity:
            return ["Even clean, ", tag(self.sweep.modality), " is worse than none"]
        when = f"From severity {severity:g} on" if severity < WORST else f"At severity {severity:g}"
        return [f"{when}, ", *self.called, " is worse than none"]

    def _at(self, holds: Callable[[Interval], bool]) -> str:
        """Return the severities at which something holds, in words."""
        found = [f"{severity:g}" for severity, worth in self.corrupted.items() if holds(worth)]
        return "".join(str(part) for part in listed([[each] for each in found])) if found else ""

    @property
    def _first_better(self) -> float:
        """The severity up to which it is better than none for sure; 0 if that is none."""
        rising = takewhile(lambda known: known[1].low > 0, self.corrupted.items())
        return max((severity for severity, _ in rising), default=0.0)


def against(case: Case, side: Side, player: str) -> Against | None:
    """Return how a modality fares against its removal, once its curve is known."""
    sweep = case.sweep(side, player)
    return Against(case, sweep) if sweep else None


def subject(case: Case) -> str | None:
    """Return the modality that curves speak of: the one that is looked at, or of clean ones the most striking one."""
    known = [found for player in case.members if (found := against(case, case.first, player))]
    if case.corrupted or case.pending or not known:
        return case.focus
    return min(known, key=_order).sweep.modality


def _order(found: Against) -> tuple[float, float]:
    """Return what sorts those first that are worse than none earliest, then those nearest to it."""
    return WORST + 1 if found.worse_from is None else found.worse_from, found.worst.high


def title(case: Case) -> Sentence:
    """Return from which severity on a modality is worse than none, in the first network or in both."""
    player = subject(case)
    if player is None:
        return ["Nobody is present: what each one reaches alone"]
    found = against(case, case.first, player)
    if found is None or player in case.pending:
        return ["What severity costs: ", tag(player), " is being measured"]
    if case.paired:
        return _of_two(case, player, found)
    return found.said()


def _of_two(case: Case, player: str, found: Against) -> Sentence:
    """Return from which severity on the modality is worse than none in each network."""
    known = [(side, other) for side in case.scenario.sides if (other := against(case, side, player))]
    if all(other.worse_from is None for _, other in known):
        return capitalised([*found.called, " is worse than none in neither run, as far as can be told"])
    told_of = ", ".join(f"{_since(other.worse_from)} in {side.run}" for side, other in known)
    return capitalised([*found.called, f" is worse than none: {told_of}"])


def _since(severity: float | None) -> str:
    return "never for sure" if severity is None else f"from severity {severity:g} on"
