"""A run outlives whatever is killed around it, with nobody watching."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from shapviz.jobs.queue import LocalQueue
from shapviz.runs.spec import parse_spec
from shapviz.runs.store import RunStore
from tests.e2e import seeds
from tests.e2e.site import Site

SPEC = parse_spec({"training": {"epochs": 6}, "model": {"size": "medium"}})
PATIENCE = 120.0  # seconds
pytestmark = pytest.mark.slow


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    opened = seeds.store_in(tmp_path)
    yield opened
    opened.close()


def until(found: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, "it did not come to that in time"
        time.sleep(0.1)


@pytest.mark.parametrize("killed", ["worker", "worker and server"])
def test_a_run_goes_on_from_its_checkpoint(
    tmp_path: Path, new_site: Callable[..., Site], store: RunStore, killed: str
) -> None:
    run, queue = store.create(SPEC).id, LocalQueue(store, workers=0)
    queue.submit(run)
    server = new_site(workers=1)
    until(lambda: (store.get(run).epoch or 0) >= 2)
    if "server" in killed:
        server.kill()
    pid = queue.job(run).pid
    assert pid is not None
    psutil.Process(pid).kill()
    if "server" in killed:
        server.start()
    until(lambda: store.get(run).status == "finished")
    assert [record.epoch for record in store.epochs(run)] == list(range(SPEC.training.epochs + 1))
    assert store.final(run) is not None
