"""Forks: with the parent's settings not one bit different from it, with others a run like any other."""

from itertools import takewhile
from pathlib import Path

import pytest

from shapviz.errors import StoreError
from shapviz.experiment import run
from shapviz.runs import checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import EpochRecord, Progress
from shapviz.runs.spec import RunSpec
from tests.training.runs import epochs, records, small

PARENT, CHILD = "parent", "child"
GUIDED = {"name": "alternating", "order": "random", "loss": "inherit", "budget": "guided"}
SPECS = {
    "joint": small(),
    "random order, guided": small(GUIDED, training={"optimizer": "adamw"}),
    "weak first, seldom valued": small({"name": "alternating"}, valuation={"every": 2}),
    "dropout, sgd, mlp head": small(
        {"name": "modality_dropout"}, training={"optimizer": "sgd", "learning_rate": 0.05}, model={"head": "mlp"}
    ),
    "aligned, halved": small(
        {"name": "alternating"},
        training={"halve_after": 1, "learning_rate": 0.02, "align_features": 0.1, "align_samples": 0.1},
        model={"mapping": True},
    ),
    "guided by the ensemble": small({"name": "alternating", "guide": "ensemble"}),
    "memory and prototypes, random order": small(
        {"name": "alternating", "order": "random", "loss": "inherit"},
        training={"epochs": 4},
        model={"head": "gated", "prototypes": True},
    ),
    "batch normalisation": small({"name": "alternating"}, dataset="watch", training={"epochs": 2, "batch_size": 256}),
}


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path))


def lay(artifacts: ArtifactStore, epoch: int) -> None:
    """Give the child the parent's checkpoint of an epoch."""
    artifacts.write(CHILD, checkpoints.START, artifacts.read(PARENT, checkpoints.checkpoint_name(epoch)))


def tensors(artifacts: ArtifactStore, run_id: str, epoch: int) -> bytes:
    """Return the last checkpoint without its header, in which the seconds stand."""
    data = artifacts.read(run_id, checkpoints.checkpoint_name(epoch))
    return data[8 + int.from_bytes(data[:8], "little") :]


@pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))
def test_a_fork_with_unchanged_settings_goes_on_bit_for_bit_like_its_parent(
    spec: RunSpec, artifacts: ArtifactStore
) -> None:
    parent = records(run(spec, artifacts=artifacts, run_id=PARENT))
    last = spec.training.epochs
    for epoch in range(last):
        lay(artifacts, epoch)
        assert records(run(spec, artifacts=artifacts, run_id=CHILD, forked=True)) == parent[epoch:]
        assert tensors(artifacts, CHILD, last) == tensors(artifacts, PARENT, last)
        artifacts.delete_run(CHILD)


def test_a_longer_fork_of_the_end_is_the_run_that_was_longer_from_the_start(artifacts: ArtifactStore) -> None:
    spec = SPECS["random order, guided"]
    longer = small(GUIDED, training={"optimizer": "adamw", "epochs": 5})
    list(run(spec, artifacts=artifacts, run_id=PARENT))
    lay(artifacts, 3)
    assert records(run(longer, artifacts=artifacts, run_id=CHILD, forked=True)) == records(run(longer))[3:]


def test_another_strategy_plans_from_the_parents_record(artifacts: ArtifactStore) -> None:
    spec = SPECS["joint"]
    parent = epochs(run(spec, artifacts=artifacts, run_id=PARENT))
    lay(artifacts, 1)
    child = epochs(run(small({"name": "alternating"}), artifacts=artifacts, run_id=CHILD, forked=True))
    assert child[0].model_copy(update={"next_turns": parent[1].next_turns}) == parent[1]
    assert [turn.modalities for turn in child[1].turns] == [turn.modalities for turn in child[0].next_turns]
    assert all(len(turn.modalities) == 1 for turn in child[1].turns)
    assert child[1].encoder_passes > parent[1].encoder_passes, "what the parent has spent is counted"


def test_another_learning_rate_is_used_from_the_fork_on(artifacts: ArtifactStore) -> None:
    slow = small(training={"learning_rate": 1e-5})
    parent = epochs(run(small(), artifacts=artifacts, run_id=PARENT))
    lay(artifacts, 1)
    child = epochs(run(slow, artifacts=artifacts, run_id=CHILD, forked=True))
    assert child[0] == parent[1]
    assert child[1].valid_loss != parent[2].valid_loss


def test_a_fork_that_was_killed_goes_on_from_its_own_epochs(artifacts: ArtifactStore) -> None:
    list(run(SPECS["joint"], artifacts=artifacts, run_id=PARENT))
    lay(artifacts, 1)
    spec = small(GUIDED)
    events = run(spec, artifacts=artifacts, run_id=CHILD, forked=True)
    before = list(takewhile(lambda event: not (isinstance(event, Progress) and event.epoch == 3), events))
    artifacts.delete_run(PARENT)
    after = records(run(spec, artifacts=artifacts, run_id=CHILD, forked=True))
    artifacts.write("again", checkpoints.START, artifacts.read(CHILD, checkpoints.START))
    undisturbed = records(run(spec, artifacts=artifacts, run_id="again", forked=True))
    assert [event.epoch for event in before if isinstance(event, EpochRecord)] == [1, 2]
    assert records(before) + after[1:] == undisturbed


def test_a_fork_that_has_lost_its_beginning_does_not_begin_anew(artifacts: ArtifactStore) -> None:
    with pytest.raises(StoreError, match=checkpoints.START):
        next(run(small(), artifacts=artifacts, run_id=CHILD, forked=True))


def test_a_damaged_beginning_is_named_with_a_remedy_that_helps(artifacts: ArtifactStore) -> None:
    artifacts.write(CHILD, checkpoints.START, b"not a checkpoint")
    with pytest.raises(StoreError, match="Fork its parent once more"):
        next(run(small(), artifacts=artifacts, run_id=CHILD, forked=True))


def test_an_examination_trains_nothing_and_finds_what_the_run_would_have_found_with_probes(
    artifacts: ArtifactStore,
) -> None:
    spec = SPECS["joint"]
    probing = spec.model_copy(update={"probes": True})
    at_once = records(run(probing))
    records(run(spec, artifacts=artifacts, run_id=PARENT))
    lay(artifacts, spec.training.epochs)
    afterwards = records(run(probing, artifacts=artifacts, run_id=CHILD, forked=True))
    assert [record.kind for record in afterwards] == ["epoch", "final", "diagnosis"]
    assert afterwards == at_once[-3:]
