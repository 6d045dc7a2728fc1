"""A worker stores what a run yields, and obeys in between."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from shapviz.errors import StoreError, TrainingError
from shapviz.jobs.desk import Desk, DismissedError
from shapviz.jobs.identity import Identity
from shapviz.jobs.queue import LocalQueue
from shapviz.jobs.service import Worker
from shapviz.jobs.when import When
from shapviz.runs import rows
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo, Status
from shapviz.runs.records import Event, Progress, Record
from shapviz.runs.store import RunStore
from tests.jobs import stage
from tests.jobs.stage import at_work, until

Maker = Callable[..., Worker]
ENDLESS = 1000


def submitted(store: RunStore, queue: LocalQueue, epochs: int = 2, **options: int) -> RunInfo:
    run = store.create(stage.spec(epochs))
    queue.submit(run.id, **options)
    return run


def has(store: RunStore, run: RunInfo, status: Status) -> Callable[[], bool]:
    return lambda: store.get(run.id).status == status


def recorded(store: RunStore, run: RunInfo) -> list[int]:
    return [record.epoch for record in store.epochs(run.id)]


def test_a_run_is_stored_whole_and_finished(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    run = submitted(store, queue, epochs=3)
    with at_work(worker()):
        until(has(store, run, "finished"))
    assert store.epochs(run.id) == tuple(stage.epoch(number) for number in range(4))
    assert store.final(run.id) is not None
    assert queue.job(run.id).pid is None
    assert queue.jobs() == ()


def test_a_study_keeps_the_records_of_its_runs_and_no_checkpoints(
    store: RunStore, queue: LocalQueue, worker: Maker
) -> None:
    kept, run = submitted(store, queue), store.create(stage.spec(2), origin="study")
    queue.submit(run.id)
    with at_work(worker()):
        until(has(store, run, "finished"))
    assert recorded(store, run) == [0, 1, 2]
    assert ArtifactStore.open().names(run.id) == ()
    assert ArtifactStore.open().names(kept.id) == ("0", "1", "2")


def test_progress_of_the_epoch_under_way_is_told(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    run = submitted(store, queue, ENDLESS)
    with at_work(worker()):
        told = until(lambda: (job := queue.job(run.id)).progress and 0 < job.progress.fraction < 1 and job.progress)
    assert isinstance(told, Progress)
    assert told.epoch >= 1


def test_runs_are_taken_by_priority_then_in_their_order(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    first, second, urgent = submitted(store, queue), submitted(store, queue), submitted(store, queue, priority=1)
    assert [queue.job(run.id).place for run in (urgent, first, second)] == [1, 2, 3]
    assert [job.run_id for job in queue.jobs()] == [urgent.id, first.id, second.id]
    taken = []

    def noting(spec: object, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Iterator[Event]:
        taken.append(run_id)
        yield from ()

    with at_work(worker(noting)):
        until(has(store, second, "finished"))
    assert taken == [urgent.id, first.id, second.id]


def test_a_fork_is_told_to_go_on_from_its_parent_each_time_it_is_taken(
    store: RunStore, queue: LocalQueue, worker: Maker
) -> None:
    parent = submitted(store, queue)
    child = store.create(stage.spec(3), parent=(parent.id, 2))
    queue.submit(child.id)
    told = []

    def noting(spec: object, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Iterator[Event]:
        told.append((run_id, forked))
        if len(told) == 2:
            queue.stop(run_id)
        yield stage.epoch(2)

    with at_work(worker(noting)):
        until(has(store, child, "stopped"))
        queue.resume(child.id)
        until(has(store, child, "finished"))
    assert told == [(parent.id, False), (child.id, True), (child.id, True)]


def test_pause_holds_the_run_between_batches_and_resume_goes_on_from_there(
    store: RunStore, queue: LocalQueue, worker: Maker
) -> None:
    run, batches = submitted(store, queue, ENDLESS), []

    def counting(spec: object, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Iterator[Event]:
        yield stage.epoch(0)
        while True:
            time.sleep(stage.BATCH)
            batches.append(None)
            yield Progress(epoch=1, fraction=0.5)

    with at_work(worker(counting)):
        until(lambda: batches)
        queue.pause(run.id)
        until(has(store, run, "paused"))
        held = len(batches)
        time.sleep(20 * stage.BATCH)  # time enough for many more
        assert len(batches) == held
        queue.resume(run.id)
        until(has(store, run, "running"))
        until(lambda: len(batches) > held)
    assert recorded(store, run) == [0]  # the same generator went on: nothing was yielded anew


def test_stop_keeps_what_is_recorded(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    run = submitted(store, queue, ENDLESS)
    with at_work(worker()):
        until(lambda: len(recorded(store, run)) > 1)
        queue.stop(run.id)
        until(has(store, run, "stopped"))
        done = recorded(store, run)
    assert done == list(range(len(done)))
    assert store.final(run.id) is None


def test_stop_ends_a_pause_too(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    run = submitted(store, queue, ENDLESS)
    with at_work(worker()):
        until(has(store, run, "running"))
        queue.pause(run.id)
        until(has(store, run, "paused"))
        queue.stop(run.id)
        until(has(store, run, "stopped"))


def test_a_stopped_run_can_be_resumed_without_gap_or_duplicate(
    store: RunStore, queue: LocalQueue, worker: Maker
) -> None:
    run = submitted(store, queue, epochs=6)
    with at_work(worker()):
        until(lambda: len(recorded(store, run)) > 2)
        queue.stop(run.id)
        until(has(store, run, "stopped"))
        queue.resume(run.id)
        until(has(store, run, "finished"))
    assert recorded(store, run) == list(range(7))


def test_deleting_a_run_stops_it_and_restoring_brings_it_back(
    store: RunStore, queue: LocalQueue, worker: Maker
) -> None:
    run = submitted(store, queue, ENDLESS)
    with at_work(worker()):
        until(lambda: recorded(store, run))
        store.delete(run.id)
        until(has(store, run, "stopped"))
    store.restore(run.id)
    assert recorded(store, run)
    assert [info.id for info in store.list()] == [run.id]


def test_a_deleted_run_is_not_taken_from_the_queue(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    deleted, other = submitted(store, queue), submitted(store, queue)
    store.delete(deleted.id)
    with at_work(worker()):
        until(has(store, other, "finished"))
    assert store.get(deleted.id).status == "queued"
    assert recorded(store, deleted) == []


@pytest.mark.parametrize(
    ("condition", "last"),
    [(When(epoch=2), 2), (When(edm_below=0.5), 3), (When(plateau=2), 4), (When(epoch=9, plateau=2), 4)],
    ids=["epoch", "edm", "plateau", "either"],
)
def test_a_pause_comes_exactly_when_it_was_asked_for(
    store: RunStore, queue: LocalQueue, worker: Maker, condition: When, last: int
) -> None:
    run = submitted(store, queue, ENDLESS)
    losses, edms = [5.0, 4.0, 3.0, 3.5, 3.5, 3.5], [0.9, 0.8, 0.5, 0.4, 0.4, 0.4]

    def scripted(spec: object, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Iterator[Event]:
        for number, (loss, edm) in enumerate(zip(losses, edms, strict=True)):
            yield stage.epoch(number, loss=loss, edm=edm)

    queue.pause_when(run.id, condition)
    assert queue.job(run.id).pause_when == condition
    with at_work(worker(scripted)):
        until(has(store, run, "paused"))
        assert recorded(store, run)[-1] == last
        assert queue.job(run.id).pause_when is None
        queue.resume(run.id)
        until(has(store, run, "finished"))


def test_no_pause_before_the_final_test(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    run = submitted(store, queue, epochs=2)
    queue.pause_when(run.id, When(epoch=2))
    with at_work(worker()):
        until(has(store, run, "finished"))


def test_a_known_problem_fails_the_run_in_its_own_words(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    run, next_one = submitted(store, queue), submitted(store, queue)

    def diverging(spec: object, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Iterator[Event]:
        yield stage.epoch(0)
        if run_id == run.id:
            raise TrainingError("The loss is NaN.", remedy="Lower the learning rate.")

    with at_work(worker(diverging)):
        until(has(store, next_one, "finished"))
    failed = store.get(run.id)
    assert failed.status == "failed"
    assert failed.error is not None
    assert (failed.error.problem, failed.error.remedy) == ("The loss is NaN.", "Lower the learning rate.")
    assert recorded(store, run) == [0]


def test_an_unexpected_error_fails_the_run_and_its_traceback_is_logged(
    store: RunStore, queue: LocalQueue, worker: Maker, caplog: pytest.LogCaptureFixture
) -> None:
    run = submitted(store, queue)

    def broken(spec: object, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Iterator[Event]:
        yield stage.epoch(0)
        raise ZeroDivisionError("division by zero")

    with at_work(worker(broken)):
        until(has(store, run, "failed"))
    error = store.get(run.id).error
    assert error is not None
    assert error.problem == "An unexpected error ended the run: ZeroDivisionError: division by zero."
    assert "worker.log" in error.remedy
    assert "Traceback" in caplog.text


def test_leaving_gives_the_run_back_to_the_queue(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    run = submitted(store, queue, epochs=5)
    with at_work(worker()):
        until(lambda: len(recorded(store, run)) > 1)
    assert store.get(run.id).status == "queued"
    assert queue.job(run.id).pid is None
    with at_work(worker()):
        until(has(store, run, "finished"))
    assert recorded(store, run) == list(range(6))


def test_leaving_obeys_a_wish_that_came_first(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    stopped, paused = submitted(store, queue, ENDLESS), submitted(store, queue, ENDLESS)
    for run, wish, status in ((stopped, queue.stop, "stopped"), (paused, queue.pause, "paused")):
        leaving = worker()

        def playing(spec: object, **where: object) -> Iterator[Event]:
            yield stage.epoch(0)
            wish(run.id)  # noqa: B023  # called within the same turn of the loop
            leaving.leave()  # noqa: B023
            yield Progress(epoch=1, fraction=0.5)

        leaving._run = playing  # type: ignore[assignment]
        with at_work(leaving) as thread:
            thread.join(timeout=30)
        assert store.get(run.id).status == status


def test_a_long_pause_lets_the_worker_go_and_resume_queues_the_run(
    store: RunStore, queue: LocalQueue, worker: Maker
) -> None:
    run = submitted(store, queue, epochs=4)
    queue.pause_when(run.id, When(epoch=2))
    with at_work(worker(linger=0.0)) as thread:
        thread.join(timeout=30)
        assert not thread.is_alive()
    assert store.get(run.id).status == "paused"
    queue.resume(run.id)
    assert store.get(run.id).status == "queued"
    with at_work(worker()):
        until(has(store, run, "finished"))
    assert recorded(store, run) == list(range(5))


def test_an_idle_worker_leaves_but_not_while_a_run_waits(store: RunStore, queue: LocalQueue, worker: Maker) -> None:
    run = submitted(store, queue)
    with at_work(worker(linger=0.0)) as thread:
        thread.join(timeout=30)
        assert not thread.is_alive()
    assert store.get(run.id).status == "finished"
    desk = Desk(store, "0" * 32, Identity.of(1))
    submitted(store, queue)
    assert not desk.leave()


def test_a_run_is_claimed_once_however_many_want_it(store: RunStore, queue: LocalQueue) -> None:
    runs = {submitted(store, queue).id for _ in range(12)}
    claimed: list[str] = []

    def grab(number: int) -> None:
        desk = Desk(store, f"{number:032x}", Identity.of(1))
        while (run := desk.claim()) is not None:
            claimed.append(run.id)

    threads = [threading.Thread(target=grab, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(runs)


def test_who_no_longer_holds_a_run_cannot_touch_it(store: RunStore, queue: LocalQueue) -> None:
    run = submitted(store, queue)
    old, new = (Desk(store, digit * 32, Identity.of(1)) for digit in "01")
    assert old.claim() is not None
    old.let_go(run.id, "queued")
    assert new.claim() is not None
    for touch in (
        lambda: old.record(run.id, stage.epoch(0)),
        lambda: old.progress(run.id, Progress(epoch=1, fraction=0.5)),
        lambda: old.mark(run.id, "paused"),
        lambda: old.let_go(run.id, "stopped"),
        lambda: old.orders(run.id),
    ):
        with pytest.raises(DismissedError):
            touch()
    assert store.get(run.id).status == "running"
    assert recorded(store, run) == []


def test_a_store_that_cannot_be_written_fails_the_run_and_it_can_be_resumed(
    store: RunStore, queue: LocalQueue, worker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, append = store.create(stage.spec(4)), rows.append

    def full(connection: Connection, run_id: str, record: Record) -> int:
        if record.epoch == 2:
            raise StoreError("The disk is full.", remedy="Make room.")
        return append(connection, run_id, record)

    with at_work(worker()):
        with monkeypatch.context() as patch:
            patch.setattr(rows, "append", full)
            queue.submit(run.id)
            until(has(store, run, "failed"))
        assert recorded(store, run) == [0, 1]
        queue.resume(run.id)
        until(has(store, run, "finished"))
    assert recorded(store, run) == [0, 1, 2, 3, 4]
