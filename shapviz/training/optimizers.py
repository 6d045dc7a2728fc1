"""The optimizer of a run."""

from torch import nn
from torch.optim import SGD, Adam, AdamW, Optimizer

from shapviz.runs.spec import TrainingSpec

MOMENTUM = 0.9  # of plain gradient descent, as is usual


def build_optimizer(spec: TrainingSpec, model: nn.Module) -> Optimizer:
    """Return one optimizer for all parameters of `model`, frozen or not: who is frozen changes from turn to turn."""
    match spec.optimizer:
        case "adam":
            return Adam(model.parameters(), lr=spec.learning_rate, weight_decay=spec.weight_decay)
        case "adamw":
            return AdamW(model.parameters(), lr=spec.learning_rate, weight_decay=spec.weight_decay)
        case "sgd":
            return SGD(model.parameters(), lr=spec.learning_rate, weight_decay=spec.weight_decay, momentum=MOMENTUM)
