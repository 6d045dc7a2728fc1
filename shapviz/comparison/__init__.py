"""Runs beside runs: which may be compared, by which numbers, and how sure one can be of a difference. No torch."""

from shapviz.comparison.estimates import Difference, Estimate, holm, mean_of, paired
from shapviz.comparison.groups import SAME_TEST, Group, differing, grouped, in_brief, incomparable, unlike
from shapviz.comparison.outcomes import MEASURES, Measure, Outcome, calibrated, difference_by_epoch, outcome, validation

__all__ = [
    "MEASURES",
    "SAME_TEST",
    "Difference",
    "Estimate",
    "Group",
    "Measure",
    "Outcome",
    "calibrated",
    "difference_by_epoch",
    "differing",
    "grouped",
    "holm",
    "in_brief",
    "incomparable",
    "mean_of",
    "outcome",
    "paired",
    "unlike",
    "validation",
]
