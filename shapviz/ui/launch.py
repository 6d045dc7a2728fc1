"""What pressing Train does."""

from shapviz.data import catalog
from shapviz.runs import checkpoints, forks
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Joint, Strategy, Unimodal
from shapviz.runs.spec import RunSpec
from shapviz.ui import resources

UNUSABLE = ("failed", "stopped")  # as companions
# The ghost right of the cursor, and the accuracy that each modality reaches alone.
COMPANIONS: tuple[Strategy, ...] = (Joint(), Unimodal())


def launch(spec: RunSpec, *, companions: bool = True) -> RunInfo:
    """Return a new run of `spec`, queued.

    With `companions`, the runs that it is compared with are queued behind it: the same network, data and seed, trained
    jointly and each modality alone. Those that exist already are not made again, unless they failed or were stopped.
    """
    store, queue = resources.store(), resources.queue()
    run = store.create(spec)
    queue.submit(run.id)
    if companions:
        there = {other.spec.strategy.name for other in store.companions(run.id) if other.status not in UNUSABLE}
        for strategy in COMPANIONS:
            if strategy.name not in there | {spec.strategy.name}:
                other = store.create(spec.with_strategy(strategy), name=None, origin="reference")
                queue.submit(other.id, priority=resources.BACKGROUND)
    return run


def fork(run_id: str, epoch: int, wish: RunSpec) -> RunInfo:
    """Return a new run, queued, that goes on from an epoch of another as the set-up column says.

    Raises:
        UsageError: If there is no checkpoint of that epoch, or it cannot be trained like that.
    """
    store, queue = resources.store(), resources.queue()
    spec = continued(store.get(run_id).spec, wish)
    catalog.check(spec)
    child = forks.fork(store, resources.artifacts(), run_id, epoch, spec)
    queue.submit(child.id)
    return child


def examine(run_id: str) -> RunInfo:
    """Return a new run, queued, that finds out who is starved in a run that has ended.

    It goes on from the run's last checkpoint and trains its network no further. Where there is none, the same settings
    are trained again, with probes.

    Raises:
        UsageError: If the run has ended nowhere.
    """
    store, queue = resources.store(), resources.queue()
    run = store.get(run_id)
    if run.epoch in checkpoints.kept(resources.artifacts(), run.id):
        child = forks.examine(store, resources.artifacts(), run.id)
    else:
        child = store.create(run.spec.model_copy(update={"probes": True}))
    queue.submit(child.id)
    return child


def continued(parent: RunSpec, wish: RunSpec) -> RunSpec:
    """Return what a fork does: as its parent, but in the order that is wished for.

    How long it is to be, and whether it ends with a verdict, is taken over too where the wish is for the same data.
    """
    spec = parent.with_strategy(wish.strategy)
    if wish.dataset != parent.dataset:
        return spec
    training = parent.training.model_copy(update={"epochs": wish.training.epochs})
    return spec.model_copy(update={"training": training, "probes": wish.probes})
