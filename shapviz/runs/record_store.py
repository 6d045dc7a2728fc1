"""What runs have recorded, in the database that holds them: whoever trains appends, whoever watches reads on."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Self, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from sqlalchemy import URL, Connection, Engine, select

from shapviz.runs import database, rows, troubles
from shapviz.runs.records import (
    CalibrationRecord,
    DiagnosisRecord,
    EpochRecord,
    FinalRecord,
    Record,
    RobustnessRecord,
)
from shapviz.runs.tables import clock, records
from shapviz.runs.unreadable import UnreadableRecordError

T = TypeVar("T")
Only = TypeVar("Only", bound=BaseModel)
_record: TypeAdapter[Record] = TypeAdapter(Record)


class RecordStore:
    """The records of runs in a database. Threads and processes may share one; whoever writes waits for its turn.

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


def _read(parse: Callable[[str], T], run_id: str, body: str) -> T:
    """Return the record that `body` is.

    Raises:
        UnreadableRecordError: If this version does not understand it.
    """
    try:
        return parse(body)
    except ValidationError as error:
        raise UnreadableRecordError(run_id, error) from error
