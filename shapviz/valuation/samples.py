"""From a network to the table of what it does with every sample."""

import numpy as np
import torch

from shapviz.models import AdditiveHead, BatchSource, FusionModel
from shapviz.runs.sampled import SampleTable
from shapviz.runs.terms import Terms
from shapviz.valuation.worth import ENCODED_ROWS, coalition_worth, evaluating


def tabulate(model: FusionModel, source: BatchSource) -> SampleTable:
    """Return what the network does with every sample of a split, whoever is present.

    Args:
        model: It computes as in `coalition_worth`, and is left as it was found.
        source: The samples.
    """
    sums = isinstance(model.head, AdditiveHead) and not model.prototypes
    worth, _ = coalition_worth(model, source, ["accuracy"] if sums else ["accuracy", "probability"])
    return SampleTable(
        modalities=model.modalities,
        classes=source.classes,
        rows=source.rows,
        labels=source.labels,
        right=worth["accuracy"].astype(bool),
        terms=_terms(model, source) if sums else None,
        chances=None if sums else worth["probability"].astype(np.float32),
    )


def _terms(model: FusionModel, source: BatchSource) -> Terms:
    """Return what the logits are sums of, in the precision in which the network computes."""
    with evaluating(model, source.device):
        parts = [
            model.contributions({name: batch.inputs[name] for name in model.modalities})
            for batch in source.ordered(ENCODED_ROWS)
        ]
        present = torch.stack([torch.cat([part[name] for part in parts]) for name in model.modalities])
        absent = torch.stack([model.head.absent(name) for name in model.modalities])
        bias = model.head.finish(torch.zeros_like(absent[0]))
    return Terms(bias.cpu().numpy(), absent.cpu().numpy(), present.cpu().numpy())
