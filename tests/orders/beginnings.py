"""Runs at whose end orders part, and what comes of them."""

from pathlib import Path
from typing import Any, NamedTuple

from shapviz import orders
from shapviz.experiment import run
from shapviz.orders.tree import Tree
from shapviz.runs import checkpoints, orderings
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.orderings import Answer, Loss, Question
from shapviz.runs.records import EpochRecord, Event
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.training.runs import small

AT = 1  # the epoch after which orders part
UNSEEN = EpochRecord(
    epoch=AT,
    turns=(),
    train_loss=1.0,
    valid_loss=None,
    accuracy=None,
    valuation=None,
    encoder_passes=0,
    head_updates=0,
    seconds=0.0,
)  # an epoch at whose end nobody looked
THREE = ("bill", "body", "isotopes")


def three(strategy: dict[str, Any] | None = None, **sections: Any) -> RunSpec:
    """Return the spec of a small run of three modalities, and so of six orders."""
    spec = small(strategy, training={"epochs": AT}, **sections)
    return spec.model_copy(update={"dataset": spec.dataset.model_copy(update={"modalities": THREE})})


class Beginning(NamedTuple):
    """A run that has come to its end, and where it is kept."""

    store: RunStore
    artifacts: ArtifactStore
    parent: RunInfo

    def ask(self, loss: Loss | None = None, **what: Any) -> RunInfo:
        """Return an ordering after the run's last epoch, of two shuffles unless `what` says otherwise."""
        question = Question.model_validate({"shuffles": 2} | what)
        return orderings.ask(self.store, self.artifacts, self.parent.id, AT, question, loss)

    def tree(self, ordering: RunInfo) -> Tree:
        """Return the tree of an ordering."""
        return Tree.rooted(ordering.spec, self.artifacts, ordering.id, most=Question().most)

    def found(self, ordering: RunInfo) -> tuple[Answer, list[Event]]:
        """Return the answer to an ordering, and what happened until then."""
        events = list(orders.run(ordering.spec, artifacts=self.artifacts, run_id=ordering.id))
        answer = orderings.ordering(self.artifacts, ordering).answer
        assert answer is not None
        return answer, events

    def fork(self, ordering: RunInfo, order: tuple[str, ...]) -> tuple[str, EpochRecord]:
        """Return a fork from the same checkpoint that keeps to one order, and its last epoch."""
        name = "-".join(order)
        self.artifacts.write(name, checkpoints.START, self.artifacts.read(ordering.id, checkpoints.START))
        options = ordering.spec.strategy.model_copy(update={"order": "fixed", "sequence": order})
        events = run(ordering.spec.with_strategy(options), artifacts=self.artifacts, run_id=name, forked=True)
        return name, [event for event in events if isinstance(event, EpochRecord)][-1]


def begun(folder: Path, spec: RunSpec) -> Beginning:
    """Return a run of a spec, trained and stored."""
    store, artifacts = RunStore.open(str(folder / "runs.db")), ArtifactStore.open(str(folder / "artifacts"))
    parent = store.create(spec, "parent")
    for event in run(spec, artifacts=artifacts, run_id=parent.id):
        if event.kind != "progress":
            store.append(parent.id, event)
    store.set_status(parent.id, "finished")
    return Beginning(store, artifacts, store.get(parent.id))
