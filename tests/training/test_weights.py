"""Weights for looking at: of the newest checkpoint, whatever else it has lost, and never those of another network."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import load, save

from shapviz.errors import StoreError, UsageError
from shapviz.models import FusionModel
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.checkpoints import START, WEIGHTS, checkpoint_name, weights_name
from shapviz.training.checkpoint import pack
from shapviz.training.weights import load_weights
from tests.strategies import classroom

RUN = "run"


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path))


def checkpoint(shift: float) -> bytes:
    """Return a checkpoint whose weights tell from which it is."""
    learner = classroom.learner(head="gated", prototypes=True)
    with torch.no_grad():
        for parameter in learner.model.parameters():
            parameter += shift
    return pack(classroom.record((0.5, 0.3, 0.2), epoch=4), learner, "fingerprint")


def network(head: str = "gated", players: int = 3) -> FusionModel:
    return classroom.learner(players, head=head, prototypes=True).model


def shift_of(model: FusionModel) -> float:
    return float((next(model.parameters()) - next(network().parameters())).detach().mean())


def bare(data: bytes) -> bytes:
    """Return a checkpoint that has kept its weights alone."""
    return save({name: value for name, value in load(data).items() if name.startswith("model.")})


def test_the_newest_checkpoint_counts(artifacts: ArtifactStore) -> None:
    for name, shift in ((START, 1.0), (checkpoint_name(9), 2.0), (checkpoint_name(10), 3.0)):
        artifacts.write(RUN, name, checkpoint(shift))
        model = network()
        load_weights(model, artifacts, RUN)
        assert shift_of(model) == pytest.approx(shift)


def test_those_of_an_earlier_epoch_are_its_checkpoint_or_lie_bare(artifacts: ArtifactStore) -> None:
    stored = ((weights_name(2), 2.0), (checkpoint_name(4), 4.0), (weights_name(4), 0.0), (WEIGHTS, 9.0))
    for name, shift in stored:
        artifacts.write(RUN, name, checkpoint(shift))
    for epoch in (2, 4):
        model = network()
        load_weights(model, artifacts, RUN, epoch)
        assert shift_of(model) == pytest.approx(epoch)
    with pytest.raises(UsageError, match=r"not kept the weights of epoch 3\. Look at epoch 2 or 4, or at the newest\."):
        load_weights(network(), artifacts, RUN, 3)


def test_weights_alone_will_do_and_buffers_belong_to_them(artifacts: ArtifactStore) -> None:
    data = checkpoint(1.0)
    artifacts.write(RUN, checkpoint_name(3), bare(data))
    model = classroom.learner(head="gated", prototypes=True).model
    for buffer in model.buffers():
        buffer.zero_()
    load_weights(model, artifacts, RUN)
    expected = {name.removeprefix("model."): value for name, value in load(bare(data)).items()}
    torch.testing.assert_close(dict(model.state_dict()), expected, rtol=0, atol=0)


def test_a_run_without_checkpoints_says_who_has_none(artifacts: ArtifactStore) -> None:
    artifacts.write(RUN, "samples.safetensors", b"something else")
    with pytest.raises(UsageError, match="runs of a study give theirs up"):
        load_weights(network(), artifacts, RUN)


def test_a_checkpoint_that_is_none_is_said_to_be_unreadable(artifacts: ArtifactStore) -> None:
    artifacts.write(RUN, checkpoint_name(3), checkpoint(0.0)[:1000])
    with pytest.raises(StoreError, match=r"epoch-0003.safetensors of the run run cannot be read"):
        load_weights(network(), artifacts, RUN)


@pytest.mark.parametrize(
    ("head", "players", "clause"),
    [
        ("mlp", 3, "head.bias is missing"),
        ("gated", 2, "is not expected"),
        ("additive", 3, r"has the shape \(64, 32\), expected \(4, 32\)"),
    ],
)
def test_weights_of_another_network_are_refused_and_harm_nothing(
    artifacts: ArtifactStore, head: str, players: int, clause: str
) -> None:
    artifacts.write(RUN, checkpoint_name(3), checkpoint(1.0))
    model = network(head, players)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    with pytest.raises(StoreError, match=clause) as error:
        load_weights(model, artifacts, RUN)
    assert "another version" in error.value.problem
    torch.testing.assert_close(dict(model.state_dict()), before, rtol=0, atol=0)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_finite_numbers_are_refused_and_harm_nothing(
    artifacts: ArtifactStore, value: float
) -> None:
    artifacts.write(RUN, checkpoint_name(3), checkpoint(value))
    model = network()
    with pytest.raises(StoreError, match="no finite numbers"):
        load_weights(model, artifacts, RUN)
    assert shift_of(model) == 0
