"""One coalition under the conditions of a scenario, and what can be asked about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shapviz.figures.course import team
from shapviz.figures.labels import escaped
from shapviz.figures.robustness.contrasts import Weights, contrast, contrasts, shapley_weights
from shapviz.figures.robustness.scenario import Scenario, Side
from shapviz.games.summary import Interval
from shapviz.runs.corruptions import Corruption
from shapviz.runs.robustness import Corrupted, Measured, Sweep

Values = tuple[Interval, Interval, Interval]


@dataclass(frozen=True)
class Case:
    """Base of everything that a view consists of."""

    scenario: Scenario
    mask: int

    @property
    def players(self) -> tuple[str, ...]:
        """The modalities, in the order of bits."""
        return self.scenario.players

    @property
    def everybody(self) -> int:
        """The mask of all modalities."""
        return (1 << len(self.players)) - 1

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Who is present."""
        return team(self.players, self.mask)

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """Who is not."""
        return tuple(player for player in self.players if player not in self.members)

    @cached_property
    def corrupted(self) -> dict[str, Corrupted]:
        """What is done to those who are present."""
        return {player: done for player, done in self._wanted.items() if player in self.members}

    @cached_property
    def focus(self) -> str | None:
        """The member that is looked at most closely; None if nobody is present."""
        if self.scenario.focus in self.members:
            return self.scenario.focus
        return max(self.members, key=self.severity, default=None)

    @property
    def subject(self) -> str:
        """The modality that the grid is about, present or not: that of the scenario, else the focus, else the first."""
        chosen = self.scenario.focus
        return chosen if chosen in self.players else self.focus or self.players[0]

    @property
    def alone(self) -> bool:
        """Whether nothing but the modality of the grid is corrupted, with the corruption of its curve."""
        done = self._wanted.get(self.subject)
        return len(self._wanted) == 1 and done is not None and done.corruption == self.corruption(self.subject)

    @property
    def paired(self) -> bool:
        """Whether two networks stand side by side."""
        return len(self.scenario.sides) > 1

    @property
    def first(self) -> Side:
        """The network that is looked at, with or without another one beside it."""
        return self.scenario.sides[0]

    @property
    def undisturbed(self) -> bool:
        """Whether everybody is present and clean."""
        return not self.absent and not self.corrupted

    @property
    def samples(self) -> int:
        """How many samples were tested."""
        return self.first.reading.measured.samples

    def severity(self, player: str) -> float:
        """Return how badly a modality fares, or would if it were present; 0 is clean."""
        return self._wanted[player].severity if player in self._wanted else 0.0

    def bit(self, player: str) -> int:
        """Return the mask of a modality alone."""
        return 1 << self.players.index(player)

    def without(self, *players: str) -> int:
        """Return the mask of this coalition without some of its members."""
        return self.mask & ~sum(self.bit(player) for player in players)

    def named(self, mask: int) -> str:
        """Return a coalition in words."""
        return " + ".join(team(self.players, mask)) or "nobody"

    def whose(self, side: Side, player: str) -> str:
        """Return what a label says when pointed at a modality's mark: its name, and with two networks the run's."""
        return f"<b>{escaped(player)}</b>{self.of(side)}"

    def of(self, side: Side) -> str:
        """Return whose number it is, behind a comma; nothing where there is one network."""
        return f", {escaped(side.run)}" if self.paired else ""

    def sweep(self, side: Side, player: str) -> Sweep | None:
        """Return what a modality's chosen corruption does at every severity, once that is known."""
        known = side.sweeps.get(player)
        return known if known and known.corruption == self.corruption(player) else None

    def corruption(self, player: str) -> Corruption | None:
        """Return the corruption that the curve of a modality is about."""
        chosen = self.scenario.corruptions.get(player)
        if chosen is None and player in self._wanted:
            return self._wanted[player].corruption
        return chosen

    @cached_property
    def pending(self) -> tuple[str, ...]:
        """Members whose curve is not known yet on some side."""
        return tuple(
            player for player in self.members if any(self.sweep(side, player) is None for side in self.scenario.sides)
        )

    def now(self, side: Side) -> Interval:
        """Return the accuracy of this coalition as things stand."""
        return side.reading.measured.accuracy[self.mask]

    def clean(self, side: Side) -> Interval:
        """Return the accuracy of everybody with clean inputs."""
        return side.reading.clean.accuracy[self.everybody]

    def nobody(self, side: Side) -> Interval:
        """Return the accuracy without any modality."""
        return side.reading.clean.accuracy[0]

    def change(self, side: Side) -> Interval:
        """Return by how much this coalition is ahead of everybody with clean inputs."""
        reading = side.reading
        return contrast((reading.measured, {self.mask: 1.0}), (reading.clean, {self.everybody: -1.0}))

    def worth(self, measured: Measured, player: str) -> Interval:
        """Return by how much this coalition is ahead of itself without one of its members."""
        return contrast((measured, {self.mask: 1.0, self.without(player): -1.0}))

    def gain(self, side: Side, players: Sequence[str]) -> Interval:
        """Return by how much the Shapley values of some modalities together have changed."""
        everybody, among = self._weights
        counted = np.array([[float(player in players)] for player in self.players])
        return contrasts((side.reading.measured, among @ counted), (side.reading.clean, -everybody @ counted))[0]

    def lead(self, side: Side, one: str, other: str) -> Interval:
        """Return by how much one modality's Shapley value exceeds another's, now."""
        _, among = self._weights
        counted = np.array([[float(player == one) - float(player == other)] for player in self.players])
        return contrasts((side.reading.measured, among @ counted))[0]

    def shapley(self, side: Side) -> dict[str, Values]:
        """Return by modality its Shapley value clean, now, and the change.

        The clean game is that of everybody. Now those who are present play among themselves; the others have nothing.
        """
        return next(values for each, values in zip(self.scenario.sides, self._values, strict=True) if each is side)

    @cached_property
    def _values(self) -> list[dict[str, Values]]:
        return [self._stored(side) or self._valued(side) for side in self.scenario.sides]

    def _valued(self, side: Side) -> dict[str, Values]:
        reading, (everybody, among) = side.reading, self._weights
        clean = contrasts((reading.clean, everybody))
        now = contrasts((reading.measured, among))
        change = contrasts((reading.measured, among), (reading.clean, -everybody))
        return dict(zip(self.players, zip(clean, now, change, strict=True), strict=True))

    @cached_property
    def _weights(self) -> tuple[Weights, Weights]:
        """The weights of the Shapley values of the clean game of everybody, and of that of those who are present."""
        players = len(self.players)
        among = [self.players.index(member) for member in self.members]
        return shapley_weights(range(players), players), shapley_weights(among, players)

    def _stored(self, side: Side) -> dict[str, Values] | None:
        """Return the same as it was measured, where everybody is present and single samples are not known."""
        clean, now = side.reading.clean, side.reading.measured
        if now.right or self.absent:
            return None
        return dict(zip(self.players, zip(clean.shapley, now.shapley, now.shapley_change, strict=True), strict=True))

    @cached_property
    def _wanted(self) -> dict[str, Corrupted]:
        return {player: done for player, done in self.scenario.conditions.corrupted.items() if done.severity > 0}
