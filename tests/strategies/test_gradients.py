"""What each strategy does to the gradients, against a derivation by hand.

Silent no-ops are the commonest bug of training strategies, so here it is said for each of them, parameter by
parameter, what its step descends.
"""

from dataclasses import replace

import numpy as np
import pytest
import torch

from shapviz.runs.options import Alternating, Joint, JointUnimodal, ModalityDropout, Options, Unimodal
from shapviz.runs.records import Turn
from shapviz.strategies import STRATEGIES, Learner
from shapviz.strategies.modality_dropout import random_coalitions
from shapviz.strategies.seeds import seed_for
from tests.strategies import by_hand
from tests.strategies.by_hand import NAMES, Terms
from tests.strategies.classroom import label, record, strategy

ALL = frozenset(NAMES)
OWN: Terms = {frozenset([name]): 1.0 for name in NAMES}
TOGETHER: tuple[tuple[Options, Terms], ...] = (
    (Joint(), {ALL: 1.0}),
    (JointUnimodal(weight=0.5), {ALL: 1.0} | dict.fromkeys(OWN, 0.5)),
    (Unimodal(), OWN),
    (ModalityDropout(rate=0), {ALL: 1.0}),
)
# the losses of the three turns hare, tortoise, snail
HARE, TORTOISE, SNAIL = OWN
IN_TURNS: tuple[tuple[str, tuple[Terms, ...]], ...] = (
    ("own", ({HARE: 1.0}, {TORTOISE: 1.0}, {SNAIL: 1.0})),
    ("full", ({ALL: 1.0},) * 3),
    ("own_full", ({HARE: 1.0, ALL: 1.0}, {TORTOISE: 1.0, ALL: 1.0}, {SNAIL: 1.0, ALL: 1.0})),
    ("inherit", ({HARE: 1.0}, {HARE | TORTOISE: 1.0}, {ALL: 1.0})),
)


def assert_gradients(learner: Learner, expected: dict[str, np.ndarray], turn: Turn) -> None:
    """Those who learn, and what is shared, have the expected gradients; the frozen have none, not even zeros."""
    frozen = [name for name in NAMES if name not in turn.modalities]
    without = {parameter(name) for name in frozen for parameter in (by_hand.encoder, by_hand.block)}
    for name, weights in learner.model.named_parameters():
        if name in without:
            assert weights.grad is None, name
        else:
            assert weights.grad is not None, name
            np.testing.assert_allclose(weights.grad, expected[name], atol=1e-12, err_msg=name)


@pytest.mark.parametrize(("options", "terms"), TOGETHER, ids=[label(options) for options, _ in TOGETHER])
def test_all_learn_from_the_losses_of_these_coalitions(options: Options, terms: Terms) -> None:
    learner = by_hand.learner()
    trainer = strategy(options, learner)
    (turn,) = trainer.plan(record((0.6, 0.3, 0.1), names=NAMES))
    expected = by_hand.gradients(learner, terms)
    trainer.begin(1, turn)
    trainer.step(by_hand.whole(learner), turn)
    assert_gradients(learner, expected, turn)


@pytest.mark.parametrize(("loss", "terms_of_turns"), IN_TURNS, ids=[loss for loss, _ in IN_TURNS])
def test_in_its_turn_a_modality_learns_from_the_losses_of_these_coalitions(
    loss: str, terms_of_turns: tuple[Terms, ...]
) -> None:
    learner = by_hand.learner()
    trainer = strategy(Alternating.model_validate({"loss": loss, "order": "fixed"}), learner)
    turns = trainer.plan(record((0.6, 0.3, 0.1), names=NAMES))
    for turn, terms in zip(turns, terms_of_turns, strict=True):
        trainer.begin(1, turn)
        for _ in range(2):
            # with the weights of now, those that the turns before have changed included: no table may be stale
            expected = by_hand.gradients(learner, terms)
            trainer.step(by_hand.whole(learner), turn)
            assert_gradients(learner, expected, turn)
        trainer.end(turn)


def test_modality_dropout_descends_the_losses_of_the_coalitions_that_it_draws() -> None:
    learner = by_hand.learner()
    trainer = strategy(ModalityDropout(rate=0.5), learner)
    (turn,) = trainer.plan(record((0.6, 0.3, 0.1), names=NAMES))
    generator = torch.Generator().manual_seed(seed_for(learner.seed, "modality dropout", 1))
    present = random_coalitions(by_hand.SAMPLES, len(NAMES), 0.5, generator)
    assert len({tuple(row) for row in present.tolist()}) > 1, "samples should differ"

    terms: dict[frozenset[str], np.ndarray] = {}
    for sample, row in enumerate(present.tolist()):
        coalition = frozenset(name for name, here in zip(NAMES, row, strict=True) if here)
        terms.setdefault(coalition, np.zeros(by_hand.SAMPLES))[sample] = 1
    expected = by_hand.gradients(learner, terms)
    trainer.begin(1, turn)
    trainer.step(by_hand.whole(learner), turn)
    assert_gradients(learner, expected, turn)


def test_every_strategy_has_its_gradients_derived_here() -> None:
    derived = {type(options) for options, _ in TOGETHER} | {Alternating}
    assert derived == set(STRATEGIES)


@pytest.mark.parametrize("options", [options for options, _ in TOGETHER], ids=label)
def test_gradient_norms_that_nobody_wants_are_not_taken_and_nothing_else_changes(options: Options) -> None:
    watched, unwatched = by_hand.learner(), replace(by_hand.learner(), norms=False)
    steps = []
    for learner in (watched, unwatched):
        trainer = strategy(options, learner)
        (turn,) = trainer.plan(record((0.6, 0.3, 0.1), names=NAMES))
        trainer.begin(1, turn)
        steps.append(trainer.step(by_hand.whole(learner), turn))
    assert [len(step.gradient_norm) for step in steps] == [len(NAMES), 0]
    assert steps[0].loss == steps[1].loss
    assert all(map(torch.equal, watched.model.parameters(), unwatched.model.parameters()))
