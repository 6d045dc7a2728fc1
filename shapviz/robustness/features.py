"""Corruptions of features: (N, columns), standardised by the training rows. Noise fits series as well."""

import numpy as np

from shapviz.data.dataset import View
from shapviz.robustness.case import Case


def noise(case: Case) -> View:
    """Return the values with Gaussian noise, in units of each column's (of series: each channel's) training spread."""
    return case.values + np.float32(case.level) * case.deviation * case.normal()


def missing_cells(case: Case) -> View:
    """Return the values with that share of the cells at their column's training mean."""
    empty = case.dice(case.values.shape[1]) < case.level
    return np.where(empty, case.mean, case.values)
