"""Numbers in the unit of a payoff, as people read them: points of probability or accuracy, nats, logits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from shapviz.games.summary import Interval

_MOST_DIGITS = 3
_UNITS: Final = {
    "accuracy": ("points", "pts", 0),
    "probability": ("points", "pts", 0),
    "log_likelihood": ("nats", "nats", 2),
    "logit": ("logits", "logits", 2),
}


@dataclass(frozen=True)
class Unit:
    """How numbers of one payoff are written: with as few decimals as tell them from zero, and a true minus sign."""

    payoff: str  # of an attribution, or of a valuation

    @property
    def name(self) -> str:
        """The unit, e.g. `points`."""
        return _UNITS[self.payoff][0]

    @property
    def short(self) -> str:
        """The unit where there is little room, e.g. `pts`."""
        return _UNITS[self.payoff][1]

    @property
    def digits(self) -> int:
        """How many decimals its numbers have usually."""
        return _UNITS[self.payoff][2]

    @property
    def about(self) -> str:
        """The payoff in words."""
        return self.payoff.replace("_", "-")

    def scaled(self, value: float) -> float:
        """Return a value in the unit, as a number with three decimals."""
        return round(value * self.factor, 3) + 0.0  # + 0: no -0

    def text(self, value: float) -> str:
        """Return a value, e.g. `67` or `−3`; one that would round to zero has a decimal more if that shows it."""
        return self._written(value, self._digits(value))

    def within(self, half_width: float) -> str:
        """Return half of an interval's width, e.g. `±8`; below one, it has a decimal more."""
        more = half_width * self.factor < 1 and half_width > 0
        return f"±{self._written(half_width, self.digits + 1) if more else self.text(half_width)}"

    def seen(self, value: float) -> bool:
        """Return whether a value is written as anything but zero."""
        return bool(float(self.text(abs(value))))

    def signed(self, value: float) -> str:
        """Return a value with its sign, e.g. `+4` or `−33`; zero has none."""
        text = self.text(value)
        return f"+{text}" if self.seen(value) and value > 0 else text

    def total(self, values: Sequence[float]) -> str:
        """Return the sum of values as they are written: what is rounded one by one may miss the rounded sum by one."""
        return self.signed(sum(round(value * self.factor, self._digits(value)) for value in values) / self.factor)

    def size(self, value: float) -> str:
        """Return how large a value is with the unit, e.g. `12 points`; its direction is said in words."""
        text = self.text(abs(value))
        return f"{text} {self.name.removesuffix('s') if text == '1' else self.name}"

    def bracketed(self, interval: Interval) -> str:
        """Return the ends of an interval, e.g. `[−3, 1]`, with decimals enough to see on which side of zero it is."""
        ends = interval.low, interval.high
        digits = self.digits if interval.inconclusive else max(self._digits(end, _MOST_DIGITS) for end in ends)
        return f"[{self._written(ends[0], digits)}, {self._written(ends[1], digits)}]"

    def table(self, interval: Interval | None) -> list[float | None]:
        """Return an estimate and the ends of its interval, as tables of numbers have them."""
        if interval is None:
            return [None, None, None]
        return [self.scaled(value) for value in (interval.estimate, interval.low, interval.high)]

    @property
    def factor(self) -> int:
        """How many of the unit one is, e.g. 100 points."""
        return 100 if self.name == "points" else 1

    def _written(self, value: float, digits: int) -> str:
        assert isfinite(value), "only finite numbers are written"
        text = f"{value * self.factor:.{digits}f}"
        return text.replace("-", "−" if float(text) else "")

    def _digits(self, value: float, most: int | None = None) -> int:
        """Return with how many decimals a value is not zero, of at most one more than usual unless `most` says so."""
        more = range(self.digits, (self.digits + 1 if most is None else most) + 1)
        return next((digits for digits in more if float(f"{value * self.factor:.{digits}f}")), self.digits)
