"""The run store: every run, what it was asked to do, how it stands, and what it has recorded so far."""

import uuid
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, delete, or_, select

import shapviz
from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs import rows
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import Failure, Origin, RunInfo, Status
from shapviz.runs.outline import Outline
from shapviz.runs.record_store import RecordStore
from shapviz.runs.spec import RunSpec
from shapviz.runs.tables import outlines, runs
from shapviz.runs.unreadable import UnreadableRun, UnreadableRunError


class RunStore(RecordStore):
    """Runs and their records in a database, from when somebody asks for them until they are purged."""

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
