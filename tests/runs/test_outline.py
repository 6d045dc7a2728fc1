"""Outlines: what lists show of a run follows from its records, and is kept without reading them again."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, update

from shapviz.games.proportion import wilson
from shapviz.runs import migrations
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.outline import Outline, Result
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.tables import outlines, records
from tests.runs import backends
from tests.runs.test_store import epoch, final


@pytest.fixture(params=backends.NAMES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunStore]:
    with backends.new_store(request.param, tmp_path) as opened:
        yield opened


def whole(store: RunStore, **about: str) -> str:
    """Return the id of a run with three epochs and a result."""
    run = store.create(RunSpec(), **about)
    for record in (epoch(0), epoch(1).model_copy(update={"accuracy": None}), epoch(2), final(2)):
        store.append(run.id, record)
    return run.id


EXPECTED = Outline(
    accuracy=((0, 0.75), (2, 0.75)), seconds=0.3, result=Result(accuracy=wilson(0.75, samples=10), edm=None)
)


def test_an_outline_says_what_the_records_say(store: RunStore) -> None:
    run_id = whole(store)
    empty = store.create(RunSpec())
    assert store.outlines() == {run_id: EXPECTED, empty.id: Outline()}


def test_a_record_that_comes_twice_counts_once(store: RunStore) -> None:
    run_id = whole(store)
    store.append(run_id, epoch(2))
    assert store.outlines()[run_id] == EXPECTED


def test_outlines_read_no_record(store: RunStore) -> None:
    run_id = whole(store)
    with store.writing() as connection:
        connection.execute(insert(records).values(run=run_id, kind="epoch", epoch=9, body="not a record"))
    assert store.outlines()[run_id] == EXPECTED


def test_a_fork_is_drawn_with_its_parents_epochs_and_takes_its_own_time(store: RunStore) -> None:
    parent = whole(store)
    child = store.create(RunSpec(), parent=(parent, 2))
    assert store.outlines()[child.id] == Outline(accuracy=((0, 0.75),))
    store.append(child.id, epoch(2))
    assert store.outlines()[child.id] == Outline(accuracy=((0, 0.75), (2, 0.75)), seconds=0.1)


def test_an_outline_of_another_version_is_as_good_as_none(store: RunStore) -> None:
    run_id = whole(store)
    with store.writing() as connection:
        connection.execute(update(outlines).values(body='{"telepathy": 1}'))
    assert store.outlines() == {run_id: Outline()}
    store.append(run_id, epoch(3))
    assert store.outlines()[run_id].accuracy == ((3, 0.75),)


def test_an_outline_goes_with_its_run(store: RunStore, tmp_path: Path) -> None:
    run_id = whole(store)
    store.delete(run_id)
    store.purge(ArtifactStore.open(str(tmp_path / "artifacts")), older_than=timedelta(0))
    assert store.outlines() == {}


def test_a_store_of_an_older_revision_gets_the_outlines_that_appending_would_have_made(tmp_path: Path) -> None:
    path = tmp_path / "runs.db"
    bodies = [(record.kind, record.epoch, record.model_dump_json()) for record in (epoch(0), epoch(2), final(2))]
    with create_engine(f"sqlite:///{path}").begin() as connection:
        migrations.command.upgrade(migrations.config(connection), "0002")
        for run_id, parent_epoch in (("aa", None), ("bb", 2)):
            connection.exec_driver_sql(
                "INSERT INTO runs (id, name, created_at, origin, spec, setting, status, version, parent_epoch)"
                " VALUES (?, ?, '2026-01-01 00:00:00', 'user', '{}', '', 'finished', '0.1.0', ?)",
                (run_id, run_id, parent_epoch),
            )
            for body in bodies:
                insertion = "INSERT INTO records (run, kind, epoch, body) VALUES (?, ?, ?, ?)"
                connection.exec_driver_sql(insertion, (run_id, *body))
    with closing(RunStore.open(str(path))) as store:
        anew = EXPECTED.model_copy(update={"seconds": 0.2})
        assert store.outlines() == {"aa": anew, "bb": anew.model_copy(update={"seconds": 0.1})}
        assert (store.get("aa").starred, store.get("aa").note) == (False, "")
