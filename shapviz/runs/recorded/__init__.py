"""Runs that ship with shapviz, so that the first visit finds something that moves.

Each is a JSON file beside this one, made by `scripts/record_default.py`: the default run, and two to compare it with.
"""

from pathlib import Path

from sqlalchemy import Connection, delete, select

from shapviz.runs import rows
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Options
from shapviz.runs.records import Record
from shapviz.runs.store import RunStore
from shapviz.runs.tables import runs

FOLDER = Path(__file__).parent


class Recording(Options):
    """A finished run with all that it recorded."""

    info: RunInfo
    records: tuple[Record, ...]


def recordings() -> tuple[Recording, ...]:
    """Return the runs that ship with shapviz, oldest first."""
    found = (Recording.model_validate_json(file.read_text("utf-8")) for file in FOLDER.glob("*.json"))
    return tuple(sorted(found, key=lambda recording: recording.info.created_at))


def import_recorded(store: RunStore) -> tuple[RunInfo, ...]:
    """Return the runs that were put into the store: those that it did not have, or had as an older shapviz made them.

    What people did with them since stays done: a renamed one keeps its name, a deleted one stays in the bin.
    """
    with store.reading() as connection:  # seldom is there anything to do, and looking needs no writer's turn
        if not _lacking(connection):
            return ()
    with store.writing() as connection:
        return tuple(_put(connection, recording) for recording in _lacking(connection))


def _lacking(connection: Connection) -> list[Recording]:
    known = {row.id: row.created_at for row in connection.execute(select(runs.c.id, runs.c.created_at))}
    return [recording for recording in recordings() if known.get(recording.info.id) != recording.info.created_at]


def _put(connection: Connection, recording: Recording) -> RunInfo:
    same = runs.c.id == recording.info.id
    before = rows.select_runs(connection, select(runs).where(same))
    connection.execute(delete(runs).where(same))
    name = before[0].name if before else rows.free_name(connection, recording.info.id, recording.info.name)
    deleted_at = before[0].deleted_at if before else None
    info = recording.info.model_copy(update={"name": name, "deleted_at": deleted_at})
    rows.insert_run(connection, info)
    for record in recording.records:
        rows.append(connection, info.id, record)
    return info
