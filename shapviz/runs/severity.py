"""How strong a corruption is: severities, which a slider runs along, and the levels that they stand for."""

from math import log10
from typing import Final

from shapviz.runs.corruptions import Corruption, about

WORST: Final = 5  # severities run from 0, which changes nothing, to this
SEVERITIES: Final = tuple(map(float, range(WORST + 1)))  # those of which a sweep consists


def level(kind: str, corruption: Corruption, severity: float) -> float:
    """Return the level at a severity in [0, 5], linear between whole severities; `About.wording` says what it means.

    Raises:
        UnknownNameError: If the corruption does not fit this kind.
    """
    assert 0 <= severity <= WORST, f"severity {severity} is outside of 0 to {WORST}"
    levels = about(kind, corruption).levels
    step = min(int(severity), WORST - 1)
    way = severity - step
    return (1 - way) * levels[step] + way * levels[step + 1]


def told(kind: str, corruption: Corruption, severity: float) -> str:
    """Return a level in words, such as "σ 0.26", "SNR 10 dB" or "30 % of words", and "clean" at severity 0.

    Raises:
        UnknownNameError: If the corruption does not fit this kind.
    """
    amount = level(kind, corruption, severity)
    if severity == 0:
        return "clean"
    decibels = round(-20 * log10(amount)) if amount > 0 else 0
    words = about(kind, corruption).wording.format(value=amount, percent=100 * amount, decibels=decibels)
    return words.replace("-", "−")
