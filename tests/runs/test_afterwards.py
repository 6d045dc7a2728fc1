"""Runs that are looked at after training, by themselves or by forks of theirs."""

import pytest

from shapviz.errors import UsageError
from shapviz.runs import afterwards, checkpoints, forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import CalibrationSpec, RobustnessSpec
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.tested import EVERYTHING
from tests.runs.test_store import epoch

NOISE = RobustnessSpec(corruptions=("noise",))


@pytest.fixture
def run(store: RunStore, artifacts: ArtifactStore) -> RunInfo:
    spec = RunSpec(probes=True, calibration=CalibrationSpec(refit="full"))
    info = store.create(spec, "amber-fox")
    for number in range(5):
        store.append(info.id, epoch(number))
    artifacts.write(info.id, checkpoints.checkpoint_name(4), b"weights")
    store.set_status(info.id, "stopped")
    return store.get(info.id)


def test_a_test_trains_nothing_and_asks_for_nothing_else(
    store: RunStore, artifacts: ArtifactStore, run: RunInfo
) -> None:
    test = afterwards.ask(store, artifacts, run.id, NOISE)
    assert not forks.examines(test)
    assert (test.parent_epoch, test.spec.training.epochs, test.spec.robustness) == (4, 4, NOISE)
    assert (test.spec.probes, test.spec.calibration.asked) == (False, False)
    assert not forks.examine(store, artifacts, run.id).spec.robustness.asked


def test_who_has_answered_is_heard_before_who_is_to_answer(
    store: RunStore, artifacts: ArtifactStore, run: RunInfo
) -> None:
    assert afterwards.answering(store, run.id, NOISE) is None
    first = afterwards.ask(store, artifacts, run.id, NOISE)
    newer = afterwards.ask(store, artifacts, run.id, EVERYTHING)
    assert afterwards.answering(store, run.id, NOISE) == newer
    store.set_status(first.id, "finished")
    assert afterwards.answering(store, run.id, NOISE) == store.get(first.id)
    assert afterwards.answering(store, first.id, NOISE) == store.get(first.id), "it was asked itself"


def test_what_was_asked_for_already_is_not_asked_for_again(
    store: RunStore, artifacts: ArtifactStore, run: RunInfo
) -> None:
    test = afterwards.ask(store, artifacts, run.id, EVERYTHING)
    assert afterwards.answering(store, run.id, NOISE) == test, "who asked for all has asked for noise"
    assert afterwards.answering(store, run.id, EVERYTHING) == test
    other = RobustnessSpec(corruptions=("all",), draws=7)
    assert afterwards.answering(store, run.id, other) is None
    store.set_status(test.id, "stopped")
    assert afterwards.answering(store, run.id, NOISE) is None, "nobody will answer"


def test_a_test_that_was_stopped_goes_on_and_no_other(store: RunStore, artifacts: ArtifactStore, run: RunInfo) -> None:
    test = afterwards.ask(store, artifacts, run.id, NOISE)
    store.set_status(test.id, "stopped")
    more, again = afterwards.ask(store, artifacts, run.id, EVERYTHING), afterwards.ask(store, artifacts, run.id, NOISE)
    assert more.id != test.id, "it was asked less"
    assert again == store.get(test.id)
    store.set_status(test.id, "failed")
    assert afterwards.ask(store, artifacts, run.id, NOISE).id != test.id, "it might only fail again"
    store.set_status(test.id, "stopped")
    store.append(run.id, epoch(5))
    artifacts.write(run.id, checkpoints.checkpoint_name(5), b"weights")
    assert afterwards.ask(store, artifacts, run.id, NOISE).id != test.id, "it is another network now"


def test_noise_alone_does_not_answer_for_all(store: RunStore, artifacts: ArtifactStore, run: RunInfo) -> None:
    afterwards.ask(store, artifacts, run.id, NOISE)
    assert afterwards.answering(store, run.id, EVERYTHING) is None


def test_a_run_that_has_gone_on_is_another_network(store: RunStore, artifacts: ArtifactStore, run: RunInfo) -> None:
    test = afterwards.ask(store, artifacts, run.id, NOISE)
    assert afterwards.answering(store, run.id, NOISE) == test
    store.append(run.id, epoch(5))
    assert afterwards.answering(store, run.id, NOISE) is None


def test_a_run_without_a_checkpoint_cannot_be_tested(store: RunStore, artifacts: ArtifactStore, run: RunInfo) -> None:
    artifacts.delete_run(run.id)
    with pytest.raises(UsageError, match="no checkpoints"):
        afterwards.ask(store, artifacts, run.id, NOISE)
    assert store.list() == (run,)
