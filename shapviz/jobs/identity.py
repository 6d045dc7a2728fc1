"""Is the process that took this job still the same process?"""

import socket
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, Self

import psutil

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
SAME_START = 2.0  # seconds: the clock by which a start is told may have been corrected since


@dataclass(frozen=True)
class Identity:
    """A process, told apart from any other that bore or will bear its number, on this machine or elsewhere."""

    host: str
    boot: str  # of the machine, since it was last started
    pid: int
    started: float  # seconds since 1970

    @classmethod
    def of(cls, pid: int) -> Self:
        """Return the identity of a process of this machine that is known to run."""
        return cls(socket.gethostname(), _boot(), pid, psutil.Process(pid).create_time())

    def fate(self) -> Literal["alive", "dead", "elsewhere"]:
        """Return what has become of the process; of another machine's process only that machine can tell."""
        if self.host != socket.gethostname():
            return "elsewhere"
        if self.boot != _boot():
            return "dead"
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < SAME_START
            # A zombie keeps its number until its parent has asked for it, but will never work again.
            return "alive" if same and process.status() != psutil.STATUS_ZOMBIE else "dead"
        except psutil.NoSuchProcess:
            return "dead"


@lru_cache(maxsize=1)
def _boot() -> str:
    """Return what names this start of the machine; empty where the system has no such name, and the time must do."""
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""
