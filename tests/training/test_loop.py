from hypothesis import given
from hypothesis import strategies as st

from shapviz.runs.options import Alternating, Joint
from shapviz.training.loop import batch_count
from tests.strategies import classroom

WEIGHTS = st.lists(st.integers(0, 20), min_size=2, max_size=5).filter(any)
LEARNERS = {players: classroom.learner(players, samples=4) for players in (2, 3, 4, 5)}


@given(WEIGHTS, st.floats(0.1, 4), st.integers(1, 1000))
def test_a_guided_budget_deals_out_exactly_the_batches_of_an_epoch(
    weights: list[int], power: float, per_pass: int
) -> None:
    players = len(weights)
    trainer = classroom.strategy(Alternating(budget="guided", power=power), LEARNERS[players])
    turns = trainer.plan(classroom.record([weight / sum(weights) for weight in weights]))
    counts = [batch_count(turn, players, per_pass) for turn in turns]
    assert sum(counts) == players * per_pass
    assert min(counts) >= per_pass // 4


@given(st.sampled_from(sorted(LEARNERS)), st.integers(1, 1000))
def test_an_equal_turn_is_one_pass_and_so_is_an_epoch_of_joint_training(players: int, per_pass: int) -> None:
    past = classroom.record([1 / players] * players)
    in_turns = classroom.strategy(Alternating(), LEARNERS[players]).plan(past)
    together = classroom.strategy(Joint(), LEARNERS[players]).plan(past)
    assert {batch_count(turn, players, per_pass) for turn in (*in_turns, *together)} == {per_pass}
