"""All coalitions of an additive head at once, without ever writing down their logits.

The logits of coalition S are a sum over its members, and whether (or how surely) the true class wins depends only on
how far the other classes' logits exceed its own. These margins are sums over the members too. So the players are cut
in two halves, each with a table of the margins of its 2^(M/2) coalitions, and every coalition of all players is an
entry of one table plus an entry of the other. Then

- the true class wins if the largest of low + high over the classes is at most zero;
- one over its probability is the sum of exp(low) * exp(high) over the classes: a matrix product of the two tables.

No array with an entry for each coalition and class of a sample exists at any time. Exponentials can leave the range of
floating-point numbers; samples that might are computed from logarithms instead.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import log

import torch
from torch import Tensor

from shapviz.models import AdditiveHead
from shapviz.valuation.lattice import subset_sums
from shapviz.valuation.payoff import LEAST_PROBABILITY


@dataclass(frozen=True, eq=False)
class Margins:
    """How far each class's logit exceeds the true class's, by the coalitions of either half of the players.

    The margins of coalition `mask` are `low[mask % 2**half] + high[mask >> half]`.
    """

    low: Tensor  # (2**half, B, C): of the first players, and of the head with nobody present
    high: Tensor  # (2**(M - half), B, C): of the other players
    labels: Tensor  # (B,)


def margins(head: AdditiveHead, contributions: Mapping[str, Tensor], labels: Tensor) -> Margins:
    """Return the margins that contributions (B, C) add up to."""
    absent = torch.stack([head.absent(name) for name in contributions])  # (M, C)
    gains = torch.stack(list(contributions.values())) - absent[:, None]  # (M, B, C)
    nobody = head.finish(absent.sum(dim=0)).expand(1, *gains.shape[1:])
    logits = torch.cat((nobody, gains))  # terms of a sum, (1 + M, B, C)
    terms = logits - logits.gather(-1, labels.expand(logits.shape[:-1]).unsqueeze(-1))
    nobody, first, others = terms.tensor_split((1, 1 + len(gains) // 2))
    return Margins(subset_sums(nobody[0], first), subset_sums(torch.zeros_like(nobody[0]), others), labels)


def accuracy(game: Margins) -> Tensor:
    """Return 1 where the true class has the largest logit, else 0, (B, 2**M). Of several largest the first counts."""
    classes = torch.arange(game.high.shape[-1], device=game.labels.device)
    before = classes < game.labels[:, None]
    # a class before the true one wins a tie: for those, a margin of zero has to come out above zero
    above = torch.nextafter(game.high, game.high.new_tensor(torch.inf))
    high = torch.where(before, above, game.high)
    return (_over_classes(game.low, high, torch.maximum) <= 0).to(high.dtype)


def probability(game: Margins) -> Tensor:
    """Return the probability of the true class, (B, 2**M)."""
    inverse = torch.bmm(game.high.exp().transpose(0, 1), game.low.exp().permute(1, 2, 0))
    worth = inverse.reciprocal().flatten(1)
    beyond = ~_in_range(game)
    if beyond.any():
        worth[beyond] = _over_classes(game.low[:, beyond], game.high[:, beyond], torch.logaddexp).neg().exp()
    return worth


def log_likelihood(game: Margins) -> Tensor:
    """Return the log-probability of the true class in nats, at least log 0.001, (B, 2**M)."""
    return probability(game).clamp(min=LEAST_PROBABILITY).log()


PAYOFFS: dict[str, Callable[[Margins], Tensor]] = {
    "accuracy": accuracy,
    "probability": probability,
    "log_likelihood": log_likelihood,
}


def _in_range(game: Margins) -> Tensor:
    """Return for which samples exp(low) * exp(high) is as good as exp(low + high), (B,) bool.

    Let r be the most that a margin of one half and one of the other come to, the former counting as zero at least (the
    latter does: of nobody it is zero). No factor and no product exceeds exp(r). If a factor falls below `tiny`, the
    smallest number of full precision, less than tiny * exp(r) is lost. With r up to log(eps / tiny) that is less than
    `eps`, lost from a sum of at least one, the true class's own term; and exp(r) is far from overflow.
    """
    numbers = torch.finfo(game.low.dtype)
    reach = (game.low.amax(dim=0).relu() + game.high.amax(dim=0)).amax(dim=1)
    return reach <= log(numbers.eps / numbers.tiny)


def _over_classes(low: Tensor, high: Tensor, combine: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """Return the margins low + high of every coalition, combined over the classes, (B, 2**M).

    Class by class, so that a running result is all that is kept; with samples innermost, so that rows are long.
    """
    halves = zip(high.permute(2, 0, 1).contiguous(), low.permute(2, 0, 1).contiguous(), strict=True)
    margins = (others[:, None] + first for others, first in halves)  # (2**(M - half), 2**half, B) each
    total: Tensor = reduce(combine, margins)
    return total.flatten(0, 1).T
