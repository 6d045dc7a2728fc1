"""Runs of another version: they are named, and no other run suffers from them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from shapviz.errors import StoreError
from shapviz.jobs.desk import Desk
from shapviz.jobs.identity import Identity
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import tables
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.unreadable import UnreadableRunError
from tests.runs import backends
from tests.runs.test_store import epoch


@pytest.fixture(params=backends.NAMES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunStore]:
    with backends.new_store(request.param, tmp_path) as opened:
        yield opened


def strange(store: RunStore, name: str = "from-elsewhere", *, version: str = "99.0", **changes: Any) -> str:
    """Return the id of a run whose settings no version before 99 can read."""
    run = store.create(RunSpec(), name=name)
    estrange(store, run.id, version=version, **changes)
    return run.id


def estrange(store: RunStore, run_id: str, *, version: str = "99.0", **changes: Any) -> None:
    """Let the run be one that another version has made."""
    spec = json.loads(RunSpec().model_dump_json()) | (changes or {"telepathy": True})
    with store.writing() as connection:
        values = {"spec": json.dumps(spec), "version": version}
        connection.execute(update(tables.runs).where(tables.runs.c.id == run_id).values(values))


def test_it_is_named_beside_the_list_with_what_is_not_understood(store: RunStore) -> None:
    mine = store.create(RunSpec())
    theirs = strange(store)
    assert store.list() == (mine,)
    (found,) = store.unreadable()
    assert (found.id, found.version, found.age) == (theirs, "99.0", "newer")
    assert found.why.startswith("telepathy: ")


@pytest.mark.parametrize(
    ("version", "age"), [("0.0.1", "older"), ("99.0", "newer"), ("0.1.0", "other"), ("mine", "other")]
)
def test_versions_are_told_apart(store: RunStore, version: str, age: str) -> None:
    strange(store, version=version)
    assert store.unreadable()[0].age == age


@pytest.mark.parametrize(
    "changes", [{"schema_version": 2}, {"strategy": {"name": "osmosis"}}, {"dataset": 7}, {"seed": "x"}]
)
def test_whatever_the_settings_say_the_list_stands(store: RunStore, changes: dict[str, Any]) -> None:
    mine = store.create(RunSpec())
    strange(store, **changes)
    assert store.list() == (mine,)
    assert store.companions(mine.id) == ()


@pytest.mark.parametrize("ref", ["from-elsewhere", "id", "start of id"])
def test_asking_for_it_says_who_made_it_and_what_to_do(store: RunStore, ref: str) -> None:
    theirs = strange(store)
    named = {"id": theirs, "start of id": theirs[:10]}.get(ref, ref)
    with pytest.raises(UnreadableRunError, match=r"made by shapviz 99\.0.*telepathy.*shapviz export"):
        store.get(named)


def test_it_is_deleted_and_restored_like_any_other(store: RunStore) -> None:
    theirs = strange(store)
    store.delete(theirs)
    assert store.unreadable() == ()
    assert [run.id for run in store.unreadable(deleted=True)] == [theirs]
    store.restore(theirs)
    assert [run.id for run in store.unreadable()] == [theirs]


def test_its_records_and_its_outline_are_kept(store: RunStore) -> None:
    theirs = strange(store)
    store.append(theirs, epoch(0))
    assert store.epochs(theirs) == (epoch(0),)
    assert store.outlines()[theirs].accuracy == ((0, 0.75),)


def test_a_record_that_is_not_understood_is_said_to_be_one(store: RunStore) -> None:
    run = store.create(RunSpec())
    with store.writing() as connection:
        for kind in ("epoch", "final", "diagnosis"):
            body = json.dumps({"kind": kind, "epoch": 0, "telepathy": True})
            connection.execute(insert(tables.records).values(run=run.id, kind=kind, epoch=0, body=body))
    for read in (store.feed, store.epochs, store.final, store.diagnosis):
        with pytest.raises(StoreError, match=r"has a record that shapviz .* does not understand"):
            read(run.id)
    assert store.list() == (run,)


def test_waiting_for_a_worker_it_fails_and_the_next_one_is_trained(store: RunStore) -> None:
    queue = LocalQueue(store, workers=0)
    theirs, mine = store.create(RunSpec()).id, store.create(RunSpec()).id
    for run_id in (theirs, mine):
        queue.submit(run_id)
    estrange(store, theirs)
    desk = Desk(store, "ab" * 16, Identity.of(os.getpid()))
    assert desk.claim() is None
    assert [job.run_id for job in queue.jobs()] == [mine]
    claimed = desk.claim()
    assert claimed is not None
    assert claimed.id == mine
