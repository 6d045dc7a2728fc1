"""Frozen means frozen: in a turn nothing of the others moves, not by one bit."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from shapviz.runs.options import Alternating, Joint, ModalityDropout, Options
from shapviz.strategies import Learner, Strategy
from tests.models import worlds
from tests.strategies import classroom

SCHEDULES = st.builds(
    Alternating,
    order=st.sampled_from(["weak_first", "strong_first", "random", "fixed"]),
    loss=st.sampled_from(["own", "full", "own_full", "inherit"]),
    budget=st.sampled_from(["equal", "guided"]),
)
LEARNERS = st.builds(
    classroom.learner,
    st.sampled_from([2, 3]),
    head=st.sampled_from(worlds.HEADS),
    absence=st.sampled_from(worlds.ABSENCES),
    optimizer=st.sampled_from(sorted(classroom.OPTIMIZERS)),
    samples=st.just(12),
)


def state(learner: Learner, name: str) -> dict[str, torch.Tensor]:
    return classroom.snapshot(learner.model, learner.optimizer, name)


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(value, other[key]) for key, value in one.items())


def train_for(trainer: Strategy, epoch: int) -> None:
    """Train for one epoch, watching everybody."""
    learner, model = trainer.learner, trainer.learner.model
    shares = (0.5, 0.3, 0.2)[: len(model.modalities)]
    for turn in trainer.plan(classroom.record(shares, names=model.modalities, epoch=epoch - 1)):
        before = {name: state(learner, name) for name in model.modalities}
        trainer.begin(epoch, turn)
        for batch in learner.train.batches(6, seed=epoch):
            trainer.step(batch, turn)
        trainer.end(turn)
        moved = {name for name in model.modalities if not same(before[name], state(learner, name))}
        assert moved == set(turn.modalities)


@settings(max_examples=30, deadline=None)
@given(SCHEDULES, LEARNERS)
def test_in_a_turn_all_of_the_learner_moves_and_nothing_of_the_others(options: Alternating, learner: Learner) -> None:
    trainer = classroom.strategy(options, learner)
    # by the second epoch everybody has momentum, averages and running statistics that could move
    train_for(trainer, epoch=1)
    train_for(trainer, epoch=2)


@pytest.mark.parametrize("options", [Joint(), ModalityDropout(), Alternating()], ids=classroom.label)
def test_prototypes_follow_those_who_learn(options: Options) -> None:
    learner = classroom.learner(prototypes=True)
    trainer = classroom.strategy(options, learner)
    batch = next(learner.train.ordered(8))
    for turn in trainer.plan(classroom.record((0.5, 0.3, 0.2))):
        before = {name: learner.model.prototypes[f"of_{name}"].means.clone() for name in learner.model.modalities}
        trainer.begin(1, turn)
        trainer.step(batch, turn)
        after = {name: learner.model.prototypes[f"of_{name}"].means for name in learner.model.modalities}
        assert {name for name in before if not torch.equal(before[name], after[name])} == set(turn.modalities)


def test_the_snapshots_hold_parameters_buffers_and_optimizer_state() -> None:
    learner = classroom.learner(players=3)
    train_for(classroom.strategy(Alternating(), learner), epoch=1)
    kinds = {key.rsplit(".", 1)[-1] for key in state(learner, "drawing")}
    assert kinds >= {"weight", "running_mean", "num_batches_tracked", "exp_avg", "exp_avg_sq", "step"}


@settings(max_examples=10, deadline=None)
@given(SCHEDULES, st.sampled_from(worlds.HEADS))
def test_what_the_head_shares_learns_in_every_turn(options: Alternating, head: str) -> None:
    learner = classroom.learner(head=head, absence="zero")
    trainer = classroom.strategy(options, learner)
    for turn in trainer.plan(classroom.record((0.5, 0.3, 0.2))):
        before = [parameter.detach().clone() for parameter in learner.model.shared_parameters()]
        trainer.begin(1, turn)
        trainer.step(next(learner.train.ordered(8)), turn)
        assert not any(map(torch.equal, before, learner.model.shared_parameters()))


def test_absent_tokens_learn_from_the_turns_of_the_others() -> None:
    learner = classroom.learner(absence="learned")
    trainer = classroom.strategy(Alternating(loss="own", order="fixed"), learner)
    first = trainer.plan(classroom.record((0.5, 0.3, 0.2)))[0]
    tokens = {name: learner.model.head.slot(name).token for name in learner.model.modalities}
    before = {name: token.detach().clone() for name, token in tokens.items() if token is not None}
    trainer.begin(1, first)
    trainer.step(next(learner.train.ordered(8)), first)
    moved = {name for name, token in tokens.items() if token is not None and not torch.equal(before[name], token)}
    assert moved == set(learner.model.modalities) - set(first.modalities)
