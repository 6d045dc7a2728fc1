"""What was asked for last is kept, and no more than that."""

import gc
import weakref

from shapviz.robustness.recent import Recent
from tests.robustness import benches


def test_the_oldest_is_forgotten_and_whatever_is_asked_for_is_young_again() -> None:
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    recent: Recent[str, str] = Recent(2)
    assert [recent.get(key, lambda key=key: make(key)) for key in "abacab"] == list("ABACAB")  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]


def test_what_was_made_elsewhere_is_kept_as_well() -> None:
    recent: Recent[str, str] = Recent(2)
    assert recent.known("a") is None
    assert [recent.keep(key, key.upper()) for key in "ab"] == ["A", "B"]
    assert recent.known("a") == "A"
    recent.keep("c", "C")
    assert [recent.known(key) for key in "abc"] == ["A", None, "C"]


def test_a_bench_that_nobody_holds_is_gone_at_once() -> None:
    gc.collect()
    gc.disable()
    try:
        bench = benches.bench()
        for stand_in in ("own", "mean", "shuffled", "prototypes", "mapped"):
            bench.sweep("words", "drop_words", stand_in)
        left = weakref.ref(bench._specimens)
        del bench
        assert left() is None
    finally:
        gc.enable()
