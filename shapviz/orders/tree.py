"""An epoch as a tree of turns that branches where orders part, so that orders that begin alike share the work.

A branch is a copy in memory of the network, the optimizer and all else that training changes. Nothing else differs
between a path through the tree and an epoch that is trained alone, so a leaf is what a fork with that fixed order comes
to, bit by bit.
"""

import copy
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from shapviz.data import catalog
from shapviz.experiment import Setting
from shapviz.models import BatchSource, FusionModel
from shapviz.orders.choice import orders_to_try
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.orderings import Order
from shapviz.runs.records import EpochRecord, Event, Turn
from shapviz.runs.spec import RunSpec
from shapviz.strategies.seeds import seed_for
from shapviz.training.checkpoint import Checkpoints
from shapviz.training.loop import Training, batch_count
from shapviz.training.tally import Tally
from shapviz.valuation import coalition_worth

Leaves = dict[Order, NDArray[np.bool_]]  # which validation samples the network gets right after each order, (N,)


@dataclass(frozen=True)
class Tree:
    """All orders of one epoch, each kept to for as many epochs more as the training is to last."""

    training: Training  # as it stands at the root; it is copied, and stays as it is
    last: EpochRecord  # the epoch that ends at the root
    orders: tuple[Order, ...]

    @classmethod
    def rooted(cls, spec: RunSpec, artifacts: ArtifactStore, run_id: str, *, most: int) -> Self:
        """Return the tree of `most` orders at the checkpoint that `run_id` begins with.

        Raises:
            UsageError: If data, network, strategy and device do not fit each other, all problems at once.
            StoreError: If there is no such checkpoint.
        """
        catalog.check(spec)
        setting = Setting.of(spec)
        learner = setting.learner(spec)
        last = Checkpoints(artifacts, run_id, spec.fingerprint()).inherit(learner)
        orders = orders_to_try(learner.model.modalities, last, most, spec.seed)
        return cls(setting.training(spec, learner), last, orders)

    def shuffled(self, number: int) -> Self:
        """Return the tree with other batches; with number 0 they are the run's own, as in a fork of it."""
        if number == 0:
            return self
        seed = seed_for(self.training.spec.seed, "orders", number)
        spec = self.training.spec.model_copy(update={"seed": seed})
        return replace(self, training=replace(self.training, spec=spec))

    @property
    def batches(self) -> int:
        """How many batches there are to train, all branches together."""
        players = len(self.training.strategy.modalities)
        per_pass = math.ceil(len(self.training.strategy.learner.train) / self.training.spec.training.batch_size)
        plans = {order: self._plan(order) for orders in self._alike() for order in orders}
        nodes = {
            (group, order[:depth]): plans[order][depth - 1]
            for group, orders in enumerate(self._alike())
            for order in orders
            for depth in range(1, players + 1)
        }
        later = self.training.spec.training.epochs - self.last.epoch - 1
        shared = sum(batch_count(turn, players, per_pass) for turn in nodes.values())
        return shared + len(self.orders) * later * per_pass * players

    def grow(self, leaves: Leaves) -> Iterator[Event]:
        """Train all branches and put into `leaves` what they come to; yield after every batch."""
        for orders in self._alike():
            root = twin(self.training)
            root.prepare(self.last.model_copy(update={"next_turns": self._plan(orders[0])}))
            yield from self._grown(root, orders, 0, leaves)

    def _grown(self, training: Training, orders: Sequence[Order], depth: int, leaves: Leaves) -> Iterator[Event]:
        """Train what comes after the first `depth` turns, which are the same in all these orders."""
        if depth == len(orders[0]):
            (order,) = orders
            yield from self._leaf(in_order(training, order), leaves)
            return
        for name in dict.fromkeys(order[depth] for order in orders):
            alike = [order for order in orders if order[depth] == name]
            branch = twin(training)
            yield from branch.turn(self.last.epoch + 1, self._plan(alike[0])[depth], Tally())
            yield from self._grown(branch, alike, depth + 1, leaves)

    def _leaf(self, training: Training, leaves: Leaves) -> Iterator[Event]:
        """Keep to the order for the epochs that remain, and look which validation samples are right then."""
        order: Order = training.strategy.options.sequence
        last = self.last
        if training.spec.training.epochs > last.epoch + 1:
            last = training.ended(last, self._plan(order), Tally())
            while last.epoch < training.spec.training.epochs:
                last = yield from training.epoch(last)
        leaves[order] = rightness(training.strategy.learner.model, training.valid)

    def _plan(self, order: Order) -> tuple[Turn, ...]:
        """Return the turns of the epoch; those of orders that begin alike are alike as far."""
        plan: tuple[Turn, ...] = in_order(self.training, order).strategy.plan(self.last)
        return plan

    def _alike(self) -> list[list[Order]]:
        """Return the orders in groups that begin with the same network: a head may mind the whole order."""
        head = copy.deepcopy(self.training.strategy.learner.model.head)
        groups: dict[str, list[Order]] = {}
        for order in self.orders:
            head.arrange(order)
            groups.setdefault(str([buffer.tolist() for buffer in head.buffers()]), []).append(order)
        return list(groups.values())


def twin(training: Training) -> Training:
    """Return an independent copy of a training, of which only the data are the same."""
    train = training.strategy.learner.train
    return replace(training, strategy=copy.deepcopy(training.strategy, {id(train): train}))


def in_order(training: Training, order: Order) -> Training:
    """Return the training of the same network under a fixed order."""
    strategy = training.strategy
    options = strategy.options.model_copy(update={"order": "fixed", "sequence": order})
    return replace(training, strategy=type(strategy)(options, strategy.learner))


def rightness(model: FusionModel, source: BatchSource) -> NDArray[np.bool_]:
    """Return which samples are classified rightly with all modalities present, (N,)."""
    worth, _ = coalition_worth(model, source, ["accuracy"])
    return worth["accuracy"][:, -1] > 0
