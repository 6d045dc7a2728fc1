"""The number that is attributed: of logits (..., B, C) and classes (B,), differentiable."""

from torch import Tensor

from shapviz.runs.attribution import Payoff, Question
from shapviz.valuation.payoff import log_likelihood, probability


def paid(payoff: Payoff, logits: Tensor, classes: Tensor) -> Tensor:
    """Return the payoff (..., B) of logits (..., B, C) about the classes (B,)."""
    match payoff:
        case "probability":
            return probability(logits, classes)
        case "log_likelihood":
            return log_likelihood(logits, classes)
        case "logit":
            return logits.gather(-1, classes.expand(logits.shape[:-1]).unsqueeze(-1)).squeeze(-1)


def targets(question: Question, labels: Tensor, logits: Tensor, classes: tuple[str, ...]) -> Tensor:
    """Return the class (N,) that the question is about, sample by sample.

    Args:
        question: What is asked.
        labels: (N,) the true classes.
        logits: (N, C) with everybody present.
        classes: Their names.

    Raises:
        UsageError: If there is no such class, with the nearest known name.
    """
    name = question.named(classes)
    if name is not None:
        return labels.new_full(labels.shape, classes.index(name))
    return labels if question.target == "true" else logits.argmax(dim=-1)
