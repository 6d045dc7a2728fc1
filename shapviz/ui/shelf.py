"""Runs with all that is drawn of them, read from the store only when something has changed there."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from shapviz.errors import UnknownNameError
from shapviz.figures.course import Course, Ghost, ceilings_of
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs import forks
from shapviz.runs.info import RunInfo
from shapviz.runs.records import DiagnosisRecord, EpochRecord
from shapviz.runs.store import RunStore
from shapviz.runs.unreadable import UnreadableRecordError, UnreadableRunError
from shapviz.ui import parentage

MOST_RUNS = 64
Epochs = tuple[EpochRecord, ...]
Version = tuple[tuple[str, str, str, int], ...]  # of each run in it: id, name, status, number of the newest record


@dataclass(frozen=True)
class Examined:
    """What is known of who is starved in a run."""

    diagnosis: DiagnosisRecord | None = None
    by: RunInfo | None = None  # the run that examines it, where it does not do so itself


@dataclass(frozen=True)
class Exhibit:
    """A run, and what is drawn of it."""

    info: RunInfo
    course: Course | None  # None before the first valuation
    version: Version  # equal versions of a run look the same
    alive: bool  # whether it or what it is compared with may still record more
    parent: RunInfo | None = None  # the run that it was forked from, unless that was deleted
    examined: Examined = Examined()
    beside: DiagnosisRecord | None = None  # that of the course's ghost


@dataclass(frozen=True)
class Records:
    """What a run has recorded so far, and the number of the newest record."""

    epochs: Epochs = ()
    diagnosis: DiagnosisRecord | None = None
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
        records = {info.id: self._news(info.id)} | {run.id: self._beside(run.id) for run in shown[1:]}
        examined = self._examined(info, records[info.id])
        beside = self._examined(ghost, records[ghost.id]) if ghost else Examined()
        shown += [each.by for each in (examined, beside) if each.by is not None]
        return Exhibit(
            info=info,
            course=_course(
                info,
                records[info.id].epochs,
                parent,
                ghost=records[ghost.id].epochs if ghost else (),
                alone=records[alone.id].epochs if alone and alone.status == "finished" else (),
                diagnosis=examined.diagnosis,
            ),
            version=tuple((run.id, run.name, run.status, self._records[run.id].seq) for run in shown),
            alive=any(run.status in UNFINISHED for run in shown),
            parent=parent,
            examined=examined,
            beside=beside.diagnosis,
        )

    def _examined(self, run: RunInfo, own: Records) -> Examined:
        """Return the run's diagnosis, its own or that of the newest run that examines it."""
        if own.diagnosis:
            return Examined(own.diagnosis)
        found = (fork for fork in self._store.forks(run.id) if forks.examines(fork) and fork.parent_epoch == run.epoch)
        by = next(found, None)
        return Examined(self._beside(by.id).diagnosis, by) if by else Examined()

    def _parent(self, info: RunInfo) -> RunInfo | None:
        """Return the run that this one was forked from, if it is still to be seen."""
        if info.parent is None:
            return None
        try:
            parent = self._store.get(info.parent)
        except (UnknownNameError, UnreadableRunError):
            return None
        return None if parent.deleted_at else parent

    def _beside(self, run_id: str) -> Records:
        """Return the records of a run that is shown beside another one; none where this version cannot read them."""
        try:
            return self._news(run_id)
        except UnreadableRecordError:
            self._records[run_id] = Records()
            return self._records[run_id]

    def _news(self, run_id: str) -> Records:
        """Return the run's records; only those that are not known yet are read."""
        known = self._records.pop(run_id, Records())
        if news := self._store.feed(run_id, after=known.seq):
            epochs = tuple(record for _, record in news if isinstance(record, EpochRecord))
            diagnosed = (record for _, record in news if isinstance(record, DiagnosisRecord))
            known = Records(known.epochs + epochs, next(diagnosed, known.diagnosis), news[-1][0])
        self._records[run_id] = known
        while len(self._records) > MOST_RUNS:
            self._records.popitem(last=False)
        return known


def _course(
    info: RunInfo,
    own: Epochs,
    parent: RunInfo | None,
    *,
    ghost: Epochs,
    alone: Epochs,
    diagnosis: DiagnosisRecord | None,
) -> Course | None:
    if not any(record.valuation for record in own):
        return None
    joint = Ghost("had it been joint", "joint", ghost) if ghost else None
    evidence = diagnosis.evidence if diagnosis else {}
    ceilings = {player: found.ceiling.estimate for player, found in evidence.items()}
    return Course(
        records=own,
        epochs=info.spec.training.epochs,
        ghost=parentage.ghost(parent, ghost) if parent and ghost else joint,
        ceilings=ceilings or (ceilings_of(alone) if alone else {}),
        probes={player: found.probe_fused.estimate for player, found in evidence.items()},
        fork=parentage.parting(info, parent),
    )
