"""A run as the figures see it: its epochs so far, how long it is to be, and what it is compared with."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, groupby
from operator import itemgetter
from typing import TypeVar

from shapviz.games.summary import Interval, Valuation
from shapviz.runs.records import EpochRecord

T = TypeVar("T")
Shares = dict[str, Interval]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Stretch:
    """Consecutive valuations in all of which shares are defined."""

    epochs: tuple[int, ...]
    shares: tuple[Shares, ...]

    def corners(self) -> Iterator[tuple[float, Shares]]:
        """Yield the points to draw; a single valuation is drawn half an epoch wide, or it would not be seen."""
        if len(self.epochs) == 1:
            yield self.epochs[0] - 0.5, self.shares[0]
        yield from zip(self.epochs, self.shares, strict=True)

    def between(self, first: float, last: int) -> tuple[Shares, ...]:
        """Return the shares from the newest valuation before `first` up to that of `last`."""
        start = max(bisect_right(self.epochs, first) - 1, 0)
        return self.shares[start : bisect_right(self.epochs, last)]


@dataclass(frozen=True)
class Ghost:
    """A companion run of the same modalities: what would have happened otherwise."""

    words: str  # e.g. "had it been joint"
    label: str  # e.g. "joint"
    records: tuple[EpochRecord, ...]


@dataclass(frozen=True)
class Fork:
    """Where a run parted from its parent, whose epochs are the first of its own."""

    epoch: int  # the last that both have in common
    words: str  # what was changed, e.g. "weak first"


@dataclass(frozen=True)
class Course:
    """The epochs of a run, in order, with at least one valuation among them.

    `epochs` is the number that the run is to have, so that axes stand still while it is alive. `ceilings` are the
    validation accuracies of the modalities trained alone, `probes` those that linear classifiers reach on the encoders
    after the last epoch; they may be empty or lack some.
    """

    records: tuple[EpochRecord, ...]
    epochs: int
    ghost: Ghost | None = None
    ceilings: Mapping[str, float] = field(default_factory=dict)
    probes: Mapping[str, float] = field(default_factory=dict)
    fork: Fork | None = None

    @cached_property
    def players(self) -> tuple[str, ...]:
        """The modalities, in the order of bits."""
        return next(record.valuation.players for record in self.records if record.valuation)

    @cached_property
    def trained(self) -> tuple[tuple[int, Valuation], ...]:
        """Epoch and valuation wherever there is one, epoch 0 apart: what an untrained model shares out is chance."""
        return valued(self.records)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """Where shares are defined, in unbroken stretches."""
        pairs = [(epoch, shares_of(valuation)) for epoch, valuation in self.trained]
        groups = [list(group) for _, group in groupby(pairs, key=lambda pair: pair[1] is None)]
        known = [[(epoch, shares) for epoch, shares in group if shares is not None] for group in groups]
        return tuple(
            Stretch(tuple(epoch for epoch, _ in group), tuple(shares for _, shares in group))
            for group in known
            if group
        )

    @cached_property
    def ghost_trained(self) -> tuple[tuple[int, Valuation], ...]:
        """The same of the ghost, as far as the x axis reaches; empty without a ghost."""
        return tuple(pair for pair in valued(self.ghost.records) if pair[0] <= self.epochs) if self.ghost else ()

    @cached_property
    def measured(self) -> tuple[tuple[int, tuple[float, ...]], ...]:
        """Epoch and validation accuracy of all coalitions wherever there is one, epoch 0 included."""
        return tuple((record.epoch, record.accuracy) for record in self.records if record.accuracy)

    @cached_property
    def edm(self) -> tuple[tuple[int, Interval | None], ...]:
        """Epoch and EDM of every valuation; None where shares are undefined."""
        return tuple((epoch, valuation.edm) for epoch, valuation in self.trained)

    @cached_property
    def ghost_edm(self) -> tuple[tuple[int, float | None], ...]:
        """The same of the ghost, without intervals."""
        return tuple((epoch, v.edm.estimate if v.edm else None) for epoch, v in self.ghost_trained)

    def valuation_at(self, epoch: int) -> tuple[int, Valuation] | None:
        """Return the newest valuation of a trained model as of `epoch`, and its epoch."""
        return _newest(self.trained, epoch)

    def accuracy_at(self, epoch: int) -> tuple[int, tuple[float, ...]] | None:
        """Return the newest validation accuracies of all coalitions as of `epoch`, and their epoch."""
        return _newest(self.measured, epoch)

    def thinned(self, most: int | None = None) -> Course:
        """Return the course with at most about `most` records, evenly spaced, the last among them.

        By default as many as keep a scene of these players below 600 kB, at most 180: with more, points would lie
        closer than pixels anyway. Epochs that were valued go first: a choice among the others would lose curves.
        """
        most = most or min(180, 700 // len(self.players))
        ghost = replace(self.ghost, records=_thinned(self.ghost.records, most)) if self.ghost else None
        return replace(self, records=_thinned(self.records, most), ghost=ghost)


def _newest(known: tuple[tuple[int, T], ...], epoch: int) -> tuple[int, T] | None:
    place = bisect_right(known, epoch, key=itemgetter(0))
    return known[place - 1] if place else None


def _thinned(records: tuple[EpochRecord, ...], most: int) -> tuple[EpochRecord, ...]:
    if len(records) <= most:
        return records
    *earlier, last = records
    useful = [record for record in earlier if record.valuation] or earlier
    return (*useful[:: -(-len(useful) // most)], last)


def valued(records: Sequence[EpochRecord]) -> tuple[tuple[int, Valuation], ...]:
    """Return epoch and valuation of every epoch after 0 that has one."""
    return tuple((record.epoch, record.valuation) for record in records if record.epoch and record.valuation)


def shares_of(valuation: Valuation) -> Shares | None:
    """Return each modality's share of the positive Shapley values, or None where none is positive."""
    return dict(zip(valuation.players, valuation.shares, strict=True)) if valuation.shares else None


def shapley_of(valuation: Valuation) -> dict[str, Interval]:
    """Return each modality's Shapley value, in the payoff's unit."""
    return dict(zip(valuation.players, valuation.shapley, strict=True))


def pairs_of(valuation: Valuation) -> dict[Pair, float]:
    """Return the interaction of every pair, in the order of the players."""
    indexed = combinations(enumerate(valuation.players), 2)
    return {(first, second): valuation.interactions[i][j] for (i, first), (j, second) in indexed}


def strongest_pairs(valuation: Valuation, most: int) -> tuple[Pair, ...]:
    """Return at most so many pairs, those furthest from zero, in the order of the players."""
    known = pairs_of(valuation)
    chosen = sorted(known, key=lambda pair: -abs(known[pair]))[:most]
    return tuple(pair for pair in known if pair in chosen)


def alone(players: Sequence[str], accuracy: Sequence[float]) -> dict[str, float]:
    """Return each modality's accuracy alone in the fused model, out of those of all coalitions by bit mask."""
    return {player: accuracy[1 << bit] for bit, player in enumerate(players)}


def ceilings_of(records: Sequence[EpochRecord]) -> dict[str, float]:
    """Return the validation accuracy that each modality reached by the end of a run of the `unimodal` strategy."""
    course = Course(tuple(records), epochs=records[-1].epoch)
    newest = course.accuracy_at(records[-1].epoch)
    return alone(course.players, newest[1]) if newest else {}


def team(players: Sequence[str], mask: int) -> tuple[str, ...]:
    """Return the members of the coalition with this bit mask."""
    return tuple(player for bit, player in enumerate(players) if mask >> bit & 1)
