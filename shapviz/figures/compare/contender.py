"""A group of runs as the figures of a comparison see it: how it is marked, and its means over seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from shapviz.comparison import Estimate, Outcome, mean_of, validation
from shapviz.figures.course import Course, shapley_of
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.records import EpochRecord

MOST = 6  # groups in one comparison; beyond that neither marks nor eyes keep them apart


@dataclass(frozen=True)
class Mark:
    """How a group is told from the others. Colour is not part of it: colour means modality."""

    symbol: str  # Plotly's
    filled: bool  # else it shows the background, with a rim
    glyph: str  # the same mark as a character
    dash: str  # Plotly's, where lines of several groups share an axis


MARKS = (
    Mark("circle", True, "●", "solid"),
    Mark("square", False, "□", "9px,3px"),
    Mark("diamond", True, "◆", "2px,3px"),
    Mark("triangle-up", False, "△", "9px,3px,2px,3px"),
    Mark("square", True, "■", "16px,4px"),
    Mark("circle", False, "○", "5px,5px"),
)


@dataclass(frozen=True)
class Trail:
    """What a comparison draws of one run: what was seen on the validation split, by epoch."""

    valuations: Mapping[int, Valuation]  # after epoch 0; without worths and interactions, which nothing here shows
    accuracy: Mapping[int, float]  # of all modalities together, epoch 0 included


def trail(records: Iterable[EpochRecord]) -> Trail:
    """Return what a comparison draws of the run that recorded this."""
    known = list(records)
    valuations = {
        record.epoch: replace(record.valuation, worth=(), interactions=())
        for record in known
        if record.epoch and record.valuation
    }
    return Trail(valuations, validation(known))


@dataclass(frozen=True)
class Contender:
    """Runs that differ by seed only, with at least one valuation of a trained model in each."""

    key: str
    title: str
    mark: Mark
    epochs: int  # that each is to have
    trails: Mapping[int, Trail]  # by seed
    outcomes: Mapping[int, Outcome]  # by seed, of those that have one

    @cached_property
    def players(self) -> tuple[str, ...]:
        """The modalities, in the order of bits."""
        return next(iter(self._valuations[0].values())).players

    @cached_property
    def course(self) -> Course:
        """The mean over seeds, as if it were one run; intervals are over seeds, or of a single run's samples.

        Only epochs that every run has: a mean must not move because others take part in it.
        """
        means = {
            epoch: _mean_valuation([known[epoch] for known in self._valuations])
            for epoch in _everywhere(self._valuations)
        }
        records = [_record(0, None), *(_record(epoch, mean) for epoch, mean in means.items())]
        return Course(tuple(records), self.epochs)

    @cached_property
    def accuracy(self) -> dict[int, Estimate]:
        """Mean validation accuracy of all modalities together, by every epoch that all runs have."""
        return _mean_curve([one.accuracy for one in self.trails.values()])

    @property
    def payoff(self) -> str:
        """What worths are counted in."""
        return next(iter(self._valuations[0].values())).payoff

    def shapley(self, player: str) -> dict[int, Estimate]:
        """Return a modality's mean Shapley value by every epoch that all runs have."""
        curves = [
            {epoch: shapley_of(known)[player].estimate for epoch, known in each.items()} for each in self._valuations
        ]
        return _mean_curve(curves)

    @cached_property
    def accuracies(self) -> dict[int, Mapping[int, float]]:
        """Validation accuracy by seed and epoch."""
        return {seed: one.accuracy for seed, one in self.trails.items()}

    def tested(self, measure: Callable[[Outcome], float | None]) -> dict[int, float]:
        """Return a number of each finished run by seed, without those that do not have it."""
        found = {seed: measure(outcome) for seed, outcome in self.outcomes.items()}
        return {seed: value for seed, value in found.items() if value is not None}

    @cached_property
    def _valuations(self) -> list[Mapping[int, Valuation]]:
        return [one.valuations for one in self.trails.values()]


def _mean_curve(curves: Sequence[Mapping[int, float]]) -> dict[int, Estimate]:
    return {epoch: mean_of([curve[epoch] for curve in curves]) for epoch in _everywhere(curves)}


def _everywhere(curves: Sequence[Mapping[int, object]]) -> list[int]:
    """Return the epochs that all curves have, in order."""
    return sorted(set.intersection(*(set(curve) for curve in curves)))


def _mean_valuation(known: Sequence[Valuation]) -> Valuation:
    """Return the mean over seeds. A run whose shares are undefined has no part in the mean of shares and EDM."""
    if len(known) == 1:
        return known[0]
    shares = [valuation.shares for valuation in known if valuation.shares]
    edms = [valuation.edm for valuation in known if valuation.edm]
    return replace(
        known[0],
        shapley=_means([valuation.shapley for valuation in known]),
        shares=_means(shares) if shares else None,
        edm=_mean(edms) if edms else None,
    )


def _means(rows: Sequence[Sequence[Interval]]) -> tuple[Interval, ...]:
    return tuple(_mean(column) for column in zip(*rows, strict=True))


def _mean(values: Sequence[Interval]) -> Interval:
    if len(values) == 1:
        return values[0]
    mean, low, high, _ = mean_of([value.estimate for value in values])
    assert low is not None, "two values have an interval"
    assert high is not None
    return Interval(mean, low, high)


def _record(epoch: int, mean: Valuation | None) -> EpochRecord:
    """Return an epoch of which nothing but the valuation is known."""
    nothing = {"train_loss": None, "valid_loss": None, "accuracy": None, "encoder_passes": 0, "head_updates": 0}
    return EpochRecord(epoch=epoch, turns=(), valuation=mean, seconds=0, **nothing)
