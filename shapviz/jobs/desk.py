"""What a worker says to the run store and hears from it."""

from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, update

from shapviz.errors import ShapvizError
from shapviz.jobs import holding
from shapviz.jobs.holding import Orders
from shapviz.jobs.identity import Identity
from shapviz.runs import rows
from shapviz.runs.info import Failure, RunInfo, Status
from shapviz.runs.records import Progress, Record
from shapviz.runs.store import RunStore
from shapviz.runs.tables import workers
from shapviz.runs.unreadable import UnreadableRunError


class DismissedError(ShapvizError):
    """The run has been given to another worker: this one was taken for dead and must not touch it any more."""

    def __init__(self, run_id: str) -> None:
        super().__init__(f"The run {run_id} is no longer this worker's.", remedy="Another worker goes on with it.")


class Desk:
    """A worker's place in the store. Whatever it writes about a run, it writes only while it holds that run.

    Args:
        store: Where runs, jobs and workers stand.
        worker_id: The worker's own id.
        identity: The worker's process.
    """

    def __init__(self, store: RunStore, worker_id: str, identity: Identity) -> None:
        self._store = store
        self._id = worker_id
        self._identity = identity

    def sign(self) -> None:
        """Write down who the worker is."""
        with self._store.writing(visible=False) as connection:
            self._sign(connection)

    def beat(self) -> None:
        """Say that the worker is alive; nobody hears it once it has been taken for dead."""
        alive = update(workers).where(workers.c.id == self._id).values(heartbeat=datetime.now(UTC))
        with self._store.writing(visible=False) as connection:
            connection.execute(alive)

    def leave(self, *, always: bool = False) -> bool:
        """Sign off and return True, unless a run waits: whoever queued it may have counted on this worker."""
        with self._store.writing(visible=False) as connection:
            if not always and holding.is_waiting(connection):
                return False
            connection.execute(delete(workers).where(workers.c.id == self._id))
        return True

    def is_needed(self) -> bool:
        """Return whether a run waits. Looking is cheap: it needs no writer's turn."""
        with self._store.reading() as connection:
            return holding.is_waiting(connection)

    def claim(self) -> RunInfo | None:
        """Return the next waiting run, which this worker then holds; None where another was quicker.

        A run that this version cannot read has failed: the next worker could not read it either.
        """
        with self._store.writing() as connection:
            run_id = connection.execute(holding.waiting().limit(1)).scalar()
            if run_id is None:
                return None
            self._sign(connection)
            holding.ask(connection, run_id, worker=self._id)
            rows.set_status(connection, run_id, "running")
            try:
                return rows.select_run(connection, run_id)
            except UnreadableRunError as error:
                failure = Failure(problem=error.problem, remedy=error.remedy)
                holding.let_go(connection, run_id, "failed", failure)
                return None

    def orders(self, run_id: str) -> Orders:
        """Return what is asked of this worker.

        Raises:
            DismissedError: If it no longer holds the run.
        """
        with self._store.reading() as connection:
            return self._held(connection, run_id)

    def record(self, run_id: str, record: Record) -> None:
        """Append the record."""
        with self._store.writing() as connection:
            self._held(connection, run_id)
            rows.append(connection, run_id, record)
            holding.ask(connection, run_id, deaths=0)

    def progress(self, run_id: str, progress: Progress) -> None:
        """Say how far the epoch has come."""
        with self._store.writing(visible=False) as connection:
            self._held(connection, run_id)
            holding.ask(connection, run_id, progress=progress.model_dump_json())

    def pause(self, run_id: str) -> None:
        """Ask for a pause in the user's place: the moment that was asked for has come."""
        with self._store.writing() as connection:
            if self._held(connection, run_id).control == "go":
                holding.ask(connection, run_id, control="pause", pause_when=None)

    def mark(self, run_id: str, status: Status) -> None:
        """Say that the run pauses or goes on."""
        with self._store.writing() as connection:
            self._held(connection, run_id)
            rows.set_status(connection, run_id, status)

    def let_go(self, run_id: str, status: Status, error: Failure | None = None) -> None:
        """Give the run back: ended, or "queued" for the next worker."""
        with self._store.writing() as connection:
            self._held(connection, run_id)
            holding.let_go(connection, run_id, status, error)

    def _held(self, connection: Connection, run_id: str) -> Orders:
        asked = holding.orders(connection, run_id)
        if asked is None or asked.worker != self._id:
            raise DismissedError(run_id)
        return asked

    def _sign(self, connection: Connection) -> None:
        """Write the worker's row, whether its spawner has announced it, nobody has, or it was taken for dead."""
        values = asdict(self._identity) | {"heartbeat": datetime.now(UTC)}
        if not connection.execute(update(workers).where(workers.c.id == self._id).values(values)).rowcount:
            connection.execute(insert(workers).values(id=self._id, **values))
