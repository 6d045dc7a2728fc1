"""Opens the database of a run store: SQLite beside the user's data, or PostgreSQL by URL, migrated to what we need.

Writers take turns in both (SQLite by `BEGIN IMMEDIATE`, PostgreSQL by locking the one row of `clock`), so that "look,
then write" inside one transaction is safe everywhere and nothing above needs to know the dialect.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select, text, update
from sqlalchemy.exc import ArgumentError

from shapviz import paths
from shapviz.runs import troubles
from shapviz.runs.tables import REVISION, VERSION_TABLE, clock

BUSY_SECONDS = 10.0  # how long a writer waits for its turn; a turn takes milliseconds


def locate(url: str | None = None) -> URL:
    """Return where the store is: `url`, or `SHAPVIZ_STORE`, or runs.db in the user's data folder.

    Args:
        url: A database URL of SQLite or PostgreSQL, or the path of a SQLite file.

    Raises:
        StoreError: If it is neither.
    """
    chosen = url or os.environ.get("SHAPVIZ_STORE") or str(paths.home() / "runs.db")
    if "://" not in chosen:
        return URL.create("sqlite", database=str(Path(chosen).expanduser().resolve()))
    try:
        parsed = make_url(chosen)
    except ArgumentError as error:
        raise troubles.not_a_url(chosen) from error
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return parsed.set(drivername="sqlite", database=str(Path(parsed.database).expanduser().resolve()))
        case "postgresql" | "postgres":
            return parsed.set(drivername="postgresql+psycopg")
        case _:
            raise troubles.not_a_url(parsed.render_as_string())


def connect(url: URL) -> Engine:
    """Return an engine for the store at `url`, whose tables exist and are current.

    Raises:
        StoreError: If it cannot be read and written, or is not a run store of this version or an older one.
    """
    engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
    event.listen(engine, "handle_error", troubles.translate)
    try:
        if _revision(engine) != REVISION:
            _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection on which all reads see the same moment (SQLite) or committed data (PostgreSQL)."""
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, *, visible: bool = True) -> Iterator[Connection]:
    """Yield a connection in a transaction that no other writer shares; committed at the end, undone on an error.

    Args:
        engine: From `connect`.
        visible: Whether pages would show the change. It then raises the store's revision, and is on the disk when this
            ends: a checkpoint that survives a power cut must not be ahead of the records. Signs of life need neither.
    """
    with engine.connect().execution_options(durable=visible) as connection, connection.begin():
        if visible:
            connection.execute(update(clock).values(revision=clock.c.revision + 1))
        else:
            connection.execute(select(clock.c.revision).with_for_update())
        yield connection


def _sqlite(url: URL) -> Engine:
    path = Path(url.database or "")
    troubles.refuse_network_drive(path)
    troubles.refuse_unwritable(path)

    def opened() -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")  # readers never wait for the writer
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine(url, creator=opened)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        """Begin ourselves (the driver is told not to): a writer claims its turn before it has read anything."""
        durable = connection.get_execution_options().get("durable")
        if durable is None:
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")  # not within one
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise troubles.no_driver(error.name or "psycopg") from error


def _revision(engine: Engine) -> str | None:
    """Return the store's migration; None for an empty database.

    Raises:
        StoreError: If the database is another program's.
    """
    with reading(engine) as connection:
        tables = inspect(connection).get_table_names()
        if VERSION_TABLE in tables:
            return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if tables:
        raise troubles.another_programs(engine.url, tables)
    return None


def _migrate(engine: Engine) -> None:
    """Bring the tables up to date, once, however many processes try at the same time."""
    from shapviz.runs import migrations  # loads Alembic, and almost every start finds a store that is current

    with engine.connect().execution_options(durable=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('shapviz'))"))
        migrations.upgrade(connection)
