"""The sums over coalitions against logits written down in full, and against what the network in torch computes."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from shapviz.models import AdditiveHead
from shapviz.models.heads import Slot
from shapviz.runs import terms as module
from shapviz.runs.terms import Terms
from shapviz.valuation import additive
from tests.runs.tables import logits_by_hand, terms

whatever = given(st.integers(2, 6), st.integers(2, 6), st.integers(0, 2**16), st.booleans())


@whatever
def test_predictions_are_those_of_the_written_out_logits(players: int, classes: int, seed: int, absence: bool) -> None:
    found, labels = terms(players, 20, classes, seed=seed, absence=absence, dtype=np.float64)
    logits = logits_by_hand(found)
    assert (found.right(labels) == (logits.argmax(axis=-1) == labels).T).all()
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances = exponentials / exponentials.sum(axis=-1, keepdims=True)
    expected = chances[:, np.arange(len(labels)), labels].T
    np.testing.assert_allclose(found.probability(labels), expected, rtol=1e-9)
    np.testing.assert_allclose(found.logits(), logits[-1], atol=1e-12)


@whatever
def test_of_several_largest_logits_the_first_counts(players: int, classes: int, seed: int, absence: bool) -> None:
    rng = np.random.default_rng(seed)
    present = rng.integers(-1, 2, size=(players, 20, classes)).astype(np.float32)
    absent = rng.integers(-1, 2, size=(players, classes)).astype(np.float32) * absence
    labels, found = rng.integers(classes, size=20), Terms(np.zeros(classes, np.float32), absent, present)
    assert (found.right(labels) == (logits_by_hand(found).argmax(axis=-1) == labels).T).all()


@whatever
def test_the_app_and_the_network_agree_to_the_last_bit(players: int, classes: int, seed: int, absence: bool) -> None:
    """Nobody's logits are summed in another order only where tokens stand in: without them not even ties may differ."""
    found, labels = terms(players, 50, classes, seed=seed)
    names = [f"m{player}" for player in range(players)]
    head = AdditiveHead({name: Slot(2, classes, learned=False) for name in names}, classes)
    with torch.no_grad():
        head.bias.copy_(torch.from_numpy(found.bias))
        contributions = dict(zip(names, torch.from_numpy(found.present), strict=True))
        worth = additive.accuracy(additive.margins(head, contributions, torch.from_numpy(labels)))
    assert (worth.numpy() == found.right(labels)).all()


def test_logits_may_be_enormous() -> None:
    found, labels = terms(3, 30, 4, seed=1)
    chances = Terms(found.bias, found.absent, found.present * np.float32(1e30)).probability(labels)
    assert np.isfinite(chances).all()
    assert set(chances[:, -1]) <= {0.0, 1.0}


def test_many_samples_are_taken_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    found, labels = terms(3, 50, 4, absence=True)
    whole = found.right(labels), found.probability(labels)
    monkeypatch.setattr(module, "BLOCK", 8 * 7)
    assert (found.right(labels) == whole[0]).all()
    assert (found.probability(labels) == whole[1]).all()


def test_a_temperature_divides_a_modality_s_logits_and_what_stands_in_for_it() -> None:
    found, _ = terms(3, 10, 4, absence=True)
    cool = found.tempered([1, 2, 0.5])
    np.testing.assert_allclose(cool.present[1], found.present[1] / 2)
    np.testing.assert_allclose(cool.absent[2], found.absent[2] * 2)
    assert (cool.present[0] == found.present[0]).all()
    assert cool.present.dtype == found.present.dtype
