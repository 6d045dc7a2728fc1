"""What a prediction is worth: three payoffs, each from logits (..., B, C) and labels (B,) to worths (..., B)."""

from collections.abc import Callable, Iterable
from math import log

from torch import Tensor

from shapviz.errors import UnknownNameError

Payoff = Callable[[Tensor, Tensor], Tensor]
LEAST_PROBABILITY = 1e-3  # unclipped, the log-likelihood mostly measures overconfidence


def accuracy(logits: Tensor, labels: Tensor) -> Tensor:
    """Return 1 where the true class has the largest logit, else 0. Of several largest the first counts."""
    return (logits.argmax(dim=-1) == labels).to(logits.dtype)


def probability(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the probability of the true class, in [0, 1]."""
    return log_probability(logits, labels).exp()


def log_probability(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the log-probability of the true class in nats, not clipped."""
    index = labels.expand(logits.shape[:-1]).unsqueeze(-1)
    return logits.gather(-1, index).squeeze(-1) - logits.logsumexp(dim=-1)


def log_likelihood(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the log-probability of the true class in nats, at least log 0.001."""
    return log_probability(logits, labels).clamp(min=log(LEAST_PROBABILITY))


PAYOFFS: dict[str, Payoff] = {"accuracy": accuracy, "probability": probability, "log_likelihood": log_likelihood}


def require_payoffs(names: Iterable[str]) -> None:
    """Make sure that there are payoffs of these names.

    Raises:
        UnknownNameError: With the nearest known name.
    """
    for name in names:
        if name not in PAYOFFS:
            raise UnknownNameError("payoff", name, PAYOFFS)
