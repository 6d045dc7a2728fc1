"""Runs that ship with shapviz, so that the first visit finds something that moves.

Each is a JSON file beside this one, made by `scripts/record_default.py`: the default run, two to compare it with, and
one with pictures and words. What such a run leaves among its artifacts lies in a folder of its name: the table of its
samples, and its weights, so that it can be examined: those of the end, and in half precision those of a few epochs on
the way. The state of its optimizer would be twice as large again and is left out, which is why a recorded run cannot be
trained on.
"""

from pathlib import Path

from sqlalchemy import Connection, delete, select

from shapviz.runs import rows
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Options
from shapviz.runs.records import Record
from shapviz.runs.store import RunStore
from shapviz.runs.tables import runs

FOLDER = Path(__file__).parent
THEIRS = ("name", "deleted_at", "starred", "note")  # of a run: what people may change


class Recording(Options):
    """A finished run with all that it recorded."""

    info: RunInfo
    records: tuple[Record, ...]


def recordings() -> tuple[Recording, ...]:
    """Return the runs that ship with shapviz, oldest first."""
    found = (Recording.model_validate_json(file.read_text("utf-8")) for file in FOLDER.glob("*.json"))
    return tuple(sorted(found, key=lambda recording: recording.info.created_at))


def files(recording: Recording) -> tuple[Path, ...]:
    """Return the files of a recording that belong among its artifacts."""
    return tuple(sorted((FOLDER / recording.info.name).glob("*.safetensors")))


def import_recorded(store: RunStore, artifacts: ArtifactStore) -> tuple[RunInfo, ...]:
    """Return the runs that were put into the store: those that it did not have, or had as an older shapviz made them.

    What people did with them since stays done: a renamed one keeps its name, a deleted one stays in the bin. Recorded
    runs that ship no more stay as well: somebody may have linked them. Artifacts are laid wherever they are missing;
    they go first, so that no run stands there without its own.

    Raises:
        StoreError: If the runs or their artifacts cannot be written.
    """
    with store.reading() as connection:  # seldom is there anything to do, and looking needs no writer's turn
        new = _lacking(connection)
    for recording in recordings():
        _lay(recording, artifacts, anew=recording in new)
    if not new:
        return ()
    with store.writing() as connection:
        return tuple(_put(connection, recording) for recording in _lacking(connection))


def _lay(recording: Recording, artifacts: ArtifactStore, *, anew: bool) -> None:
    """Lay the files of a recording among the run's artifacts: all of them, or those that are missing."""
    there = () if anew else artifacts.names(recording.info.id)
    for file in files(recording):
        if file.name not in there:
            artifacts.write(recording.info.id, file.name, file.read_bytes())


def _lacking(connection: Connection) -> list[Recording]:
    known = {row.id: row.created_at for row in connection.execute(select(runs.c.id, runs.c.created_at))}
    return [recording for recording in recordings() if known.get(recording.info.id) != recording.info.created_at]


def _put(connection: Connection, recording: Recording) -> RunInfo:
    same = runs.c.id == recording.info.id
    before = rows.select_runs(connection, select(runs).where(same))
    connection.execute(delete(runs).where(same))
    kept = {field: getattr(run, field) for run in before for field in THEIRS}
    name = {"name": rows.free_name(connection, recording.info.id, recording.info.name)} if not before else {}
    info = recording.info.model_copy(update=name | kept)
    rows.insert_run(connection, info)
    for record in recording.records:
        rows.append(connection, info.id, record)
    return info
