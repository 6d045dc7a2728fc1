"""Unimodal training is the late ensemble: nobody learns anything from or for anybody else."""

import numpy as np
import torch
from lightning_fabric import Fabric
from torch.optim import Adam

from shapviz.models import BatchSource, build_model
from shapviz.runs.options import Alternating, Options, Unimodal
from shapviz.runs.spec import ModelSpec
from shapviz.strategies import Learner
from tests.models import worlds
from tests.strategies import classroom

WORLD = worlds.dataset(samples=24)


def trained(options: Options, *names: str) -> Learner:
    """Return a learner of these modalities after two epochs, in which what the head shares stayed as it was."""
    dataset = WORLD.select(names)
    model = build_model(ModelSpec(), dataset.modalities, worlds.CLASSES, seed=0)
    for parameter in model.shared_parameters():
        parameter.requires_grad_(False)
    source = BatchSource(dataset, np.arange(len(WORLD)))
    learner = Learner(model, Adam(model.parameters(), lr=0.01), Fabric(accelerator="cpu"), source, seed=0)
    trainer = classroom.strategy(options, learner)
    for epoch in (1, 2):
        for turn in trainer.plan(classroom.record([1 / len(names)] * len(names), names=names)):
            trainer.begin(epoch, turn)
            for batch in source.batches(8, seed=epoch):
                trainer.step(batch, turn)
            trainer.end(turn)
    return learner


def same_modality(name: str, one: Learner, other: Learner) -> bool:
    pairs = zip(one.model.parameters_of(name), other.model.parameters_of(name), strict=True)
    return all(torch.equal(*pair) for pair in pairs)


def test_a_modality_learns_the_same_in_any_company() -> None:
    among_three = trained(Unimodal(), "bill", "accel", "words")
    assert same_modality("bill", among_three, trained(Unimodal(), "bill", "body"))
    assert same_modality("words", among_three, trained(Unimodal(), "drawing", "words"))


def test_alternating_with_own_losses_learns_the_same_encoders() -> None:
    """Batches depend on the epoch alone, so taking turns is then only another way to write it down."""
    together, in_turns = (
        trained(options, "bill", "accel", "body") for options in (Unimodal(), Alternating(loss="own"))
    )
    assert all(same_modality(name, together, in_turns) for name in ("bill", "accel", "body"))


def test_the_fused_prediction_is_the_sum_of_the_single_ones() -> None:
    learner = trained(Unimodal(), "bill", "words")
    model = learner.model.eval()
    (batch,) = learner.train.ordered(24)
    contributions = model.contributions(batch.inputs)
    alone = [model.logits({name: contribution}) for name, contribution in contributions.items()]
    torch.testing.assert_close(model.logits(contributions), sum(alone) - model.head.finish(torch.tensor(0.0)))
