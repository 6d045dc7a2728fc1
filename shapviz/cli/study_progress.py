"""Follows a study: one line that says how many runs are done, how many failed, and how long it will take."""

import time
from collections import deque
from typing import Final

from shapviz.cli import terminal
from shapviz.jobs.queue import LocalQueue
from shapviz.runs.store import RunStore
from shapviz.runs.study import StudySpec
from shapviz.studies import conduct
from shapviz.studies.conduct import Standing

LOOK: Final = 1.0  # seconds between looks
CARE: Final = 5  # looks between two at whether the workers are still alive
TELL: Final = 60  # looks between two lines where there is no terminal on which a line could change
WINDOW: Final = 600  # looks whose speed tells how long the rest will take


def follow(store: RunStore, queue: LocalQueue, spec: StudySpec) -> Standing:
    """Return how the study stands once all its runs have ended, having shown how they went there.

    Ctrl-C stops those that have not, and waits until their workers have let go of them.
    """
    try:
        return _to_the_end(store, queue, spec)
    except KeyboardInterrupt:
        conduct.stop(store, queue, spec)
        return _to_the_end(store, queue, spec)


def _to_the_end(store: RunStore, queue: LocalQueue, spec: StudySpec) -> Standing:
    look = conduct.watch(store, spec)
    speed = Speed(WINDOW)
    console = terminal.err()
    with console.status("") as line:
        number = 0
        while True:
            done = look()
            said = words(done, speed.left(done, time.monotonic()))
            line.update(said)
            if not console.is_terminal and number % TELL == 0:
                console.print(said)
            if done.ended == done.runs:
                return done
            if number % CARE == 0:
                queue.reap()
            number += 1
            time.sleep(LOOK)


class Speed:
    """How long the rest will take, if it goes on as it did lately. `window`: how many looks back that is."""

    def __init__(self, window: int) -> None:
        self._seen: deque[tuple[float, int]] = deque(maxlen=window)

    def left(self, done: Standing, now: float) -> float | None:
        """Return seconds until all runs have ended, as seen at `now`; None until one has ended since the first look."""
        self._seen.append((now, done.ended))
        since, before = self._seen[0]
        return None if done.ended == before else (now - since) * (done.runs - done.ended) / (done.ended - before)


def words(done: Standing, left: float | None) -> str:
    """Return how far a study has come, e.g. '120 of 700 runs, 3 failed, about 14 minutes left'."""
    said = [f"{done.ended} of {done.runs} runs"]
    said += [f"{number} {name}" for name, number in (("failed", done.failed), ("stopped", done.stopped)) if number]
    if left and done.ended < done.runs:
        said.append(f"about {left / 60:.0f} minutes left" if left > 90 else f"about {left:.0f} seconds left")
    return ", ".join(said)
