"""All numbers of a view in one tidy table: a row for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shapviz.figures.charts import Table, Value
from shapviz.figures.numbers import in_table
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.parts import Grid

_COLUMNS = [
    "run", "quantity", "when", "coalition", "modality", "corruption", "severity", "value", "low", "high", "unit",
]  # fmt: skip


def spreadsheet(case: Case, curves: Table, grids: Sequence[Grid], shapley: Table) -> Table:
    """Return accuracies in percent and Shapley values in points, for whoever goes on in a spreadsheet."""
    return {
        "caption": f"{case.named(case.mask)}: {case.samples} test samples, 95 % intervals",
        "columns": _COLUMNS,
        "rows": [*_now(case), *_curves(case, curves), *_grids(case, grids), *_shapley(case, shapley)],
    }


def _now(case: Case) -> Iterator[list[Value]]:
    everybody, present = case.named(case.everybody), case.named(case.mask)
    for side in case.scenario.sides:
        yield [side.run, "accuracy", "clean", everybody, None, None, None, *in_table(case.clean(side)), "percent"]
        yield [side.run, "accuracy", "now", present, None, None, None, *in_table(case.now(side)), "percent"]
        yield [side.run, "accuracy", "change", present, None, None, None, *in_table(case.change(side)), "points"]


def _curves(case: Case, curves: Table) -> Iterator[list[Value]]:
    for run, player, corruption, severity, *ends in curves["rows"]:
        when = "removed" if severity is None else "alone corrupted"
        present = case.named(case.mask or case.bit(str(player)))
        yield [run, "accuracy", when, present, player, corruption, severity, *ends, "percent"]


def _grids(case: Case, grids: Sequence[Grid]) -> Iterator[list[Value]]:
    corruption = case.corruption(case.subject)
    for grid in grids:
        for row in grid["rows"]:
            for column, cell in zip(grid["columns"], row["cells"], strict=True):
                value = None if cell["value"] is None else round(100 * cell["value"], 2)
                place = [case.subject, corruption, column["severity"]]
                yield [grid["run"], "accuracy", "grid", row["label"], *place, value, None, None, "percent"]


def _shapley(case: Case, shapley: Table) -> Iterator[list[Value]]:
    present = case.named(case.mask)
    for run, player, *ends in shapley["rows"]:
        for when, place in (("clean", 0), ("now", 3), ("change", 6)):
            yield [run, "Shapley value", when, present, player, None, None, *ends[place : place + 3], "points"]
