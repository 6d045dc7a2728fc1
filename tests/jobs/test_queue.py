"""The queue: what may be asked when, and what becomes of runs whose worker died."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from shapviz.errors import UnknownNameError, UsageError
from shapviz.jobs import roster
from shapviz.jobs.desk import Desk
from shapviz.jobs.identity import Identity
from shapviz.jobs.queue import LocalQueue
from shapviz.jobs.when import When
from shapviz.runs.info import RunInfo
from shapviz.runs.records import Progress
from shapviz.runs.store import RunStore
from shapviz.runs.tables import workers
from tests.jobs import stage

ASK: dict[str, Callable[[LocalQueue, str], None]] = {
    "submit": LocalQueue.submit,
    "pause": LocalQueue.pause,
    "pause_when": lambda queue, run_id: queue.pause_when(run_id, When(epoch=1)),
    "resume": LocalQueue.resume,
    "stop": LocalQueue.stop,
}
REFUSED = {
    "running": {"submit"},
    "paused": {"submit"},
    "finished": set(ASK),
    "stopped": {"pause", "pause_when"},
    "failed": {"pause", "pause_when", "stop"},
}


@pytest.fixture
def run(store: RunStore, queue: LocalQueue) -> RunInfo:
    made = store.create(stage.spec(3))
    queue.submit(made.id)
    return made


@pytest.fixture
def gone() -> Identity:
    """Return the identity of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    identity = Identity.of(process.pid)
    process.communicate()
    return identity


def claimed_by(store: RunStore, identity: Identity) -> Desk:
    desk = Desk(store, "d" * 32, identity)
    desk.sign()
    assert desk.claim() is not None
    return desk


@pytest.mark.parametrize("status", REFUSED)
@pytest.mark.parametrize("wish", ASK)
def test_what_cannot_be_is_refused_and_changes_nothing(
    store: RunStore, queue: LocalQueue, run: RunInfo, status: str, wish: str
) -> None:
    store.set_status(run.id, status)  # type: ignore[arg-type]
    if wish in REFUSED[status]:
        with pytest.raises(UsageError, match=f"is {status} and cannot be"):
            ASK[wish](queue, run.id)
        assert store.get(run.id).status == status
    else:
        ASK[wish](queue, run.id)


@pytest.mark.parametrize("wish", ASK)
def test_an_unknown_run_is_refused(queue: LocalQueue, wish: str) -> None:
    with pytest.raises(UnknownNameError):
        ASK[wish](queue, "0" * 32)


@pytest.mark.parametrize("wish", ["pause", "pause_when", "resume"])
def test_a_run_must_be_submitted_first(store: RunStore, queue: LocalQueue, wish: str) -> None:
    run = store.create(stage.spec(3))
    with pytest.raises(UsageError, match="not been submitted"):
        ASK[wish](queue, run.id)
    assert store.get(run.id) == run


def test_a_deleted_run_must_be_restored_first(store: RunStore, queue: LocalQueue, run: RunInfo) -> None:
    store.delete(run.id)
    with pytest.raises(UsageError, match="is deleted and cannot be submitted"):
        queue.submit(run.id)


def test_a_queued_run_can_be_held_and_put_back(store: RunStore, queue: LocalQueue, run: RunInfo) -> None:
    other = store.create(stage.spec(3))
    queue.submit(other.id)
    queue.pause(run.id)
    assert (queue.job(run.id).state, queue.job(run.id).place) == ("paused", None)
    assert queue.job(other.id).place == 1
    queue.resume(run.id)
    assert (queue.job(run.id).state, queue.job(run.id).place) == ("queued", 1)


def test_a_queued_run_stops_at_once(store: RunStore, queue: LocalQueue, run: RunInfo) -> None:
    queue.stop(run.id)
    assert store.get(run.id).status == "stopped"
    assert queue.jobs() == ()


def test_the_run_of_a_dead_worker_is_queued_again(
    store: RunStore, queue: LocalQueue, run: RunInfo, gone: Identity
) -> None:
    claimed_by(store, gone)
    assert queue.reap() == (run.id,)
    assert (queue.job(run.id).state, queue.job(run.id).pid) == ("queued", None)
    assert queue.reap() == ()


@pytest.mark.parametrize(("wish", "status"), [("pause", "paused"), ("stop", "stopped")])
def test_what_a_dead_worker_was_asked_holds(
    store: RunStore, queue: LocalQueue, run: RunInfo, gone: Identity, wish: str, status: str
) -> None:
    with store.writing() as connection:
        roster.holding.ask(connection, run.id, control=wish)
    claimed_by(store, gone)
    assert queue.reap() == ()
    assert store.get(run.id).status == status


