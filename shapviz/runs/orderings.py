"""Orderings: from one epoch of a run, an epoch in every order of the turns.

An ordering is a fork with a question. Beside the checkpoint that it begins with lies an artifact which asks for all
orders, and it ends with another one that holds the answer instead of with epochs of its own. So it waits in the queue,
is paused, stopped and resumed like any run, outlives its parent, and neither specification nor tables know of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Final, Literal

from pydantic import Field

from shapviz.games.summary import Interval
from shapviz.runs import forks
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Alternating, Options
from shapviz.runs.store import RunStore

QUESTION: Final = "orders.json"
ANSWER: Final = "orders-found.json"
Order = tuple[str, ...]
Loss = Literal["own", "full", "own_full", "inherit"]


class Question(Options):
    """What is to be tried."""

    epochs: int = Field(1, ge=1, le=100, description="epochs that each order is kept for")
    shuffles: int = Field(5, ge=1, le=100, description="times that all is done, each with other batches")
    most: int = Field(24, ge=2, le=720, description="orders to try; where there are more, as many are drawn")


class Tried(Options):
    """One order of the turns."""

    order: Order
    accuracy: Interval = Field(description="on the validation split after its epochs; mean over shuffles")
    behind: Interval = Field(description="accuracy of the best order - its own, paired; 0 for the best")
    shuffles: tuple[float, ...] = Field(description="its accuracy with each shuffle of the batches")


class Answer(Options):
    """What has been found. Intervals hold 95 %, over validation samples and shuffles of the batches alike."""

    epoch: int = Field(description="of the run, after which all orders begin")
    epochs: int
    loss: Loss
    samples: int = Field(description="in the validation split")
    possible: int = Field(description="M!, of which those in `tried` were tried")
    players: tuple[str, ...] = Field(description="in the order of the dataset")
    before: float = Field(description="validation accuracy where all orders begin")
    weak_first: Order | None = Field(description="by the shares where all begin; None where nobody contributed")
    strong_first: Order | None
    tried: tuple[Tried, ...] = Field(min_length=2, description="the best order first")

    @property
    def conclusive(self) -> bool:
        """Whether the best order is surely better than the next."""
        return self.tried[1].behind.low > 0

    def of(self, order: Order | None) -> Tried | None:
        """Return what became of an order; None if it was not tried."""
        return next((tried for tried in self.tried if tried.order == order), None)


@dataclass(frozen=True)
class Ordering:
    """One that was asked for, be it finished or not."""

    run: RunInfo
    question: Question
    answer: Answer | None


def ask(
    store: RunStore, artifacts: ArtifactStore, run_id: str, epoch: int, question: Question, loss: Loss | None = None
) -> RunInfo:
    """Return a new run, queued, that tries every order of the turns after an epoch of another run.

    Args:
        store: Where both runs are.
        artifacts: Where both keep their checkpoints.
        run_id: The run whose orders are in question. It stays as it is.
        epoch: After which of its epochs.
        question: How long and how often each order is tried.
        loss: Of a turn. None means the run's own; for one without turns "inherit", where the order can matter.

    Raises:
        UsageError: If there is no checkpoint of that epoch.
    """
    parent = store.get(run_id)
    was = parent.spec.strategy
    turns = was if isinstance(was, Alternating) else Alternating(loss="inherit")
    strategy = turns.model_copy(update={"order": "fixed", "sequence": (), "loss": loss or turns.loss})
    training = parent.spec.training.model_copy(update={"epochs": epoch + question.epochs})
    spec = parent.spec.model_copy(update={"strategy": strategy, "training": training, "probes": False})
    runs = [*store.list(), *store.list(deleted=True)]
    name = _free(f"{parent.name[:40]}-orders-{epoch}", {run.name for run in runs})
    child = forks.fork(store, artifacts, parent.id, epoch, spec, name, origin="reference")
    # nobody may take it before it knows what is asked: the run is submitted only after this
    artifacts.write(child.id, QUESTION, question.model_dump_json().encode())
    return child


def is_one(artifacts: ArtifactStore, run_id: str) -> bool:
    """Return whether a run is an ordering."""
    return QUESTION in artifacts.names(run_id)


def question(artifacts: ArtifactStore, run_id: str) -> Question:
    """Return what an ordering is to try."""
    return Question.model_validate_json(artifacts.read(run_id, QUESTION))


def orderings(store: RunStore, artifacts: ArtifactStore, run_id: str) -> tuple[Ordering, ...]:
    """Return the orderings that begin with an epoch of this run, newest first."""
    return tuple(ordering(artifacts, fork) for fork in store.forks(run_id) if is_one(artifacts, fork.id))


def ordering(artifacts: ArtifactStore, run: RunInfo) -> Ordering:
    """Return what is known of an ordering."""
    found = ANSWER in artifacts.names(run.id)
    answer = Answer.model_validate_json(artifacts.read(run.id, ANSWER)) if found else None
    return Ordering(run, question(artifacts, run.id), answer)


def _free(wish: str, taken: Iterable[str]) -> str:
    """Return `wish`, with a number behind it if it is taken."""
    names = (wish if number == 1 else f"{wish}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)
