"""How a run comes to know what corrupted inputs do to it: it was asked to, or a fork of its last epoch is."""

from collections.abc import Iterator
from typing import Final

from shapviz.runs import forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.records import RobustnessRecord
from shapviz.runs.spec import CalibrationSpec, RobustnessSpec
from shapviz.runs.store import RunStore

EVERYTHING: Final = RobustnessSpec(corruptions=("all",))  # the usual question
USELESS: Final = ("failed", "stopped")


def ask(store: RunStore, artifacts: ArtifactStore, run_id: str, asked: RobustnessSpec) -> RunInfo:
    """Return a new run, queued, that tests a finished or stopped one with corrupted inputs and trains it no further.

    Raises:
        UsageError: If there is no checkpoint of its last epoch.
    """
    run = store.get(run_id)
    last = run.epoch or 0
    training = run.spec.training.model_copy(update={"epochs": last})
    only = {"training": training, "calibration": CalibrationSpec(), "probes": False, "robustness": asked}
    return forks.fork(store, artifacts, run.id, last, run.spec.model_copy(update=only), origin="reference")


def asks(run: RunInfo) -> bool:
    """Return whether a run is one that `ask` has made."""
    return run.origin == "reference" and run.spec.robustness.asked and run.parent_epoch == run.spec.training.epochs


def found(store: RunStore, run_id: str, asked: RobustnessSpec | None = None) -> RobustnessRecord | None:
    """Return what is known of a run with corrupted inputs, its own record or the newest of a fork that tested it.

    Args:
        store: Where they are.
        run_id: The run.
        asked: What the record must answer; None takes any.
    """
    records = (store.robustness(run.id) for run in _testing(store, run_id, asked))
    return next((record for record in records if record is not None), None)


def answering(store: RunStore, run_id: str, asked: RobustnessSpec | None = None) -> RunInfo | None:
    """Return the run that answers or is to answer what `asked` says, the run itself or the newest of its forks.

    None where nobody has asked, and where whoever was to answer has failed or been stopped.
    """
    runs = _testing(store, run_id, asked)
    return min(runs, key=lambda run: run.status != "finished", default=None)


def _testing(store: RunStore, run_id: str, asked: RobustnessSpec | None) -> Iterator[RunInfo]:
    """Yield the run and its forks that test it as it stands now, those that answer `asked`."""
    run = store.get(run_id)
    for each in (run, *(fork for fork in store.forks(run.id) if asks(fork) and fork.parent_epoch == run.epoch)):
        if each.status not in USELESS and each.spec.robustness.answers(asked):
            yield each
