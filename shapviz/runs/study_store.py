"""The studies in a run store: what they ask for, and which runs belong to them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache

from pydantic import Field, ValidationError
from sqlalchemy import Connection, delete, insert, select, update

from shapviz.errors import StoreError, UnknownNameError
from shapviz.runs import rows
from shapviz.runs.info import RunInfo, Status
from shapviz.runs.options import Options
from shapviz.runs.store import RunStore
from shapviz.runs.study import StudySpec
from shapviz.runs.tables import runs, study_runs
from shapviz.runs.tables import studies as table


class Study(Options):
    """A study as lists show it."""

    name: str
    created_at: datetime = Field(description="UTC")
    spec: StudySpec
    runs: frozenset[str] = Field(description="ids of the runs that belong to it, those in the bin left out")


def studies(store: RunStore) -> tuple[Study, ...]:
    """Return all studies that this version of shapviz can read, newest first."""
    with store.reading() as connection:
        found = connection.execute(select(table).order_by(table.c.created_at.desc(), table.c.name)).all()
        return tuple(
            Study(name=row.name, created_at=row.created_at, spec=spec, runs=_runs_of(connection, row.name))
            for row in found
            if (spec := _parsed(row.spec)) is not None
        )


@lru_cache(maxsize=32)
def _parsed(body: str) -> StudySpec | None:
    """Return what a study asks for; None where another version has asked for what this one does not know.

    A page that lists studies reads them again and again, and every one validates hundreds of specifications.
    """
    try:
        return StudySpec.model_validate_json(body)
    except ValidationError:
        return None


def study(store: RunStore, name: str) -> Study:
    """Return the study of this name.

    Raises:
        UnknownNameError: If there is none.
        StoreError: If another version of shapviz has made it, and this one cannot read it.
    """
    known = {each.name: each for each in studies(store)}
    if name in known:
        return known[name]
    with store.reading() as connection:
        if connection.execute(select(table.c.name).where(table.c.name == name)).first() is not None:
            raise StoreError(
                f"The study '{name}' asks for what this version of shapviz does not know.",
                remedy="Open it with the version that made it, or begin a study of that name anew.",
            )
    raise UnknownNameError("study", name, known)


def studies_of(store: RunStore, run_id: str) -> tuple[str, ...]:
    """Return the names of the studies that a run belongs to."""
    with store.reading() as connection:
        found = connection.execute(select(study_runs.c.study).where(study_runs.c.run == run_id))
        return tuple(sorted(found.scalars()))


def save(store: RunStore, spec: StudySpec) -> Study:
    """Return the study, new or as it is now asked for; runs that belong to it stay its own."""
    values = {"spec": spec.model_dump_json()}
    with store.writing() as connection:
        if not connection.execute(update(table).where(table.c.name == spec.name).values(values)).rowcount:
            connection.execute(insert(table).values(name=spec.name, created_at=datetime.now(UTC), **values))
    return study(store, spec.name)


def add(store: RunStore, name: str, run_ids: Iterable[str]) -> None:
    """Let these runs belong to the study, those of them that do not yet."""
    with store.writing() as connection:
        there = set(connection.execute(select(study_runs.c.run).where(study_runs.c.study == name)).scalars())
        new = [{"study": name, "run": run_id} for run_id in dict.fromkeys(run_ids) if run_id not in there]
        if new:
            connection.execute(insert(study_runs), new)


def runs_of(store: RunStore, name: str) -> tuple[RunInfo, ...]:
    """Return the runs that belong to the study, oldest first."""
    mine = select(runs).join(study_runs, study_runs.c.run == runs.c.id)
    mine = mine.where(study_runs.c.study == name, runs.c.deleted_at.is_(None))
    with store.reading() as connection:
        return rows.select_runs(connection, mine.order_by(runs.c.created_at, runs.c.id))


def statuses(store: RunStore, name: str) -> dict[str, Status]:
    """Return how each of the study's runs stands, by id, without reading what it was asked to do."""
    mine = select(runs.c.id, runs.c.status).join(study_runs, study_runs.c.run == runs.c.id)
    with store.reading() as connection:
        found = connection.execute(mine.where(study_runs.c.study == name, runs.c.deleted_at.is_(None))).all()
    return {row.id: row.status for row in found}


def forget(store: RunStore, name: str) -> None:
    """Remove the study and keep its runs."""
    with store.writing() as connection:
        connection.execute(delete(table).where(table.c.name == name))


def _runs_of(connection: Connection, name: str) -> frozenset[str]:
    kept = select(study_runs.c.run).join(runs, runs.c.id == study_runs.c.run)
    kept = kept.where(study_runs.c.study == name, runs.c.deleted_at.is_(None))
    return frozenset(connection.execute(kept).scalars())
