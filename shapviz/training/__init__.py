"""The one training loop: a generator of events."""

from shapviz.training.checkpoint import Checkpoints
from shapviz.training.devices import open_fabric
from shapviz.training.loop import Targets, Training
from shapviz.training.optimizers import build_optimizer

__all__ = ["Checkpoints", "Targets", "Training", "build_optimizer", "open_fabric"]
