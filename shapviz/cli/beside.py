"""Networks beside a baseline under corruptions, as text and as JSON."""

from collections.abc import Mapping
from typing import Any, Final

from rich.table import Table

from shapviz.cli import terminal
from shapviz.cli.study_tables import estimate
from shapviz.comparison import Difference, Estimate
from shapviz.comparison.robustness import Beside

TITLES: Final = {
    "accuracy": "clean",
    "missing": "one missing",
    "worst_missing": "worst missing",
    "corrupted": "corrupted",
    "missing_fall": "fall, one missing",
    "fall": "fall, corrupted",
}
"""Of the differences that are shown, by the names of `Accuracies.numbers`."""


def show(found: Mapping[str, Beside], baseline: str) -> None:
    """Write how each network differs from the baseline, in few numbers and corruption by corruption."""
    if not found:
        return
    console = terminal.out()
    console.print(f"\nBeside '{baseline}': differences of accuracies", markup=False)
    console.print(_numbers(found))
    console.print(_corruptions(found))
    console.print(
        "mCE: errors under corruptions over those of the baseline; relative mCE: falls over its falls. In brackets: "
        "95 % intervals, over seeds by Student's t, or over test samples and draws for a single pair of runs.",
        soft_wrap=True,
    )


def as_json(beside: Beside) -> dict[str, Any]:
    """Return a comparison as JSON has it."""
    return {
        "differences": {name: _difference_as_json(each) for name, each in beside.numbers.items()},
        "corrupted": {": ".join(sweeping): _difference_as_json(each) for sweeping, each in beside.corrupted.items()},
        "mce": beside.mce and beside.mce._asdict(),
        "relative_mce": beside.relative_mce and beside.relative_mce._asdict(),
    }


def _numbers(found: Mapping[str, Beside]) -> Table:
    titles = [*TITLES.values(), "mCE", "relative mCE"]
    grid = terminal.table("setting", *titles, numbers=len(titles))
    for label, beside in found.items():
        differences = (_difference(beside.numbers[name]) for name in TITLES)
        grid.add_row(label, *differences, _ratio(beside.mce), _ratio(beside.relative_mce))
    return grid


def _corruptions(found: Mapping[str, Beside]) -> Table:
    """Return the difference under each corruption, a column for each network."""
    grid = terminal.table("modality", "corruption", *found, numbers=len(found))
    for sweeping in next(iter(found.values())).corrupted:
        grid.add_row(*sweeping, *(_difference(beside.corrupted[sweeping]) for beside in found.values()))
    return grid


def _difference(value: Difference) -> str:
    said = estimate(Estimate(value.mean, value.low, value.high, value.n))
    return f"{said} inconclusive" if value.inconclusive else said


def _ratio(value: Estimate | None) -> str:
    """Return a ratio, and 'inconclusive' where its interval covers 1: as many errors as the baseline."""
    open_ended = value is None or value.low is None or value.high is None or value.low <= 1 <= value.high
    return f"{estimate(value)} inconclusive" if value and open_ended else estimate(value)


def _difference_as_json(value: Difference) -> dict[str, Any]:
    return {**value._asdict(), "inconclusive": value.inconclusive}
