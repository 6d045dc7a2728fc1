"""Workers that come to nothing are not replaced for ever, and somebody is told."""

import subprocess
from itertools import pairwise

import pytest

from shapviz.jobs.patience import FORGIVEN, LONGEST, Patience
from shapviz.jobs.queue import LocalQueue
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore


class Clock:
    """A clock that stands until somebody moves it."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def waits(patience: Patience, clock: Clock, losses: int) -> list[float]:
    """Return how long is waited after each of so many losses."""
    found = []
    for _ in range(losses):
        patience.lose(1)
        start = clock.now
        while not patience.is_over():
            clock.now += 0.5
        found.append(clock.now - start)
    return found


def test_the_first_are_replaced_at_once_and_then_the_wait_doubles_up_to_a_limit() -> None:
    clock = Clock()
    found = waits(Patience(clock), clock, 20)
    assert found[:FORGIVEN] == [0.0] * FORGIVEN
    grown = found[FORGIVEN:]
    assert all(later == min(2 * earlier, LONGEST) for earlier, later in pairwise(grown))
    assert grown[-1] == LONGEST


def test_nothing_is_said_before_it_is_a_pattern_and_nothing_after_it_is_over() -> None:
    clock = Clock()
    patience = Patience(clock)
    waits(patience, clock, FORGIVEN)
    assert patience.words() is None
    patience.lose(1)
    assert (patience.words() or "").startswith("3 workers in a row ended before they could take a run")
    assert "in 5 s" in (patience.words() or "")
    patience.forget()
    assert patience.words() is None
    assert patience.is_over()


@pytest.fixture
def queue(store: RunStore) -> LocalQueue:
    return LocalQueue(store, workers=1)


def dying(queue: LocalQueue, hired: "list[subprocess.Popen[bytes]]", times: int) -> None:
    """Let the worker that was hired last die, and the queue look, so many times."""
    for _ in range(times):
        hired[-1].communicate()
        queue.reap()


def test_a_queue_stops_hiring_one_after_another_and_tries_again_when_somebody_asks_anew(
    store: RunStore, queue: LocalQueue, hired: "list[subprocess.Popen[bytes]]"
) -> None:
    queue.submit(store.create(RunSpec()).id)
    dying(queue, hired, FORGIVEN + 1)
    assert len(hired) == FORGIVEN + 1
    assert queue.trouble() is not None
    queue.reap()
    assert len(hired) == FORGIVEN + 1
    queue.submit(store.create(RunSpec()).id)
    assert len(hired) == FORGIVEN + 2
    assert queue.trouble() is None
