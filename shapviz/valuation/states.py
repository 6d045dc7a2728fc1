"""What the contributions of every coalition come to under a head, by doubling: each from one with a player fewer."""

from collections.abc import Mapping

import torch
from torch import Tensor

from shapviz.models import GatedHead, Head, SumHead
from shapviz.valuation.lattice import subset_sums


def coalition_states(head: Head, contributions: Mapping[str, Tensor]) -> Tensor:
    """Return the states (2**M, B, W), by bit mask, that `head.finish` turns into the logits of all coalitions.

    Not for use under autograd.

    Args:
        head: Of the network.
        contributions: (B, W) of every modality, in the order of the players.

    Raises:
        TypeError: If it is a head for which no such route is known.
    """
    match head:
        case SumHead():
            return _sums(head, contributions)
        case GatedHead():
            return _memories(head, contributions)
        case _:
            raise TypeError(f"how coalitions follow from each other under {type(head).__name__} is not known")


def _sums(head: SumHead, contributions: Mapping[str, Tensor]) -> Tensor:
    """Return the sums of contributions, in which those of absent members are replaced by what stands in for them."""
    absent = torch.stack([head.absent(name) for name in contributions])  # (M, W)
    gains = torch.stack(list(contributions.values())) - absent[:, None]  # (M, B, W)
    return subset_sums(absent.sum(dim=0).expand_as(gains[0]), gains)


def _memories(head: GatedHead, contributions: Mapping[str, Tensor]) -> Tensor:
    """Return the last states of a memory.

    In its order: who comes last in memory is the member that a coalition has more than the one it follows from.
    """
    samples = next(iter(contributions.values()))
    states = head.start().expand(1, *samples.shape)
    masks = torch.zeros(1, dtype=torch.int64, device=samples.device)
    for name in head.sequence:
        states = torch.cat((head.skip(name, states), head.update(states, contributions[name])))
        masks = torch.cat((masks, masks + 2 ** head.modalities.index(name)))
    return states[masks.argsort()]
