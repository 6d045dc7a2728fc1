"""From numbers to a verdict on every modality: starved, unheard, dominant, uninformative, balanced, or cannot tell."""

from shapviz.diagnosis.headlines import REDUNDANCY, RULES, foremost, headline, mended, remedy
from shapviz.diagnosis.rules import LABELS, Label, Verdict, cannot_judge, judge, synergies
from shapviz.diagnosis.words import grounds, sentence, suggestion, warning

__all__ = [
    "LABELS",
    "REDUNDANCY",
    "RULES",
    "Label",
    "Verdict",
    "cannot_judge",
    "foremost",
    "grounds",
    "headline",
    "judge",
    "mended",
    "remedy",
    "sentence",
    "suggestion",
    "synergies",
    "warning",
]
