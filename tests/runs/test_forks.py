"""Forks in the store: what they take over from their parent, and which are refused."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from shapviz.errors import SpecError, UsageError
from shapviz.runs import checkpoints, forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Joint, Unimodal
from shapviz.runs.spec import RunSpec, parse_spec
from shapviz.runs.store import RunStore
from tests.runs import backends
from tests.runs.test_store import epoch, final

SPEC = RunSpec()
JOINT = SPEC.with_strategy(Joint())


@pytest.fixture(params=backends.NAMES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunStore]:
    with backends.new_store(request.param, tmp_path) as opened:
        yield opened


def trained(
    store: RunStore, artifacts: ArtifactStore, *, epochs: int = 4, kept: tuple[int, ...] = (0, 1, 3, 4)
) -> RunInfo:
    """Return a finished run with records up to an epoch, and with some checkpoints."""
    run = store.create(SPEC, "amber-fox")
    for number in range(epochs + 1):
        store.append(run.id, epoch(number))
    store.append(run.id, final(epochs))
    for number in kept:
        artifacts.write(run.id, checkpoints.checkpoint_name(number), b"weights of %d" % number)
    return store.get(run.id)


def test_a_fork_knows_its_parent_and_begins_with_its_records(store: RunStore, artifacts: ArtifactStore) -> None:
    parent = trained(store, artifacts)
    child = forks.fork(store, artifacts, parent.id, 3, JOINT)
    assert (child.parent, child.parent_epoch, child.epoch, child.status) == (parent.id, 3, 2, "queued")
    assert store.get(child.id) == child
    assert [record for _, record in store.feed(child.id)] == [epoch(0), epoch(1), epoch(2)]
    assert artifacts.read(child.id, checkpoints.START) == b"weights of 3"


def test_a_fork_at_the_untrained_network_has_no_record_yet(store: RunStore, artifacts: ArtifactStore) -> None:
    child = forks.fork(store, artifacts, trained(store, artifacts).id, 0, JOINT)
    assert (child.epoch, child.parent_epoch, store.feed(child.id)) == (None, 0, ())


def test_a_fork_outlives_its_parent(store: RunStore, artifacts: ArtifactStore) -> None:
    parent = trained(store, artifacts)
    child = forks.fork(store, artifacts, parent.id, 1, JOINT)
    store.delete(parent.id)
    store.purge(artifacts, older_than=timedelta(0))
    assert store.get(child.id) == child
    assert store.epochs(child.id) == (epoch(0),)
    assert artifacts.names(child.id) == (checkpoints.START,)


def test_a_fork_is_nobodys_companion_and_has_those_of_other_runs(store: RunStore, artifacts: ArtifactStore) -> None:
    parent = trained(store, artifacts)
    alone = store.create(SPEC.with_strategy(Unimodal()))
    child = forks.fork(store, artifacts, parent.id, 1, JOINT)
    assert [run.id for run in store.companions(parent.id)] == [alone.id]
    assert {run.id for run in store.companions(child.id)} == {alone.id, parent.id}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"dataset": {"name": "emoji"}, "seed": 3}, ["dataset.name", "seed"]),
        ({"model": {"head": "mlp"}}, ["model.head"]),
        ({"training": {"optimizer": "sgd"}}, ["training.optimizer"]),
        ({"valuation": {"payoff": "probability"}}, ["valuation.payoff"]),
        ({"training": {"epochs": 3}}, ["training.epochs"]),
    ],
)
def test_what_a_fork_may_not_change_is_named(
    store: RunStore, artifacts: ArtifactStore, changes: dict[str, Any], fields: list[str]
) -> None:
    parent = trained(store, artifacts)
    with pytest.raises(SpecError) as caught:
        forks.fork(store, artifacts, parent.id, 3, parse_spec(changes))
    assert [problem.partition(":")[0] for problem in caught.value.problems] == fields
    assert store.list() == (parent,)


def test_strategy_length_rate_and_cadence_may_change(store: RunStore, artifacts: ArtifactStore) -> None:
    changes = {
        "strategy": {"name": "joint"},
        "training": {"epochs": 50, "learning_rate": 0.1},
        "valuation": {"every": 5},
        "probes": True,
    }
    assert forks.fork(store, artifacts, trained(store, artifacts).id, 4, parse_spec(changes)).spec.training.epochs == 50


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (2, r"no checkpoint of epoch 2\..* Fork it at epoch 0 to 1 or 3 to 4\."),
        (5, r"has not come to an epoch 5\. Fork it at epoch 0 to 1 or 3 to 4\."),
        (-1, r"has not come to an epoch -1"),
    ],
)
def test_an_epoch_without_a_checkpoint_is_refused_with_those_that_have_one(
    store: RunStore, artifacts: ArtifactStore, at: int, says: str
) -> None:
    parent = trained(store, artifacts)
    with pytest.raises(UsageError, match=says):
        forks.fork(store, artifacts, parent.id, at, JOINT)


def test_a_checkpoint_that_is_ahead_of_the_records_is_not_forked(store: RunStore, artifacts: ArtifactStore) -> None:
    parent = trained(store, artifacts, epochs=3, kept=(3, 4))
    with pytest.raises(UsageError, match=r"has not come to an epoch 4\. Fork it at epoch 3\."):
        forks.fork(store, artifacts, parent.id, 4, JOINT)


def test_a_recording_without_checkpoints_is_refused(store: RunStore, artifacts: ArtifactStore) -> None:
    parent = trained(store, artifacts, kept=())
    with pytest.raises(UsageError, match=r"has no checkpoints.*Train the same settings"):
        forks.fork(store, artifacts, parent.id, 1, JOINT)


def test_what_was_its_parents_is_refused_with_a_word_on_the_parent(store: RunStore, artifacts: ArtifactStore) -> None:
    child = forks.fork(store, artifacts, trained(store, artifacts).id, 3, JOINT)
    store.append(child.id, epoch(3))
    artifacts.write(child.id, checkpoints.checkpoint_name(3), b"weights of 3")
    with pytest.raises(UsageError, match=r"That epoch was its parent's\. Fork it at epoch 3\. Or fork its parent\."):
        forks.fork(store, artifacts, child.id, 1, JOINT)


def test_a_deleted_run_is_not_forked(store: RunStore, artifacts: ArtifactStore) -> None:
    parent = trained(store, artifacts)
    store.delete(parent.id)
    with pytest.raises(UsageError, match="Restore it"):
        forks.fork(store, artifacts, parent.id, 1, JOINT)


def test_a_name_that_is_taken_leaves_nothing_behind(store: RunStore, artifacts: ArtifactStore, tmp_path: Path) -> None:
    parent = trained(store, artifacts)
    with pytest.raises(UsageError, match="Another run is named"):
        forks.fork(store, artifacts, parent.id, 1, JOINT, parent.name)
    assert [folder.name for folder in (tmp_path / "artifacts").iterdir()] == [parent.id]


@pytest.mark.parametrize(
    ("epochs", "words"), [((4,), "4"), ((0, 1, 2), "0 to 2"), ((1, 3, 4, 9), "1, 3 to 4 or 9"), ((), "")]
)
def test_epochs_are_said_in_stretches(epochs: tuple[int, ...], words: str) -> None:
    assert forks.spans(epochs) == words


def test_a_run_that_has_ended_can_be_examined_and_is_trained_no_further(
    store: RunStore, artifacts: ArtifactStore
) -> None:
    parent = trained(store, artifacts)
    examination = forks.examine(store, artifacts, parent.id)
    assert forks.examines(examination)
    assert (examination.parent_epoch, examination.spec.training.epochs, examination.spec.probes) == (4, 4, True)
    assert store.forks(parent.id) == (examination,)
    ordinary = forks.fork(store, artifacts, parent.id, 3, JOINT)
    assert not forks.examines(ordinary)
    assert {run.id for run in store.forks(parent.id)} == {examination.id, ordinary.id}


@pytest.mark.parametrize("come", [None, 0])
def test_a_run_that_has_learned_nothing_is_not_examined_and_nothing_is_stored(
    store: RunStore, artifacts: ArtifactStore, come: int | None
) -> None:
    run = store.create(SPEC, "amber-fox")
    if come is not None:
        store.append(run.id, epoch(come))
        artifacts.write(run.id, checkpoints.checkpoint_name(come), b"weights")
    with pytest.raises(UsageError, match="'amber-fox' has not learned for a whole epoch"):
        forks.examine(store, artifacts, run.id)
    assert [each.id for each in store.list()] == [run.id]


def test_bare_weights_of_an_earlier_epoch_can_be_examined_and_not_trained_on(
    store: RunStore, artifacts: ArtifactStore
) -> None:
    parent = trained(store, artifacts, kept=())
    artifacts.write(parent.id, checkpoints.weights_name(2), b"weights of 2")
    artifacts.write(parent.id, checkpoints.WEIGHTS, b"weights of 4")
    assert (checkpoints.kept(artifacts, parent.id), checkpoints.examinable(artifacts, parent)) == ((), (2, 4))
    for at in (2, 4):
        only = parse_spec({"training": {"epochs": at}, "probes": True})
        child = forks.fork(store, artifacts, parent.id, at, only)
        assert artifacts.read(child.id, checkpoints.WEIGHTS) == b"weights of %d" % at
    with pytest.raises(UsageError, match="cannot be forked"):
        forks.fork(store, artifacts, parent.id, 2, JOINT)


def test_what_can_be_looked_at_ends_where_the_records_do(store: RunStore, artifacts: ArtifactStore) -> None:
    ahead = trained(store, artifacts, epochs=3, kept=(1, 3, 4))
    assert checkpoints.viewable(artifacts, ahead.id, ahead.epoch) == (1, 3)
    begun = forks.fork(store, artifacts, ahead.id, 3, JOINT)
    store.append(begun.id, epoch(3))
    assert checkpoints.viewable(artifacts, begun.id, 3) == (3,)
    artifacts.delete_run(begun.id)
    assert checkpoints.viewable(artifacts, begun.id, 3) == ()


def test_files_that_are_named_almost_like_checkpoints_are_none(store: RunStore, artifacts: ArtifactStore) -> None:
    parent = trained(store, artifacts, kept=(1,))
    for name in ("epoch-last.safetensors", "weights-.safetensors", "epoch-0002.safetensors.part2"):
        artifacts.write(parent.id, name, b"")
    assert checkpoints.examinable(artifacts, parent) == (1,)


def test_an_examination_asks_for_a_verdict_only(store: RunStore, artifacts: ArtifactStore) -> None:
    parent = trained(store, artifacts)
    asked = {"robustness": {"corruptions": ["noise"]}, "training": {"epochs": 4}}
    child = forks.fork(store, artifacts, parent.id, 4, parse_spec(asked))
    assert child.spec.robustness.asked, "it may end where it begins"
    artifacts.write(child.id, checkpoints.checkpoint_name(4), b"weights")
    store.append(child.id, epoch(4))
    examination = forks.examine(store, artifacts, child.id)
    assert (examination.spec.probes, examination.spec.robustness.asked) == (True, False)


def test_without_probes_a_fork_has_something_to_train(store: RunStore, artifacts: ArtifactStore) -> None:
    with pytest.raises(SpecError, match="expected at least 5, found 4"):
        forks.fork(store, artifacts, trained(store, artifacts).id, 4, parse_spec({"training": {"epochs": 4}}))
