"""Every order of the turns, tried from one checkpoint: does it matter who goes first?"""

import io
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from shapviz.orders.tree import Leaves, Tree, rightness
from shapviz.orders.weighing import weigh
from shapviz.runs import orderings
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.orderings import Order
from shapviz.runs.records import Event, Progress
from shapviz.runs.spec import RunSpec


def run(spec: RunSpec, *, artifacts: ArtifactStore, run_id: str) -> Iterator[Event]:
    """Yield the progress of an ordering, and lay its answer among the artifacts of its run.

    The first event is the record of the epoch at which all orders begin. What each shuffle of the batches shows is kept
    as it comes, so that after a stop or a kill the ordering goes on with the next.

    Args:
        spec: Of the run that `shapviz.runs.orderings.ask` has made.
        artifacts: Where checkpoint and question lie.
        run_id: The run.

    Raises:
        StoreError: If the checkpoint or the question is not there.
        TrainingError: If the loss is no longer finite.
    """
    asked = orderings.question(artifacts, run_id)
    tree = Tree.rooted(spec, artifacts, run_id, most=asked.most)
    last, orders = tree.last, tree.orders
    yield last
    batches = tree.batches
    for number in range(asked.shuffles):
        if _name(number) not in artifacts.names(run_id):
            leaves: Leaves = {}
            for done, _ in enumerate(tree.shuffled(number).grow(leaves), start=1):
                share = (number + done / batches) / asked.shuffles
                yield Progress(epoch=last.epoch + 1, fraction=min(1.0, share))
            artifacts.write(run_id, _name(number), _packed(leaves, orders))
    right = np.stack([_unpacked(artifacts.read(run_id, _name(number))) for number in range(asked.shuffles)])
    before = rightness(tree.training.strategy.learner.model, tree.training.valid).mean().item()
    answer = weigh(right, spec, last, orders, before)
    artifacts.write(run_id, orderings.ANSWER, answer.model_dump_json().encode())


def _name(number: int) -> str:
    """Return the name of the artifact that keeps what a shuffle has shown."""
    return f"shuffle-{number:03d}.npy"


def _packed(leaves: Leaves, orders: Sequence[Order]) -> bytes:
    file = io.BytesIO()
    np.save(file, np.stack([leaves[order] for order in orders]))
    return file.getvalue()


def _unpacked(data: bytes) -> NDArray[np.bool_]:
    """Return (orders, N): whether a validation sample was right after an order."""
    right: NDArray[np.bool_] = np.load(io.BytesIO(data))
    return right
