"""What commands have in common that put questions to runs which have ended: workers answer, and we wait."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Final

import typer

from shapviz.cli import terminal
from shapviz.cli.follow import follow
from shapviz.cli.train import INTERRUPTED
from shapviz.errors import ShapvizError, UsageError
from shapviz.jobs.queue import UNFINISHED, LocalQueue
from shapviz.runs import forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.store import RunStore

PARTING: Final = "Stopping. What has been found so far is kept: the same command goes on from there."


def check(run: RunInfo, artifacts: ArtifactStore) -> None:
    """Raise UsageError unless a run stands still and has the weights of its last epoch."""
    if run.status in UNFINISHED:
        raise UsageError(
            f"The run '{run.name}' is {run.status}: its network is still changing.", remedy="Wait for it, or stop it."
        )
    forks.check_revisit(run, artifacts)


def answerer(queue: LocalQueue, known: RunInfo | None, ask: Callable[[], RunInfo]) -> RunInfo:
    """Return who is to answer, having seen to it that it comes to do so.

    Args:
        queue: Where it waits for a worker, or has one.
        known: Who has been asked already; it may be paused, or about to stop.
        ask: Returns who is to be asked if there is nobody: somebody new, or who was stopped half-way.
    """
    if known is None:
        known = ask()
        if known.status == "stopped":
            terminal.err().print("Going on where this was stopped.")
        queue.submit(known.id)
    elif known.status in UNFINISHED:
        with contextlib.suppress(UsageError):  # it may have finished in this very moment
            queue.resume(known.id)
    return known


def ended(store: RunStore, queue: LocalQueue, runs: Sequence[RunInfo]) -> list[RunInfo]:
    """Return runs as they ended, having shown how they went there; Ctrl-C stops them all."""
    found = []
    for run in runs:
        found.append(store.get(run.id) if run.status == "finished" else follow(store, queue, run, parting=PARTING))
        if found[-1].status == "stopped":
            _stop(store, queue, runs)
            raise typer.Exit(INTERRUPTED)
        if (failure := found[-1].error) is not None:
            terminal.complain(ShapvizError(f"'{run.name}': {failure.problem}", remedy=failure.remedy))
    return found


def _stop(store: RunStore, queue: LocalQueue, runs: Sequence[RunInfo]) -> None:
    for run in runs:
        if store.get(run.id).status in UNFINISHED:
            queue.stop(run.id)
