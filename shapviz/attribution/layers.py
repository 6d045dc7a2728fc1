"""Payoffs written down as layers that are linear or bend their inputs one by one, which is all that DeepLIFT knows.

A softmax mixes all classes, and no rule that looks at one input at a time passes differences back through it. But
log(exp a + exp b) is b + softplus(a - b), and the probability of a class is the sigmoid of how far its logit exceeds
the logarithm of the others' summed exponentials. So written, what the rescale rule gives adds up exactly.
"""

from math import ceil, log, log2

import torch
from torch import Tensor, nn

from shapviz.errors import UsageError
from shapviz.models import AdditiveHead, Head, MlpHead
from shapviz.runs.attribution import Payoff
from shapviz.valuation.payoff import LEAST_PROBABILITY


class Layered(nn.Module):
    """The payoff of contributions: called with a tensor (B, W) for each modality and the samples' places (B,).

    Args:
        head: Of the network.
        payoff: What is asked for.
        classes: (N,) of all samples: which class it is about.
        count: How many classes there are.

    Raises:
        UsageError: If the head multiplies what it hears, as a memory does.
    """

    def __init__(self, head: Head, payoff: Payoff, classes: Tensor, count: int) -> None:
        super().__init__()
        if not isinstance(head, AdditiveHead | MlpHead):
            raise UsageError(
                "A memory multiplies states with gates, and DeepLIFT has no rule for products.",
                remedy="Choose integrated gradients, which need no more than gradients.",
            )
        self.head = head
        self.rectify = nn.ReLU()
        self.paid = _Paid(payoff, count)
        self._classes = classes

    def forward(self, *arguments: Tensor) -> Tensor:
        """Return the payoff (B,)."""
        *inputs, samples = arguments
        state = self.head.combine(dict(zip(self.head.modalities, inputs, strict=True)))
        return self.paid(self._logits(state), self._classes[samples])  # type: ignore[no-any-return]  # torch's __call__

    def _logits(self, state: Tensor) -> Tensor:
        if isinstance(self.head, MlpHead):
            logits: Tensor = self.head.output(self.rectify(state + self.head.bias))
            return logits
        return self.head.finish(state)


class _Paid(nn.Module):
    """The payoff (B,) of logits (B, C) about classes (B,)."""

    def __init__(self, payoff: Payoff, count: int) -> None:
        super().__init__()
        self._payoff = payoff
        self.others = nn.ModuleList(nn.Softplus(threshold=700) for _ in range(ceil(log2(max(1, count - 1)))))
        self.bend = nn.Sigmoid() if payoff == "probability" else nn.Softplus(threshold=700)  # exp(700) is finite
        self.clip = nn.ReLU()

    def forward(self, logits: Tensor, classes: Tensor) -> Tensor:
        own = logits.gather(1, classes[:, None]).squeeze(1)
        if self._payoff == "logit":
            return own
        margin: Tensor = own - self._rest(logits, classes)
        if self._payoff == "probability":
            return self.bend(margin)  # type: ignore[no-any-return]
        least = log(LEAST_PROBABILITY)
        return self.clip(-self.bend(-margin) - least) + least  # type: ignore[no-any-return]

    def _rest(self, logits: Tensor, classes: Tensor) -> Tensor:
        """Return log Σ exp over all other classes, (B,): of one half and the other, until one number is left."""
        every = torch.arange(logits.shape[1])
        terms = logits[every != classes[:, None]].view(len(logits), -1)
        for soften in self.others:
            half = terms.shape[1] // 2
            left, right, odd = terms.tensor_split((half, 2 * half), dim=1)
            terms = torch.cat((right + soften(left - right), odd), dim=1)
        return terms.squeeze(1)
