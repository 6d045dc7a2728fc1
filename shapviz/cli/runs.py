"""`shapviz runs`: what has been trained, and what is being trained."""

from collections.abc import Mapping
from contextlib import closing
from typing import Annotated

import typer

from shapviz.cli import terminal
from shapviz.runs import forks
from shapviz.runs.info import RunInfo
from shapviz.runs.store import RunStore


def command(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON: a list of runs with their specs.")] = False,
) -> None:
    """List all runs, newest first."""
    with closing(RunStore.open()) as store:
        found, strange = store.list(), store.unreadable()
    if as_json:
        terminal.say_json([run.model_dump(mode="json") for run in found])
    elif found:
        _show(found)
    else:
        terminal.err().print("There are no runs yet. Make one with: shapviz train --dataset emoji")
    for run in strange:
        terminal.err().print(str(run.error()), markup=False)


def _show(found: tuple[RunInfo, ...]) -> None:
    grid = terminal.table("name", "id", "dataset", "strategy", "status", "made", "origin", "seed", "epoch", numbers=2)
    called = {run.id: run.name for run in found}
    for run in found:
        made = run.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        epoch = f"{'–' if run.epoch is None else run.epoch} of {run.spec.training.epochs}"
        spec = run.spec
        name = f"★ {run.name}" if run.starred else run.name
        names = (name, run.id[:8], spec.dataset.name, spec.strategy.name, run.status, made, _origin(run, called))
        grid.add_row(*names, str(spec.seed), epoch)
    terminal.out().print(grid)


def _origin(run: RunInfo, called: Mapping[str, str]) -> str:
    """Return what a run was made for, where that is more than that somebody trained it.

    Args:
        run: The run.
        called: Names of runs by their ids.
    """
    if run.parent is None:
        return "" if run.origin == "user" else run.origin
    parent = called.get(run.parent, "a deleted run")
    return f"test of {parent}" if forks.revisits(run) else f"fork of {parent}, epoch {run.parent_epoch}"
