"""Who answers what is asked of a trained network: a run that was asked to itself, or a fork of its last epoch."""

from collections.abc import Callable, Iterator
from typing import Final

from shapviz.runs import forks
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore

USELESS: Final = ("failed", "stopped")
Answers = Callable[[RunSpec], bool]


def witnesses(store: RunStore, run_id: str, answers: Answers) -> Iterator[RunInfo]:
    """Yield the run and its forks that look at it as it stands now, those that answer or are to answer.

    The run itself is first, then its forks, newest first. Whoever has failed or been stopped is left out.
    """
    for each in looking(store, run_id):
        if each.status not in USELESS and answers(each.spec):
            yield each


def looking(store: RunStore, run_id: str) -> Iterator[RunInfo]:
    """Yield the run and the forks that look at its network as it stands now, newest first, whatever became of them."""
    run = store.get(run_id)
    yield run
    yield from (fork for fork in store.forks(run.id) if forks.revisits(fork) and fork.parent_epoch == run.epoch)


def halted(store: RunStore, run_id: str, same: Answers) -> RunInfo | None:
    """Return the newest fork that was asked the same and stopped before it had answered; None without any.

    What it has found is kept, so that it can go on. One that has failed might only fail again by what it has kept.
    """
    forked = (run for run in looking(store, run_id) if forks.revisits(run))
    return next((fork for fork in forked if fork.status == "stopped" and same(fork.spec)), None)


def answering(store: RunStore, run_id: str, answers: Answers) -> RunInfo | None:
    """Return who of the witnesses is to be heard: the first that has finished, and else the first; None without any."""
    return min(witnesses(store, run_id, answers), key=lambda run: run.status != "finished", default=None)
