"""Workers as processes: what survives a signal, a kill, and the end of who started them."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from sqlalchemy import select

from shapviz.jobs import roster
from shapviz.jobs.queue import LocalQueue
from shapviz.runs.info import RunInfo
from shapviz.runs.records import EpochRecord, Record
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.tables import workers
from tests.jobs import stage
from tests.jobs.stage import end, finished, pid_of, until

ENDLESS = 1000
LONG = 80.0  # seconds: two of these stay below the time that a test may take
ROOT = Path(__file__).parents[2]


@pytest.fixture
def hirer(store: RunStore, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalQueue]:
    """Return a queue that starts workers which play the script, and end those that are left."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    started: list[subprocess.Popen[bytes]] = []

    def spawn(store_url: str, worker_id: str) -> int:
        command = [sys.executable, str(Path(stage.__file__)), store_url, str(home / "artifacts"), worker_id]
        started.append(subprocess.Popen(command, start_new_session=True))
        return started[-1].pid

    monkeypatch.setattr(roster, "spawn", spawn)
    yield LocalQueue(store, workers=1)
    for process in started:
        process.kill()
        process.wait()


def submitted(store: RunStore, queue: LocalQueue, spec: RunSpec) -> RunInfo:
    run = store.create(spec)
    queue.submit(run.id)
    return run


def under_way(store: RunStore, run: RunInfo, epoch: int) -> bool:
    return (store.get(run.id).epoch or 0) >= epoch


def recorded(store: RunStore, run_id: str) -> list[int]:
    return [record.epoch for record in store.epochs(run_id)]


def test_a_killed_worker_is_replaced_and_the_run_goes_on(store: RunStore, hirer: LocalQueue) -> None:
    run = submitted(store, hirer, stage.spec(12))
    until(lambda: under_way(store, run, 3))
    first = pid_of(hirer, run.id)
    end(first, signal.SIGKILL)
    assert hirer.reap() == (run.id,)
    until(lambda: finished(store, run.id))
    assert recorded(store, run.id) == list(range(13))
    with store.reading() as connection:
        assert connection.execute(select(workers.c.pid)).scalars().all() != [first]


def test_sigterm_gives_the_run_back_and_signs_off(store: RunStore, hirer: LocalQueue) -> None:
    run = submitted(store, hirer, stage.spec(ENDLESS))
    until(lambda: under_way(store, run, 1))
    end(pid_of(hirer, run.id), signal.SIGTERM)
    assert store.get(run.id).status == "queued"
    with store.reading() as connection:
        assert connection.execute(select(workers)).all() == []
    done = recorded(store, run.id)
    assert done == list(range(len(done)))


def test_a_suspended_worker_keeps_its_run_and_goes_on_when_woken(
    store: RunStore, hirer: LocalQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "STALLED", 1.5 * stage.BEAT)
    run = submitted(store, hirer, stage.spec(ENDLESS))
    until(lambda: under_way(store, run, 1))
    process = psutil.Process(pid_of(hirer, run.id))
    process.suspend()
    until(lambda: hirer.job(run.id).state == "stalled")
    assert hirer.reap() == ()
    done = len(recorded(store, run.id))
    process.resume()
    until(lambda: hirer.job(run.id).state == "running")
    until(lambda: len(recorded(store, run.id)) > done)


APP = """
from shapviz.jobs.queue import LocalQueue
from shapviz.runs.spec import parse_spec
from shapviz.runs.store import RunStore

store = RunStore.open()
queue = LocalQueue(store, workers=1)
spec = {"strategy": {"name": "joint"}, "training": {"epochs": 2, "batch_size": 8}, "valuation": {"resamples": 100}}
for _ in range(2):
    run = store.create(parse_spec(spec))
    queue.submit(run.id)
    print(run.id, flush=True)
input()
"""


@pytest.fixture
def app(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> Iterator["subprocess.Popen[str]"]:
    """Return a process that has submitted two runs, and end it and all workers that are left."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
    monkeypatch.setenv("SHAPVIZ_LINGER", "0")
    process = subprocess.Popen(
        [sys.executable, "-c", APP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    yield process
    process.kill()
    process.communicate()
    with store.reading() as connection:
        left = connection.execute(select(workers.c.pid)).scalars().all()
    for pid in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            end(pid, signal.SIGKILL)


def without_seconds(records: tuple[tuple[int, Record], ...]) -> list[Record]:
    return [
        record.model_copy(update={"seconds": 0.0}) if isinstance(record, EpochRecord) else record
        for _, record in records
    ]


@pytest.mark.slow
def test_killed_together_with_the_app_in_mid_epoch_the_record_is_that_of_an_undisturbed_run(
    store: RunStore, app: "subprocess.Popen[str]"
) -> None:
    assert app.stdout is not None
    undisturbed, killed = app.stdout.readline().strip(), app.stdout.readline().strip()
    queue = LocalQueue(store, workers=1)
    until(lambda: (job := queue.job(killed)).progress and job.progress.epoch == 2, LONG)
    worker = pid_of(queue, killed)
    assert os.getsid(worker) == worker, "a key in the terminal of the app would reach it"
    os.killpg(app.pid, signal.SIGKILL)
    app.communicate()
    assert psutil.Process(worker).is_running()
    end(worker, signal.SIGKILL)
    assert recorded(store, killed) == [0, 1], "it was to be killed within an epoch"
    assert queue.reap() == (killed,)
    until(lambda: finished(store, killed), LONG)
    assert recorded(store, killed) == [0, 1, 2]
    assert without_seconds(store.feed(killed)) == without_seconds(store.feed(undisturbed))
