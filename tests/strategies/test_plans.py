"""Plans of alternating training: pure, without gaps, in the order that they say, and never more than an epoch."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.runs.options import Alternating
from shapviz.runs.records import EpochRecord
from shapviz.strategies import STRATEGIES, Strategy
from tests.strategies import classroom
from tests.strategies.classroom import EVERY_OPTIONS, NAMES, label, record, unvalued

OPTIONS = st.builds(
    Alternating,
    order=st.sampled_from(["weak_first", "strong_first", "random", "fixed"]),
    budget=st.sampled_from(["equal", "guided"]),
    power=st.floats(0.1, 4),
    guard=st.booleans(),
    guide=st.sampled_from(["share", "potential", "ensemble"]),
    ties=st.sampled_from(["as_ranked", "random"]),
)
LEARNERS = {players: classroom.learner(players) for players in (2, 3, 5)}


@st.composite
def pasts(draw: st.DrawFn) -> EpochRecord:
    """Records with any shares, unknown ones included, and any accuracies of single modalities."""
    players = draw(st.sampled_from(sorted(LEARNERS)))
    weights = draw(st.lists(st.integers(0, 100), min_size=players, max_size=players))
    shares = [weight / sum(weights) for weight in weights] if any(weights) else None
    accuracy = draw(st.lists(st.floats(0, 1), min_size=2**players, max_size=2**players))
    target = draw(st.none() | st.just([1 / players] * players))
    return record(shares, names=NAMES[:players], accuracy=accuracy, epoch=draw(st.integers(0, 9)), target=target)


def planner(options: Alternating, players: int) -> Strategy:
    return classroom.strategy(options, LEARNERS[players])


def players_of(past: EpochRecord) -> int:
    assert past.valuation is not None
    return len(past.valuation.players)


@given(OPTIONS, pasts())
def test_the_same_past_gives_the_same_plan(options: Alternating, past: EpochRecord) -> None:
    assert planner(options, players_of(past)).plan(past) == planner(options, players_of(past)).plan(past)


@given(OPTIONS, pasts())
def test_every_modality_has_one_turn_and_the_turns_fill_the_epoch(options: Alternating, past: EpochRecord) -> None:
    players = players_of(past)
    turns = planner(options, players).plan(past)
    assert sorted(name for turn in turns for name in turn.modalities) == sorted(NAMES[:players])
    assert [turn.start for turn in turns] == [0, *(turn.end for turn in turns[:-1])]
    assert turns[-1].end == 1


@given(pasts(), st.sampled_from(["weak_first", "strong_first"]))
def test_turns_are_in_the_order_of_shares(past: EpochRecord, order: str) -> None:
    assert past.valuation is not None
    turns = planner(Alternating(order=order), players_of(past)).plan(past)
    if past.valuation.shares is None:
        assert [turn.modalities for turn in turns] == [(name,) for name in past.valuation.players]
        return
    share = {name: share.estimate for name, share in zip(past.valuation.players, past.valuation.shares, strict=True)}
    in_turn = [share[name] for turn in turns for name in turn.modalities]
    assert in_turn == sorted(in_turn, reverse=order == "strong_first")


@given(OPTIONS, st.permutations([0.05, 0.25, 0.7]))
def test_who_is_valued_how_decides_and_not_the_place_in_the_dataset(options: Alternating, shares: list[float]) -> None:
    """Renaming the players renames them in the plan, for guides that look at shares that can be told apart."""
    if options.order not in ("weak_first", "strong_first"):
        return
    turns = planner(options, 3).plan(record(shares))
    share = dict(zip(NAMES, shares, strict=False))
    reference = planner(options, 3).plan(record([0.05, 0.25, 0.7]))
    original = dict(zip(NAMES, [0.05, 0.25, 0.7], strict=False))
    assert [share[turn.modalities[0]] for turn in turns] == [original[turn.modalities[0]] for turn in reference]
    assert [turn.end for turn in turns] == pytest.approx([turn.end for turn in reference])


def test_a_plan_says_why() -> None:
    words = [turn.why for turn in planner(Alternating(), 3).plan(record((0.45, 0.12, 0.43)))]
    assert words == [
        "drawing first: its share was 12%",
        "accel next: its share was 43%, tied with bill",
        "bill last: its share was 45%, tied with accel",
    ]


def test_equal_shares_keep_the_order_of_the_dataset_in_both_directions() -> None:
    for order in ("weak_first", "strong_first"):
        turns = planner(Alternating(order=order), 3).plan(record((1 / 3, 1 / 3, 1 / 3)))
        assert [turn.modalities for turn in turns] == [(name,) for name in NAMES[:3]]


def test_a_random_order_changes_from_epoch_to_epoch_and_with_the_seed_only() -> None:
    plans = [planner(Alternating(order="random"), 5).plan(record((0.2,) * 5, epoch=epoch)) for epoch in range(8)]
    assert len({tuple(turn.modalities for turn in plan) for plan in plans}) > 4
    other = planner(Alternating(order="random"), 5).plan(record((0.6, 0.1, 0.1, 0.1, 0.1), epoch=0))
    assert [turn.modalities for turn in other] == [turn.modalities for turn in plans[0]]


def test_a_sequence_is_kept_whatever_the_shares() -> None:
    options = Alternating(order="fixed", sequence=("accel", "bill", "drawing"))
    turns = planner(options, 3).plan(record((0.1, 0.2, 0.7)))
    assert tuple(turn.modalities[0] for turn in turns) == options.sequence


@pytest.mark.parametrize("budget", ["equal", "guided"])
def test_an_epoch_without_valuation_changes_nothing_about_the_plan(budget: str) -> None:
    trainer = planner(Alternating(budget=budget), 3)
    past = record((0.2, 0.1, 0.7))
    planned = trainer.plan(past)
    again = trainer.plan(unvalued(past.model_copy(update={"next_turns": planned})))
    assert [turn.modalities for turn in again] == [turn.modalities for turn in planned]
    assert [turn.end for turn in again] == pytest.approx([turn.end for turn in planned])
    assert "as before" in again[0].why


@pytest.mark.parametrize("options", EVERY_OPTIONS, ids=label)
def test_every_strategy_plans_whole_epochs_and_says_why(options: Alternating) -> None:
    turns = classroom.strategy(options, LEARNERS[3]).plan(record((0.2, 0.1, 0.7)))
    assert (turns[0].start, turns[-1].end) == (0, 1)
    assert all(turn.why and not turn.gradient_norm for turn in turns)


def test_every_strategy_is_tested() -> None:
    assert {type(options) for options in EVERY_OPTIONS} == set(STRATEGIES)
