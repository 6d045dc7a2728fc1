import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.faithfulness import expected_worth, faithfulness
from shapviz.data.splits import split
from shapviz.data.synthetic import REGIMES, independent
from shapviz.errors import UnknownNameError, UsageError
from shapviz.games import coalitions, shapley_values, shares
from shapviz.models import build_model
from shapviz.runs.attribution import Question
from shapviz.runs.methods import Effort
from shapviz.runs.spec import ModelSpec

LIKELY = Question(payoff="log_likelihood")


def explainer(seed, regime="unequal"):
    """Return a network that has learned nothing."""
    dataset = REGIMES[regime].sample(seed, 120)
    return Explainer(
        build_model(ModelSpec(), dataset.modalities, len(dataset.classes), seed), dataset, split(dataset, seed=seed)
    )


@pytest.fixture(scope="module")
def explainers():
    return {seed: explainer(seed) for seed in range(3)}


def test_worth_of_one_modality_by_hand():
    # two classes, right with .8: the observer says .8 and is right in .8 of cases, or says .2
    worth = expected_worth(independent(0.8, classes=2), "probability")
    np.testing.assert_allclose(worth, [0.5, 0.8 * 0.8 + 0.2 * 0.2])
    worth = expected_worth(independent(0.8, classes=2), "log_likelihood")
    np.testing.assert_allclose(worth, [np.log(0.5), 0.8 * np.log(0.8) + 0.2 * np.log(0.2)])


@pytest.mark.parametrize("regime", REGIMES)
def test_nobody_is_better_than_a_perfect_observer_and_more_is_never_worse(regime):
    table = REGIMES[regime].table
    for payoff in ("probability", "log_likelihood"):
        worth = expected_worth(table, payoff)
        for mask, present in enumerate(coalitions(table.ndim - 1)):
            for player in np.flatnonzero(~present):
                assert worth[mask | 1 << player] >= worth[mask] - 1e-12
    # who says its probability is right as often at most as who says the likeliest
    assert (expected_worth(table, "probability") <= REGIMES[regime].truth.worth + 1e-12).all()


def test_what_players_are_told_apart_by_is_the_same_as_for_accuracy():
    noise, race = REGIMES["noise"], REGIMES["race"]
    assert shapley_values(expected_worth(noise.table, "probability"))[2] == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(shares(shapley_values(expected_worth(race.table, "log_likelihood"))), 1 / 3)


@given(st.integers(0, 99), st.integers(2, 4))
@settings(max_examples=20)
def test_the_expectation_is_what_many_samples_come_to(seed, classes):
    dice = np.random.default_rng(seed)
    table = dice.random((classes, 2, 3))
    table /= table.sum()
    cells = dice.choice(table.size, size=20_000, p=table.ravel())
    label, first, second = np.unravel_index(cells, table.shape)
    both, alone = table / table.sum(axis=0), table.sum(axis=2) / table.sum(axis=(0, 2))
    sampled = [alone[label, first].mean(), both[label, first, second].mean()]
    np.testing.assert_allclose(expected_worth(table, "probability")[[1, 3]], sampled, atol=0.02)


def test_the_errors_of_an_exact_method_are_the_networks(explainers):
    found = faithfulness("unequal", explainers, ["exact", "leave_one_out"])
    assert found.players == ("strong", "middling", "weak")
    np.testing.assert_allclose(sum(found.truth), 1)
    exact, other = found.methods
    assert exact.of_method.estimate == 0
    assert exact.error == found.of_network
    assert other.of_method.estimate > 0
    # the part of the method and that of the network explain the error at most
    assert other.error.estimate <= other.of_method.estimate + found.of_network.estimate + 1e-12


def test_errors_are_means_over_seeds_with_an_interval(explainers):
    found = faithfulness("unequal", explainers, ["exact"], question=LIKELY)
    distances = [
        np.abs(shares(each.attribute("exact", LIKELY).values.mean(axis=0)) - found.truth).sum()
        for each in explainers.values()
    ]
    assert found.of_network.estimate == pytest.approx(np.mean(distances))
    half = 4.302653 * np.std(distances, ddof=1) / np.sqrt(3)  # Student's t with two degrees of freedom
    assert found.of_network.high == pytest.approx(min(2, np.mean(distances) + half), rel=1e-5)


def test_a_method_that_draws_has_other_dice_for_each_network(explainers):
    same = dict.fromkeys(range(3), explainers[0])
    interval = faithfulness("unequal", same, ["sampled"], effort=Effort(calls=12)).methods[0].error
    assert interval.low < interval.estimate < interval.high


@pytest.mark.parametrize("question", [Question(payoff="logit"), Question(target="predicted")])
def test_of_other_numbers_no_truth_is_known(explainers, question):
    with pytest.raises(UsageError, match="truth is known"):
        faithfulness("unequal", explainers, ["exact"], question=question)


def test_networks_of_other_data_are_refused(explainers):
    with pytest.raises(UsageError, match="of these seeds: 7"):
        faithfulness("unequal", {**explainers, 7: explainer(7, "xor")}, ["exact"])
    with pytest.raises(UsageError, match="found 0"):
        faithfulness("unequal", {}, ["exact"])
    with pytest.raises(UnknownNameError, match="unequal"):
        faithfulness("unequall", explainers, ["exact"])
