"""Accuracies and their differences as people read them: whole points, unless those would hide on which side of 0."""

from shapviz.figures.charts import Value
from shapviz.figures.labels import points
from shapviz.games.summary import Interval

UNSURE: dict[str, str] = {"unsure": "too close to call"}
_MOST_DIGITS = 3


def sure(difference: Interval) -> bool:
    """Return whether an interval excludes zero."""
    return not difference.inconclusive


def opposite(difference: Interval) -> Interval:
    """Return the difference the other way round."""
    return Interval(-difference.estimate, -difference.high, -difference.low)


def signed(difference: Interval) -> str:
    """Return a difference in points with its sign, e.g. `+4` or `−33`."""
    text = points(difference.estimate, _digits(difference.estimate) if sure(difference) else 0)
    return text if text.startswith("−") or not float(text) else f"+{text}"


def size(difference: Interval) -> str:
    """Return how large a difference is, e.g. `12 points`; its direction is said in words."""
    return _points(difference.estimate, _digits(difference.estimate) if sure(difference) else 0)


def fewer(difference: Interval) -> str:
    """Return a difference with its direction in words and its interval, e.g. `12 points fewer [8, 16]`."""
    digits = digits_of(difference)
    ends = difference.low, difference.high
    if sure(difference):
        low, high = sorted(abs(end) for end in ends)
        word = "fewer" if difference.high < 0 else "more"
        return f"{_points(difference.estimate, digits)} {word} [{points(low, digits)}, {points(high, digits)}]"
    return f"{signed(difference)} {bracketed(difference)}, {UNSURE['unsure']}"


def bracketed(interval: Interval) -> str:
    """Return the ends of an interval in points, e.g. `[−3, 1]`."""
    digits = digits_of(interval)
    return f"[{points(interval.low, digits)}, {points(interval.high, digits)}]"


def in_table(interval: Interval) -> list[Value]:
    """Return an estimate and the ends of its interval in points, as tables of numbers have them."""
    return [round(100 * value, 2) for value in (interval.estimate, interval.low, interval.high)]


def digits_of(difference: Interval) -> int:
    """Return how many decimals it takes to see that the interval excludes zero; none where it does not."""
    if not sure(difference):
        return 0
    nearest = min(abs(difference.low), abs(difference.high), abs(difference.estimate))
    return _digits(nearest)


def _digits(value: float) -> int:
    """Return with how many decimals a value in points is not zero."""
    return next((digits for digits in range(_MOST_DIGITS) if float(f"{100 * value:.{digits}f}")), _MOST_DIGITS)


def _points(value: float, digits: int) -> str:
    text = points(abs(value), digits)
    return f"{text} point" if text == "1" else f"{text} points"
