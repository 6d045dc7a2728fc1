"""A process that trains queued runs one after another: `python -m shapviz.jobs.worker [STORE]`.

It is no child of the app: closing the browser, stopping the app or killing it leaves it alone. Should it die itself,
the next `reap` of a queue hands its run to another worker, which goes on from the last checkpoint.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Generator
from functools import partial
from typing import Any

from shapviz.jobs import source
from shapviz.jobs.service import Worker
from shapviz.jobs.settings import settings
from shapviz.runs import orderings
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import Event
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore

log = logging.getLogger(__name__)


class Experiments:
    """Makes the events of real runs, and keeps what the next run may need too: networks that were trained alone."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def __call__(
        self, spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool
    ) -> Generator[Event, None, None]:
        """Yield the events of a run. Loads torch, which takes seconds: a worker signs on first."""
        from shapviz import experiment, orders

        if orderings.is_one(artifacts, run_id):
            yield from orders.run(spec, artifacts=artifacts, run_id=run_id)
        else:
            yield from experiment.run(spec, artifacts=artifacts, run_id=run_id, forked=forked, known=self._known)


def main() -> None:
    """Serve the store that the command line names, or the user's own."""
    parser = argparse.ArgumentParser(prog="python -m shapviz.jobs.worker", description="Train queued runs.")
    parser.add_argument("store", nargs="?", help="path or URL of the run store; default: SHAPVIZ_STORE, or your own")
    parser.add_argument("--id", help="the id under which a queue has announced this worker")
    asked = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(process)d %(levelname)s %(message)s", level=logging.WARNING)
    worker = Worker(
        RunStore.open(asked.store),
        Experiments(),
        artifacts=ArtifactStore.open(),
        worker_id=asked.id,
        linger=settings().linger,
        refresh=partial(_renew, source.newest()),
    )
    for goodbye in (signal.SIGTERM, signal.SIGINT):
        signal.signal(goodbye, lambda *_: worker.leave())
    with worker.on_duty():
        _warm_up()
        worker.serve()


def _warm_up() -> None:
    """Load what training needs before there is anything to train, with as many threads as we may use."""
    try:
        import torch

        import shapviz.orders  # noqa: F401  # `Experiments` will look for it
    except ImportError:
        log.exception("Training cannot be loaded. Every run will fail and say so.")
        return
    torch.set_num_threads(settings().threads)


def _renew(loaded: float) -> None:
    """Start this process over if shapviz was updated or edited since it loaded: nobody expects old code to train."""
    if source.newest() != loaded:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


if __name__ == "__main__":
    main()
