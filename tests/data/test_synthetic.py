import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.data.synthetic import REGIMES, channel, doubled, independent


def worths(regime):
    """Bayes accuracy by coalition, as a mapping from the names present."""
    truth = REGIMES[regime].truth
    return {
        frozenset(name for bit, name in enumerate(truth.players) if mask >> bit & 1): worth
        for mask, worth in enumerate(truth.worth)
    }


@given(st.integers(2, 12), st.floats(0, 1))
def test_a_channel_is_right_with_its_reliability_and_shows_something(alphabet, reliability):
    table = channel(alphabet, reliability)
    assert np.diag(table) == pytest.approx(np.full(alphabet, reliability))
    assert table.sum(axis=1) == pytest.approx(np.ones(alphabet))


@pytest.mark.parametrize("name", REGIMES)
def test_more_modalities_never_know_less(name):
    worth = worths(name)
    assert all(worth[few] <= worth[many] + 1e-12 for few in worth for many in worth if few <= many)


def test_the_race_is_won_by_majority():
    # with three symbols, each right with .8: right if two or three are (.896), or, when all three differ and one of
    # them is right (.8 * .2 * .2 * 3 * 8/9), with chance 1/3
    by_majority = 0.8**3 + 3 * 0.8**2 * 0.2
    by_luck = 3 * 0.8 * 0.2**2 * (8 / 9) / 3
    worth = worths("race")
    assert worth[frozenset({"hare", "fox", "tortoise"})] == pytest.approx(by_majority + by_luck)
    assert worth[frozenset({"hare", "fox"})] == pytest.approx(0.8)
    assert worth[frozenset({"tortoise"})] == pytest.approx(0.8)
    assert worth[frozenset()] == pytest.approx(0.1)
    assert REGIMES["race"].truth.edm == pytest.approx(0, abs=1e-9)


def test_a_pure_noise_modality_is_worth_nothing():
    truth = REGIMES["noise"].truth
    assert truth.shapley[truth.players.index("noise")] == pytest.approx(0, abs=1e-12)
    assert truth.edm == pytest.approx(0.5)


def test_a_copy_adds_nothing_to_its_original_and_shares_its_value():
    worth, truth = worths("redundant"), REGIMES["redundant"].truth
    rest = frozenset({"second", "third"})
    assert worth[rest | {"original", "copy"}] == pytest.approx(worth[rest | {"original"}])
    value = dict(zip(truth.players, truth.shapley, strict=True))
    assert value["original"] == pytest.approx(value["copy"])
    assert value["original"] < value["second"]


def test_xor_needs_both():
    worth = worths("xor")
    for useless in (set(), {"left"}, {"right"}):
        assert worth[frozenset(useless)] == pytest.approx(0.5)
    assert worth[frozenset({"left", "right"})] == pytest.approx(1)
    assert worth[frozenset({"hint"})] == pytest.approx(0.65)


def test_doubling_leaves_what_the_others_see_as_it_was():
    table = independent(0.8, 0.3, classes=4)
    assert doubled(table).sum(axis=1) == pytest.approx(table)
    assert doubled(table).sum(axis=2) == pytest.approx(table)


@pytest.mark.parametrize("name", REGIMES)
def test_the_symbols_can_be_read_off_the_inputs(name):
    # samples of one cluster lie close together: of two nearest neighbours, both show the same label about as often as
    # two symbols drawn alike do
    regime = REGIMES[name]
    dataset = regime.sample(seed=0, count=2000)
    for axis, modality in enumerate(regime.clusters, start=1):
        table = regime.table.sum(axis=tuple(other for other in range(1, regime.table.ndim) if other != axis))
        expected = (table**2 / table.sum(axis=0)).sum()
        inputs = dataset.views[modality]
        squares = (inputs**2).sum(axis=1)
        distance = squares[:, None] + squares[None, :] - 2 * inputs @ inputs.T
        np.fill_diagonal(distance, np.inf)
        agreement = np.mean(dataset.labels == dataset.labels[distance.argmin(axis=1)])
        assert agreement == pytest.approx(expected, abs=0.04), modality


def test_samples_are_the_seeds():
    first, again, other = (REGIMES["race"].sample(seed, 50) for seed in (1, 1, 2))
    assert np.array_equal(first.views["fox"], again.views["fox"])
    assert not np.array_equal(first.views["fox"], other.views["fox"])
