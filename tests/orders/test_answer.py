"""What an ordering finds out, from the question to the answer, and how it goes on where it was cut off."""

from itertools import permutations, takewhile
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz import orders
from shapviz.errors import StoreError, UsageError
from shapviz.games import Interval
from shapviz.orders.choice import by_share, orders_to_try
from shapviz.orders.weighing import weigh
from shapviz.runs import orderings
from shapviz.runs.options import Alternating
from shapviz.runs.records import EpochRecord, Progress
from shapviz.runs.spec import RunSpec, ValuationSpec
from tests.orders.beginnings import AT, THREE, UNSEEN, Beginning, begun, three


@pytest.fixture
def beginning(tmp_path: Path) -> Beginning:
    return begun(tmp_path, three())


def test_the_answer_holds_every_order_with_what_a_fork_of_it_reaches(beginning: Beginning) -> None:
    ordering = beginning.ask()
    answer, events = beginning.found(ordering)
    assert {tried.order for tried in answer.tried} == set(permutations(THREE))
    assert (answer.epoch, answer.epochs, answer.loss, answer.possible) == (AT, 1, "inherit", 6)
    assert isinstance(events[0], EpochRecord)
    assert answer.before == events[0].accuracy[-1]
    for tried in answer.tried:
        _, last = beginning.fork(ordering, tried.order)
        assert last.accuracy is not None
        assert tried.shuffles[0] == pytest.approx(last.accuracy[-1]), "the first shuffle is the run's own"
        assert tried.accuracy.estimate == pytest.approx(np.mean(tried.shuffles))
    assert answer.tried[0].behind == Interval(0, 0, 0)
    gaps = [tried.behind.estimate for tried in answer.tried]
    assert gaps == sorted(gaps)


def test_progress_rises_to_the_end(beginning: Beginning) -> None:
    _, events = beginning.found(beginning.ask())
    done = [event.fraction for event in events if isinstance(event, Progress)]
    assert done == sorted(done)
    assert done[-1] == 1


def test_an_ordering_that_was_cut_off_goes_on_with_the_shuffle_it_was_at(beginning: Beginning) -> None:
    whole, events = beginning.found(beginning.ask())
    cut = beginning.ask()
    run = orders.run(cut.spec, artifacts=beginning.artifacts, run_id=cut.id)
    list(takewhile(lambda event: not isinstance(event, Progress) or event.fraction < 0.7, run))
    run.close()
    again, rest = beginning.found(cut)
    assert again == whole
    assert len(rest) == 1 + (len(events) - 1) // 2, "the first shuffle is not trained once more"


def test_the_loss_is_the_runs_own_unless_another_is_asked_for(tmp_path: Path) -> None:
    beginning = begun(tmp_path, three({"name": "alternating", "loss": "own"}))
    losses = [beginning.ask(loss).spec.strategy.loss for loss in (None, "full")]
    assert losses == ["own", "full"]


def test_orderings_have_names_that_say_what_they_are_and_stand_beside_their_run(beginning: Beginning) -> None:
    first, second = beginning.ask(), beginning.ask()
    assert [first.name, second.name] == ["parent-orders-1", "parent-orders-1-2"]
    known = orderings.orderings(beginning.store, beginning.artifacts, beginning.parent.id)
    assert {each.run.id for each in known} == {first.id, second.id}
    assert all(each.answer is None for each in known)


def test_an_epoch_without_a_checkpoint_is_refused_before_anything_is_made(beginning: Beginning) -> None:
    beginning.artifacts.delete(beginning.parent.id, "epoch-0000.safetensors")
    with pytest.raises(UsageError, match="no checkpoint of epoch 0"):
        orderings.ask(beginning.store, beginning.artifacts, beginning.parent.id, 0, orderings.Question())
    assert [run.name for run in beginning.store.list()] == ["parent"]


def test_an_ordering_that_has_lost_its_beginning_says_so(beginning: Beginning) -> None:
    ordering = beginning.ask()
    beginning.artifacts.delete(ordering.id, "parent.safetensors")
    with pytest.raises(StoreError, match=r"parent\.safetensors"):
        beginning.found(ordering)


@given(st.integers(2, 6), st.integers(2, 30), st.integers(0, 5))
def test_orders_are_all_there_are_or_as_many_as_were_asked_for(players: int, most: int, seed: int) -> None:
    names = [f"m{place}" for place in range(players)]
    chosen = orders_to_try(names, UNSEEN, most, seed)
    assert len(set(chosen)) == len(chosen) == min(factorial(players), most)
    assert all(sorted(order) == names for order in chosen)


def test_a_sample_holds_weak_and_strong_first(beginning: Beginning) -> None:
    answer, events = beginning.found(beginning.ask(most=3))
    assert isinstance(events[0], EpochRecord)
    assert (answer.weak_first, answer.strong_first) == by_share(events[0])
    assert len(answer.tried) == 3
    assert answer.possible == 6
    assert {answer.weak_first, answer.strong_first} <= {tried.order for tried in answer.tried}


def weighed(right: np.ndarray) -> orderings.Answer:
    """Return the answer where these samples (shuffles, orders, N) are right."""
    spec = RunSpec(strategy=Alternating(), valuation=ValuationSpec(resamples=400))
    return weigh(right, spec, UNSEEN, list(permutations("abc"))[: right.shape[1]], before=0.5)


def test_the_best_is_sure_where_it_wins_on_all_samples_and_shuffles_alike() -> None:
    right = np.zeros((3, 3, 200), dtype=bool)
    right[:, 1, :160] = True
    right[:, 0, :120] = True
    answer = weighed(right)
    assert [tried.order for tried in answer.tried] == [("a", "c", "b"), ("a", "b", "c"), ("b", "a", "c")]
    assert [tried.accuracy.estimate for tried in answer.tried] == pytest.approx([0.8, 0.6, 0])
    assert answer.tried[1].behind.estimate == pytest.approx(0.2)
    assert answer.conclusive


def test_nothing_is_sure_where_the_shuffles_disagree() -> None:
    right = np.zeros((2, 2, 200), dtype=bool)
    right[0, 0], right[1, 1, :190] = True, True
    answer = weighed(right)
    assert answer.tried[1].behind.estimate == pytest.approx(0.025)
    assert answer.tried[1].behind.low < 0
    assert not answer.conclusive
