"""How a run comes to know what corrupted inputs do to it: it was asked to, or a fork of its last epoch is."""

from collections.abc import Iterator, Mapping
from typing import Final

from shapviz.runs import afterwards, corruptions, forks
from shapviz.runs.afterwards import Answers
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import RobustnessSpec
from shapviz.runs.info import RunInfo
from shapviz.runs.records import RobustnessRecord
from shapviz.runs.store import RunStore

EVERYTHING: Final = RobustnessSpec(corruptions=("all",))  # the usual question


def ask(store: RunStore, artifacts: ArtifactStore, run_id: str, asked: RobustnessSpec) -> RunInfo:
    """Return a run that is to be submitted: it tests a finished or stopped one and trains it no further.

    It is a new one, unless the same test was stopped half-way: then that goes on with the sweeps that are left.

    Raises:
        UsageError: If there is no checkpoint of its last epoch.
    """
    halted = afterwards.halted(store, run_id, _same(asked))
    return halted or forks.revisit(store, artifacts, run_id, robustness=asked)


def asks(run: RunInfo) -> bool:
    """Return whether a run is one that `ask` has made."""
    return forks.revisits(run) and run.spec.robustness.asked


def found(store: RunStore, run_id: str, asked: RobustnessSpec | None = None) -> RobustnessRecord | None:
    """Return what is known of a run with corrupted inputs, its own record or the newest of a fork that tested it.

    Args:
        store: Where they are.
        run_id: The run.
        asked: What the record must answer; None takes any.
    """
    records = (store.robustness(run.id) for run in afterwards.witnesses(store, run_id, _answers(asked)))
    return next((record for record in records if record is not None), None)


def answering(store: RunStore, run_id: str, asked: RobustnessSpec | None = None) -> RunInfo | None:
    """Return the run that answers or is to answer what `asked` says, the run itself or the newest of its forks.

    None where nobody has asked, and where whoever was to answer has failed or been stopped.
    """
    return afterwards.answering(store, run_id, _answers(asked))


def misfits(record: RobustnessRecord, kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each sweep of a modality that there is not, or by a corruption that does not fit its own.

    Args:
        record: Our own have none; one from elsewhere, or of a dataset that has changed, may.
        kinds: Of the modalities that there are.
    """
    for sweep in record.sweeps:
        yield from corruptions.misfits({sweep.modality: sweep.corruption}, kinds)


def _answers(asked: RobustnessSpec | None) -> Answers:
    return lambda spec: spec.robustness.answers(asked)


def _same(asked: RobustnessSpec) -> Answers:
    return lambda spec: spec.robustness.answers(asked) and asked.answers(spec.robustness)
