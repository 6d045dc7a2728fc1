"""Train queues the run, and behind it what it is compared with, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shapviz.errors import UsageError
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import checkpoints, forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.options import Joint, Unimodal
from shapviz.runs.spec import RunSpec, parse_spec
from shapviz.runs.store import RunStore
from shapviz.ui import resources
from shapviz.ui.launch import continued, examine, fork, launch
from tests.figures import records


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunStore]:
    opened = RunStore.open(f"sqlite:///{tmp_path / 'runs.db'}")
    monkeypatch.setattr(resources, "store", lambda: opened)
    monkeypatch.setattr(resources, "queue", lambda: LocalQueue(opened, workers=0))
    yield opened
    opened.close()


def in_line() -> list[tuple[str, str]]:
    """Return strategy and origin of the runs that wait, the next one first."""
    infos = [resources.store().get(job.run_id) for job in resources.queue().jobs()]
    return [(info.spec.strategy.name, info.origin) for info in infos]


def test_companions_wait_behind_the_run() -> None:
    launch(RunSpec())
    assert in_line() == [("alternating", "user"), ("joint", "reference"), ("unimodal", "reference")]


def test_a_second_run_goes_before_companions_and_shares_them() -> None:
    launch(RunSpec())
    launch(parse_spec({"strategy": {"name": "alternating", "order": "random"}}))
    assert [name for name, _ in in_line()] == ["alternating", "alternating", "joint", "unimodal"]


def test_another_seed_has_companions_of_its_own() -> None:
    launch(RunSpec())
    launch(parse_spec({"seed": 1}))
    assert [name for name, _ in in_line()].count("joint") == 2


def test_a_run_is_not_its_own_companion() -> None:
    launch(RunSpec().with_strategy(Joint()))
    assert in_line() == [("joint", "user"), ("unimodal", "reference")]


def test_a_companion_that_failed_is_tried_again(store: RunStore) -> None:
    first = launch(RunSpec().with_strategy(Unimodal()), companions=False)
    store.set_status(first.id, "failed")
    launch(RunSpec())
    assert ("unimodal", "reference") in in_line()


def test_a_companion_that_was_stopped_early_is_trained_anew(store: RunStore) -> None:
    first = launch(RunSpec().with_strategy(Unimodal()), companions=False)
    resources.queue().stop(first.id)
    launch(RunSpec())
    assert ("unimodal", "reference") in in_line()


def test_without_companions_only_the_run_is_queued() -> None:
    launch(RunSpec(), companions=False)
    assert in_line() == [("alternating", "user")]


def test_a_fork_takes_the_order_that_is_wished_for_and_nothing_else_of_other_data() -> None:
    parent = parse_spec({"dataset": {"name": "emoji"}, "training": {"epochs": 8}, "seed": 3})
    wish = parse_spec({"strategy": {"name": "joint"}, "training": {"epochs": 30}})
    assert continued(parent, wish) == parent.with_strategy(Joint())
    longer = parent.model_copy(update={"training": parent.training.model_copy(update={"epochs": 30})})
    assert continued(parent, longer) == longer


def test_a_fork_is_queued_with_its_parents_checkpoint(
    store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifacts = ArtifactStore.open(str(tmp_path / "artifacts"))
    monkeypatch.setattr(resources, "artifacts", lambda: artifacts)
    parent = store.create(RunSpec())
    store.append(parent.id, records.run(1)[0])
    store.set_status(parent.id, "finished")
    artifacts.write(parent.id, checkpoints.checkpoint_name(0), b"weights")
    child = fork(parent.id, 0, RunSpec().with_strategy(Joint()))
    assert in_line() == [("joint", "user")]
    assert artifacts.read(child.id, checkpoints.START) == b"weights"


def test_an_order_of_strangers_is_not_forked(store: RunStore) -> None:
    parent = store.create(RunSpec())
    wish = parse_spec({"strategy": {"name": "alternating", "order": "fixed", "sequence": ["image", "text"]}})
    with pytest.raises(UsageError, match="sequence"):
        fork(parent.id, 0, wish)
    assert len(store.list()) == 1


def test_a_run_with_its_last_checkpoint_is_examined_as_it_stands(
    store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifacts = ArtifactStore.open(str(tmp_path / "artifacts"))
    monkeypatch.setattr(resources, "artifacts", lambda: artifacts)
    run = store.create(parse_spec({"training": {"epochs": 2}}))
    for record in records.run(2):
        store.append(run.id, record)
    once_more = examine(run.id)
    assert (once_more.parent, once_more.spec) == (None, run.spec.model_copy(update={"probes": True}))

    artifacts.write(run.id, checkpoints.checkpoint_name(2), b"")
    examination = examine(run.id)
    assert forks.examines(examination)
    assert examination.parent == run.id
    assert in_line()[-1] == ("alternating", "reference")


def test_a_fork_ends_with_a_verdict_if_the_wish_does() -> None:
    parent, wish = RunSpec(), parse_spec({"probes": True})
    assert continued(parent, wish).probes
    assert not continued(wish, parent).probes
