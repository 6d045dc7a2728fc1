"""The one training loop: a generator of events."""

from shapviz.training.checkpoint import Checkpoints
from shapviz.training.devices import here, open_fabric
from shapviz.training.loop import Targets, Training
from shapviz.training.optimizers import build_optimizer
from shapviz.training.weights import load_weights

__all__ = ["Checkpoints", "Targets", "Training", "build_optimizer", "here", "load_weights", "open_fabric"]
