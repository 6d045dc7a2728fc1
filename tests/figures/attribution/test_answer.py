"""What a method says in the mean, with intervals over samples and over what it draws."""

from functools import cache

import numpy as np
import pytest
import torch
from scipy.special import expit

from shapviz.attribution.game import TableGame
from shapviz.attribution.methods import attribute
from shapviz.figures.attribution.answer import Answer
from shapviz.games import coalitions
from shapviz.runs.methods import Effort

PLAYERS = tuple("abcdef")
CALLS = 60  # of the 64 coalitions
SEEDS = 12


@cache
def game() -> TableGame:
    """Return samples that are all alike: what shares then get wrong, they get wrong by what is drawn."""
    masks, dice = coalitions(len(PLAYERS)).astype(float), np.random.default_rng(1)
    pairs = np.triu(dice.normal(0, 1.5, (len(PLAYERS), len(PLAYERS))), 1)
    worth = expit(masks @ [1.0, 0.5, 0.2, 0.1, 0.0, 0.0] + np.einsum("kn,nm,km->k", masks, pairs, masks))
    return TableGame(PLAYERS, torch.tensor(worth).repeat(30, 1))


def answer(method: str, seed: int = 0) -> Answer:
    return Answer(attribute(game(), method, Effort(calls=CALLS, seed=seed)))


def test_intervals_of_shares_hold_the_exact_ones_also_where_noise_pulls_shares_towards_each_other() -> None:
    exact = answer("exact").shares.tolist()
    assert max(exact) > 2 * min(exact), "there is somewhere to be pulled to"
    drawn = [answer("sampled", seed).share_intervals for seed in range(SEEDS)]
    held = [one.low <= share <= one.high for each in drawn for one, share in zip(each, exact, strict=True)]
    assert np.mean(held) >= 0.9


@pytest.mark.parametrize("method", ["exact", "leave_one_out"])
def test_where_nothing_is_drawn_and_samples_are_alike_an_interval_is_a_point(method: str) -> None:
    assert [one.high - one.low for one in answer(method).share_intervals] == pytest.approx([0] * len(PLAYERS))
