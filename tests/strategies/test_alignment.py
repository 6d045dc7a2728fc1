"""Alignment: what its two losses are, whom they move, and that they can be descended."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from math import exp, log

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax
from torch import Tensor

from shapviz.runs.options import Options
from shapviz.strategies import Learner
from shapviz.strategies.alignment import TEMPERATURE, Alignment, feature_alignment, sample_alignment
from tests.strategies import by_hand, classroom
from tests.strategies.by_hand import NAMES
from tests.strategies.classroom import label, record, strategy

SIGNS = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]], dtype=torch.float64)
BOTH = Alignment(features=0.7, samples=0.3)
every_loss = pytest.mark.parametrize("loss", [feature_alignment, sample_alignment])


def features(samples: int, seed: int, width: int = 3) -> Tensor:
    return torch.from_numpy(np.random.default_rng(seed).standard_normal((samples, width)))


# columns of mean 0 and variance 1 that do not correlate: by hand, the correlations are 0, 1 and -1
@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (SIGNS, 0.0),
        (-SIGNS, ((1 + 1) ** 2 + (1 + 1) ** 2) / 2),
        (SIGNS.flip(1), ((1 - 0) ** 2 * 2 + 0.005 * 2) / 2),
        (3 * SIGNS + 5, 0.0),
        (torch.ones_like(SIGNS), 1.0),
    ],
    ids=["the same", "the opposite", "exchanged", "another unit", "constant"],
)
def test_correlations_by_hand(other: Tensor, expected: float) -> None:
    assert feature_alignment(SIGNS, other).item() == pytest.approx(expected, abs=1e-4)


def test_finding_the_other_half_by_hand() -> None:
    apart = torch.eye(2, dtype=torch.float64)
    surely = log(1 + exp(-1 / TEMPERATURE))
    assert sample_alignment(apart, 2 * apart).item() == pytest.approx(surely)
    assert sample_alignment(apart, apart.flip(0)).item() == pytest.approx(surely + 1 / TEMPERATURE)
    assert sample_alignment(apart, torch.ones(2, 2, dtype=torch.float64)).item() == pytest.approx(log(2))


@given(st.integers(2, 6), st.integers(0, 100))
def test_finding_the_other_half_is_the_cross_entropy_of_rows_and_of_columns(samples: int, seed: int) -> None:
    one, other = features(samples, seed), features(samples, seed + 1)
    cosine = np.array([[torch.cosine_similarity(a, b, dim=0).item() for b in other] for a in one]) / TEMPERATURE
    rows, columns = (-log_softmax(cosine, axis=axis).diagonal().mean() for axis in (1, 0))
    assert sample_alignment(one, other).item() == pytest.approx((rows + columns) / 2)


@every_loss
def test_no_modality_of_a_pair_comes_first(loss: Callable[[Tensor, Tensor], Tensor]) -> None:
    one, other = features(8, 0), features(8, 1)
    torch.testing.assert_close(loss(one, other), loss(other, one))


@every_loss
@pytest.mark.parametrize("other", [features(1, 1), torch.zeros(1, 3), torch.zeros(5, 3)], ids=["one", "zero", "zeros"])
def test_single_samples_and_dead_features_do_no_harm(loss: Callable[[Tensor, Tensor], Tensor], other: Tensor) -> None:
    one = features(len(other), 0).to(other.dtype).requires_grad_()
    value = loss(one, other)
    value.backward()
    assert value.isfinite()
    assert one.grad is not None
    assert one.grad.isfinite().all()


@pytest.mark.parametrize("alignment", [Alignment(features=1), Alignment(samples=1)], ids=["features", "samples"])
def test_descending_it_alone_aligns_any_number_of_modalities(alignment: Alignment) -> None:
    everybody = {f"m{number}": features(16, number).requires_grad_() for number in range(4)}
    descent = torch.optim.Adam(everybody.values(), lr=0.05)
    start = alignment.loss(everybody, {})
    for _ in range(150):
        descent.zero_grad()
        loss = alignment.loss(everybody, {})
        loss.backward()
        descent.step()
    assert loss < 0.05 * start


@pytest.mark.parametrize("players", [2, 3, 5])
def test_the_loss_is_a_mean_over_pairs_and_leaves_out_those_that_nobody_learns_from(players: int) -> None:
    everybody = {f"m{number}": features(6, number) for number in range(players)}
    pairs = list(combinations(everybody, 2))
    weighed = {
        pair: BOTH.features * feature_alignment(*map(everybody.get, pair))
        + BOTH.samples * sample_alignment(*map(everybody.get, pair))
        for pair in pairs
    }
    torch.testing.assert_close(BOTH.loss(everybody, {}), sum(weighed.values()) / len(pairs))
    others = {name: value for name, value in everybody.items() if name != "m1"}
    mine = sum(value for pair, value in weighed.items() if "m1" in pair) / len(pairs)
    torch.testing.assert_close(BOTH.loss({"m1": everybody["m1"]}, others), mine)


def gradients_of_alignment(learner: Learner) -> dict[str, np.ndarray]:
    """Return the gradient of the alignment of all modalities by the encoders' weights, written out once more."""
    batch = by_hand.whole(learner)
    weights = {
        name: learner.model.get_parameter(by_hand.encoder(name)).detach().clone().requires_grad_() for name in NAMES
    }
    encoded = {name: batch.inputs[name] @ weights[name].T for name in NAMES}
    loss = sum(
        BOTH.features * feature_alignment(encoded[one], encoded[other])
        + BOTH.samples * sample_alignment(encoded[one], encoded[other])
        for one, other in combinations(NAMES, 2)
    )
    (loss / 3).backward()  # three pairs
    return {by_hand.encoder(name): weight.grad.numpy() for name, weight in weights.items()}


@pytest.mark.parametrize("options", classroom.EVERY_OPTIONS, ids=label)
def test_it_adds_its_gradient_to_the_encoders_that_learn_and_to_nothing_else(options: Options) -> None:
    past = record((0.6, 0.3, 0.1), names=NAMES)
    for place in range(len(strategy(options, by_hand.learner()).plan(past))):
        plain, aligned = by_hand.learner(), replace(by_hand.learner(), alignment=BOTH)
        added = gradients_of_alignment(aligned)
        for learner in (plain, aligned):
            trainer = strategy(options, learner)
            turn = trainer.plan(past)[place]
            trainer.begin(1, turn)
            trainer.step(by_hand.whole(learner), turn)
        for name, parameter in aligned.model.named_parameters():
            without = plain.model.get_parameter(name).grad
            if without is None:
                assert parameter.grad is None, name
            else:
                expected = without.numpy() + added.get(name, 0.0)
                np.testing.assert_allclose(parameter.grad, expected, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("options", classroom.EVERY_OPTIONS, ids=label)
def test_without_weight_nothing_is_added(options: Options) -> None:
    assert not classroom.learner().alignment
    plain, weightless = classroom.learner(), replace(classroom.learner(), alignment=Alignment(0.0, 0.0))
    for learner in (plain, weightless):
        trainer = strategy(options, learner)
        turn = trainer.plan(record((0.6, 0.3, 0.1)))[0]
        trainer.begin(1, turn)
        trainer.step(next(learner.train.ordered(24)), turn)
    assert all(map(torch.equal, plain.model.parameters(), weightless.model.parameters()))
