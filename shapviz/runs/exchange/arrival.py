"""Takes a run from an archive into the store: all of it, or nothing."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from pydantic import TypeAdapter, ValidationError
from safetensors import SafetensorError, deserialize
from sqlalchemy import Connection, select

import shapviz
from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs import attributed, rows
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.exchange import archive, scrutiny
from shapviz.runs.exchange.archive import Archive, ArchiveError
from shapviz.runs.exchange.belonging import Card, Cards
from shapviz.runs.info import RunInfo
from shapviz.runs.records import Record
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.tables import runs

TOLD: Final = 10  # of all that is wrong: a file may have been written to be wrong in a million places
_record: TypeAdapter[Record] = TypeAdapter(Record)


@dataclass(frozen=True)
class Arrived:
    """A run that has been taken in."""

    run: RunInfo
    called: str  # its name in the archive; another run may have had it here


def take_in(store: RunStore, artifacts: ArtifactStore, file: BinaryIO, cards: Cards, *, copy: bool = False) -> Arrived:
    """Return the run in the archive `file`, now in the store under the id that it had where it was made.

    What was waiting or under way when it was exported counts as stopped. Where its name is taken, it gets another.

    Args:
        store: Where it goes.
        artifacts: Where its checkpoints go.
        file: A ZIP file as `export` makes it, opened for reading. Nothing in it is trusted.
        cards: Gives the card of a dataset by its name: `shapviz.data.catalog.info`.
        copy: Give it a new id, so that a run that is here already gets a twin.

    Raises:
        ArchiveError: If the file is not an archive of a run in every respect, with what is wrong with the run. Nothing
            has then changed.
        UsageError: If the run is here already and no copy was asked for.
        StoreError: If it cannot be written.
    """
    opened = Archive.open(file)
    called, records = _run(opened), _records(opened)
    _check(opened, called, records, cards)
    info = called.model_copy(update={"id": uuid.uuid4().hex} if copy else {})
    _refuse_known(store, info)
    place = uuid.uuid4().hex  # nobody else's: no other writer need wait while checkpoints are written
    try:
        for name in opened.artifacts():
            artifacts.write(place, name, _checkpoint(opened, name))
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


def _check(opened: Archive, run: RunInfo, records: Sequence[Record], cards: Cards) -> None:
    """Raise ArchiveError unless run, records and attributions belong together, and to the dataset if it is known."""
    try:
        card = cards(run.spec.dataset.name)
    except UnknownNameError:
        card = None
    problems = [*scrutiny.problems(run, records, card), *_of_attributions(opened, run.spec, records, card)]
    if problems:
        told = "; ".join(problem.removesuffix(".") for problem in problems[:TOLD])
        more = f"; and {len(problems) - TOLD} more" if len(problems) > TOLD else ""
        raise ArchiveError(
            f"The archive holds no run that can have been trained: {told}{more}.",
            remedy="Nothing was taken in. Export the run once more, without changing the file.",
        )


def _of_attributions(opened: Archive, spec: RunSpec, records: Sequence[Record], card: Card | None) -> Iterator[str]:
    """Yield what is wrong with the files in which methods have left their values."""
    for name in filter(attributed.is_file, opened.artifacts()):
        try:
            found = attributed.unpacked(name, opened.read(archive.ARTIFACTS + name))
        except ValueError as error:
            yield f"'{name}' cannot be read: {error}"
        else:
            for problem in scrutiny.of_attribution(found, spec, records, card):
                yield f"'{name}' holds no attributions of the run: {problem}"


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
