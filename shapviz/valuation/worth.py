"""The worth of every coalition of modalities to every sample, at the price of encoding each modality once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from shapviz.games.coalition import coalitions
from shapviz.models import AdditiveHead, Batch, BatchSource, FusionModel
from shapviz.valuation import additive
from shapviz.valuation.payoff import PAYOFFS, Payoff, log_probability, require_payoffs
from shapviz.valuation.predictor import CoalitionPredictor
from shapviz.valuation.states import coalition_states

Worths = dict[str, Tensor]  # (B, 2**M) by payoff

ENCODED_ROWS = 1024  # samples that are encoded at a time
WORTH_ENTRIES = 2**24  # worths that are computed at a time
HIDDEN_ENTRIES = 2**17  # entries of states held at a time: they are passed over often, so they should fit a cache


def coalition_worth(
    model: FusionModel | CoalitionPredictor, source: BatchSource, payoffs: Sequence[str]
) -> tuple[dict[str, NDArray[np.float64]], float]:
    """Return what every coalition is worth to every sample, and the mean cross-entropy of all modalities in nats.

    A `FusionModel` encodes each modality once, in evaluation mode, and is left as it was found. With an additive head
    the worths follow without the coalitions' logits, see `valuation.additive`; with another head, or if prototypes
    stand in for the absent, what contributions come to is found by doubling, see `valuation.states`. Any other model is
    asked for the logits of all its coalitions.

    Args:
        model: What to value. It computes in full precision, whatever `autocast` says around it.
        source: The samples, usually of the validation split.
        payoffs: What worth means: accuracy, probability, log_likelihood; one table for each.

    Returns:
        By payoff a table (N, 2**M), rows in the order of the source, columns by bit mask; and the loss, not clipped.

    Raises:
        UnknownNameError: If there is no such payoff.
        UsageError: If there are too many modalities to enumerate their coalitions.
    """
    require_payoffs(payoffs)
    masks = torch.tensor(coalitions(len(model.modalities)), device=source.device)
    parts: dict[str, list[NDArray[np.float64]]] = {name: [] for name in payoffs}
    loss = 0.0
    with evaluating(model, source.device):
        for batch in source.ordered(max(1, min(ENCODED_ROWS, WORTH_ENTRIES // len(masks)))):
            worths, logits = _worths(model, batch, masks, payoffs)
            loss -= log_probability(logits, batch.labels).sum().item()
            for name, worth in worths.items():
                parts[name].append(worth.cpu().numpy().astype(np.float64))
    return {name: np.concatenate(part) for name, part in parts.items()}, loss / len(source)


def _worths(
    model: FusionModel | CoalitionPredictor, batch: Batch, masks: Tensor, payoffs: Sequence[str]
) -> tuple[Worths, Tensor]:
    """Return the worths to a batch, by the cheapest route that the model allows, and the logits (B, C) of everybody."""
    if not isinstance(model, FusionModel):
        logits = model.logits(batch, masks)
        return _paid(logits, batch.labels, {name: PAYOFFS[name] for name in payoffs}), logits[-1]
    contributions = model.contributions({name: batch.inputs[name] for name in model.modalities})
    return contributed_worths(model, contributions, batch.labels, payoffs), model.logits(contributions)


def contributed_worths(
    model: FusionModel, contributions: Mapping[str, Tensor], labels: Tensor, payoffs: Sequence[str]
) -> Worths:
    """Return the worths (B, 2**M) to samples whose contributions are known, by the cheapest route to them.

    Args:
        model: In evaluation mode and without gradients, see `evaluating`.
        contributions: (B, W) of every modality, in the order of the players.
        labels: (B,), the classes of the samples.
        payoffs: What worth means.
    """
    if isinstance(model.head, AdditiveHead) and not model.prototypes:
        game = additive.margins(model.head, contributions, labels)
        return {name: additive.PAYOFFS[name](game) for name in payoffs}
    return doubled_worths(model, contributions, labels, {name: PAYOFFS[name] for name in payoffs})


def doubled_worths(
    model: FusionModel, contributions: Mapping[str, Tensor], labels: Tensor, payoffs: Mapping[str, Payoff]
) -> Worths:
    """Return the worths under any head and of any payoff: only what follows contributions is repeated for coalitions.

    Arguments as in `contributed_worths`.
    """
    masks = torch.tensor(coalitions(len(contributions)), device=labels.device)
    width = next(iter(contributions.values())).shape[-1]
    rows = max(1, HIDDEN_ENTRIES // (len(masks) * width))
    parts = []
    for start in range(0, len(labels), rows):
        some = {name: values[start : start + rows] for name, values in contributions.items()}
        logits = model.head.finish(coalition_states(model.head, some))
        if model.prototypes:
            logits = model.impute(logits, some, masks[:, None])
        parts.append(_paid(logits, labels[start : start + rows], payoffs))
    return {name: torch.cat([part[name] for part in parts]) for name in payoffs}


def _paid(logits: Tensor, labels: Tensor, payoffs: Mapping[str, Payoff]) -> Worths:
    """Return the worths (B, 2**M) of predictions with these logits (2**M, B, C)."""
    return {name: payoff(logits, labels).T for name, payoff in payoffs.items()}


@contextmanager
def evaluating(model: object, device: torch.device) -> Iterator[None]:
    """Compute without gradients, in full precision and in evaluation mode; then let those learn again that did."""
    learning = [module for module in model.modules() if module.training] if isinstance(model, nn.Module) else []
    try:
        for module in learning:
            module.training = False
        with torch.no_grad(), torch.autocast(device.type, enabled=False):
            yield
    finally:
        for module in learning:
            module.training = True
