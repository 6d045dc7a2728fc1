"""What a worker does all day: take the next waiting run, follow it to its end, and obey in between."""

import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from typing import Protocol

from shapviz.errors import ShapvizError, StoreError
from shapviz.jobs.desk import Desk, DismissedError
from shapviz.jobs.holding import Orders
from shapviz.jobs.identity import Identity
from shapviz.jobs.spawn import log_path
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import Failure, RunInfo, Status
from shapviz.runs.records import EpochRecord, Event, Progress, Record
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore

BEAT = 1.0  # seconds between signs of life
LOOK = 0.1  # seconds between looks at what is asked, while training or paused
TELL = 0.25  # seconds between words on the progress of an epoch
IDLE = 0.2  # seconds between looks for a run that waits

log = logging.getLogger(__name__)


class Run(Protocol):
    """What a worker does with a run: the experiment, or a test's script."""

    def __call__(
        self, spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool
    ) -> Generator[Event, None, None]:
        """Yield the events of the run, from its newest checkpoint on; the first of a fork is its parent's."""
        ...


class Worker:
    """Takes the next waiting run, follows it to its end, and looks for another.

    Args:
        store: Where runs wait and where records go.
        run: Makes the events of a run.
        artifacts: Where the run keeps its checkpoints.
        worker_id: Under which a queue has announced this worker; None announces itself.
        linger: Seconds to stay without work, and to keep a paused run in memory.
        refresh: Called before a run is claimed; the last chance to become another process.
    """

    def __init__(
        self,
        store: RunStore,
        run: Run,
        *,
        artifacts: ArtifactStore,
        worker_id: str | None = None,
        linger: float = 600.0,
        refresh: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._run = run
        self._artifacts = artifacts
        self._linger = linger
        self._refresh = refresh
        self._desk = Desk(store, worker_id or uuid.uuid4().hex, Identity.of(os.getpid()))
        self._leaving = False

    def leave(self) -> None:
        """Ask the worker to go: it gives its run back to the queue and signs off. Safe in a signal handler."""
        self._leaving = True

    @contextmanager
    def on_duty(self) -> Iterator[None]:
        """Be known to the queues, and give signs of life, for as long as the context lasts."""
        self._desk.sign()
        off_duty = threading.Event()
        heart = threading.Thread(target=self._beat, args=(off_duty,), daemon=True, name="heart")
        heart.start()
        try:
            yield
        finally:
            off_duty.set()
            heart.join()

    def serve(self) -> None:
        """Work until nothing has waited for `linger` seconds, or until asked to leave."""
        idle_since = time.monotonic()
        while not self._leaving:
            if self._desk.is_needed():
                self._refresh()
                if (run := self._desk.claim()) is not None:
                    self._work(run)
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since > self._linger and self._desk.leave():
                return
            else:
                time.sleep(IDLE)
        self._desk.leave(always=True)

    def _beat(self, off_duty: threading.Event) -> None:
        while not off_duty.wait(BEAT):
            try:
                self._desk.beat()
            except StoreError as error:  # the work may still succeed, and says so itself if it does not
                log.warning("No sign of life: %s", error)

    def _work(self, run: RunInfo) -> None:
        status: Status = "failed"
        failure = None
        try:
            status = self._follow(run)
        except DismissedError as dismissed:
            log.warning("%s", dismissed)
            return
        except ShapvizError as error:
            failure = Failure(problem=error.problem, remedy=error.remedy)
        except Exception as error:
            log.exception("The run %s (%s) ended unexpectedly.", run.name, run.id)
            failure = _unexpected(error)
        self._desk.let_go(run.id, status, failure)

    def _follow(self, run: RunInfo) -> Status:
        """Store what the run yields and obey what is asked; return "finished", or "queued" if it was cut short."""
        look, tell = Every(LOOK), Every(TELL)
        forked = run.parent is not None
        with closing(self._run(run.spec, artifacts=self._artifacts, run_id=run.id, forked=forked)) as events:
            for event in events:
                if not isinstance(event, Progress):
                    self._record(run, event)
                elif tell.due():
                    self._desk.progress(run.id, event)
                recorded = isinstance(event, EpochRecord)
                if self._leaving or ((recorded or look.due()) and not self._may_go_on(run)):
                    return "queued"
        if run.origin == "study":  # there are hundreds of them, and their checkpoints would be gigabytes
            self._artifacts.delete_run(run.id)
        return "finished"

    def _record(self, run: RunInfo, record: Record) -> None:
        """Append the record, and ask for a pause if it was the moment to; the last epoch has nothing to wait for."""
        self._desk.record(run.id, record)
        if isinstance(record, EpochRecord) and record.epoch < run.spec.training.epochs:
            when = self._desk.orders(run.id).pause_when
            if when is not None and when.met(self._store.epochs(run.id)):
                self._desk.pause(run.id)

    def _may_go_on(self, run: RunInfo) -> bool:
        """Return whether training goes on; a pause is sat out here."""
        asked = self._desk.orders(run.id)
        if asked.control == "pause":
            self._desk.mark(run.id, "paused")
            asked = self._sit_out(run)
        return asked.control == "go"

    def _sit_out(self, run: RunInfo) -> Orders:
        """Return what is asked after the pause: a pause still, if it grew too long to keep the run in memory."""
        too_long = time.monotonic() + self._linger
        while (asked := self._desk.orders(run.id)).control == "pause":
            if self._leaving or time.monotonic() > too_long:
                return asked
            time.sleep(LOOK)
        if asked.control == "go":
            self._desk.mark(run.id, "running")
        return asked


class Every:
    """Says yes at most once in a number of seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last = time.monotonic()

    def due(self) -> bool:
        """Return whether so many seconds have passed since it last said yes."""
        now = time.monotonic()
        if now - self._last < self._seconds:
            return False
        self._last = now
        return True


def _unexpected(error: Exception) -> Failure:
    said = f"{type(error).__name__}: {error}".rstrip(".: ")
    return Failure(
        problem=f"An unexpected error ended the run: {said}.",
        remedy=f"{log_path()} has the details. What was recorded is kept, and the run can be resumed.",
    )
