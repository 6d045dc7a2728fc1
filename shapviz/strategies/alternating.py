"""Alternating training: in a turn one modality learns, while the others are frozen and contribute what they know."""

from collections.abc import Mapping
from itertools import accumulate, pairwise
from typing import NamedTuple

import torch
from torch import Tensor

from shapviz.models import Batch
from shapviz.runs.options import Alternating
from shapviz.runs.records import EpochRecord, Turn
from shapviz.strategies.base import Learner, Losses, Strategy
from shapviz.strategies.budget import allowances
from shapviz.strategies.order import order

_TABLE_BATCH = 1024  # samples encoded at a time


class Table(NamedTuple):
    """What a frozen modality knows of every training sample."""

    features: Tensor  # (N, D)
    contributions: Tensor  # (N, W)


class AlternatingStrategy(Strategy[Alternating]):
    """Give every modality its turn in every epoch.

    The idea of alternating guided by Shapley values, minor modalities first, is that of arXiv:2506.00030, of which
    only the abstract was at hand. Order, losses and budgets are our own formalisation (docs/method.md).

    Frozen modalities contribute from a table of their per-sample contributions to the head, made with the
    weights at the end of their last turn: the cheapest honest form of memory and inheritance. It is computed in
    evaluation mode, as is everything frozen: with BatchNorm a contribution would otherwise depend on the company that
    a sample happens to keep in its batch, and could not be kept for it. The modality whose turn it is runs in
    training mode, with the statistics of its batch. Tables cost one forward pass of every encoder an epoch, which
    `encoder_passes`, forward and backward, does not count.

    Compared at equal encoder passes (see `Strategy.plan`), this makes M times as many steps of the shared head as
    joint training does; records count both.
    """

    def __init__(self, options: Alternating, learner: Learner) -> None:
        super().__init__(options, learner)
        self._tables: dict[str, Table] = {}  # of the modalities that have not learned since
        self._trained: tuple[str, ...] = ()  # who has had a turn in this epoch, the one under way included

    def plan(self, last: EpochRecord) -> tuple[Turn, ...]:
        """Return a turn for each modality."""
        reasons = order(self.options, self.modalities, last, self.learner.seed)
        budget = allowances(self.options, self.modalities, last)
        ends = list(accumulate(budget[name].passes for name in reasons))
        spans = pairwise([0.0, *(end / ends[-1] for end in ends)])
        places = ["first", *["next"] * (len(reasons) - 2), "last"]
        return tuple(
            Turn(modalities=(name,), start=start, end=end, why=_words(f"{name} {place}: {reason}", budget[name].why))
            for (name, reason), place, (start, end) in zip(reasons.items(), places, spans, strict=True)
        )

    def begin(self, epoch: int, turn: Turn) -> None:
        """Freeze all others, and make tables of what they know."""
        super().begin(epoch, turn)
        self._trained = turn.modalities if turn.start == 0 else self._trained + turn.modalities
        for name in self.modalities:
            if name not in turn.modalities and name not in self._tables:
                self._tables[name] = self._table(name)

    def end(self, turn: Turn) -> None:
        """Forget what those knew who have learned."""
        for name in turn.modalities:
            self._tables.pop(name, None)

    def frozen(self, batch: Batch, turn: Turn) -> dict[str, Tensor]:
        """Return the features of those whose turn it is not, from the tables."""
        others = (name for name in self.modalities if name not in turn.modalities)  # in an order that no past decides
        return {name: self._tables[name].features[batch.rows] for name in others}

    def losses(self, features: Mapping[str, Tensor], batch: Batch, turn: Turn) -> Losses:
        """Return the fused loss and, as objective, the one that `loss` names."""
        kept = {name: table.contributions[batch.rows] for name, table in self._tables.items() if name not in features}
        contributions = {**kept, **self.contributions(features)}
        full = self.loss_of(self.modalities, contributions, batch.labels)
        match self.options.loss:
            case "own":
                objective = self.loss_of(turn.modalities, contributions, batch.labels)
            case "full":
                objective = full
            case "own_full":
                objective = self.loss_of(turn.modalities, contributions, batch.labels) + full
            case "inherit":
                objective = self.loss_of(self._trained, contributions, batch.labels)
        return Losses(objective=objective, fused=full)

    @torch.no_grad()
    def _table(self, name: str) -> Table:
        """Return what a frozen modality knows of every training sample."""
        with self.learner.fabric.autocast():
            features = [
                self.learner.model.encode({name: batch.inputs[name]})[name]
                for batch in self.learner.train.ordered(_TABLE_BATCH)
            ]
            contributions = [self.contributions({name: part})[name] for part in features]
        return Table(torch.cat(features), torch.cat(contributions))


def _words(order: str, budget: str) -> str:
    return f"{order}; {budget}" if budget else order
