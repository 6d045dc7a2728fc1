"""How long to wait before another worker is started, when one after another ends before it has taken a run.

Such workers do not get far enough to say what is wrong, on a run or anywhere but in their log: an installation that is
broken, memory that is not enough to load torch. Starting one every few seconds would only keep the machine busy.
"""

import time
from collections.abc import Callable

from shapviz.jobs.spawn import log_path

FORGIVEN = 2  # of them are replaced at once; somebody may have ended them
FIRST, LONGEST = 5.0, 300.0  # seconds; the wait doubles each time


class Patience:
    """Remembers the workers of this machine that came to nothing. Threads may share one.

    Args:
        clock: Gives seconds that only ever rise.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lost = 0
        self._until = 0.0

    def lose(self, count: int) -> None:
        """Say that so many workers have ended without a run."""
        if count:
            self._lost += count
            beyond = self._lost - FORGIVEN
            wait = min(FIRST * 2 ** min(beyond - 1, 10), LONGEST) if beyond > 0 else 0.0
            self._until = self._clock() + wait

    def forget(self) -> None:
        """Say that a worker has taken a run, or that somebody asks anew."""
        self._lost, self._until = 0, 0.0

    def is_over(self) -> bool:
        """Return whether another worker may be started."""
        return self._clock() >= self._until

    def words(self) -> str | None:
        """Return what is wrong and when the next try is; None while there is no reason to worry."""
        if self._lost <= FORGIVEN:
            return None
        left = max(self._until - self._clock(), 0.0)
        soon = f"in {left:.0f} s" if left >= 1 else "now"
        return (
            f"{self._lost} workers in a row ended before they could take a run. The next is started {soon}. "
            f"{log_path()} says why, and so does: shapviz doctor"
        )
