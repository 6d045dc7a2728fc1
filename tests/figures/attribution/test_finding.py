"""The headline names whom the intervals support: a case for each sentence."""

import numpy as np
import pytest

from shapviz.figures.attribution.scene import Scene
from shapviz.figures.words import plain
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Question
from shapviz.runs.checks import Agreement, Pair
from tests.figures.attribution.scenes import KINDS, attribution, game, one_out, scene, shown

NOTO = game(Noto=0.4)
TIED = game(Noto=0.2, words=0.2, Twemoji=0.2)
WORDS = np.tile([0.1, 0.1, 0.4], (100, 1))


def headline(scene: Scene) -> str:
    return plain(shown(scene)["finding"])


def test_exact_alone() -> None:
    assert headline(scene(NOTO)) == "Exact says Noto leads"


def test_methods_that_agree_are_counted() -> None:
    both = scene(NOTO, {"leave_one_out": one_out(NOTO)})
    assert headline(both) == "Both methods agree: Noto leads"
    three = scene(NOTO, {"leave_one_out": one_out(NOTO), "captum.deep_lift": one_out(NOTO)})
    assert headline(three) == "All 3 methods agree: Noto leads"


def test_one_that_dissents_is_named() -> None:
    assert headline(scene(NOTO, {"leave_one_out": WORDS})) == "Exact says Noto leads, Leave one out says words"


def test_several_that_do_not_aim_at_shapley_values_are_shortcuts() -> None:
    dissenting = {"leave_one_out": WORDS, "captum.input_x_gradient": WORDS}
    assert headline(scene(NOTO, dissenting)) == "Exact says Noto leads, shortcuts say words"
    dissenting["sampled"] = WORDS
    assert headline(scene(NOTO, dissenting)) == "Exact says Noto leads, 3 others say words"


def test_dissenters_need_not_agree_with_each_other() -> None:
    dissenting = {"leave_one_out": WORDS, "captum.deep_lift": WORDS[:, ::-1], "captum.ablation": WORDS}
    assert headline(scene(NOTO, dissenting)) == "Exact says Noto leads, shortcuts say words or Twemoji"


def test_what_may_be_chance_is_no_lead() -> None:
    assert headline(scene(TIED)) == "Who leads is too close to call"
    assert headline(scene(TIED, {"leave_one_out": one_out(TIED)})) == "Who leads is too close to call by every method"
    assert headline(scene(TIED, {"leave_one_out": WORDS})) == "Exact: too close to call; Leave one out says words"


def test_a_method_that_cannot_tell_does_not_agree() -> None:
    unsure = scene(NOTO, {"leave_one_out": one_out(TIED)})
    assert headline(unsure) == "Exact says Noto leads; by the other method it is too close to call"
    more = scene(NOTO, {"leave_one_out": one_out(TIED), "captum.ablation": one_out(NOTO)})
    assert headline(more) == "Exact says Noto leads; by 1 of 2 other methods it is too close to call"


def test_what_a_method_draws_widens_its_interval() -> None:
    """A lead of 0.3 is sure of the samples; with intervals of ±0.4 over draws it is not."""
    values = shapley = np.tile([0.1, 0.4, 0.1], (100, 1))
    drawn = attribution("sampled", NOTO, values, KINDS, low=shapley - 0.4, high=shapley + 0.4)
    assert headline(scene(NOTO, {"sampled": drawn})).endswith("by the other method it is too close to call")
    narrow = attribution("sampled", NOTO, values, KINDS, low=shapley - 0.01, high=shapley + 0.01)
    assert headline(scene(NOTO, {"sampled": narrow})) == "Both methods agree: Noto leads"


def test_a_tie_over_all_samples_may_hide_that_methods_differ_on_each() -> None:
    def interval(value: float) -> Interval:
        return Interval(value, value - 0.05, value + 0.05)

    pair = Pair(
        methods=("leave_one_out", "exact"), rank=None, unranked=100, sign=interval(0.5), leader=interval(0.71),
        leaderless=0, top=None, distance=None, worst=(),
    )  # fmt: skip
    agreement = Agreement(
        level="modality", question=Question(), players=tuple(KINDS), methods=("exact", "leave_one_out"), samples=100,
        leading=0.5, negligible=0.1, completeness=(), pairs=(pair,), worst=(),
    )  # fmt: skip
    told = headline(scene(TIED, {"leave_one_out": one_out(TIED)}, agreement=agreement))
    assert told == "Who leads is too close to call; in 29 % of samples Leave one out differs from exact"


def test_leaders_are_those_with_the_greatest_amount_for_or_against() -> None:
    assert headline(scene(game(Noto=-0.4))) == "Exact says Noto leads"


def test_zeros_have_no_leader() -> None:
    assert headline(scene(np.full((50, 8), 0.3))) == "No modality makes any difference: all values are zero"


def test_one_sample_is_a_fact_and_no_estimate() -> None:
    assert headline(scene(game(1, Noto=0.4))) == "Noto leads in the one sample there is"
    assert headline(scene(np.full((1, 8), 0.3))) == "No modality makes any difference to this one sample"


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({}, "No method has answered yet"),
        ({"leave_one_out": WORDS}, "words leads by Leave one out"),
        ({"leave_one_out": WORDS, "captum.ablation": WORDS}, "words leads by both methods so far"),
        ({"leave_one_out": one_out(TIED)}, "Who leads is too close to call"),
        (
            {"leave_one_out": WORDS, "captum.ablation": one_out(TIED)},
            "Without exact values: who leads is too close to call; Leave one out says words",
        ),
    ],
)
def test_without_exact_values_others_are_quoted(others: dict[str, np.ndarray], said: str) -> None:
    assert headline(scene(NOTO, others, exact=False)) == said


def test_the_subtitle_says_what_is_measured() -> None:
    told = shown(scene(NOTO))["subtitle"]
    assert told == (
        "Leader: greatest mean |φ| · probability of the true class, points · 100 test samples · absent: as trained · "
        "epoch 22"
    )
    asked = Question(payoff="log_likelihood", target="class:Food", baseline="zero")
    other = shown(Scene("plain-heron", 1, KINDS, asked))["subtitle"]
    assert "log-likelihood of Food, nats" in other
    assert "absent: zeros" in other
