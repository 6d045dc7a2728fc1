"""Two runs that have been measured thoroughly, beside each other: what `shapviz robustness` says of such a pair."""

from typing import NamedTuple

from shapviz.comparison import SAME_TEST, Difference, Estimate, unlike
from shapviz.comparison.robustness import TITLES, Beside
from shapviz.comparison.tested import Tested, by_sample
from shapviz.errors import UsageError
from shapviz.figures.labels import points
from shapviz.figures.numbers import fewer
from shapviz.games.summary import Interval
from shapviz.runs.corruptions import about
from shapviz.runs.info import RunInfo
from shapviz.ui import resources
from shapviz.ui.labs.runs import players
from shapviz.ui.tables import Cell, Table

LUCK = "Intervals are over test samples and draws of one training each: another seed may turn it."


class Measured(NamedTuple):
    """A run, and how it was measured."""

    run: RunInfo
    tested: Tested


def compare(ours: Measured, theirs: Measured) -> Beside:
    """Return how one run stands beside another.

    Raises:
        UsageError: If they were not tested on the same samples, or not alike.
        StoreError: If what is kept of their samples cannot be read.
    """
    reason = unlike(ours.run.spec, theirs.run.spec, SAME_TEST)
    seeds = ours.run.spec.seed, theirs.run.spec.seed
    if reason is None and seeds[0] != seeds[1]:
        reason = f"They have the seeds {seeds[0]} and {seeds[1]}, and so other test samples."
    if reason:
        raise UsageError(reason, remedy="Put a run of the same data and seed beside it.")
    return by_sample(ours.tested, theirs.tested, resources.artifacts())


def said(found: Beside, first: RunInfo, second: RunInfo) -> str:
    """Return which of two runs falls further, in words."""
    corrupted, missing = (fewer(_interval(found.numbers[name])) for name in ("fall", "missing_fall"))
    losses = f"with one corrupted: {corrupted}; with one missing: {missing}"
    return f"Beside {second.name}, {first.name} loses, {losses}. {LUCK}"


def table(found: Beside, first: RunInfo, second: RunInfo) -> Table:
    """Return a row for each number and each corruption: the difference, and whether it is sure."""
    kinds = {modality.name: modality.kind for modality in players(first.spec)}
    differences = {title: found.numbers[name] for name, title in TITLES.items()}
    differences |= {
        f"{each.modality}: {about(kinds[each.modality], each.corruption).title}": difference
        for each, difference in found.corrupted.items()
    }
    rows: list[list[Cell]] = [[title, *_told(_interval(value))] for title, value in differences.items()]
    ratios = {"mean corruption error": found.mce, "relative mean corruption error": found.relative_mce}
    rows += [[title, *_ratio(value)] for title, value in ratios.items() if value is not None]
    return {
        "caption": f"{first.name} − {second.name}: differences of test accuracy in points, paired by sample and draw, "
        f"with 95 % intervals; corruption errors as multiples of those of {second.name}",
        "columns": ["", f"{first.name} − {second.name}", ""],
        "rows": rows,
    }


def _interval(value: Difference) -> Interval:
    """Return a difference that was resampled, which has ends."""
    assert value.low is not None
    assert value.high is not None
    return Interval(value.mean, value.low, value.high)


def _told(value: Interval) -> list[str]:
    numbers = f"{points(value.estimate, 1)} [{points(value.low, 1)}, {points(value.high, 1)}]"
    return [numbers, "inconclusive" if value.inconclusive else ""]


def _ratio(value: Estimate) -> list[str]:
    """Return a ratio, which says nothing where it may be 1."""
    assert value.low is not None
    assert value.high is not None
    numbers = f"{value.mean:.2f} [{value.low:.2f}, {value.high:.2f}]"
    return [numbers, "inconclusive" if value.low <= 1 <= value.high else ""]
