"""The queue that pages and the command line speak to. Loads no torch: training happens in workers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert

from shapviz.errors import UsageError
from shapviz.jobs import holding, roster
from shapviz.jobs.info import JobInfo
from shapviz.jobs.patience import Patience
from shapviz.jobs.settings import settings
from shapviz.jobs.when import When
from shapviz.runs import rows
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo, Status
from shapviz.runs.store import RunStore
from shapviz.runs.tables import jobs, runs

UNFINISHED: tuple[Status, ...] = ("queued", "running", "paused")


class LocalQueue:
    """Runs that wait for a worker on this machine, and those that have one.

    Args:
        store: Where the runs are.
        workers: How many may train at the same time; None means `SHAPVIZ_WORKERS`, or 1. With 0 none is started.

    Raises:
        UsageError, StoreError: If the environment cannot be understood, so that no worker could work in it.
    """

    def __init__(self, store: RunStore, *, workers: int | None = None) -> None:
        self._store = store
        self._workers = settings().workers if workers is None else workers
        self._patience = Patience()
        ArtifactStore.open()  # workers that cannot would die, one after another, without a word to those who wait

    def submit(self, run_id: str, priority: int = 0) -> None:
        """Queue a new run, or one that was stopped or has failed: it goes on from its last checkpoint.

        Args:
            run_id: The run.
            priority: Higher ones go first; equal ones in the order in which they came.

        Raises:
            UsageError: If the run is finished or on its way.
        """
        job = {"run": run_id, "submitted_at": datetime.now(UTC), "priority": priority, "control": "go", "deaths": 0}
        with self._changing(run_id, "submitted", "queued", "stopped", "failed") as (connection, _):
            connection.execute(delete(jobs).where(jobs.c.run == run_id))
            connection.execute(insert(jobs).values(job))
            rows.set_status(connection, run_id, "queued")
        self._patience.forget()
        self.ensure_worker()

    def pause(self, run_id: str) -> None:
        """Hold the run between two batches, or in the queue.

        Raises:
            UsageError: If it has ended.
        """
        with self._changing(run_id, "paused", *UNFINISHED) as (connection, run):
            holding.ask(connection, run_id, control="pause")
            if run.status == "queued":
                rows.set_status(connection, run_id, "paused")

    def pause_when(self, run_id: str, condition: When | None) -> None:
        """Hold the run after the first epoch for which the condition is met; None takes an earlier one back.

        Raises:
            UsageError: If it has ended.
        """
        with self._changing(run_id, "paused", *UNFINISHED) as (connection, _):
            holding.ask(connection, run_id, pause_when=condition and condition.model_dump_json())

    def resume(self, run_id: str) -> None:
        """Let a paused run go on; submit one that was stopped or has failed once more.

        Raises:
            UsageError: If it is finished.
        """
        self.reap()
        with self._changing(run_id, "resumed", *UNFINISHED, "stopped", "failed") as (connection, run):
            holding.ask(connection, run_id, control="go")
            if run.status == "paused" and not holding.is_held(connection, run_id):
                rows.set_status(connection, run_id, "queued")
        if run.status in UNFINISHED:
            self.ensure_worker()
        else:
            self.submit(run_id)

    def stop(self, run_id: str) -> None:
        """End the run here; what is recorded is kept.

        Raises:
            UsageError: If it is finished or has failed.
        """
        self.reap()
        with self._changing(run_id, "stopped", *UNFINISHED, "stopped") as (connection, _):
            if holding.is_held(connection, run_id):
                holding.ask(connection, run_id, control="stop")
            else:
                rows.set_status(connection, run_id, "stopped")

    def job(self, run_id: str) -> JobInfo:
        """Return how the run stands.

        Raises:
            UnknownNameError: If there is no such run.
        """
        with self._store.reading() as connection:
            rows.select_run(connection, run_id)
            return roster.jobs_where(connection, runs.c.id == run_id)[0]

    def jobs(self) -> tuple[JobInfo, ...]:
        """Return what is on its way: first what has left the queue, then the queue, both in their order."""
        with self._store.reading() as connection:
            found = roster.jobs_where(connection, runs.c.status.in_(UNFINISHED), runs.c.deleted_at.is_(None))
        return tuple(sorted(found, key=lambda job: job.place or 0))

    def reap(self) -> tuple[str, ...]:
        """Return the runs that dead workers have left and that are queued again; see to it that no run waits in vain.

        A worker whose process lives but gives no sign of life is stalled: its run stays with it.
        """
        requeued = self._bury()
        with self._store.reading() as connection:
            in_vain = holding.is_waiting(connection)
        if in_vain:
            self._hire()
        return requeued

    def ensure_worker(self) -> bool:
        """Return whether a worker had to be started, because fewer than allowed were there to train."""
        self._bury()
        return self._hire()

    def trouble(self) -> str | None:
        """Return what to say where workers end before they can take a run; None where all is well."""
        return self._patience.words()

    def _bury(self) -> tuple[str, ...]:
        with self._store.reading() as connection:
            if not roster.dead(connection):  # looking needs no writer's turn, and there is seldom a dead one
                return ()
        with self._store.writing() as connection:
            dead = roster.dead(connection)
            self._patience.lose(roster.idle(connection, dead))
            return roster.bury(connection, dead)

    def _hire(self) -> bool:
        with self._store.reading() as connection:
            if roster.has_work(connection):
                self._patience.forget()
            if roster.able(connection) >= self._workers or not self._patience.is_over():
                return False
        with self._store.writing(visible=False) as connection:  # whoever else has just looked waits here, and sees it
            if roster.able(connection) >= self._workers:
                return False
            roster.hire(connection, self._store.url)
            return True

    @contextmanager
    def _changing(self, run_id: str, verb: str, *allowed: Status) -> Iterator[tuple[Connection, RunInfo]]:
        """Yield a writer's turn and the run, if it stands as it must for what is asked."""
        with self._store.writing() as connection:
            run = rows.select_run(connection, run_id)
            if run.status not in allowed or run.deleted_at is not None:
                state = run.status if run.deleted_at is None else "deleted"
                raise UsageError(
                    f"The run '{run.name}' is {state} and cannot be {verb}.",
                    remedy=f"Only a run that is {', '.join(allowed[:-1])} or {allowed[-1]} can.",
                )
            yield connection, run
