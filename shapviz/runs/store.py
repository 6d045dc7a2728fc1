"""The run store: every run, what it was asked to do, and what it has recorded so far."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Self, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import URL, Connection, Engine, and_, delete, or_, select

import shapviz
from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs import database, rows, troubles
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import Failure, Origin, RunInfo, Status
from shapviz.runs.outline import Outline
from shapviz.runs.records import (
    CalibrationRecord,
    DiagnosisRecord,
    EpochRecord,
    FinalRecord,
    Record,
    RobustnessRecord,
)
from shapviz.runs.spec import RunSpec
from shapviz.runs.tables import clock, outlines, records, runs
from shapviz.runs.unreadable import UnreadableRecordError, UnreadableRun, UnreadableRunError

T = TypeVar("T")
Only = TypeVar("Only", bound=BaseModel)
_record: TypeAdapter[Record] = TypeAdapter(Record)


class RunStore:
    """Runs and their records in a database. Threads and processes may share one; whoever writes waits for its turn.

    Args:
        url: Where it is.
        engine: A connected engine for it. Use `RunStore.open` to get both.
    """

    def __init__(self, url: URL, engine: Engine) -> None:
        self._url = url
        self._engine = engine

    @classmethod
    def open(cls, url: str | None = None) -> Self:
        """Return the store at `url`, made or migrated if need be.

        Args:
            url: A SQLite file or a database URL; None means `SHAPVIZ_STORE`, or runs.db in the user's data folder.

        Raises:
            StoreError: If there can be no store; nothing that stands there has then been changed.
        """
        place = database.locate(url)
        return cls(place, database.connect(place))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @property
    def url(self) -> str:
        """The URL to open the same store again, password included."""
        return self._url.render_as_string(hide_password=False)

    @property
    def place(self) -> str:
        """Where the store is, for people: a path, or a URL without its password."""
        return troubles.shown(self._url)

    def reading(self) -> AbstractContextManager[Connection]:
        """Return a transaction that only reads."""
        return database.reading(self._engine)

    def writing(self, *, visible: bool = True) -> AbstractContextManager[Connection]:
        """Return a transaction that no other writer shares. `visible`: pages would show the change."""
        return database.writing(self._engine, visible=visible)

    def create(
        self,
        spec: RunSpec,
        name: str | None = None,
        origin: Origin = "user",
        *,
        run_id: str | None = None,
        parent: tuple[str, int] | None = None,
    ) -> RunInfo:
        """Return a new run, queued and without a record of its own.

        Args:
            spec: What it is to do.
            name: What people call it; None draws two words.
            origin: Why it exists.
            run_id: Its id, where artifacts are kept under it already (`shapviz.runs.forks`).
            parent: The run that it goes on from, and after which epoch; the records before that epoch are copied.

        Raises:
            UsageError: If the name is taken or no name.
        """
        run_id = run_id or uuid.uuid4().hex
        parent_id, parent_epoch = parent or (None, None)
        with self.writing() as connection:
            info = RunInfo(
                id=run_id,
                name=rows.free_name(connection, run_id) if name is None else rows.checked_name(connection, name),
                created_at=datetime.now(UTC),
                origin=origin,
                spec=spec,
                status="queued",
                epoch=parent_epoch - 1 if parent_epoch else None,
                parent=parent_id,
                parent_epoch=parent_epoch,
                version=shapviz.__version__,
            )
            rows.insert_run(connection, info)
            if parent is not None:
                rows.copy_epochs(connection, *parent, run_id)
        return info

    def get(self, ref: str) -> RunInfo:
        """Return the run whose id, name or beginning of the id is `ref`. Deleted runs answer to their full id only.

        Raises:
            UnknownNameError: If there is none.
            UsageError: If the beginning fits several.
            UnreadableRunError: If this version cannot read it.
        """
        fits = or_(runs.c.name == ref, runs.c.id.startswith(ref, autoescape=True))
        kept = and_(fits, runs.c.deleted_at.is_(None))
        with self.reading() as connection:
            found = rows.select_all(connection, select(runs).where(or_(runs.c.id == ref, kept)))
        exact = [info for info in found if ref in (info.id, info.name)]
        match exact or found:
            case [UnreadableRun() as strange, *others] if ref and (exact or not others):
                raise strange.error()
            case [RunInfo() as info, *others] if ref and (exact or not others):
                return info
            case [_, *_] if ref:
                listed = ", ".join(f"{info.name} ({info.id[:8]})" for info in found)
                raise UsageError(f"'{ref}' fits {len(found)} runs: {listed}.", remedy="Give a name or more of the id.")
            case _:
                raise UnknownNameError("run", ref, [info.name for info in self.list()])

    def whose(self, ref: str) -> tuple[str, str]:
        """Return id and name of the run that `get` would return, also if this version cannot read it.

        Raises:
            UnknownNameError, UsageError: As `get` does.
        """
        try:
            info = self.get(ref)
        except UnreadableRunError as error:
            return error.run.id, error.run.name
        return info.id, info.name

    def list(self, *, deleted: bool = False) -> tuple[RunInfo, ...]:
        """Return all runs, newest first, without reading their records. `deleted`: those in the bin instead.

        Those that this version cannot read are left out.
        """
        return tuple(run for run in self.everything(deleted=deleted) if isinstance(run, RunInfo))

    def everything(self, *, deleted: bool = False) -> tuple[RunInfo | UnreadableRun, ...]:
        """Return all runs, those among them that this version cannot read too; newest first."""
        chosen = runs.c.deleted_at.is_not(None) if deleted else runs.c.deleted_at.is_(None)
        with self.reading() as connection:
            newest_first = select(runs).where(chosen).order_by(runs.c.created_at.desc(), runs.c.id)
            return rows.select_all(connection, newest_first)

    def unreadable(self, *, deleted: bool = False) -> tuple[UnreadableRun, ...]:
        """Return the runs that `list` leaves out, newest first."""
        return tuple(run for run in self.everything(deleted=deleted) if isinstance(run, UnreadableRun))

    def outlines(self) -> dict[str, Outline]:
        """Return every run's outline by its id, those in the bin included. Reads no record."""
        with self.reading() as connection:
            found = connection.execute(select(outlines.c.run, outlines.c.body)).all()
        return {run_id: Outline.read(body) for run_id, body in found}

    def companions(self, run_id: str) -> tuple[RunInfo, ...]:
        """Return the runs that differ from this one by their strategy only: finished ones first, then newest first.

        Device, calibration, robustness and probes are not compared: they are not meant to change what a run shows of
        its training. Forks are none: what they show is not that of one strategy.
        """
        run = self.get(run_id)
        whole = and_(runs.c.deleted_at.is_(None), runs.c.parent.is_(None))
        alike = and_(runs.c.setting == rows.setting(run.spec), whole)
        with self.reading() as connection:
            found = rows.select_runs(connection, select(runs).where(alike).order_by(runs.c.created_at.desc()))
        others = [other for other in found if other.spec.strategy != run.spec.strategy]
        return tuple(sorted(others, key=lambda other: other.status != "finished"))

    def forks(self, run_id: str) -> tuple[RunInfo, ...]:
        """Return the runs that were forked from this one, newest first."""
        theirs = and_(runs.c.deleted_at.is_(None), runs.c.parent == run_id)
        with self.reading() as connection:
            return rows.select_runs(connection, select(runs).where(theirs).order_by(runs.c.created_at.desc()))

    def append(self, run_id: str, record: Record) -> int:
        """Return the record's number in the feed, once it is stored. The same epoch again changes nothing."""
        with self.writing() as connection:
            return rows.append(connection, run_id, record)

    def feed(self, run_id: str, after: int = 0) -> tuple[tuple[int, Record], ...]:
        """Return the run's records with a number above `after`, in the order in which they were appended."""
        news = select(records.c.seq, records.c.body).where(records.c.run == run_id, records.c.seq > after)
        with self.reading() as connection:
            found = connection.execute(news.order_by(records.c.seq)).all()
        return tuple((seq, _read(_record.validate_json, run_id, body)) for seq, body in found)

    def epochs(self, run_id: str) -> tuple[EpochRecord, ...]:
        """Return the run's epochs in order."""
        return tuple(record for _, record in self.feed(run_id) if isinstance(record, EpochRecord))

    def final(self, run_id: str) -> FinalRecord | None:
        """Return the run's result on the test split; None before it has one."""
        return self.only(run_id, FinalRecord)

    def diagnosis(self, run_id: str) -> DiagnosisRecord | None:
        """Return the evidence on who is starved; None unless it was asked for and the run has come that far."""
        return self.only(run_id, DiagnosisRecord)

    def calibration(self, run_id: str) -> CalibrationRecord | None:
        """Return what calibrating the run changes; None unless it was asked for and the run has come that far."""
        return self.only(run_id, CalibrationRecord)

    def robustness(self, run_id: str) -> RobustnessRecord | None:
        """Return what corrupting its inputs does to the run; None unless that was asked for and is done."""
        return self.only(run_id, RobustnessRecord)

    def only(self, run_id: str, kind: type[Only]) -> Only | None:
        """Return the run's one record of this kind, if there is one yet."""
        named = records.c.kind == kind.model_fields["kind"].default
        with self.reading() as connection:
            body = connection.execute(select(records.c.body).where(records.c.run == run_id, named)).scalar()
        return None if body is None else _read(kind.model_validate_json, run_id, body)

    def revision(self) -> int:
        """Return a number that rises whenever a run or a record is added or changed; heartbeats do not count."""
        with self.reading() as connection:
            return int(connection.execute(select(clock.c.revision)).scalar_one())

    def set_status(self, run_id: str, status: Status, error: Failure | None = None) -> None:
        """Set how the run stands. `error` goes with the status "failed"; any other status clears it."""
        with self.writing() as connection:
            rows.set_status(connection, run_id, status, error)

    def rename(self, run_id: str, name: str) -> RunInfo:
        """Return the run under its new name.

        Raises:
            UsageError: If the name is taken or no name.
        """
        if self.get(run_id).name != name.strip():
            with self.writing() as connection:
                rows.update_run(connection, run_id, name=rows.checked_name(connection, name))
        return self.get(run_id)

    def star(self, run_id: str, starred: bool = True) -> None:
        """Mark the run as one that somebody wants at hand, or take the mark away."""
        with self.writing() as connection:
            rows.update_run(connection, run_id, starred=starred)

    def annotate(self, run_id: str, note: str) -> None:
        """Write a note about the run, in place of the one before; an empty one takes it away.

        Raises:
            UsageError: If it is too long, or holds what cannot be shown.
        """
        with self.writing() as connection:
            rows.update_run(connection, run_id, note=rows.plain_note(note))

    def delete(self, run_id: str) -> None:
        """Put the run into the bin, from which `restore` takes it back. A worker that holds the run stops it."""
        with self.writing() as connection:
            rows.update_run(connection, run_id, deleted_at=datetime.now(UTC))

    def restore(self, run_id: str) -> None:
        """Take the run out of the bin."""
        with self.writing() as connection:
            rows.update_run(connection, run_id, deleted_at=None)

    def purge(self, artifacts: ArtifactStore, *, older_than: timedelta = timedelta(days=30)) -> tuple[str, ...]:
        """Return the ids of the runs that are now gone for good: those that have been in the bin for `older_than`."""
        with self.writing() as connection:
            old = select(runs.c.id).where(runs.c.deleted_at <= datetime.now(UTC) - older_than)
            gone = tuple(connection.execute(old).scalars())
            connection.execute(delete(runs).where(runs.c.id.in_(gone)))  # records and jobs follow their run
        for run_id in gone:
            artifacts.delete_run(run_id)
        return gone


def _read(parse: Callable[[str], T], run_id: str, body: str) -> T:
    """Return the record that `body` is.

    Raises:
        UnreadableRecordError: If this version does not understand it.
    """
    try:
        return parse(body)
    except ValidationError as error:
        raise UnreadableRecordError(run_id, error) from error
