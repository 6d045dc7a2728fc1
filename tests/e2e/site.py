"""A server of our own for a test: a fresh process, a home of its own, nothing left behind."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds that a server may take to answer on a busy machine


class Site:
    """A running app.

    Args:
        home: Its SHAPVIZ_HOME; what is seeded there before `start` is there in the app.
        workers: How many runs may train at once. With 0 whatever is queued stays queued.
    """

    def __init__(self, home: Path, *, workers: int = 0, environment: dict[str, str] | None = None) -> None:
        self.home = home
        self.log = home / "server.log"
        self.url = f"http://127.0.0.1:{_free_port()}"
        self._environment = {"SHAPVIZ_WORKERS": str(workers)} | (environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None, "start it first"
        return self._process.pid

    def start(self) -> None:
        """Start the server and wait until it answers."""
        port = self.url.rsplit(":", 1)[1]
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            port,
            "--server.headless",
            "true",
        ]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SHAPVIZ_")}
        environment |= {"SHAPVIZ_HOME": str(self.home), "OMP_NUM_THREADS": "1"} | self._environment
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        self._wait_for_health()

    def kill(self) -> None:
        """End the server without warning, as kill -9 does. Workers go on."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """End the server and every process that works in this home."""
        self.kill()
        for process in _processes_of(self.home):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def told(self) -> str:
        """Return what the server has written to its log."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def _wait_for_health(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._process is not None and self._process.poll() is not None:
                raise RuntimeError(f"the server ended by itself:\n{self.told()}")
            with contextlib.suppress(OSError):  # not there yet, or too busy to answer
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                    answer.read()
                return
            time.sleep(0.05)
        raise TimeoutError(f"no answer within {PATIENCE} s:\n{self.told()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _processes_of(home: Path) -> Iterator[psutil.Process]:
    """Yield the processes that have this home, our own excepted: workers survive their server on purpose."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            if process.pid != os.getpid() and process.environ().get("SHAPVIZ_HOME") == str(home):
                yield process
