"""Class prototypes: what a modality's features look like on average in each class, as training saw them."""

import torch
from torch import Tensor, nn

DECAY = 0.9  # of a class's mean, with every batch that has the class: it remembers about the last ten of them


class Prototypes(nn.Module):
    """Exponential moving averages of one modality's features, one for each class.

    They are buffers: no gradient reaches them, and checkpoints hold them. A class begins with the mean of its first
    batch; one that no batch has had yet has no prototype.

    Args:
        classes: How many there are, C.
        features: Width of the features, D.
    """

    means: Tensor  # (C, D), zeros where a class has not been seen
    seen: Tensor  # (C,) bool

    def __init__(self, classes: int, features: int) -> None:
        super().__init__()
        self.register_buffer("means", torch.zeros(classes, features))
        self.register_buffer("seen", torch.zeros(classes, dtype=torch.bool))

    @torch.no_grad()
    def observe(self, features: Tensor, labels: Tensor) -> None:
        """Follow the features (B, D) of samples of the classes `labels` (B,)."""
        members = labels == torch.arange(len(self.means), device=labels.device)[:, None]  # (C, B)
        present = members.any(dim=1)
        counts = members.sum(dim=1, keepdim=True).clamp(min=1)
        batch = members.to(self.means.dtype) @ features.to(self.means.dtype) / counts
        pace = torch.where(self.seen, 1 - DECAY, 1.0) * present  # of a first batch all, of no batch nothing
        self.means.lerp_(batch, pace[:, None].to(batch.dtype))
        self.seen |= present
