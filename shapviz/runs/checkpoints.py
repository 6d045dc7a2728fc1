"""Of which epochs the network of a run is kept, and under which names among its artifacts."""

import re
from typing import Final

from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo

START: Final = "parent.safetensors"  # the parent's checkpoint among the artifacts of a fork
WEIGHTS: Final = "weights.safetensors"  # a checkpoint without the optimizer's state: enough to examine, not to train on


def checkpoint_name(epoch: int) -> str:
    """Return the name of the artifact that is a run's checkpoint of an epoch."""
    return f"epoch-{epoch:04d}.safetensors"


def weights_name(epoch: int) -> str:
    """Return the name of the artifact that holds the weights of an earlier epoch and nothing to train on with."""
    return f"weights-{epoch:04d}.safetensors"


def kept(artifacts: ArtifactStore, run_id: str) -> tuple[int, ...]:
    """Return the epochs of which the run still has its checkpoint, in order."""
    return _numbers(artifacts, run_id, "epoch-")


def weighted(artifacts: ArtifactStore, run_id: str) -> tuple[int, ...]:
    """Return the epochs by whose number the run has weights, in order: those of checkpoints, and bare ones."""
    return tuple(sorted({*kept(artifacts, run_id), *_numbers(artifacts, run_id, "weights-")}))


def _numbers(artifacts: ArtifactStore, run_id: str, beginning: str) -> tuple[int, ...]:
    """Return the epochs that the run's artifacts of this beginning are named after, in order."""
    pattern = re.compile(rf"{beginning}(\d+)\.safetensors")
    found = map(pattern.fullmatch, artifacts.names(run_id))
    return tuple(sorted(int(match[1]) for match in found if match))


def examinable(artifacts: ArtifactStore, run: RunInfo) -> tuple[int, ...]:
    """Return the epochs at which a run can be forked to be trained no further, in order: there its weights are kept."""
    there = weighted(artifacts, run.id)
    if run.epoch is None or run.epoch in there or WEIGHTS not in artifacts.names(run.id):
        return there
    return tuple(sorted((*there, run.epoch)))


def viewable(artifacts: ArtifactStore, run_id: str, last: int | None) -> tuple[int, ...]:
    """Return the epochs whose network can be looked at, in order: those by whose number weights are kept, and the last.

    Args:
        artifacts: Where the run keeps them.
        run_id: The run.
        last: How far it has come.
    """
    if last is None or network(artifacts, run_id) is None:
        return ()
    return (*(epoch for epoch in weighted(artifacts, run_id) if epoch < last), last)


def network(artifacts: ArtifactStore, run_id: str, epoch: int | None = None) -> str | None:
    """Return the name of the artifact that holds weights of a run; None where they are not kept.

    Args:
        artifacts: Where the run keeps them.
        run_id: The run.
        epoch: Of which; None takes the newest. A fork that has trained no further has those of its parent.
    """
    there = artifacts.names(run_id)
    if epoch is not None:
        return next((name for name in (checkpoint_name(epoch), weights_name(epoch)) if name in there), None)
    epochs = kept(artifacts, run_id)
    if epochs:
        return checkpoint_name(epochs[-1])
    return next((name for name in (START, WEIGHTS) if name in there), None)
