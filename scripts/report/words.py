"""Numbers and lists as docs/results.md has them: accuracies in percent, their differences in points."""

from collections.abc import Sequence

from shapviz.comparison import MEASURES, Difference, Estimate
from shapviz.studies.summary import Contrast


def number(value: float, measure: str, *, signed: bool = False) -> str:
    """Return a value of a measure with as many digits as a reader can use, and a minus that is one."""
    sign = "+" if signed else ""
    match MEASURES[measure].unit:
        case "accuracy":
            return f"{100 * value:{sign}.1f}".replace("-", "−")
        case "EDM" | "ratio":
            return f"{value:{sign}.2f}".replace("-", "−")
        case "count":
            return f"{value:,.0f}"
        case "seconds":
            return f"{value:.1f}"


def estimate(value: Estimate | None, measure: str) -> str:
    """Return a mean and its interval, e.g. '86.2 [85.5, 86.9]'."""
    if value is None:
        return "–"
    return number(value.mean, measure) + _interval(value.low, value.high, measure)


def difference(value: Difference | None, measure: str) -> str:
    """Return a difference and its interval, e.g. '+3.7 [+2.9, +4.5]'."""
    if value is None:
        return "–"
    return number(value.mean, measure, signed=True) + _interval(value.low, value.high, measure, signed=True)


def contrast(value: Contrast | None, measure: str) -> str:
    """Return a difference with its verdict: bold where it holds beside all others, 'inconclusive' where it is open."""
    if value is None:
        return "–"
    said = difference(value.difference, measure)
    if value.significant:
        return f"**{said}**"
    return f"{said} inconclusive" if value.inconclusive else said


def listed(names: Sequence[str], nothing: str = "none") -> str:
    """Return names as a sentence has them."""
    match names:
        case []:
            return nothing
        case [one]:
            return one
        case [*others, last]:
            return f"{', '.join(others)} and {last}"
    raise AssertionError("a sequence has one of these lengths")


def counted(number: int, one: str, many: str) -> str:
    """Return a number with its noun, e.g. '1 dataset', '3 datasets'."""
    return f"{number} {one if number == 1 else many}"


def _interval(low: float | None, high: float | None, measure: str, *, signed: bool = False) -> str:
    if low is None or high is None:
        return ""
    return f" [{number(low, measure, signed=signed)}, {number(high, measure, signed=signed)}]"
