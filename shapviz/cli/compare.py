"""`shapviz compare`: runs beside runs, over the seeds they have in common."""

from contextlib import closing
from typing import Annotated

import typer

from shapviz.cli import terminal
from shapviz.cli.study_tables import line_as_json, table
from shapviz.comparison import Group, differing, grouped, incomparable
from shapviz.errors import UsageError
from shapviz.runs.store import RunStore
from shapviz.runs.study import Place
from shapviz.studies.results import Result, results_of
from shapviz.studies.summary import summarise


def command(
    runs: Annotated[list[str], typer.Argument(metavar="RUN ...", help="Names, ids, or beginnings of ids")],
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON.")] = False,
) -> None:
    """Compare finished runs with the first of them.

    Runs that differ by their seed only are one group. Differences are paired by seed, with 95 % intervals; p is
    adjusted for the number of groups (Holm).
    """
    with closing(RunStore.open()) as store:
        groups = grouped([store.get(ref) for ref in dict.fromkeys(runs)])
        first, *others = groups
        refused = {group.label: reason for group in others if (reason := incomparable(first, group))}
        results = [result for group in groups if group.label not in refused for result in _results(store, group)]
    _check(groups, refused, results)
    lines = summarise(results, first.label)
    if as_json:
        terminal.say_json(
            {"baseline": first.label, "refused": refused, "lines": [line_as_json(line) for line in lines]}
        )
        return
    terminal.out().print(table(lines, first.label, "accuracy"))
    for title, words in differing([group for group in groups if group.label not in refused]).items():
        terminal.out().print(f"{title}: {' · '.join(words)}", markup=False, soft_wrap=True)
    for label, reason in refused.items():
        terminal.err().print(f"'{label}' is left out. {reason}", markup=False, soft_wrap=True)


def _results(store: RunStore, group: Group) -> list[Result]:
    """Return what the runs of a group came to."""
    dataset = group.spec.dataset.name
    return [results_of(store, Place(dataset, group.label, seed), run)[0] for seed, run in group.runs.items()]


def _check(groups: tuple[Group, ...], refused: dict[str, str], results: list[Result]) -> None:
    """Raise unless there are two groups, of which each may be compared and has a finished run.

    Raises:
        UsageError: Saying what is missing.
    """
    if len(groups) < 2:
        raise UsageError(
            "All these runs are repetitions of one setting; a comparison needs two.",
            remedy="Name runs that differ in more than their seed.",
        )
    if len(refused) == len(groups) - 1:
        reasons = " ".join(f"'{label}': {reason}" for label, reason in refused.items())
        raise UsageError(f"Nothing can be compared with '{groups[0].label}'. {reasons}", remedy="Name other runs.")
    waiting = [result.run for result in results if result.status != "finished"]
    if len(waiting) == len(results):
        raise UsageError("None of these runs has finished.", remedy="Wait for them, or name others.")
