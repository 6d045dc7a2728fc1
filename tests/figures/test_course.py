from dataclasses import replace

import pytest

from shapviz.figures.course import Course, Stretch, alone, ceilings_of, shares_of, team
from tests.figures import records


def test_what_an_untrained_model_shares_out_is_left_aside() -> None:
    assert [epoch for epoch, _ in records.course(3).trained] == [1, 2, 3]


def test_skipped_epochs_show_the_newest_valuation() -> None:
    run = records.course(10, every=4)
    assert [epoch for epoch, _ in run.trained] == [4, 8, 10]
    assert [known and known[0] for known in map(run.valuation_at, (3, 4, 7, 9, 10))] == [None, 4, 4, 8, 10]
    assert [known and known[0] for known in map(run.accuracy_at, (0, 3, 9))] == [0, 0, 8]


def test_stretches_are_where_shares_are_defined() -> None:
    some = [0.5, 0.4, 0.3]
    epochs = [records.record(e, 6, records.NAMES[:3], some if e not in (3, 4) else [0, 0, 0]) for e in range(7)]
    assert [stretch.epochs for stretch in Course(tuple(epochs), 6).stretches] == [(1, 2), (5, 6)]


def test_a_stretch_of_one_is_half_an_epoch_wide() -> None:
    shares = records.course(1).stretches[0].shares
    assert [x for x, _ in Stretch((4,), shares).corners()] == [3.5, 4]
    assert [x for x, _ in Stretch((4, 5), shares * 2).corners()] == [4, 5]


@pytest.mark.parametrize(("first", "last", "found"), [(2.5, 4, [2, 3, 4]), (2, 3, [2, 3]), (-9, 2, [1, 2])])
def test_between_begins_with_the_newest_valuation_before(first: float, last: int, found: list[int]) -> None:
    run = records.course(5)
    stretch = run.stretches[0]
    expected = [shares_of(valuation) for epoch, valuation in run.trained if epoch in found]
    assert list(stretch.between(first, last)) == expected


@pytest.mark.parametrize("epochs", [1, 7, 60, 300])
@pytest.mark.parametrize("every", [1, 7])
def test_thinning_keeps_the_first_the_last_and_what_was_valued(epochs: int, every: int) -> None:
    run = records.course(epochs, records.NAMES[:2], every=every)
    thin = run.thinned(50)
    kept = [record.epoch for record in thin.records]
    assert (kept[0], kept[-1]) == (0, epochs)
    assert len(kept) <= 52
    assert len(kept) == len(run.records) or all(record.valuation for record in thin.records)
    assert thin.ghost is not None
    assert len(thin.ghost.records) <= 52


def test_the_ghost_ends_where_the_axis_ends() -> None:
    run = records.course(10)
    assert replace(run, epochs=6).ghost_trained[-1][0] == 6
    assert replace(run, ghost=None).ghost_trained == ()


def test_modalities_are_found_by_their_bits() -> None:
    accuracy = (0.1, 0.5, 0.4, 0.7)
    assert alone(("a", "b"), accuracy) == {"a": 0.5, "b": 0.4}
    assert [team(("a", "b"), mask) for mask in range(4)] == [(), ("a",), ("b",), ("a", "b")]


def test_ceilings_are_what_each_reached_alone_in_the_end() -> None:
    run = records.run(5)
    assert run[-1].accuracy is not None
    assert list(ceilings_of(run).values()) == [run[-1].accuracy[mask] for mask in (1, 2, 4)]
