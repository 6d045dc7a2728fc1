"""Networks beside a baseline under corruptions, as text and as JSON."""

from collections.abc import Mapping
from typing import Any, Final

from rich.table import Table

from shapviz.cli import terminal
from shapviz.cli.study_tables import estimate
from shapviz.comparison import Difference, Estimate
from shapviz.comparison.robustness import TITLES, Beside

ABREAST: Final = 4  # networks in a table: more would not fit the width of a file


def show(found: Mapping[str, Beside], baseline: str) -> None:
    """Write how each network differs from what `baseline` says, in few numbers and corruption by corruption."""
    if not found:
        return
    console, labels = terminal.out(), list(found)
    console.print(f"\nBeside {baseline}: differences of accuracies", markup=False)
    for start in range(0, len(labels), ABREAST):
        console.print(_table({label: found[label] for label in labels[start : start + ABREAST]}))
    console.print(
        "mCE: errors under corruptions over those of the baseline; relative mCE: falls over its falls. In brackets: "
        "95 % intervals, over seeds by Student's t, or over test samples and draws for a single pair of runs.",
        soft_wrap=True,
    )


def as_json(beside: Beside) -> dict[str, Any]:
    """Return a comparison as JSON has it."""
    return {
        "differences": {name: _difference_as_json(each) for name, each in beside.numbers.items()},
        "corrupted": {str(sweeping): _difference_as_json(each) for sweeping, each in beside.corrupted.items()},
        "mce": beside.mce and beside.mce._asdict(),
        "relative_mce": beside.relative_mce and beside.relative_mce._asdict(),
    }


def _table(found: Mapping[str, Beside]) -> Table:
    """Return a column for each network: differences, ratios, and the difference under each corruption."""
    grid = terminal.table("", *found, numbers=len(found))
    columns = list(found.values())
    for name, title in TITLES.items():
        grid.add_row(title, *(_difference(beside.numbers[name]) for beside in columns))
    grid.add_row("mCE", *(_ratio(beside.mce) for beside in columns))
    grid.add_row("relative mCE", *(_ratio(beside.relative_mce) for beside in columns), end_section=True)
    for sweeping in columns[0].corrupted:
        grid.add_row(str(sweeping), *(_difference(beside.corrupted[sweeping]) for beside in columns))
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
