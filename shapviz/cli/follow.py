"""Follows a run while it trains: a line for every epoch, and a bar below them."""

import contextlib
import time
from typing import Final

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from shapviz.cli import terminal
from shapviz.errors import UsageError
from shapviz.figures.labels import duration
from shapviz.jobs.info import JobInfo
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import records
from shapviz.runs.info import RunInfo
from shapviz.runs.records import EpochRecord
from shapviz.runs.store import RunStore

LOOK: Final = 0.2  # seconds between looks at the store; each costs less than a millisecond
CARE: Final = 2.0  # seconds between looks whether the worker is still alive
LONG: Final = 5.0  # seconds: whoever waits longer is told so beforehand, once it is known
ENDED: Final = ("finished", "stopped", "failed")


def follow(store: RunStore, queue: LocalQueue, run: RunInfo, *, parting: str | None = None) -> RunInfo:
    """Return the run as it ended, having shown how it went there.

    Ctrl-C stops the run and waits until its worker has let go of it. A second one leaves at once; the worker then
    stops by itself.

    Args:
        store: Where the run is.
        queue: Where it waits for a worker, or has one.
        run: It.
        parting: What to say as soon as Ctrl-C is pressed.
    """
    with _bar() as bar:
        task = bar.add_task("", total=run.spec.training.epochs)
        watch = _Watch(store, queue, run, bar, task)
        try:
            return watch.to_the_end()
        except KeyboardInterrupt:
            if parting:
                bar.console.print(parting, soft_wrap=True, markup=False)
            with contextlib.suppress(UsageError):  # it may have ended in this very moment
                queue.stop(run.id)
            return watch.to_the_end()


class _Watch:
    """What has been shown so far of a run."""

    def __init__(self, store: RunStore, queue: LocalQueue, run: RunInfo, bar: Progress, task: TaskID) -> None:
        self._store = store
        self._queue = queue
        self._run = run.id
        self._first = run.parent_epoch if run.parent_epoch == run.spec.training.epochs else 0  # it may train nothing
        self._bar = bar
        self._task = task
        self._seen = 0
        self._epochs = 0
        self._worried = False
        self._warned = False

    def to_the_end(self) -> RunInfo:
        """Show what is new, again and again until the run has ended."""
        cared = time.monotonic()
        while True:
            # First the status, then the records: once it has ended, there can be none that we miss.
            job = self._queue.job(self._run)
            self._show_records()
            self._show_job(job)
            if job.state in ENDED:
                return self._store.get(self._run)
            if time.monotonic() - cared > CARE:
                self._queue.reap()
                self._say_trouble()
                cared = time.monotonic()
            time.sleep(LOOK)

    def _say_trouble(self) -> None:
        """Say once, until it is over, that no worker comes to work."""
        trouble = self._queue.trouble()
        if trouble and not self._worried:
            self._bar.console.print(trouble, soft_wrap=True, markup=False)
        self._worried = trouble is not None

    def _show_records(self) -> None:
        for seq, record in self._store.feed(self._run, self._seen):
            self._seen = seq
            if isinstance(record, EpochRecord) and record.epoch >= self._first:
                self._epochs = record.epoch
                self._bar.console.print(line(record), soft_wrap=True, markup=False)

    def _show_job(self, job: JobInfo) -> None:
        if job.progress and (job.progress.left or 0) > LONG and not self._warned:
            self._warned = True
            taking = f"This takes about {duration(job.progress.left or 0)}. Ctrl-C stops it."
            self._bar.console.print(taking, soft_wrap=True, markup=False)
        under_way = job.progress.fraction if job.progress and job.progress.epoch == self._epochs + 1 else 0
        self._bar.update(self._task, completed=self._epochs + under_way, description=words(job))


def line(record: EpochRecord) -> str:
    """Return an epoch in one line: accuracy, EDM, and the Shapley value of every modality."""
    start = f"epoch {record.epoch:>3}"
    if record.valuation is None or record.accuracy is None:
        return start
    edm = "undefined" if record.valuation.edm is None else terminal.number(record.valuation.edm.estimate)
    values = zip(record.valuation.players, record.valuation.shapley, strict=True)
    phi = "  ".join(f"{name} {terminal.number(value.estimate)}" for name, value in values)
    return f"{start}  accuracy {terminal.number(record.accuracy[-1])}  EDM {edm}  φ {phi}"


def words(job: JobInfo) -> str:
    """Return how a run stands, as it is said beside the bar."""
    if job.control == "stop" and job.state not in ENDED:
        return "stopping"
    match job.state:
        case "queued":
            return "next in the queue" if job.place == 1 else f"number {job.place} in the queue"
        case "running":
            return _doing(job.progress)
        case "stalled":
            return "no sign of life from the worker"
        case state:
            return state


def _doing(progress: records.Progress | None) -> str:
    """Return what a worker is at; how far it is with what comes after the last epoch, where the bar is full."""
    if progress is None or progress.doing == "training":
        return "training"
    left = f", about {duration(progress.left)} left" if progress.left else ""
    return f"{progress.doing} {progress.fraction:.0%}{left}"


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("epoch {task.completed:.1f} of {task.total}"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=terminal.err(), transient=True)
