"""Takes a run from an archive into the store: all of it, or nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError
from safetensors import SafetensorError, deserialize
from sqlalchemy import Connection, select

import shapviz
from shapviz.errors import UsageError
from shapviz.runs import attributed, rows
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.exchange import archive, scrutiny
from shapviz.runs.exchange.archive import Archive, ArchiveError
from shapviz.runs.info import RunInfo
from shapviz.runs.records import Record
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.tables import runs

_record: TypeAdapter[Record] = TypeAdapter(Record)


@dataclass(frozen=True)
class Arrived:
    """A run that has been taken in."""

    run: RunInfo
    called: str  # its name in the archive; another run may have had it here


def take_in(store: RunStore, artifacts: ArtifactStore, file: BinaryIO, *, copy: bool = False) -> Arrived:
    """Return the run in the archive `file`, now in the store under the id that it had where it was made.

    What was waiting or under way when it was exported counts as stopped. Where its name is taken, it gets another.

    Args:
        store: Where it goes.
        artifacts: Where its checkpoints go.
        file: A ZIP file as `export` makes it, opened for reading. Nothing in it is trusted.
        copy: Give it a new id, so that a run that is here already gets a twin.

    Raises:
        ArchiveError: If the file is not an archive of a run in every respect. Nothing has then changed.
        UsageError: If the run is here already and no copy was asked for.
        StoreError: If it cannot be written.
    """
    opened = Archive.open(file)
    called, records = _run(opened), _records(opened)
    scrutiny.check(called, records)
    info = called.model_copy(update={"id": uuid.uuid4().hex} if copy else {})
    _refuse_known(store, info)
    place = uuid.uuid4().hex  # nobody else's: no other writer need wait while checkpoints are written
    try:
        for name in opened.artifacts():
            artifacts.write(place, name, _artifact(opened, name, called.spec, records))
        with store.writing() as connection:
            info = _insert(connection, info, records)
            artifacts.move_run(place, info.id)
            place = info.id
    except BaseException:
        artifacts.delete_run(place)
        raise
    return Arrived(info, called.name)


def _run(opened: Archive) -> RunInfo:
    """Return the run as it is to stand here."""
    try:
        info = RunInfo.model_validate_json(opened.read(archive.RUN))
    except ValidationError as error:
        raise _not_understood(opened, archive.RUN, error) from error
    ended = info.status if info.status in ("finished", "failed") else "stopped"
    return info.model_copy(update={"origin": "imported", "status": ended, "starred": False})


def _records(opened: Archive) -> tuple[Record, ...]:
    lines = opened.read(archive.RECORDS).splitlines()
    try:
        return tuple(_record.validate_json(line) for line in lines)
    except ValidationError as error:
        raise _not_understood(opened, archive.RECORDS, error) from error


def _artifact(opened: Archive, name: str, spec: RunSpec, records: Sequence[Record]) -> bytes:
    data = _checkpoint(opened, name)
    if attributed.is_file(name):
        try:
            scrutiny.check_attribution(attributed.unpacked(name, data), spec, records)
        except ValueError as error:
            raise ArchiveError(
                f"'{name}' in the archive holds no attributions of the run: {error}.",
                remedy=f"Nothing was taken in. {archive.AGAIN}",
            ) from error
    return data


def _checkpoint(opened: Archive, name: str) -> bytes:
    data = opened.read(archive.ARTIFACTS + name)
    try:
        deserialize(data)  # type: ignore[no-untyped-call]  # the library has types for frameworks only
    except SafetensorError as error:
        raise ArchiveError(
            f"The checkpoint '{name}' in the archive is none: {error}.", remedy=f"Nothing was taken in. {archive.AGAIN}"
        ) from error
    return data


def _refuse_known(store: RunStore, info: RunInfo) -> None:
    with store.reading() as connection:
        _refuse(connection, info)


def _refuse(connection: Connection, info: RunInfo) -> None:
    """Raise UsageError if the run is here already, be it in the bin."""
    found = connection.execute(select(runs.c.name, runs.c.deleted_at).where(runs.c.id == info.id)).first()
    if found is not None:
        place = "in the bin" if found.deleted_at else "in the list"
        raise UsageError(
            f"This run is here already, as '{found.name}' {place}.",
            remedy="Nothing was changed. To have it twice, import it as a copy (shapviz import FILE --copy).",
        )


def _insert(connection: Connection, info: RunInfo, records: tuple[Record, ...]) -> RunInfo:
    """Return the run as it now stands, under a name that was free."""
    _refuse(connection, info)
    placed = info.model_copy(update={"name": rows.free_name(connection, info.id, info.name)})
    rows.insert_run(connection, placed)
    for record in records:
        rows.append(connection, placed.id, record)
    return placed


def _not_understood(opened: Archive, name: str, error: ValidationError) -> ArchiveError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return ArchiveError(
        f"'{name}' in the archive is not what this version, {shapviz.__version__}, understands "
        f"({place}: {first['msg']}). The archive was made by shapviz {ascii(opened.manifest.shapviz)[1:-1]}.",
        remedy="Nothing was taken in. If that version is newer, update with: pip install --upgrade shapviz",
    )
