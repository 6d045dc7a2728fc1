"""From numbers to a verdict on every modality: starved, unheard, dominant, uninformative, balanced, or cannot tell."""

from shapviz.diagnosis.headlines import REDUNDANCY, RULES, foremost, headline, remedy
from shapviz.diagnosis.rules import LABELS, Label, Verdict, cannot_judge, judge, synergies
from shapviz.diagnosis.words import sentence, suggestion, warning

__all__ = [
    "LABELS",
    "REDUNDANCY",
    "RULES",
    "Label",
    "Verdict",
    "cannot_judge",
    "foremost",
    "headline",
    "judge",
    "remedy",
    "sentence",
    "suggestion",
    "synergies",
    "warning",
]
