"""What pressing Train does."""

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
