"""A scripted training and people who watch it, for tests of the queue and its workers.

As a program it is a worker that plays the script: `python stage.py STORE ARTIFACTS ID`.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import psutil

from shapviz.games.summary import Interval, Valuation
from shapviz.jobs import service
from shapviz.jobs.queue import LocalQueue
from shapviz.jobs.service import Worker
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import EpochRecord, Event, FinalRecord, Progress
from shapviz.runs.spec import RunSpec, TrainingSpec
from shapviz.runs.store import RunStore

Seen = TypeVar("Seen")
BATCHES = 20  # in an epoch of the script
BATCH = 0.002  # seconds that one takes
BEAT = timedelta(seconds=service.BEAT)
NOTHING = Valuation(("a", "b"), "accuracy", 1, (0.0,) * 4, (Interval(0, 0, 0),) * 2, None, None, ((0.0,) * 2,) * 2)


def until(look: Callable[[], Seen], deadline: float = 30.0) -> Seen:
    """Return what `look` sees as soon as there is something to see."""
    late = time.monotonic() + deadline
    while not (seen := look()):
        assert time.monotonic() < late, f"it did not happen within {deadline:g} s"
        time.sleep(0.01)
    return seen


def spec(epochs: int) -> RunSpec:
    return RunSpec(training=TrainingSpec(epochs=epochs))


def epoch(number: int, *, loss: float | None = None, edm: float | None = None) -> EpochRecord:
    measured = None if edm is None else Interval(edm, edm, edm)
    return EpochRecord(
        epoch=number,
        turns=(),
        train_loss=None,
        valid_loss=1 / (number + 1) if loss is None else loss,
        accuracy=(0.0,) * 4,
        valuation=Valuation(**{**vars(NOTHING), "edm": measured}),
        encoder_passes=number,
        head_updates=number,
        seconds=0.0,
    )


def play(spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Generator[Event, None, None]:
    """Do as a training does: a checkpoint, then its record; and go on from the newest with its record."""
    done = max((int(name) for name in artifacts.names(run_id)), default=0)
    artifacts.write(run_id, str(done), b"")
    yield epoch(done)
    for number in range(done + 1, spec.training.epochs + 1):
        for batch in range(1, BATCHES + 1):
            time.sleep(BATCH)
            yield Progress(epoch=number, fraction=batch / BATCHES)
        artifacts.write(run_id, str(number), b"")
        yield epoch(number)
    yield FinalRecord(epoch=spec.training.epochs, accuracy=(0.0,) * 4, valuation=NOTHING)


@contextmanager
def at_work(worker: Worker) -> Iterator[threading.Thread]:
    """Let the worker serve in a thread of this process; it leaves at the end."""

    def serve() -> None:
        with worker.on_duty():
            worker.serve()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield thread
    finally:
        worker.leave()
        thread.join()


def finished(store: RunStore, run_id: str) -> bool:
    return store.get(run_id).status == "finished"


def pid_of(queue: LocalQueue, run_id: str) -> int:
    return until(lambda: queue.job(run_id).pid)


def end(pid: int, sent: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to a process that need not be our child, and wait until it is gone."""
    process = psutil.Process(pid)
    process.send_signal(sent)
    process.wait(timeout=30)


def main() -> None:
    worker = Worker(RunStore.open(sys.argv[1]), play, artifacts=ArtifactStore.open(sys.argv[2]), worker_id=sys.argv[3])
    signal.signal(signal.SIGTERM, lambda *_: worker.leave())
    with worker.on_duty():
        worker.serve()


if __name__ == "__main__":
    main()
