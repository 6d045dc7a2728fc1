"""Runs with all that is drawn of them, read from the store only when something has changed there."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from shapviz.errors import UnknownNameError
from shapviz.figures.course import Course, Ghost, ceilings_of
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs.info import RunInfo
from shapviz.runs.records import EpochRecord
from shapviz.runs.store import RunStore
from shapviz.ui import parentage

MOST_RUNS = 64
Epochs = tuple[EpochRecord, ...]
Version = tuple[tuple[str, str, str, int], ...]  # of each run in it: id, name, status, number of the newest record


@dataclass(frozen=True)
class Exhibit:
    """A run, and what is drawn of it."""

    info: RunInfo
    course: Course | None  # None before the first valuation
    version: Version  # equal versions of a run look the same
    alive: bool  # whether it or what it is compared with may still record more
    parent: RunInfo | None = None  # the run that it was forked from, unless that was deleted


@dataclass(frozen=True)
class Records:
    """The epochs that a run has recorded so far, and the number of the newest record."""

    epochs: Epochs = ()
    seq: int = 0


class Shelf:
    """What all sessions of a server look at. Threads may share it.

    Args:
        store: Where the runs are.
    """

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._lock = Lock()
        self._records: OrderedDict[str, Records] = OrderedDict()
        self._exhibits: dict[str, Exhibit] = {}
        self._revision = -1

    def get(self, run_id: str) -> Exhibit:
        """Return the run as it stands now, with its companions.

        Raises:
            UnknownNameError: If there is no such run.
        """
        with self._lock:
            revision = self._store.revision()  # before reading: what changes meanwhile is found the next time
            if revision != self._revision:
                self._exhibits.clear()
                self._revision = revision
            if run_id not in self._exhibits:
                self._exhibits[run_id] = self._exhibit(run_id)
            return self._exhibits[run_id]

    def _exhibit(self, run_id: str) -> Exhibit:
        info = self._store.get(run_id)
        companions = self._store.companions(run_id)
        parent = self._parent(info)
        ghost = parent or next((other for other in companions if other.spec.strategy.name == "joint"), None)
        alone = next((other for other in companions if other.spec.strategy.name == "unimodal"), None)
        shown = [run for run in (info, ghost, alone) if run is not None]
        records = {run.id: self._news(run.id) for run in shown}
        return Exhibit(
            info=info,
            course=_course(
                info,
                records[info.id].epochs,
                parent,
                ghost=records[ghost.id].epochs if ghost else (),
                alone=records[alone.id].epochs if alone and alone.status == "finished" else (),
            ),
            version=tuple((run.id, run.name, run.status, records[run.id].seq) for run in shown),
            alive=any(run.status in UNFINISHED for run in shown),
            parent=parent,
        )

    def _parent(self, info: RunInfo) -> RunInfo | None:
        """Return the run that this one was forked from, if it is still to be seen."""
        if info.parent is None:
            return None
        try:
            parent = self._store.get(info.parent)
        except UnknownNameError:
            return None
        return None if parent.deleted_at else parent

    def _news(self, run_id: str) -> Records:
        """Return the run's records; only those that are not known yet are read."""
        known = self._records.pop(run_id, Records())
        if news := self._store.feed(run_id, after=known.seq):
            epochs = tuple(record for _, record in news if isinstance(record, EpochRecord))
            known = Records(known.epochs + epochs, news[-1][0])
        self._records[run_id] = known
        while len(self._records) > MOST_RUNS:
            self._records.popitem(last=False)
        return known


def _course(info: RunInfo, own: Epochs, parent: RunInfo | None, *, ghost: Epochs, alone: Epochs) -> Course | None:
    if not any(record.valuation for record in own):
        return None
    joint = Ghost("had it been joint", "joint", ghost) if ghost else None
    return Course(
        records=own,
        epochs=info.spec.training.epochs,
        ghost=parentage.ghost(parent, ghost) if parent and ghost else joint,
        ceilings=ceilings_of(alone) if alone else {},
        fork=parentage.parting(info, parent),
    )
