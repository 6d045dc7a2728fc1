"""Starts a worker as a process of its own, and keeps the log of what such processes have to tell."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from shapviz import paths
from shapviz.errors import ShapvizError

LONGEST_LOG = 1_000_000  # bytes, then it is put aside and a new one begun
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # numpy's threads spin on after every product, and would do so beside the training
    "NUMBA_DISABLE_JIT": "1",  # shap would compile for seconds what then saves it milliseconds
}
"""Of every process of ours, unless somebody has said otherwise."""


def log_path() -> Path:
    """Return the file to which workers and the lab write what they have to tell."""
    return paths.home() / "worker.log"


def spawn(store_url: str, worker_id: str) -> int:
    """Return the process id of a new worker, which neither a key in this terminal nor our own end will reach.

    Raises:
        ShapvizError: If it cannot be started.
    """
    try:
        process = _started(store_url, worker_id)
    except OSError as error:
        raise ShapvizError(
            f"A worker cannot be started: {error}.",
            remedy=f"Make sure that {log_path()} can be written. What is queued starts with the next worker.",
        ) from error
    # Somebody has to ask for it when it ends, or it stays a zombie for as long as we live.
    Thread(target=process.wait, daemon=True, name=f"worker {process.pid}").start()
    return process.pid


def open_log() -> BinaryIO:
    """Return the log, to be written to by a new process; a long one is put aside first.

    Raises:
        OSError: If it cannot be written.
    """
    path = log_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LONGEST_LOG:
        path.replace(path.with_suffix(".old.log"))
    return path.open("ab")


def _started(store_url: str, worker_id: str) -> subprocess.Popen[bytes]:
    with open_log() as log:
        return subprocess.Popen(
            [sys.executable, "-m", "shapviz.jobs.worker", "--id", worker_id],
            env=_environment(store_url),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _environment(store_url: str) -> dict[str, str]:
    """Return the worker's environment variables, the store's URL among them: it may hold a password, so no argument."""
    return {**ENVIRONMENT, **os.environ, "SHAPVIZ_STORE": store_url}
