"""From a specification to events: the only place that joins data, network, strategy and training."""

from collections.abc import Iterator

from shapviz.data import catalog
from shapviz.models import BatchSource, build_model
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import Event
from shapviz.runs.spec import RunSpec
from shapviz.strategies import STRATEGIES, Learner
from shapviz.training import Checkpoints, Training, build_optimizer, open_fabric


def run(spec: RunSpec, *, artifacts: ArtifactStore | None = None, run_id: str | None = None) -> Iterator[Event]:
    """Yield the events of a run, training as they are asked for.

    The same spec on the same machine yields the same records, `seconds` apart, also after a kill.

    Args:
        spec: Everything that describes the run.
        artifacts: Where its checkpoints are kept. If there are some already, the run goes on from the newest, and
            yields the record of that epoch once more. None keeps nothing.
        run_id: Whose checkpoints these are; by default the spec's fingerprint names them.

    Raises:
        UsageError: If data, network, strategy and device do not fit each other, all problems at once.
        TrainingError: If the loss is no longer finite.
    """
    catalog.check(spec)
    fabric = open_fabric(spec.device)
    dataset, splits = catalog.load(spec.dataset, spec.seed)
    model = build_model(spec.model, dataset.modalities, len(dataset.classes), spec.seed)
    fabric.strategy.precision.convert_module(model).to(fabric.device)  # both in place
    dtype = next(model.parameters()).dtype
    train, valid, test = (
        BatchSource(dataset, rows, fabric.device, dtype=dtype) for rows in (splits.train, splits.valid, splits.test)
    )
    learner = Learner(model, build_optimizer(spec.training, model), fabric, train, spec.seed)
    strategy = STRATEGIES[type(spec.strategy)](spec.strategy, learner)
    kept = Checkpoints(artifacts, run_id or spec.fingerprint(), spec.fingerprint()) if artifacts else None
    yield from Training(spec, strategy, valid, test, kept).events()
