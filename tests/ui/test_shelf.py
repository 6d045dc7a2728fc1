"""The shelf shows runs as the store has them, and asks it for nothing twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from shapviz.errors import UnknownNameError
from shapviz.runs import tables
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Joint, Unimodal
from shapviz.runs.records import EpochRecord
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.unreadable import UnreadableRecordError
from shapviz.ui.shelf import Examined, Shelf
from tests.diagnosis import cases
from tests.diagnosis.cases import Case
from tests.figures import records
from tests.runs.test_unreadable import estrange

RECORDS = records.run(20)


class CountingStore(RunStore):
    """A store that notes what it was asked for."""

    asked: list[tuple[str, int]]

    def feed(self, run_id: str, after: int = 0) -> tuple[tuple[int, EpochRecord], ...]:  # type: ignore[override]
        self.asked.append((run_id, after))
        return super().feed(run_id, after)  # type: ignore[return-value]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CountingStore]:
    opened = CountingStore.open(f"sqlite:///{tmp_path / 'runs.db'}")
    opened.asked = []
    yield opened
    opened.close()


def recorded(store: RunStore, spec: RunSpec, epochs: int) -> RunInfo:
    run = store.create(spec)
    for record in RECORDS[: epochs + 1]:
        store.append(run.id, record)
    return run


def test_a_run_without_records_has_no_course(store: CountingStore) -> None:
    run = store.create(RunSpec())
    shown = Shelf(store).get(run.id)
    assert (shown.info.id, shown.course, shown.alive) == (run.id, None, True)


def test_records_that_came_since_are_there_the_next_time_and_the_others_are_not_read_again(
    store: CountingStore,
) -> None:
    run = recorded(store, RunSpec(), 3)
    shelf = Shelf(store)
    first = shelf.get(run.id)
    store.append(run.id, RECORDS[4])
    second = shelf.get(run.id)
    assert first.course is not None
    assert second.course is not None
    assert [record.epoch for record in second.course.records] == [0, 1, 2, 3, 4]
    assert first.version != second.version
    assert store.asked == [(run.id, 0), (run.id, first.version[0][-1])]


def test_nothing_is_read_while_nothing_has_changed(store: CountingStore) -> None:
    run = recorded(store, RunSpec(), 3)
    shelf = Shelf(store)
    assert shelf.get(run.id) is shelf.get(run.id)
    assert len(store.asked) == 1


def test_a_joint_companion_is_the_ghost_and_its_epochs_change_the_version(store: CountingStore) -> None:
    run = recorded(store, RunSpec(), 3)
    shelf = Shelf(store)
    alone = shelf.get(run.id)
    joint = recorded(store, RunSpec().with_strategy(Joint()), 2)
    together = shelf.get(run.id)
    assert together.course is not None
    assert together.course.ghost is not None
    assert [record.epoch for record in together.course.ghost.records] == [0, 1, 2]
    assert together.version != alone.version
    assert shelf.get(joint.id).course is not None


def test_a_run_is_not_its_own_ghost(store: CountingStore) -> None:
    joint = recorded(store, RunSpec().with_strategy(Joint()), 3)
    shown = Shelf(store).get(joint.id)
    assert shown.course is not None
    assert shown.course.ghost is None


def test_ceilings_are_known_once_the_modalities_have_been_trained_alone_to_the_end(store: CountingStore) -> None:
    run = recorded(store, RunSpec(), 3)
    alone = recorded(store, RunSpec().with_strategy(Unimodal()), 20)
    shelf = Shelf(store)
    before = shelf.get(run.id)
    store.set_status(alone.id, "finished")
    after = shelf.get(run.id)
    assert before.course is not None
    assert after.course is not None
    assert before.course.ceilings == {}
    assert after.course.ceilings.keys() == {"hare", "fox", "tortoise"}
    assert before.version != after.version


def test_a_finished_run_is_alive_while_its_companions_are(store: CountingStore) -> None:
    run = recorded(store, RunSpec(), 3)
    store.set_status(run.id, "finished")
    shelf = Shelf(store)
    assert not shelf.get(run.id).alive
    joint = store.create(RunSpec().with_strategy(Joint()))
    assert shelf.get(run.id).alive
    store.set_status(joint.id, "stopped")
    assert not shelf.get(run.id).alive


def test_a_diagnosis_is_the_runs_own_or_that_of_the_run_that_examines_it(store: CountingStore) -> None:
    run = recorded(store, RunSpec(), 20)
    store.set_status(run.id, "finished")
    shelf = Shelf(store)
    assert shelf.get(run.id).examined == Examined()

    probing = RunSpec(probes=True)
    by = store.create(probing, origin="reference", parent=(run.id, probing.training.epochs))
    waiting = shelf.get(run.id)
    assert (waiting.examined.by, waiting.examined.diagnosis, waiting.alive) == (by, None, True)
    found = cases.record({"hare": Case(), "fox": Case(), "tortoise": Case(ceiling=0.9, probe_fused=0.4)})
    store.append(by.id, found)
    examined = shelf.get(run.id)
    assert examined.examined.diagnosis == found
    assert examined.version != waiting.version
    assert examined.course is not None
    assert (examined.course.ceilings["tortoise"], examined.course.probes["tortoise"]) == (0.9, 0.4)

    own = found.model_copy(update={"epoch": 7})
    store.append(run.id, own)
    assert shelf.get(run.id).examined == Examined(own)


def test_the_diagnosis_of_what_a_run_is_compared_with_stands_beside_its_own(store: CountingStore) -> None:
    run = recorded(store, RunSpec(), 3)
    joint = recorded(store, RunSpec().with_strategy(Joint()), 3)
    found = cases.record({"hare": Case(), "fox": Case(), "tortoise": Case()})
    store.append(joint.id, found)
    assert Shelf(store).get(run.id).beside == found


def test_another_name_is_another_version(store: CountingStore) -> None:
    run = recorded(store, RunSpec(), 1)
    shelf = Shelf(store)
    before = shelf.get(run.id).version
    store.rename(run.id, "brisk-heron")
    assert shelf.get(run.id).version != before


def test_a_run_that_is_not_there_is_an_error(store: CountingStore) -> None:
    with pytest.raises(UnknownNameError):
        Shelf(store).get("nowhere")


def test_the_ghost_of_a_fork_is_its_parent_until_that_is_deleted(store: CountingStore) -> None:
    joint = recorded(store, RunSpec().with_strategy(Joint()), 5)
    parent = recorded(store, RunSpec(), 6)
    child = store.create(RunSpec().with_strategy(Unimodal()), parent=(parent.id, 3))
    shelf = Shelf(store)
    forked = shelf.get(child.id)
    assert forked.course is not None
    assert forked.course.fork is not None
    assert forked.course.ghost is not None
    assert [record.epoch for record in forked.course.records] == [0, 1, 2]
    assert (forked.course.fork.epoch, forked.course.ghost.words) == (3, "had it stayed weak first")
    assert [record.epoch for record in forked.course.ghost.records] == list(range(7))

    store.delete(parent.id)
    orphan = shelf.get(child.id)
    assert orphan.parent is None
    assert orphan.course is not None
    assert orphan.course.ghost is not None
    assert orphan.course.ghost.label == "joint"
    assert len(orphan.course.ghost.records) == len(store.epochs(joint.id))


def strange_record(store: RunStore, run: RunInfo) -> None:
    """Let the run have a record that this version does not understand."""
    with store.writing() as connection:
        body = '{"kind": "epoch", "telepathy": true}'
        connection.execute(insert(tables.records).values(run=run.id, kind="epoch", epoch=99, body=body))


def test_what_cannot_be_read_beside_a_run_is_left_out(store: CountingStore) -> None:
    run = recorded(store, RunSpec(), 3)
    joint = recorded(store, RunSpec(strategy=Joint()), 3)
    strange_record(store, joint)
    shown = Shelf(store).get(run.id)
    assert shown.course is not None
    assert shown.course.ghost is None
    with pytest.raises(UnreadableRecordError):
        Shelf(store).get(joint.id)


def test_a_parent_of_another_version_is_left_out(store: CountingStore) -> None:
    parent = recorded(store, RunSpec(), 3)
    child = store.create(RunSpec(), parent=(parent.id, 2))
    estrange(store, parent.id)
    assert Shelf(store).get(child.id).parent is None
