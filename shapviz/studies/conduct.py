"""From a study's specification to runs in the queue, and how far they have come."""

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final, NamedTuple

import shapviz
from shapviz.data import catalog
from shapviz.errors import SpecError, UnknownNameError, UsageError
from shapviz.jobs.queue import UNFINISHED, LocalQueue
from shapviz.runs import study_store
from shapviz.runs.info import RunInfo, Status
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.runs.study import Place, StudySpec

PRIORITY: Final = -20  # behind whatever a person waits for, and behind what that is compared with
RANK: Final[dict[Status, int]] = {"finished": 0, "running": 1, "queued": 2, "paused": 3, "stopped": 4, "failed": 5}


class Standing(NamedTuple):
    """How many runs of a study stand how."""

    runs: int
    finished: int
    failed: int
    stopped: int

    @property
    def ended(self) -> int:
        """How many have come to an end, whichever."""
        return self.finished + self.failed + self.stopped


def check(spec: StudySpec) -> None:
    """Raise for whatever a dataset would refuse, before anything is queued.

    Raises:
        SpecError: Naming every problem of every setting on every dataset.
    """
    problems: list[str] = []
    for place, cell in spec.cells().items():
        if place.seed > 0:
            break  # seeds come last, and change nothing here
        try:
            catalog.check(cell)
        except SpecError as error:
            problems += [f"'{place.setting}' on '{place.dataset}': {problem}" for problem in error.problems]
        except UnknownNameError as error:
            problems.append(f"'{place.dataset}': {error}".rstrip("."))
    if problems:
        raise SpecError(list(dict.fromkeys(problems)))


def begin(store: RunStore, queue: LocalQueue, spec: StudySpec) -> Standing:
    """Queue what the study lacks, and return how it stands then.

    A finished run that does exactly what is asked for is taken, whoever has asked for it first: begun again, with more
    seeds, settings or datasets, a study trains only what is new. Its own runs that were stopped or have failed are
    queued once more.

    Raises:
        SpecError: If one of its runs cannot be trained; nothing has then been queued.
    """
    check(spec)
    own = study_store.save(store, spec).runs
    cells = spec.cells()
    there = standing_in(cells, store.list(), own)
    study_store.add(store, spec.name, (run.id for run in there.values()))
    for place, cell in cells.items():
        _see_to(store, queue, spec.name, there.get(place), cell)
    return standing(store, spec)


def _see_to(store: RunStore, queue: LocalQueue, study: str, run: RunInfo | None, cell: RunSpec) -> None:
    """Make sure that a run is done or on its way."""
    if run is None:
        run = store.create(cell, origin="study")
        study_store.add(store, study, [run.id])
        queue.submit(run.id, PRIORITY)
    elif run.status in ("stopped", "failed"):
        queue.submit(run.id, PRIORITY)
    elif run.status == "paused":
        queue.resume(run.id)


def standing_in(cells: Mapping[Place, RunSpec], runs: Iterable[RunInfo], own: Collection[str]) -> dict[Place, RunInfo]:
    """Return the run that does what is asked for at a place of the study, where there is one.

    Args:
        cells: What is asked for.
        runs: Among which to look, the study's own and others. Forks are passed over. Of others' runs only those count
            that this version of shapviz has made, and that have neither failed nor been stopped.
        own: The ids of the runs that belong to the study.
    """
    best: dict[str, RunInfo] = {}
    for run in sorted(runs, key=lambda run: RANK[run.status]):
        sound = run.version == shapviz.__version__ and run.status not in ("stopped", "failed")
        if run.parent is None and (sound or run.id in own):
            best.setdefault(run.spec.fingerprint(), run)
    found = ((place, best.get(cell.fingerprint())) for place, cell in cells.items())
    return {place: run for place, run in found if run is not None}


def standing(store: RunStore, spec: StudySpec) -> Standing:
    """Return how many runs of the study have come how far."""
    return watch(store, spec)()


def watch(store: RunStore, spec: StudySpec) -> Callable[[], Standing]:
    """Return what tells, cheaply and as often as one likes, how the study stands; begun again, it needs a new watch."""
    cells = spec.cells()
    own = study_store.runs_of(store, spec.name)
    ids = [run.id for run in standing_in(cells, own, {run.id for run in own}).values()]

    def look() -> Standing:
        statuses = study_store.statuses(store, spec.name)
        count = Counter(statuses.get(run_id, "stopped") for run_id in ids)  # what has been deleted does not go on
        return Standing(len(cells), count["finished"], count["failed"], count["stopped"])

    return look


def stop(store: RunStore, queue: LocalQueue, spec: StudySpec) -> None:
    """Stop what of the study has not ended. What is finished is kept, and the study can be begun again."""
    for run_id, status in study_store.statuses(store, spec.name).items():
        if status in UNFINISHED:
            with contextlib.suppress(UsageError):  # it may have ended in this very moment
                queue.stop(run_id)


def plan(store: RunStore, spec: StudySpec) -> dict[str, tuple[int, float | None]]:
    """Return by dataset how many runs are still to do, and how many seconds they take one worker; None: unknown."""
    cells = spec.cells()
    known = {study.name: study.runs for study in study_store.studies(store)}
    there = standing_in(cells, store.list(), known.get(spec.name, frozenset()))
    missing = Counter(place.dataset for place in cells if place not in there or there[place].status != "finished")
    return {name: (missing[name], _times(spec.seconds.get(name), missing[name])) for name in spec.datasets}


def _times(seconds: float | None, runs: int) -> float | None:
    return None if seconds is None else seconds * runs
