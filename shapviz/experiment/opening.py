"""Trained networks with their data, opened again from a checkpoint."""

from contextlib import closing

from shapviz.attribution.explainer import Explainer
from shapviz.data import catalog
from shapviz.experiment.ground import Ground
from shapviz.models import FusionModel
from shapviz.robustness.bench import Bench
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from shapviz.training.devices import here


def opened(
    spec: RunSpec, artifacts: ArtifactStore, run_id: str, epoch: int | None = None
) -> tuple[Ground, FusionModel]:
    """Return the data of a run, and its network in evaluation mode as a checkpoint holds it.

    Only weights are needed: a checkpoint that has lost all else will do. Where this machine lacks the device that the
    run was trained on, the CPU takes its place.

    Args:
        spec: What describes the run.
        artifacts: Where it keeps its checkpoints.
        run_id: The run.
        epoch: Of which; None takes the newest.

    Raises:
        UsageError: If the dataset is not known, or the run has no such checkpoint.
        StoreError: If the checkpoint cannot be read, or was made by another network.
    """
    catalog.check(spec)
    ground = Ground.of(spec.model_copy(update={"device": here(spec.device)}))
    return ground, ground.trained(spec, artifacts, run_id, epoch)


def open_bench(run: str) -> Bench:
    """Return the bench of a recorded run: its network and test split, to be looked at under any conditions.

    Args:
        run: Its id, its name, or the start of its id.

    Raises:
        UsageError: If there is no such run, or its weights are not kept; errors else as in `opened`.
    """
    with closing(RunStore.open()) as store:
        info = store.get(run)
    ground, model = opened(info.spec, ArtifactStore.open(), info.id)
    return Bench(model, ground.dataset, ground.splits, seed=info.spec.seed)


def open_explainer(run: str, epoch: int | None = None) -> Explainer:
    """Return the explainer of a recorded run: its network and test split, of which attributions can be asked.

    Args:
        run: Its id, its name, or the start of its id.
        epoch: Of which the weights are to be; None takes the newest.

    Raises:
        UsageError: If there is no such run, or its weights are not kept; errors else as in `opened`.
    """
    with closing(RunStore.open()) as store:
        info = store.get(run)
    ground, model = opened(info.spec, ArtifactStore.open(), info.id, epoch)
    return Explainer(model, ground.dataset, ground.splits, seed=info.spec.seed)
