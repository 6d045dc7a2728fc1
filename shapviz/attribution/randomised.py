"""Networks whose weights say nothing any more, from the head down (Adebayo et al. 2018, arXiv:1810.03292).

There, layers are initialised anew. Here the numbers of each weight are shuffled among themselves: what was learned is
gone as thoroughly, but the layer stays as strong as it was. So attributions do not become alike or unlike merely
because a fresh network hardly says anything; and it works for every network, whoever has built it.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy

import torch
from torch import Tensor, nn

from shapviz.models import FusionModel
from shapviz.models.heads import module_key


def randomised(model: FusionModel, modalities: Sequence[str], seed: int) -> Iterator[tuple[str, FusionModel]]:
    """Yield the network with ever more layers shuffled, and which layers were the last.

    First the head, with whatever prototypes there are; then of the encoders of these modalities the top layer, the
    second, until all are done. The network itself is left as it is; the copy goes on changing once the next is asked
    for.

    Args:
        model: A trained network.
        modalities: Whose encoders.
        seed: Of the shuffling.
    """
    copy, dice = deepcopy(model), torch.Generator().manual_seed(seed)
    _shuffle([*_learned(copy.head), *_learned(copy.prototypes)], dice)
    yield "head", copy
    encoders = [layers(copy.encoders[module_key(name)]) for name in modalities]
    for depth in range(1, max(map(len, encoders)) + 1):
        _shuffle([weight for encoder in encoders if depth <= len(encoder) for weight in encoder[-depth]], dice)
        yield f"layer {depth} from the top", copy


def layers(encoder: nn.Module) -> list[list[Tensor]]:
    """Return the weights of each layer, bottom up: a layer begins with a matrix and ends before the next.

    So a normalisation belongs to the layer whose outputs it normalises.
    """
    found: list[list[Tensor]] = []
    for part in encoder.modules():
        own = [weight for name, weight in _named(part) if "." not in name]
        if own and (not found or any(weight.dim() > 1 for weight in own)):
            found.append([])
        if own:
            found[-1] += own
    return found


def _learned(module: nn.Module) -> list[Tensor]:
    return [weight for _, weight in _named(module)]


def _named(module: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Yield what a checkpoint holds of a module and training has changed: parameters and statistics, no counts."""
    return ((name, weight) for name, weight in module.state_dict().items() if weight.is_floating_point())


def _shuffle(weights: Sequence[Tensor], dice: torch.Generator) -> None:
    for weight in weights:
        weight.copy_(weight.flatten()[torch.randperm(weight.numel(), generator=dice)].view_as(weight))
