"""Which workers and jobs there are, which workers are dead, and what becomes of what they held."""

import socket
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, or_, select

from shapviz.jobs import holding
from shapviz.jobs.identity import Identity
from shapviz.jobs.info import JobInfo
from shapviz.jobs.spawn import spawn
from shapviz.jobs.when import When
from shapviz.runs.info import Failure
from shapviz.runs.records import Progress
from shapviz.runs.tables import jobs, runs, workers

STALLED = timedelta(seconds=5)  # without a sign of life, which comes every second
LOST = timedelta(minutes=2)  # then a worker of another machine counts as dead; of our own, we can tell
MOST_DEATHS = 3  # workers that may die on a run without a new record before the run is to blame
PRICE_OF_DEATH = Failure(
    problem=f"The worker died {MOST_DEATHS} times while it trained this run, and never came further.",
    remedy="Most often memory ran out: try a smaller batch size, model or dataset, then resume the run.",
)


def dead(connection: Connection) -> tuple[str, ...]:
    """Return the ids of the workers whose process is gone."""
    found = connection.execute(select(workers)).mappings().all()
    return tuple(row["id"] for row in found if _is_dead(row))


def bury(connection: Connection, gone: Sequence[str]) -> tuple[str, ...]:
    """Strike out these workers and return the runs that are thereby queued again."""
    held = connection.execute(select(jobs.c.run, jobs.c.deaths).where(jobs.c.worker.in_(gone))).all()
    requeued = []
    for run_id, deaths in held:
        holding.ask(connection, run_id, deaths=deaths + 1)
        if deaths + 1 >= MOST_DEATHS:
            holding.let_go(connection, run_id, "failed", PRICE_OF_DEATH)
        elif holding.let_go(connection, run_id, "queued") == "queued":
            requeued.append(run_id)
    connection.execute(delete(workers).where(workers.c.id.in_(gone)))
    return tuple(requeued)


def idle(connection: Connection, found: Sequence[str]) -> int:
    """Return how many of these workers hold no run."""
    holding_one = select(func.count(jobs.c.worker.distinct())).where(jobs.c.worker.in_(found))
    return len(found) - int(connection.execute(holding_one).scalar_one())


def has_work(connection: Connection) -> bool:
    """Return whether any worker holds a run."""
    return connection.execute(select(jobs.c.run).where(jobs.c.worker.is_not(None)).limit(1)).first() is not None


def able(connection: Connection) -> int:
    """Return how many workers of this machine train or wait. One that sits out a pause does not keep others waiting."""
    busy = select(func.count()).select_from(workers.outerjoin(jobs, jobs.c.worker == workers.c.id).outerjoin(runs))
    busy = busy.where(workers.c.host == socket.gethostname(), workers.c.heartbeat > datetime.now(UTC) - LOST)
    return int(connection.execute(busy.where(or_(runs.c.status.is_(None), runs.c.status != "paused"))).scalar_one())


def hire(connection: Connection, store_url: str) -> None:
    """Start a worker and write it down, so that whoever looks next finds it before it has said a word."""
    worker_id = uuid.uuid4().hex
    identity = Identity.of(spawn(store_url, worker_id))
    row = {"id": worker_id, **asdict(identity), "heartbeat": datetime.now(UTC)}
    connection.execute(insert(workers).values(row))


def jobs_where(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[JobInfo, ...]:
    """Return the jobs of the runs that meet all conditions, by when they were submitted."""
    queue = list(connection.execute(holding.waiting()).scalars())
    places = {run_id: place for place, run_id in enumerate(queue, start=1)}
    columns = (runs.c.id, runs.c.status, runs.c.epoch, jobs, workers.c.pid, workers.c.heartbeat)
    joined = runs.outerjoin(jobs, jobs.c.run == runs.c.id).outerjoin(workers, workers.c.id == jobs.c.worker)
    query = select(*columns).select_from(joined).where(*conditions).order_by(jobs.c.submitted_at, runs.c.created_at)
    return tuple(_job(row, places.get(row["id"])) for row in connection.execute(query).mappings())


def _job(row: RowMapping, place: int | None) -> JobInfo:
    return JobInfo(
        run_id=row["id"],
        state="stalled" if _is_silent(row, STALLED) else row["status"],
        place=place,
        progress=_progress(row),
        control=row["control"] or "go",
        pause_when=row["pause_when"] and When.model_validate_json(row["pause_when"]),
        priority=row["priority"] or 0,
        submitted_at=row["submitted_at"],
        pid=row["pid"],
    )


def _progress(row: RowMapping) -> Progress | None:
    """Return the worker's last word, unless the epoch that it is about has been recorded since.

    What comes after the last epoch is told with that epoch's number, and so is not done when that epoch is.
    """
    said = row["progress"] and Progress.model_validate_json(row["progress"])
    if row["epoch"] is None:
        return said or None
    if said and (said.epoch > row["epoch"] or (said.epoch == row["epoch"] and said.doing != "training")):
        return said
    return Progress(epoch=row["epoch"], fraction=1.0)


def _is_dead(row: RowMapping) -> bool:
    fate = Identity(row["host"], row["boot"], row["pid"], row["started"]).fate()
    return fate == "dead" or (fate == "elsewhere" and _is_silent(row, LOST))


def _is_silent(row: RowMapping, limit: timedelta) -> bool:
    return row["heartbeat"] is not None and row["heartbeat"] < datetime.now(UTC) - limit
