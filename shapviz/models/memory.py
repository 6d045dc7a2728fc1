"""A head that remembers: modalities update one state in turn, each filtering what it inherits from those before it."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from shapviz.models.heads import Head, Slot


class GatedHead(Head):
    """A gated recurrent unit (Cho et al. 2014, arXiv:1406.1078) passes a state through the modalities.

    The state starts at zero, and each modality that is present updates it with its contribution: gates decide what of
    the state is kept and what is replaced. An absent modality is passed over, or a learned token updates the state in
    its place. The modalities follow each other in the order of the latest epoch's turns, so that who learns later
    builds on the state of those before; where all learn at once, in that of the dataset.

    A memory that "filters and inherits" is the idea of arXiv:2506.00030, of which only the abstract was at hand. The
    cell, the zero at its start and the order are our own formalisation (docs/method.md).

    Contributions belong to the modalities, and can be kept for those that are frozen. The cell and the layer after it
    are shared and always learn.
    """

    order: Tensor  # (M,) int64, places in `modalities`: a buffer, so that checkpoints and forks hold it

    def __init__(self, slots: Mapping[str, Slot], hidden: int, classes: int) -> None:
        super().__init__(slots)
        self.cell = nn.GRUCell(hidden, hidden)
        self.output = nn.Linear(hidden, classes)
        self.register_buffer("order", torch.arange(len(slots)))

    @property
    def sequence(self) -> tuple[str, ...]:
        """All modalities in the order in which they update the state."""
        return tuple(self.modalities[place] for place in self.order.tolist())

    def arrange(self, order: Sequence[str]) -> None:
        """Let the modalities update the state in this order, those that it leaves out last."""
        places = [self.modalities.index(name) for name in dict.fromkeys((*order, *self.modalities))]
        self.order.copy_(torch.tensor(places))

    def start(self) -> Tensor:
        """Return the state before anybody has updated it, (W,)."""
        return self.output.weight.new_zeros(self.output.in_features)

    def update(self, state: Tensor, contribution: Tensor) -> Tensor:
        """Return the state (..., W) after a contribution (..., W); leading dimensions broadcast."""
        shape = torch.broadcast_shapes(state.shape, contribution.shape)  # type: ignore[no-untyped-call]  # torch's own
        # the cell takes one leading dimension at most
        rows = (values.expand(shape).reshape(-1, shape[-1]) for values in (contribution, state))
        updated: Tensor = self.cell(*rows)
        return updated.view(shape)

    def skip(self, name: str, state: Tensor) -> Tensor:
        """Return the state (..., W) after a modality that is absent."""
        return state if self.slot(name).token is None else self.update(state, self.absent(name))

    def combine(self, contributions: Mapping[str, Tensor], present: Tensor | None = None) -> Tensor:
        """Return the last state (..., B, W)."""
        state = self.start()
        for name in self.sequence:
            if name not in contributions:
                state = self.skip(name, state)
                continue
            updated = self.update(state, self.term(name, contributions, present))
            if present is not None:
                updated = torch.where(self.column(name, present), updated, self.skip(name, state))
            state = updated
        return state

    def finish(self, state: Tensor) -> Tensor:
        """Return the logits (..., C) of the last state (..., W)."""
        logits: Tensor = self.output(state)
        return logits
