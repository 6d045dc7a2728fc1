"""What is counted while an epoch is under way."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shapviz.models import Batch
from shapviz.runs.records import Turn
from shapviz.strategies import Step


@dataclass
class Mean:
    """The mean of numbers that come one after another."""

    total: float = 0.0
    weight: float = 0.0

    def add(self, value: float, weight: float = 1.0) -> None:
        """Count one more number."""
        self.total += value * weight
        self.weight += weight

    def value(self) -> float | None:
        """Return the mean so far; None before the first number."""
        return self.total / self.weight if self.weight else None


@dataclass
class Tally:
    """The sums of an epoch.

    Args:
        encoder_passes: Of the run, before this epoch.
        head_updates: Of the run, before this epoch.
    """

    encoder_passes: int = 0
    head_updates: int = 0
    loss: Mean = field(default_factory=Mean)
    _norms: dict[str, Mean] = field(default_factory=dict)
    _started: float = field(default_factory=time.perf_counter)
    _away: float = 0.0

    def add(self, step: Step, batch: Batch, turn: Turn) -> None:
        """Count one optimizer step."""
        self.encoder_passes += len(batch) * len(turn.modalities)
        self.head_updates += 1
        self.loss.add(step.loss.item(), len(batch))
        for name, norm in step.gradient_norm.items():
            # a gradient scaler finds its scale by overflowing now and then, and makes no step of it
            if math.isfinite(norm.item()):
                self._norms.setdefault(name, Mean()).add(norm.item())

    def close(self, turn: Turn) -> Turn:
        """Return the turn with the gradient norms seen since the last one was closed."""
        norms = {name: mean.total / mean.weight for name, mean in self._norms.items()}
        self._norms.clear()
        return turn.model_copy(update={"gradient_norm": norms})

    @contextmanager
    def away(self) -> Iterator[None]:
        """Stop the clock while somebody else is at work, or has paused the run."""
        left = time.perf_counter()
        yield
        self._away += time.perf_counter() - left

    def seconds(self) -> float:
        """Return how long the epoch has taken by itself."""
        return time.perf_counter() - self._started - self._away
