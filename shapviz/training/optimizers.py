"""The optimizer of a run."""

from typing import Any

from torch.optim import SGD, Adam, AdamW, Optimizer

from shapviz.models import FusionModel
from shapviz.runs.spec import TrainingSpec

MOMENTUM = 0.9  # of plain gradient descent, as is usual


def build_optimizer(spec: TrainingSpec, model: FusionModel) -> Optimizer:
    """Return one optimizer for all parameters of `model`, frozen or not: who is frozen changes from turn to turn.

    It has a group for each modality, named under `modality`, and one for what they share, without a name.
    """
    groups: list[dict[str, Any]] = [
        *({"params": list(model.parameters_of(name)), "modality": name} for name in model.modalities),
        {"params": list(model.shared_parameters()), "modality": ""},
    ]
    match spec.optimizer:
        case "adam":
            return Adam(groups, lr=spec.learning_rate, weight_decay=spec.weight_decay)
        case "adamw":
            return AdamW(groups, lr=spec.learning_rate, weight_decay=spec.weight_decay)
        case "sgd":
            return SGD(groups, lr=spec.learning_rate, weight_decay=spec.weight_decay, momentum=MOMENTUM)
