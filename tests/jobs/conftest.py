"""A store, artifacts and a queue that starts no worker, in a home of their own."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shapviz.jobs import roster
from shapviz.jobs.queue import LocalQueue
from shapviz.jobs.service import Worker
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.store import RunStore
from tests.jobs import stage
from tests.runs import backends


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    for name in ("SHAPVIZ_ARTIFACTS", "SHAPVIZ_WORKERS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(params=backends.NAMES)
def store(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunStore]:
    with backends.new_store(request.param, home) as opened:
        monkeypatch.setenv("SHAPVIZ_STORE", opened.url)
        yield opened


@pytest.fixture
def queue(store: RunStore) -> LocalQueue:
    return LocalQueue(store, workers=0)


@pytest.fixture
def worker(store: RunStore) -> Callable[..., Worker]:
    """Return a maker of workers that play the script."""

    def make(run: object = stage.play, **options: object) -> Worker:
        return Worker(store, run, artifacts=ArtifactStore.open(), **options)  # type: ignore[arg-type]

    return make


@pytest.fixture
def hired(monkeypatch: pytest.MonkeyPatch) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Let the queue hire processes that do nothing, and return those it has hired."""
    processes: list[subprocess.Popen[bytes]] = []

    def spawn(store_url: str, worker_id: str) -> int:
        processes.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))
        return processes[-1].pid

    monkeypatch.setattr(roster, "spawn", spawn)
    yield processes
    for process in processes:
        process.communicate()
