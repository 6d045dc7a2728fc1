"""Splitting a dataset into train, valid and test so that nothing of one is seen in another."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shapviz.data.dataset import MultimodalDataset
from shapviz.errors import DataError

FRACTIONS = (0.6, 0.15, 0.25)
_FOLDS = 20  # fractions are met to a twentieth


@dataclass(frozen=True, eq=False)
class Splits:
    """Disjoint rows of a dataset, each in ascending order. No group stands in two of them.

    Weights learn from `train`; valuation, schedules and choices look at `valid`; `test` is looked at once, at the end.
    """

    train: NDArray[np.int64]
    valid: NDArray[np.int64]
    test: NDArray[np.int64]


def split(dataset: MultimodalDataset, *, seed: int, fractions: tuple[float, float, float] = FRACTIONS) -> Splits:
    """Return a random split in which classes keep their proportions and groups stay together.

    The samples (or groups) are dealt into up to twenty stratified folds, which are then shared out. Where the smallest
    class has fewer than twenty samples (or groups), there are as many folds as it has members.

    Args:
        dataset: What to split.
        seed: Seeds the split.
        fractions: Of train, valid and test; they sum to 1.

    Raises:
        DataError: If some class has too few members, or groups are too uneven, for every part to have all classes.
    """
    folds = _folds(dataset, seed)
    count = int(folds.max()) + 1
    valid, test = (max(1, round(fraction * count)) for fraction in fractions[1:])
    # the greedy dealer gives unusual groups to the first folds, so which fold goes where is drawn as well
    order = np.random.default_rng(seed).permutation(count)
    parts = np.split(order, [test, test + valid])
    rows = [np.flatnonzero(np.isin(folds, part)) for part in parts]
    if any(len(np.unique(dataset.labels[part])) < len(dataset.classes) for part in rows):
        raise DataError(
            f"The groups of '{dataset.name}' are too few or too uneven: a part of the split lacks a class.",
            remedy="Try another seed, or use smaller groups.",
        )
    return Splits(test=rows[0], valid=rows[1], train=rows[2])


def _folds(dataset: MultimodalDataset, seed: int) -> NDArray[np.int64]:
    """Return the fold of every sample, (N,)."""
    # sklearn takes a second to import, and the app imports this module without splitting anything
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

    labels = dataset.labels
    members = np.arange(len(dataset)) if dataset.groups is None else dataset.groups
    count = min(_FOLDS, _smallest_class(dataset, members))
    _, first, group = np.unique(members, return_index=True, return_inverse=True)
    # where every group is of one class, groups can be dealt as if they were samples: a hundred times faster
    if np.array_equal(labels[first][group], labels):
        dealt = StratifiedKFold(count, shuffle=True, random_state=seed).split(first, labels[first])
        return _numbered(dealt, len(first))[group]
    dealt = StratifiedGroupKFold(count, shuffle=True, random_state=seed).split(labels, labels, members)
    return _numbered(dealt, len(labels))


def _smallest_class(dataset: MultimodalDataset, members: NDArray[np.int64]) -> int:
    """Return how many members the smallest class has, which is in every part only if they are three or more."""
    present = [len(np.unique(members[dataset.labels == label])) for label in range(len(dataset.classes))]
    smallest = min(present)
    if smallest < 3:
        what = "samples" if dataset.groups is None else "groups"
        raise DataError(
            f"Every class needs at least three {what}, one for each part of the split; "
            f"'{dataset.classes[present.index(smallest)]}' of '{dataset.name}' has {smallest}.",
            remedy="Add samples of that class, or leave the class out.",
        )
    return smallest


def _numbered(dealt: Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]], count: int) -> NDArray[np.int64]:
    """Return the number of the fold that each of `count` items is held out in."""
    folds = np.empty(count, dtype=np.int64)
    for number, (_, held_out) in enumerate(dealt):
        folds[held_out] = number
    return folds
