"""A multimodal dataset: aligned arrays, one row a sample, under the names of their modalities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from shapviz.data.modality import PADDING, UNKNOWN, Modality
from shapviz.errors import DataError, UnknownNameError

View = NDArray[Any]  # (N, *modality.shape): float32, or int64 tokens for text


@dataclass(frozen=True, eq=False)
class MultimodalDataset:
    """Samples seen through several modalities, with one label each. Immutable: every method returns a new dataset.

    The order of `modalities` is the order of the players, and so of the bits in a coalition's mask.

    Raises:
        DataError: Listing everything that is wrong with the arrays.
    """

    name: str
    modalities: tuple[Modality, ...]
    views: Mapping[str, View]
    labels: NDArray[np.int64]  # (N,), index into classes
    classes: tuple[str, ...]
    groups: NDArray[np.int64] | None = None  # (N,), samples of one group must not be separated by a split
    written: Mapping[str, View] = field(default_factory=dict)  # texts before rare words became unknown: for people only

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise DataError(
                f"The dataset '{self.name}' cannot be used: " + "; ".join(problems) + ".",
                remedy="Correct the arrays and load them again.",
            )

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def names(self) -> tuple[str, ...]:
        """The modalities' names, in the order of the players."""
        return tuple(modality.name for modality in self.modalities)

    def modality(self, name: str) -> Modality:
        """Return the modality of that name.

        Raises:
            UnknownNameError: With the nearest known name.
        """
        for modality in self.modalities:
            if modality.name == name:
                return modality
        raise UnknownNameError("modality", name, self.names)

    def as_written(self, name: str) -> View:
        """Return texts as they were written, also with words that networks do not know; all else as it is."""
        return self.written.get(name, self.views[name])

    def select(self, names: Sequence[str]) -> Self:
        """Return the dataset with these modalities only, in this order."""
        chosen = tuple(self.modality(name) for name in names)
        return replace(self, modalities=chosen, views={name: self.views[name] for name in names})

    def with_noise(
        self, severity: Mapping[str, float], seed: int, *, reference: NDArray[np.int64] | None = None
    ) -> Self:
        """Return the dataset with noise laid over the named modalities.

        Args:
            severity: For text the share of words that become unknown, in [0, 1]; for all else the standard deviation
                of Gaussian noise, in units of the modality's own: of each feature, of each channel of a series, of
                images and audio as a whole. Images stay in [0, 1], audio in [-1, 1].
            seed: Seeds the noise; each modality has a stream of its own, so that it does not depend on the others'.
            reference: Rows whose spread is the unit, usually those of the training split; None means all.

        Raises:
            UnknownNameError: If there is no such modality.
        """
        rows = np.arange(len(self)) if reference is None else reference
        views, written = dict(self.views), dict(self.written)
        for name, amount in severity.items():
            rng = np.random.default_rng([seed, crc32(name.encode())])
            views[name] = _noisy(self.modality(name), views[name], amount, rows, rng)
            if name in written:  # what noise has taken nobody can read
                written[name] = np.where(views[name] == self.views[name], written[name], UNKNOWN)
        return replace(self, views=views, written=written)


def spread(modality: Modality, values: View) -> tuple[View, View]:
    """Return mean and standard deviation of numeric values, shaped to broadcast over (N, *shape).

    Features have one of each per column, series one per channel, images and audio one for all values. The standard
    deviation of a constant, which rounding may leave above zero, is returned as one: dividing by it changes nothing.
    """
    axes = {"features": (0,), "series": (0, 2), "image": None, "audio": None}[modality.kind]
    mean = np.asarray(values.mean(axis=axes, keepdims=True, dtype=np.float64), dtype=np.float32)
    deviation = np.asarray(values.std(axis=axes, keepdims=True, dtype=np.float64), dtype=np.float32)
    varies = (deviation > 0) & (np.ptp(values, axis=axes, keepdims=True) > 0)
    return mean, np.where(varies, deviation, np.float32(1))


def _noisy(
    modality: Modality, values: View, amount: float, reference: NDArray[np.int64], rng: np.random.Generator
) -> View:
    if modality.kind == "text":
        lost = (rng.random(values.shape) < amount) & (values != PADDING)
        return np.where(lost, UNKNOWN, values)
    _, deviation = spread(modality, values[reference])
    noisy: View = values + np.float32(amount) * deviation * rng.standard_normal(values.shape, dtype=np.float32)
    limits = {"image": (0, 1), "audio": (-1, 1)}.get(modality.kind)
    return np.clip(noisy, *limits) if limits else noisy


def _problems(dataset: MultimodalDataset) -> Iterator[str]:
    """Yield one clause for each thing that is wrong."""
    names = dataset.names
    count = len(dataset.labels)
    if len(names) < 2:
        yield f"a coalition game needs at least two modalities, found {len(names)}"
    if len(set(names)) < len(names):
        yield f"every modality needs a name of its own, found {', '.join(names)}"
    if set(names) != set(dataset.views):
        yield f"expected views of {', '.join(names)}, found {', '.join(dataset.views) or 'none'}"
    for modality in dataset.modalities:
        if modality.name in dataset.views:
            yield from _view_problems(modality, dataset.views[modality.name], count)
    if dataset.groups is not None and dataset.groups.shape != (count,):
        yield f"groups: expected {count}, one a label, found shape {dataset.groups.shape}"
    outside = np.flatnonzero((dataset.labels < 0) | (dataset.labels >= len(dataset.classes)))
    if len(outside):
        row = outside[0]
        yield f"labels: row {row} has {dataset.labels[row]}, outside the {len(dataset.classes)} classes"


def _view_problems(modality: Modality, values: View, count: int) -> Iterator[str]:
    name = modality.name
    if len(values) != count:
        yield f"{name}: {len(values)} rows for {count} labels"
    if values.shape[1:] != modality.shape:
        yield f"{name}: expected samples of shape {modality.shape}, found {values.shape[1:]}"
    elif modality.kind == "text":
        assert modality.vocabulary is not None
        if values.size and not (values.min() >= 0 and values.max() < modality.vocabulary):
            yield f"{name}: expected tokens from 0 to {modality.vocabulary - 1}, found {values.min()} to {values.max()}"
    elif not np.isfinite(values).all():
        bad = np.argwhere(~np.isfinite(values))
        row, *column = (int(index) for index in bad[0])
        where = ", ".join(str(index) for index in column)
        yield f"{name}: {len(bad)} values are NaN or infinite, the first in row {row}, column {where}"
