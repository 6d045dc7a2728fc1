"""What one method says on average, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from shapviz.games.bootstrap import percentile_interval, resampled_means
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Attribution
from shapviz.runs.methods import METHODS, Method

RESAMPLES: Final = 1000
SEED: Final = 0  # the same resamples for every method, or they could not be compared
LIBRARIES: Final = {"captum": "Captum", "shap": "SHAP", "shapiq": "shapiq"}
_ROUNDING = 1e-9  # values below are rounding errors of zero, in any unit


def resampled(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the means of columns (N, K) over samples drawn with replacement, (R, K)."""
    return resampled_means(columns, resamples=RESAMPLES, seed=SEED)


def intervals(columns: NDArray[np.float64]) -> list[Interval]:
    """Return the mean of each column (N, K) with its 95 % interval over samples."""
    low, high = percentile_interval(resampled(columns))
    return list(map(Interval, columns.mean(axis=0).tolist(), low.tolist(), high.tolist()))


def interval(column: NDArray[np.float64]) -> Interval:
    """Return the mean of numbers (N,) with its 95 % interval over samples."""
    return intervals(column[:, np.newaxis])[0]


@dataclass(frozen=True)
class Answer:
    """One method's attribution. Intervals of means hold 95 %, over samples and over what the method draws.

    A method that draws uses the same draws for all samples, so its errors do not average out over them: the mean of
    the half widths is what they come to at most. It is added to the interval over samples as independent errors are.
    """

    attribution: Attribution

    @property
    def method(self) -> Method:
        """What there is to know of the method."""
        return METHODS[self.attribution.method]

    @property
    def name(self) -> str:
        """What the method is called in sentences, e.g. `Captum's KernelSHAP`."""
        return named(self.method.name)

    @property
    def samples(self) -> int:
        """How many samples it was asked about."""
        return len(self.attribution.rows)

    @cached_property
    def sizes(self) -> NDArray[np.float64]:
        """|φ|, (N, P); what is nothing but a rounding error is zero."""
        sizes = np.abs(self.attribution.values)
        return np.where(sizes > _ROUNDING, sizes, 0.0)

    @cached_property
    def shares(self) -> NDArray[np.float64]:
        """Mean |φ| of each player as a share of their sum, (P,); zeros where nobody gets anything."""
        return shares(self.sizes.mean(axis=0))

    @cached_property
    def drawn(self) -> NDArray[np.float64] | None:
        """Half the width of the 95 % interval over draws of each value, (N, P); None where nothing is drawn."""
        low, high = self.attribution.low, self.attribution.high
        return None if low is None or high is None else (high - low) / 2

    @cached_property
    def values(self) -> list[Interval]:
        """Mean φ of each player."""
        found = intervals(self.attribution.values)
        return [_widened(each, extra) for each, extra in zip(found, self._extra.tolist(), strict=True)]

    @cached_property
    def share_intervals(self) -> list[Interval]:
        """The shares; all zero where nobody gets anything.

        Sizes that are nothing but noise are never below zero, so that draws also pull shares towards each other. The
        intervals say how far draws may lead astray, not in which direction.
        """
        low, high = percentile_interval(shares(resampled(self.sizes)))
        found = map(Interval, self.shares.tolist(), low.tolist(), high.tolist())
        return [
            _widened(each, extra, (0.0, 1.0)) for each, extra in zip(found, self._extra_shares.tolist(), strict=True)
        ]

    @cached_property
    def missing(self) -> Interval:
        """What the values leave unexplained on average, with its sign."""
        missing = _cleaned(self.attribution.missing)
        # where values add up in every sample, they do so whatever is drawn
        return _widened(interval(missing), float(np.linalg.norm(self._extra)) if missing.any() else 0.0)

    @cached_property
    def unexplained(self) -> float:
        """How much a sample's values leave unexplained on average, either way."""
        return float(np.abs(_cleaned(self.attribution.missing)).mean())

    @cached_property
    def leader(self) -> str | None:
        """The player with the greatest mean |φ|; None where that is too close to call, or there is but one sample."""
        place = self.greatest
        if place is None or self.samples < 2:
            return None
        leads = self.sizes[:, [place]] - np.delete(self.sizes, place, axis=1)
        extra = self._extra[place] + np.delete(self._extra, place)
        found = [_widened(each, more) for each, more in zip(intervals(leads), extra.tolist(), strict=True)]
        return self.attribution.players[place] if all(lead.low > 0 for lead in found) else None

    @property
    def greatest(self) -> int | None:
        """The place of the player with the greatest mean |φ|, for sure or not; None where nobody gets anything."""
        means = self.sizes.mean(axis=0)
        return int(means.argmax()) if means.any() else None

    def place(self, row: int | None) -> int | None:
        """Return where a row of the dataset stands among the samples; None if it was not asked about."""
        return self.attribution.rows.index(row) if row in self.attribution.rows else None

    @cached_property
    def _extra(self) -> NDArray[np.float64]:
        return np.zeros(len(self.attribution.players)) if self.drawn is None else self.drawn.mean(axis=0)

    @property
    def _extra_shares(self) -> NDArray[np.float64]:
        """What half widths over draws come to in shares, to first order: a share s moves by (de - s·Σde) / Σe."""
        total = self.sizes.mean(axis=0).sum()
        if not total:
            return np.zeros_like(self._extra)
        moved = (np.eye(len(self._extra)) - self.shares[:, None]) * self._extra / total
        return np.asarray(np.linalg.norm(moved, axis=1))


def shares(sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sizes (..., P) as shares of their sum; zeros where that is zero."""
    total = sizes.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(sizes, total, out=np.zeros_like(sizes), where=total > 0))


def named(method: str) -> str:
    """Return what a method is called in sentences: its title, with the library's name before it."""
    known = METHODS[method]
    return known.title if known.library == "shapviz" else f"{LIBRARIES[known.library]}'s {known.title}"


def names(methods: Sequence[str]) -> str:
    """Return methods as a list in words."""
    return joined(list(map(named, methods)))


def joined(parts: Sequence[str]) -> str:
    """Return parts as a list in words: `a, b and c`."""
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def _cleaned(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.abs(values) > _ROUNDING, values, 0.0)


def _widened(mean: Interval, extra: float, bounds: tuple[float, float] = (-np.inf, np.inf)) -> Interval:
    """Return an interval with another, independent half width taken in, within bounds."""
    below, above = (np.hypot(end, extra) for end in (mean.estimate - mean.low, mean.high - mean.estimate))
    low, high = np.clip((mean.estimate - below, mean.estimate + above), *bounds)
    return Interval(mean.estimate, float(low), float(high))
