"""Checkpoints hold all that a learner is: what comes out is what went in, to the last bit."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save

from shapviz.errors import StoreError
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.options import Alternating, Options
from shapviz.strategies import Learner
from shapviz.training.checkpoint import Checkpoints, pack, restore, unpack
from tests.strategies import classroom

RECORD = classroom.record((0.5, 0.3, 0.2), epoch=4)
OPTIMIZERS = pytest.mark.parametrize("optimizer", sorted(classroom.OPTIMIZERS))


def train(learner: Learner, options: Options, *, turns: int) -> None:
    """Train for some turns of one epoch."""
    trainer = classroom.strategy(options, learner)
    for turn in trainer.plan(RECORD)[:turns]:
        trainer.begin(1, turn)
        for batch in learner.train.batches(8, seed=1):
            trainer.step(batch, turn)
        trainer.end(turn)


def all_state(learner: Learner) -> dict[str, dict[str, torch.Tensor]]:
    names = learner.model.modalities
    return {name: classroom.snapshot(learner.model, learner.optimizer, name) for name in names}


@OPTIMIZERS
@pytest.mark.parametrize("turns", [0, 1, 3], ids=["untrained", "one has learned", "all have learned"])
def test_a_restored_learner_is_the_saved_one(optimizer: str, turns: int) -> None:
    saved, restored = (classroom.learner(optimizer=optimizer) for _ in range(2))
    train(saved, Alternating(), turns=turns)
    train(restored, Alternating(order="strong_first"), turns=turns)
    assert restore(restored, unpack(pack(RECORD, saved, "fingerprint"))) == RECORD
    torch.testing.assert_close(all_state(restored), all_state(saved), rtol=0, atol=0)
    train(saved, Alternating(), turns=3)
    train(restored, Alternating(), turns=3)
    torch.testing.assert_close(all_state(restored), all_state(saved), rtol=0, atol=0)


@OPTIMIZERS
def test_a_checkpoint_holds_weights_buffers_and_optimizer_state_by_name(optimizer: str) -> None:
    learner = classroom.learner(optimizer=optimizer)
    train(learner, Alternating(), turns=1)
    tensors, _ = unpack(pack(RECORD, learner, "fingerprint"))
    model = {name.removeprefix("model.") for name in tensors if name.startswith("model.")}
    assert model == set(learner.model.state_dict())
    learned = {name.split(".", 2)[2] for name in tensors if name.startswith("optimizer.")}
    # `accel` has the smallest share and is the only one to have had a turn
    assert learned == {
        name for name in dict(learner.model.named_parameters()) if "accel" in name or name == "head.bias"
    }


def test_the_metadata_says_whose_it_is() -> None:
    _, metadata = unpack(pack(RECORD, classroom.learner(), "fingerprint"))
    assert metadata["fingerprint"] == "fingerprint"
    assert json.loads(metadata["record"])["epoch"] == RECORD.epoch


def test_the_newest_checkpoint_of_the_same_run_counts(tmp_path: Path) -> None:
    artifacts, learner = ArtifactStore.open(str(tmp_path)), classroom.learner()
    mine, other = (Checkpoints(artifacts, "run", fingerprint) for fingerprint in ("mine", "other"))
    for epoch in (0, 2, 10):
        mine.save(RECORD.model_copy(update={"epoch": epoch}), learner)
    other.save(RECORD.model_copy(update={"epoch": 11}), learner)
    resumed = mine.resume(learner)
    assert resumed is not None
    assert resumed.epoch == 10
    assert Checkpoints(artifacts, "another-run", "mine").resume(learner) is None


@pytest.mark.parametrize("kept", [0, 5, 200, -1], ids=lambda kept: f"{kept} bytes")
def test_a_file_that_is_no_checkpoint_is_named_and_not_passed_over(kept: int, tmp_path: Path) -> None:
    artifacts, learner = ArtifactStore.open(str(tmp_path)), classroom.learner()
    checkpoints = Checkpoints(artifacts, "run", "mine")
    checkpoints.save(RECORD, learner)
    artifacts.write("run", "epoch-0004.safetensors", artifacts.read("run", "epoch-0004.safetensors")[:kept])
    with pytest.raises(StoreError, match=r"epoch-0004\.safetensors") as caught:
        checkpoints.resume(learner)
    assert "Delete" in caught.value.remedy


def test_a_foreign_safetensors_file_is_no_checkpoint(tmp_path: Path) -> None:
    artifacts = ArtifactStore.open(str(tmp_path))
    artifacts.write("run", "epoch-0004.safetensors", save({"weights": torch.zeros(2)}, {"made by": "somebody else"}))
    with pytest.raises(StoreError, match="fingerprint"):
        Checkpoints(artifacts, "run", "mine").resume(classroom.learner())
