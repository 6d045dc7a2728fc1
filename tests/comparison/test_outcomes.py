import pytest

from shapviz.comparison import MEASURES, difference_by_epoch, outcome, validation
from tests.comparison.runs import epoch, final

PLAYERS = ("image", "text", "sound")
#           none image text i+t sound i+s t+s all
ACCURACY = (0.1, 0.4, 0.5, 0.7, 0.3, 0.6, 0.65, 0.9)


def test_what_is_missing_goes_by_name():
    found = outcome(final(ACCURACY, PLAYERS), [epoch(0, None), epoch(1, None, passes=30, updates=4, seconds=1.5)])
    assert found.accuracy == 0.9
    assert found.without == {"image": 0.65, "text": 0.6, "sound": 0.7}
    assert found.alone == {"image": 0.4, "text": 0.5, "sound": 0.3}
    assert found.missing == pytest.approx(0.65)
    assert found.worst_missing == 0.6
    assert (found.encoder_passes, found.head_updates, found.seconds) == (30, 4, 1.5)


def test_without_probes_there_is_no_starvation():
    found = outcome(final(ACCURACY, PLAYERS), [epoch(0, None)])
    assert (found.edm_potential, found.edm_ensemble, found.starvation) == (None, None, None)
    assert 0 < found.edm < 1


def test_every_measure_is_a_number_of_an_outcome():
    found = outcome(final(ACCURACY, PLAYERS), [epoch(0, None)])
    assert all(hasattr(found, name) for name in MEASURES)


def test_epochs_that_nobody_looked_at_have_no_accuracy():
    assert validation([epoch(0, (0.1, 0.2, 0.2, 0.3)), epoch(1, None), epoch(2, (0, 0, 0, 0.5))]) == {0: 0.3, 2: 0.5}


def test_differences_by_epoch_are_paired_by_seed_over_the_epochs_both_have():
    ours = {0: {0: 0.1, 1: 0.6}, 1: {0: 0.1, 1: 0.8}, 2: {0: 1.0}}
    theirs = {0: {0: 0.1, 1: 0.5, 2: 0.5}, 1: {0: 0.1, 1: 0.5}}
    found = difference_by_epoch(ours, theirs)
    assert list(found) == [0, 1]
    assert found[0].inconclusive
    assert found[1].mean == pytest.approx(0.2)
    assert found[1].n == 2
    assert difference_by_epoch({0: {0: 0.5}}, {1: {0: 0.5}}) == {}
