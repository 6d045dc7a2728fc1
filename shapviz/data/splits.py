"""Splitting a dataset into train, valid and test so that nothing of one is seen in another."""

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

    members = np.arange(len(dataset)) if dataset.groups is None else dataset.groups
    present = [len(np.unique(members[dataset.labels == label])) for label in range(len(dataset.classes))]
    smallest = min(present)
    if smallest < 3:
        what = "samples" if dataset.groups is None else "groups"
        raise DataError(
            f"Every class needs at least three {what}, one for each part of the split; "
            f"'{dataset.classes[present.index(smallest)]}' of '{dataset.name}' has {smallest}.",
            remedy="Add samples of that class, or leave the class out.",
        )
    dealer = StratifiedKFold if dataset.groups is None else StratifiedGroupKFold
    folds = np.empty(len(dataset), dtype=np.int64)
    deal = dealer(min(_FOLDS, smallest), shuffle=True, random_state=seed)
    for fold, (_, rows) in enumerate(deal.split(dataset.labels, dataset.labels, dataset.groups)):
        folds[rows] = fold
    return folds
