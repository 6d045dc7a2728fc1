"""From numpy rows to tensors: where torch begins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from shapviz.data.dataset import MultimodalDataset

RESIDENT_BYTES = 2**30  # a split up to this size is kept on the device as a whole


@dataclass(frozen=True, eq=False)
class Batch:
    """Some samples of a split, on a device."""

    inputs: Mapping[str, Tensor]  # (B, *shape) by modality
    labels: Tensor  # (B,) int64
    rows: Tensor  # (B,) int64, places within the source's split: 0 <= row < len(source)

    def __len__(self) -> int:
        return len(self.labels)


class BatchSource:
    """The batches of one split of a dataset.

    A split that fits comfortably is converted and moved once; a larger one batch by batch.

    Args:
        dataset: Where the samples are.
        rows: Those of the split.
        device: Where batches shall be.
        dtype: Of numeric inputs; tokens are int64.
        resident_bytes: Up to which size the split is kept as a whole.
    """

    def __init__(
        self,
        dataset: MultimodalDataset,
        rows: NDArray[np.int64],
        device: torch.device | str = "cpu",
        *,
        dtype: torch.dtype = torch.float32,
        resident_bytes: int = RESIDENT_BYTES,
    ) -> None:
        self.modalities = dataset.names
        self.device = torch.device(device)
        self._dataset = dataset
        self._rows = rows
        self._dtype = dtype
        size = sum(view[:1].nbytes for view in dataset.views.values()) * len(rows)
        self._whole = self._converted(torch.arange(len(rows))) if size <= resident_bytes else None

    def __len__(self) -> int:
        return len(self._rows)

    def ordered(self, size: int) -> Iterator[Batch]:
        """Return all samples in the order of the split, `size` at a time."""
        return self._batches(torch.arange(len(self)), size)

    def batches(self, size: int, seed: int | Sequence[int]) -> Iterator[Batch]:
        """Return all samples in random order, `size` at a time; the last batch may be smaller.

        Args:
            size: Of a batch.
            seed: Names the order: the same one, the same batches. Several numbers, such as (seed, epoch), are mixed.
        """
        return self._batches(torch.from_numpy(np.random.default_rng(seed).permutation(len(self))), size)

    def _batches(self, places: Tensor, size: int) -> Iterator[Batch]:
        for start in range(0, len(places), size):
            chosen = places[start : start + size]
            yield self._converted(chosen) if self._whole is None else _taken(self._whole, chosen.to(self.device))

    def _converted(self, places: Tensor) -> Batch:
        """Return the samples at these places of the split, fresh from the dataset."""
        rows = self._rows[places.numpy()]
        inputs = {name: self._tensor(self._dataset.views[name][rows]) for name in self.modalities}
        return Batch(inputs, self._tensor(self._dataset.labels[rows]), places.to(self.device))

    def _tensor(self, values: NDArray[np.generic]) -> Tensor:
        whole = np.issubdtype(values.dtype, np.integer)
        return torch.from_numpy(values).to(self.device, torch.int64 if whole else self._dtype)


def _taken(whole: Batch, places: Tensor) -> Batch:
    """Return the samples at these places of a batch that is the whole split."""
    inputs = {name: values[places] for name, values in whole.inputs.items()}
    return Batch(inputs, whole.labels[places], places)