def test_a_paused_run_whose_worker_died_can_be_resumed_and_stopped(
    store: RunStore, queue: LocalQueue, run: RunInfo, gone: Identity
) -> None:
    desk = claimed_by(store, gone)
    queue.pause(run.id)
    desk.mark(run.id, "paused")
    queue.resume(run.id)
    assert store.get(run.id).status == "queued"
    claimed_by(store, gone)
    queue.stop(run.id)
    assert store.get(run.id).status == "stopped"


def test_a_run_on_which_every_worker_dies_fails(
    store: RunStore, queue: LocalQueue, run: RunInfo, gone: Identity
) -> None:
    for _ in range(roster.MOST_DEATHS - 1):
        claimed_by(store, gone)
        assert queue.reap() == (run.id,)
    claimed_by(store, gone).record(run.id, stage.epoch(0))  # it comes further: the count begins anew
    for _ in range(roster.MOST_DEATHS - 1):
        assert queue.reap() == (run.id,)
        claimed_by(store, gone)
    assert queue.reap() == ()
    failed = store.get(run.id)
    assert failed.status == "failed"
    assert failed.error == roster.PRICE_OF_DEATH


def silent_for(store: RunStore, time: timedelta) -> None:
    with store.writing(visible=False) as connection:
        connection.execute(update(workers).values(heartbeat=datetime.now(UTC) - time))


def test_a_silent_worker_that_lives_is_stalled_and_keeps_its_run(
    store: RunStore, queue: LocalQueue, run: RunInfo
) -> None:
    desk = claimed_by(store, Identity.of(1))
    assert queue.job(run.id).state == "running"
    silent_for(store, timedelta(hours=1))
    assert queue.reap() == ()
    assert queue.job(run.id).state == "stalled"
    desk.beat()
    assert queue.job(run.id).state == "running"


def test_a_worker_elsewhere_is_dead_after_a_long_silence_only(
    store: RunStore, queue: LocalQueue, run: RunInfo, gone: Identity
) -> None:
    claimed_by(store, replace(gone, host="another"))
    assert queue.reap() == ()
    silent_for(store, roster.LOST)
    assert queue.reap() == (run.id,)


def test_no_more_workers_are_hired_than_allowed_however_many_ask(
    store: RunStore, hired: list["subprocess.Popen[bytes]"]
) -> None:
    queues = [LocalQueue(store, workers=2) for _ in range(6)]
    threads = [threading.Thread(target=queue.ensure_worker) for queue in queues]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hired) == 2
    assert not queues[0].ensure_worker()


def test_a_dead_worker_is_replaced_when_a_run_waits(store: RunStore, hired: list["subprocess.Popen[bytes]"]) -> None:
    queue = LocalQueue(store, workers=1)
    run = store.create(stage.spec(3))
    queue.submit(run.id)
    hired[0].communicate()
    queue.reap()
    assert len(hired) == 2
    with store.reading() as connection:
        assert connection.execute(select(workers.c.pid)).scalars().all() == [hired[1].pid]


def test_a_pause_does_not_keep_others_waiting(store: RunStore, hired: list["subprocess.Popen[bytes]"]) -> None:
    queue = LocalQueue(store, workers=1)
    paused, other = store.create(stage.spec(3)), store.create(stage.spec(3))
    queue.submit(paused.id)
    with store.reading() as connection:
        worker_id = connection.execute(select(workers.c.id)).scalar_one()
    desk = Desk(store, worker_id, Identity.of(hired[0].pid))
    desk.claim()
    desk.mark(paused.id, "paused")
    queue.submit(other.id)
    assert len(hired) == 2


def test_what_follows_the_last_epoch_is_under_way_when_that_epoch_is_recorded(
    store: RunStore, queue: LocalQueue, run: RunInfo
) -> None:
    desk = claimed_by(store, Identity.of(os.getpid()))
    desk.progress(run.id, Progress(epoch=1, fraction=0.9))
    desk.record(run.id, stage.epoch(1))
    assert queue.job(run.id).progress == Progress(epoch=1, fraction=1.0)
    corrupting = Progress(epoch=1, fraction=0.25, doing="corrupting")
    desk.progress(run.id, corrupting)
    assert queue.job(run.id).progress == corrupting
    desk.record(run.id, stage.epoch(2))
    assert queue.job(run.id).progress == Progress(epoch=2, fraction=1.0)
