"""From numpy rows to tensors: where torch begins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from shapviz.data.dataset import MultimodalDataset

Places = slice | NDArray[np.int64]
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
        self._whole = self._converted(slice(None)) if size <= resident_bytes else None

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> NDArray[np.int64]:
        """Which rows of the dataset the samples are, (N,)."""
        return self._rows

    @property
    def labels(self) -> NDArray[np.int64]:
        """Their labels, (N,)."""
        return self._dataset.labels[self._rows]

    @property
    def classes(self) -> tuple[str, ...]:
        """What the labels mean, (C,)."""
        return self._dataset.classes

    def ordered(self, size: int) -> Iterator[Batch]:
        """Return all samples in the order of the split, `size` at a time."""
        return (self._batch(slice(start, start + size)) for start in range(0, len(self), size))

    def batches(self, size: int, seed: int | Sequence[int]) -> Iterator[Batch]:
        """Return all samples in random order, `size` at a time; the last batch may be smaller.

        Args:
            size: Of a batch.
            seed: Names the order: the same one, the same batches. Several numbers, such as (seed, epoch), are mixed.
        """
        order = np.random.default_rng(seed).permutation(len(self))
        return (self._batch(order[start : start + size]) for start in range(0, len(self), size))

    def _batch(self, places: Places) -> Batch:
        """Return the samples at these places of the split."""
        if self._whole is None:
            return self._converted(places)
        # a slice takes a view, an index copies
        index = places if isinstance(places, slice) else torch.from_numpy(places).to(self.device)
        inputs = {name: values[index] for name, values in self._whole.inputs.items()}
        return Batch(inputs, self._whole.labels[index], self._whole.rows[index])

    def _converted(self, places: Places) -> Batch:
        """Return the samples at these places of the split, fresh from the dataset."""
        rows = self._rows[places]
        inputs = {name: self._tensor(self._dataset.views[name][rows]) for name in self.modalities}
        return Batch(inputs, self._tensor(self._dataset.labels[rows]), self._tensor(np.arange(len(self))[places]))

    def _tensor(self, values: NDArray[np.generic]) -> Tensor:
        return to_tensor(values, self.device, self._dtype)


def to_tensor(values: NDArray[np.generic], device: torch.device, dtype: torch.dtype) -> Tensor:
    """Return numbers as a network takes them: whole ones as int64, others as `dtype`."""
    whole = np.issubdtype(values.dtype, np.integer)
    return torch.from_numpy(values).to(device, torch.int64 if whole else dtype)
