"""The tables of the run store. `migrations/` makes them; a test proves that both agree.

Jobs and workers stand beside the runs because a claim must change a run and its job in one transaction.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy import Column as C

REVISION = "0004"  # the newest migration: a store at this revision opens without loading Alembic
VERSION_TABLE = "shapviz_schema"  # not Alembic's default, which another program in the same database may use


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets time zones, so all are stored without one and read back as UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as it is stored."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as it was meant."""
        return value and value.replace(tzinfo=UTC)


metadata = MetaData()

runs = Table(
    "runs",
    metadata,
    C("id", String(32), primary_key=True),
    C("name", String(80), nullable=False, unique=True),
    C("created_at", Moment, nullable=False),
    C("origin", String(16), nullable=False),
    C("spec", Text, nullable=False),  # RunSpec as JSON
    C("setting", String(64), nullable=False, index=True),  # digest of the spec but for strategy and device
    C("status", String(16), nullable=False, index=True),
    C("epoch", Integer),
    C("error", Text),  # Failure as JSON
    C("parent", String(32)),  # no foreign key: a fork outlives its parent
    C("parent_epoch", Integer),
    C("version", String(32), nullable=False),
    C("deleted_at", Moment),
    C("starred", Boolean, nullable=False, server_default=false()),
    C("note", Text, nullable=False, server_default=""),
)

outlines = Table(
    "outlines",
    metadata,
    C("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    C("body", Text, nullable=False),  # Outline as JSON
)

records = Table(
    "records",
    metadata,
    C("seq", Integer, primary_key=True, autoincrement=True),
    C("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    C("kind", String(16), nullable=False),
    C("epoch", Integer, nullable=False),
    C("body", Text, nullable=False),  # Record as JSON
    UniqueConstraint("run", "kind", "epoch", name="records_once"),
    Index("records_feed", "run", "seq"),
    sqlite_autoincrement=True,  # a purged run's numbers are never given out again, so a reader's `after` stays valid
)

studies = Table(
    "studies",
    metadata,
    C("name", String(80), primary_key=True),
    C("created_at", Moment, nullable=False),
    C("spec", Text, nullable=False),  # StudySpec as JSON
)

study_runs = Table(
    "study_runs",
    metadata,
    C("study", String(80), ForeignKey("studies.name", ondelete="CASCADE"), primary_key=True),
    C("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Index("study_runs_of", "run"),
)

workers = Table(
    "workers",
    metadata,
    C("id", String(32), primary_key=True),
    C("host", String(255), nullable=False),
    C("boot", String(64), nullable=False),
    C("pid", Integer, nullable=False),
    C("started", Float, nullable=False),
    C("heartbeat", Moment, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    C("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    C("submitted_at", Moment, nullable=False),
    C("priority", Integer, nullable=False),
    C("control", String(8), nullable=False),  # go | pause | stop
    C("pause_when", Text),  # When as JSON
    C("worker", String(32), ForeignKey("workers.id", ondelete="SET NULL")),  # who holds it
    C("progress", Text),  # Progress as JSON
    C("deaths", Integer, nullable=False),  # workers that died on it since its last record
)

clock = Table(
    "clock",
    metadata,
    C("id", Integer, primary_key=True),
    C("revision", Integer, nullable=False),  # rises with every change that a page would show
)
