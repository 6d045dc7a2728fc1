"""Stores for tests: SQLite always, and PostgreSQL where `TEST_POSTGRES_URL` names a database that may be emptied."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from shapviz.runs import database, tables
from shapviz.runs.store import RunStore

POSTGRES = os.environ.get("TEST_POSTGRES_URL")
NAMES = ("sqlite", "postgresql") if POSTGRES else ("sqlite",)


@contextmanager
def new_store(backend: str, folder: Path) -> Iterator[RunStore]:
    """Yield an empty store; PostgreSQL's is emptied first."""
    if backend == "postgresql":
        _empty(POSTGRES or "")
    store = RunStore.open(POSTGRES if backend == "postgresql" else str(folder / "runs.db"))
    try:
        yield store
    finally:
        store.close()


def _empty(url: str) -> None:
    engine = create_engine(database.locate(url))
    with engine.begin() as connection:
        tables.metadata.drop_all(connection)
        connection.execute(text(f"DROP TABLE IF EXISTS {tables.VERSION_TABLE}"))
    engine.dispose()
