"""Runs and records as rows: the steps that the run store and the job queue take inside their transactions."""

import json
from itertools import chain
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Select, insert, literal, select, update

from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs.asked import AFTERWARDS
from shapviz.runs.info import Failure, RunInfo, Status
from shapviz.runs.names import names
from shapviz.runs.outline import Outline
from shapviz.runs.records import EpochRecord, Record
from shapviz.runs.spec import RunSpec
from shapviz.runs.tables import outlines, records, runs
from shapviz.runs.unreadable import UnreadableRun, unreadable

LONGEST_NAME = 60
LONGEST_NOTE = 500


def insert_run(connection: Connection, info: RunInfo) -> None:
    """Add a run as it stands."""
    values: dict[str, Any] = info.model_dump(exclude={"spec", "error"})
    values["spec"] = info.spec.model_dump_json()
    values["setting"] = setting(info.spec)
    values["error"] = info.error and info.error.model_dump_json()
    connection.execute(insert(runs).values(values))
    connection.execute(insert(outlines).values(run=info.id, body=Outline().model_dump_json()))


def select_runs(connection: Connection, query: Select[Any]) -> tuple[RunInfo, ...]:
    """Return the runs that a query over the table `runs` finds, but for those that this version cannot read."""
    return tuple(found for found in select_all(connection, query) if isinstance(found, RunInfo))


def select_all(connection: Connection, query: Select[Any]) -> tuple[RunInfo | UnreadableRun, ...]:
    """Return all runs that a query over the table `runs` finds."""
    return tuple(_info(dict(row)) for row in connection.execute(query).mappings())


def select_run(connection: Connection, run_id: str) -> RunInfo:
    """Return the run.

    Raises:
        UnknownNameError: If there is no such run.
        UnreadableRunError: If this version cannot read it.
    """
    found = select_all(connection, select(runs).where(runs.c.id == run_id))
    if not found:
        raise _unknown(connection, run_id)
    if isinstance(found[0], UnreadableRun):
        raise found[0].error()
    return found[0]


def _info(row: dict[str, Any]) -> RunInfo | UnreadableRun:
    del row["setting"]
    try:
        spec = RunSpec.model_validate_json(row["spec"])
        error = row["error"] and Failure.model_validate_json(row["error"])
        return RunInfo.model_validate(row | {"spec": spec, "error": error})
    except ValidationError as problem:
        return unreadable(row, problem)


def stored(connection: Connection, run_id: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a run and its records as JSON has them, without a look at whether this version understands them.

    Raises:
        UnknownNameError: If there is no such run.
    """
    row = connection.execute(select(runs).where(runs.c.id == run_id)).mappings().first()
    if row is None:
        raise _unknown(connection, run_id)
    about = {name: value for name, value in row.items() if name not in ("setting", "deleted_at")}
    about |= {"created_at": about["created_at"].isoformat(), "spec": json.loads(about["spec"])}
    about["error"] = about["error"] and json.loads(about["error"])
    bodies = connection.execute(select(records.c.body).where(records.c.run == run_id).order_by(records.c.seq))
    return about, tuple(bodies.scalars())


def setting(spec: RunSpec) -> str:
    """Return a digest that two specs share exactly when they differ at most in what `companions` allows to differ."""
    return spec.digest(without=("strategy", "device", *AFTERWARDS))


def append(connection: Connection, run_id: str, record: Record) -> int:
    """Return the record's number. A record of the same kind and epoch that already stands is kept as it is.

    Raises:
        UnknownNameError: If there is no such run.
    """
    once = (records.c.run == run_id) & (records.c.kind == record.kind) & (records.c.epoch == record.epoch)
    known = connection.execute(select(records.c.seq).where(once)).scalar()
    if known is not None:
        return int(known)
    if isinstance(record, EpochRecord):
        update_run(connection, run_id, epoch=record.epoch)
    row = {"run": run_id, "kind": record.kind, "epoch": record.epoch, "body": record.model_dump_json()}
    seq = int(connection.execute(insert(records).values(row).returning(records.c.seq)).scalar_one())
    _set_outline(connection, run_id, _outline(connection, run_id).after(record))
    return seq


def copy_epochs(connection: Connection, source: str, before: int, target: str) -> None:
    """Give one run the records of another's epochs before a given one."""
    body = (records.c.kind, records.c.epoch, records.c.body)
    earlier = select(literal(target), *body).where(
        records.c.run == source, records.c.kind == "epoch", records.c.epoch < before
    )
    columns = ["run", "kind", "epoch", "body"]
    connection.execute(insert(records).from_select(columns, earlier.order_by(records.c.seq)))
    _set_outline(connection, target, _outline(connection, source).before(before))


def _outline(connection: Connection, run_id: str) -> Outline:
    body = connection.execute(select(outlines.c.body).where(outlines.c.run == run_id)).scalar_one()
    return Outline.read(body)


def _set_outline(connection: Connection, run_id: str, outline: Outline) -> None:
    connection.execute(update(outlines).where(outlines.c.run == run_id).values(body=outline.model_dump_json()))


def set_status(connection: Connection, run_id: str, status: Status, error: Failure | None = None) -> None:
    """Set how a run stands."""
    update_run(connection, run_id, status=status, error=error and error.model_dump_json())


def update_run(connection: Connection, run_id: str, **values: Any) -> None:
    """Set columns of a run.

    Raises:
        UnknownNameError: If there is no such run.
    """
    if not connection.execute(update(runs).where(runs.c.id == run_id).values(**values)).rowcount:
        raise _unknown(connection, run_id)


def free_name(connection: Connection, run_id: str, *wishes: str) -> str:
    """Return the first of the wishes that no run bears, or a free name of two words."""
    return next(name for name in chain(wishes, names(run_id)) if not _taken(connection, name))


def checked_name(connection: Connection, name: str) -> str:
    """Return `name` without surrounding blanks.

    Raises:
        UsageError: If it is empty, too long, not printable, or another run bears it, be it in the bin.
    """
    name = plain_name(name)
    if _taken(connection, name):
        raise UsageError(
            f"Another run is named '{name}'; it may be a deleted one.",
            remedy="Choose another name, or rename that one.",
        )
    return name


def plain_name(name: str) -> str:
    """Return `name` without surrounding blanks.

    Raises:
        UsageError: If it is empty, too long or not printable.
    """
    name = name.strip()
    if not (0 < len(name) <= LONGEST_NAME and name.isprintable()):
        raise UsageError(
            f"A run's name has 1 to {LONGEST_NAME} printable characters, found {name!r}.", remedy="Choose another name."
        )
    return name


def plain_note(note: str) -> str:
    """Return `note` without surrounding blanks.

    Raises:
        UsageError: If it is too long, or holds what cannot be shown.
    """
    note = note.strip()
    if len(note) > LONGEST_NOTE or not note.replace("\n", "").isprintable():
        raise UsageError(
            f"A note has at most {LONGEST_NOTE} printable characters, found {len(note)}.",
            remedy="Shorten it, or take out what cannot be printed.",
        )
    return note


def _taken(connection: Connection, name: str) -> bool:
    return connection.execute(select(runs.c.id).where(runs.c.name == name)).first() is not None


def _unknown(connection: Connection, run_id: str) -> UnknownNameError:
    return UnknownNameError("run", run_id, connection.execute(select(runs.c.name)).scalars())
