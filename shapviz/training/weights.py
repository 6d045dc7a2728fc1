"""The weights of a trained network, for those who want to look at it and not to train it any further."""

from collections.abc import Iterator, Mapping
from typing import Final, NoReturn

from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor, isfinite, nn

from shapviz.errors import StoreError, UsageError
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.checkpoints import network, weighted
from shapviz.runs.forks import spans

PREFIX: Final = "model."
AGAIN: Final = "Train the same settings on this machine, and look at that run."


def load_weights(model: nn.Module, artifacts: ArtifactStore, run_id: str, epoch: int | None = None) -> None:
    """Give a network the weights and buffers of a checkpoint of the run, whatever else it holds or lacks.

    Args:
        model: As the run's specification describes it; unharmed if the weights are not its own.
        artifacts: Where the run keeps its checkpoints.
        run_id: The run.
        epoch: Of which; None takes the newest.

    Raises:
        UsageError: If the run has no such checkpoint.
        StoreError: If it cannot be read, was made by another network, or holds weights that are no finite numbers.
    """
    name = network(artifacts, run_id, epoch) or _missing(artifacts, run_id, epoch)
    data = artifacts.read(run_id, name)
    try:
        tensors = load(data)
    except SafetensorError as error:
        raise StoreError(f"{name} of the run {run_id} cannot be read: {error}.", remedy=AGAIN) from error
    weights = {key.removeprefix(PREFIX): value for key, value in tensors.items() if key.startswith(PREFIX)}
    differences = list(_differences(model.state_dict(), weights))
    if differences:
        raise StoreError(
            f"{name} of the run {run_id} does not fit the network that its settings describe, and may have been made "
            f"by another version of shapviz: {'; '.join(differences[:3])}{', and more' * (len(differences) > 3)}.",
            remedy=AGAIN,
        )
    if not all(isfinite(tensor).all() for tensor in weights.values()):
        raise StoreError(f"{name} of the run {run_id} holds weights that are no finite numbers.", remedy=AGAIN)
    model.load_state_dict(weights)


def _missing(artifacts: ArtifactStore, run_id: str, epoch: int | None) -> NoReturn:
    """Raise UsageError, saying which weights there are."""
    there = weighted(artifacts, run_id)
    if epoch is not None and there:
        raise UsageError(
            f"The run {run_id} has not kept the weights of epoch {epoch}.",
            remedy=f"Look at epoch {spans(there)}, or at the newest.",
        )
    raise UsageError(
        f"The weights of the run {run_id} are not kept here: runs of a study give theirs up once they have finished, "
        "and runs that come from elsewhere may have none.",
        remedy=AGAIN,
    )


def _differences(expected: Mapping[str, Tensor], found: Mapping[str, Tensor]) -> Iterator[str]:
    """Yield a clause for each tensor that is missing, of another shape, or not expected."""
    for name, tensor in expected.items():
        if name not in found:
            yield f"{name} is missing"
        elif found[name].shape != tensor.shape:
            yield f"{name} has the shape {tuple(found[name].shape)}, expected {tuple(tensor.shape)}"
    for name in found.keys() - expected.keys():
        yield f"{name} is not expected"
