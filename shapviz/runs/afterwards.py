"""Who answers what is asked of a trained network: a run that was asked to itself, or a fork of its last epoch."""

from collections.abc import Iterator
from typing import Any, Final

from shapviz.runs import forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import AttributionSpec, RobustnessSpec
from shapviz.runs.info import RunInfo
from shapviz.runs.store import RunStore

USELESS: Final = ("failed", "stopped")
Asked = RobustnessSpec | AttributionSpec


def ask(store: RunStore, artifacts: ArtifactStore, run_id: str, asked: Asked) -> RunInfo:
    """Return a run, to be submitted, that looks at the network of a finished or stopped one and trains it no further.

    It is a new one, unless the same was asked and stopped half-way: then that goes on with what is left.

    Raises:
        UsageError: If there is no checkpoint of its last epoch.
    """
    return _halted(store, run_id, asked) or forks.revisit(store, artifacts, run_id, **{asked.section: asked})


def answering(store: RunStore, run_id: str, asked: Asked) -> RunInfo | None:
    """Return the run that answers or is to answer: whoever has finished, and else the run itself or its newest fork.

    None where nobody has asked, and where whoever was to answer has failed or been stopped.
    """
    witnesses = (run for run in looking(store, run_id) if run.status not in USELESS and _answers(run, asked))
    return min(witnesses, key=lambda run: run.status != "finished", default=None)


def looking(store: RunStore, run_id: str) -> Iterator[RunInfo]:
    """Yield the run and the forks that look at its network as it stands now, newest first, whatever became of them."""
    run = store.get(run_id)
    yield run
    yield from (fork for fork in store.forks(run.id) if forks.revisits(fork) and fork.parent_epoch == run.epoch)


def _halted(store: RunStore, run_id: str, asked: Asked) -> RunInfo | None:
    """Return the newest fork that was asked the same and stopped before it had answered; None without any.

    What it has found is kept, so that it can go on. One that has failed might only fail again by what it has kept.
    """
    forked = (run for run in looking(store, run_id) if forks.revisits(run) and run.status == "stopped")
    return next((fork for fork in forked if _answers(fork, asked) and asked.answers(_said(fork, asked))), None)


def _answers(run: RunInfo, asked: Asked) -> bool:
    return bool(_said(run, asked).answers(asked))


def _said(run: RunInfo, asked: Asked) -> Any:
    """Return the same section of what a run was asked."""
    return getattr(run.spec, asked.section)
