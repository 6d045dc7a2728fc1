"""The lab's process, as the app holds it: lines go in, lines come out."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread

from shapviz.errors import ShapvizError
from shapviz.jobs.spawn import ENVIRONMENT, log_path, open_log

COMMAND = (sys.executable, "-m", "shapviz.jobs.lab")


class Child:
    """A process of ours that outlives us by no more than a moment: its standard input ends with us, however we end.

    Args:
        heard: Called with every line that it says, from a thread of its own.
        ended: Called once it will say no more, from the same thread.
        command: What it runs.

    Raises:
        ShapvizError: If it cannot be started.
    """

    def __init__(
        self,
        heard: Callable[["Child", str], None],
        ended: Callable[["Child"], None],
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._process = _started(command)
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        for work, name in ((lambda: self._listen(heard, ended), "hears"), (self._talk, "talks")):
            Thread(target=work, daemon=True, name=f"lab {self.pid} {name}").start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def say(self, line: str) -> None:
        """Say a line, without waiting for it to be heard. It is lost on one that has ended."""
        self._lines.put(line)

    def kill(self) -> None:
        """End it amid whatever it does."""
        self._process.kill()

    def _listen(self, heard: Callable[["Child", str], None], ended: Callable[["Child"], None]) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stdout:
            for line in stdout:
                heard(self, line.decode())
        self._process.wait()
        self._lines.put(None)
        ended(self)

    def _talk(self) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self._process.stdin as stdin:
            while (line := self._lines.get()) is not None:
                stdin.write(line.encode() + b"\n")
                stdin.flush()


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    try:
        with open_log() as log:
            return subprocess.Popen(
                command,
                env=ENVIRONMENT | os.environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # a key in this terminal ends us, and we end it
            )
    except OSError as error:
        raise ShapvizError(
            f"The lab cannot be started: {error}.", remedy=f"Make sure that {log_path()} can be written."
        ) from error
