"""Jobs as rows: what is asked of them, who waits, and how a worker lets one go.

A job has no state of its own: the run's status is the state, and the job says who holds the run and what is asked of
it. These are steps inside the run store's transactions, shared by the queue and the workers.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Select, select, update

from shapviz.errors import UsageError
from shapviz.jobs.when import When
from shapviz.runs import rows
from shapviz.runs.info import Failure, Status
from shapviz.runs.tables import jobs, runs

Control = Literal["go", "pause", "stop"]


@dataclass(frozen=True)
class Orders:
    """What is asked of whoever holds a run, and who that is."""

    control: Control
    pause_when: When | None
    worker: str | None


def orders(connection: Connection, run_id: str) -> Orders | None:
    """Return what is asked of the run's job; None where it has none. A deleted run is to stop."""
    query = select(jobs, runs.c.deleted_at).join(runs, runs.c.id == jobs.c.run).where(jobs.c.run == run_id)
    row = connection.execute(query).first()
    if row is None:
        return None
    control: Control = row.control if row.deleted_at is None else "stop"
    return Orders(control, row.pause_when and When.model_validate_json(row.pause_when), row.worker)


def waiting() -> Select[Any]:
    """Return a query for the ids of the runs that wait for a worker, the next one first."""
    queued = select(jobs.c.run).join(runs, runs.c.id == jobs.c.run)
    queued = queued.where(runs.c.status == "queued", runs.c.deleted_at.is_(None))
    return queued.order_by(jobs.c.priority.desc(), jobs.c.submitted_at, jobs.c.run)


def is_waiting(connection: Connection) -> bool:
    """Return whether any run waits for a worker."""
    return connection.execute(waiting().limit(1)).first() is not None


def ask(connection: Connection, run_id: str, **values: Any) -> None:
    """Set columns of the run's job.

    Raises:
        UsageError: If it has none.
    """
    if not connection.execute(update(jobs).where(jobs.c.run == run_id).values(**values)).rowcount:
        raise UsageError("The run has not been submitted yet.", remedy="Submit it first.")


def is_held(connection: Connection, run_id: str) -> bool:
    """Return whether a worker holds the run."""
    return connection.execute(select(jobs.c.worker).where(jobs.c.run == run_id)).scalar() is not None


def let_go(connection: Connection, run_id: str, status: Status, error: Failure | None = None) -> Status:
    """Take the run from its worker and return how it stands.

    Args:
        connection: From the store.
        run_id: The run.
        status: How it ended; "queued" where it did not, and then a wish that was not yet obeyed is.
        error: Why it failed.
    """
    asked = orders(connection, run_id)
    if status == "queued" and asked is not None:
        obeyed: dict[Control, Status] = {"go": "queued", "pause": "paused", "stop": "stopped"}
        status = obeyed[asked.control]
    ask(connection, run_id, worker=None, control="go")
    rows.set_status(connection, run_id, status, error)
    return status
