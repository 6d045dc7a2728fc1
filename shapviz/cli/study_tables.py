"""A study in tables, and as JSON."""

from collections.abc import Sequence
from typing import Any, Final

from rich.table import Table

from shapviz.cli import terminal
from shapviz.comparison import MEASURES, Estimate
from shapviz.runs.study import StudySpec
from shapviz.studies.results import Result
from shapviz.studies.summary import Contrast, Line, summarise

COLUMNS: Final = {
    "accuracy": "accuracy",
    "missing": "one missing",
    "worst_missing": "worst missing",
    "corrupted": "corrupted",
    "fall": "fall",
    "mce": "mCE",
    "edm": "EDM",
    "starvation": "starvation",
}
COSTS: Final = {"encoder_passes": "encoder passes", "head_updates": "head updates", "seconds": "seconds"}


def show(spec: StudySpec, results: Sequence[Result]) -> None:
    """Write a table for each dataset, and what failed."""
    console = terminal.out()
    lines = summarise(results, spec.baseline)
    for dataset in spec.datasets:
        console.print(f"\n{dataset}: mean over seeds with 95 % interval; difference to '{spec.baseline}'", markup=False)
        console.print(table([line for line in lines if line.dataset == dataset], spec.baseline, spec.primary))
    console.print("p is adjusted for the number of settings of a dataset (Holm). Costs are those of one run.")
    for line in lines:
        for problem, number in line.problems.items():
            failed = f"'{line.setting}' on '{line.dataset}': {number} of {line.asked} failed: {problem}"
            console.print(failed, markup=False, soft_wrap=True)


def table(lines: Sequence[Line], baseline: str, primary: str) -> Table:
    """Return a line for each setting of a dataset: means, the difference to the baseline, and what a run costs."""
    shown = [name for name in COLUMNS if any(name in line.means for line in lines)]
    titles = [COLUMNS[name] for name in shown] + [f"{COLUMNS[primary]} difference", *COSTS.values()]
    grid = terminal.table("setting", "runs", *titles, numbers=len(titles) + 1)
    for line in lines:
        costs = (f"{line.means[name].mean:,.0f}" if name in line.means else "–" for name in COSTS)
        estimates = (estimate(line.means.get(name)) for name in shown)
        difference = "baseline" if line.setting == baseline else contrast(line.contrasts.get(primary))
        grid.add_row(line.setting, f"{line.finished} of {line.asked}", *estimates, difference, *costs)
    return grid


def estimate(value: Estimate | None) -> str:
    """Return a mean and its interval, e.g. '0.862 [0.855, 0.869]'."""
    if value is None:
        return "–"
    if value.low is None or value.high is None:
        return terminal.number(value.mean)
    return f"{terminal.number(value.mean)} [{terminal.number(value.low)}, {terminal.number(value.high)}]"


def contrast(value: Contrast | None) -> str:
    """Return a difference, its interval and its adjusted p, or that it is inconclusive."""
    if value is None:
        return "–"
    found = value.difference
    said = estimate(Estimate(found.mean, found.low, found.high, found.n))
    if value.inconclusive or value.p is None:
        return f"{said} inconclusive"
    return f"{said} p = {value.p:.3f}" if value.p >= 0.001 else f"{said} p < 0.001"


def described(spec: StudySpec, results: Sequence[Result]) -> dict[str, Any]:
    """Return the summary as JSON has it."""
    return {
        "name": spec.name,
        "baseline": spec.baseline,
        "primary": spec.primary,
        "measures": {name: measure.title for name, measure in MEASURES.items()},
        "lines": [line_as_json(line) for line in summarise(results, spec.baseline)],
    }


def line_as_json(line: Line) -> dict[str, Any]:
    """Return a line as JSON has it."""
    return {
        "dataset": line.dataset,
        "setting": line.setting,
        "finished": line.finished,
        "asked": line.asked,
        "problems": dict(line.problems),
        "means": {name: value._asdict() for name, value in line.means.items()},
        "differences": {
            name: {**value.difference._asdict(), "p_adjusted": value.p, "inconclusive": value.inconclusive}
            for name, value in line.contrasts.items()
        },
    }
