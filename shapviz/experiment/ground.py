"""What trained networks need to be looked at. Loads torch, and nothing that only training needs."""

from dataclasses import dataclass
from typing import Self

import torch

from shapviz.data import catalog
from shapviz.data.dataset import MultimodalDataset
from shapviz.data.splits import Splits
from shapviz.models import FusionModel, build_model
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.spec import RunSpec
from shapviz.training.devices import device, weights_type
from shapviz.training.weights import load_weights


@dataclass(frozen=True)
class Ground:
    """What networks stand on: a device, the type of their weights, and data."""

    device: torch.device
    dtype: torch.dtype
    dataset: MultimodalDataset
    splits: Splits

    @classmethod
    def of(cls, spec: RunSpec) -> Self:
        """Return that of a run.

        Raises:
            DeviceError: If this machine does not have the device.
        """
        return cls(device(spec.device), weights_type(spec.device), *catalog.load(spec.dataset, spec.seed))

    def model(self, spec: RunSpec) -> FusionModel:
        """Return a new network on the device."""
        model = build_model(spec.model, self.dataset.modalities, len(self.dataset.classes), spec.seed)
        return model.to(self.device, self.dtype)

    def trained(self, spec: RunSpec, artifacts: ArtifactStore, run_id: str, epoch: int | None = None) -> FusionModel:
        """Return a network in evaluation mode as a checkpoint holds it; arguments and errors as in `opened`."""
        model = self.model(spec)
        load_weights(model, artifacts, run_id, epoch)
        return model.eval()
