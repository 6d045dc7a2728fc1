"""Words for corruptions and for lists of modalities."""

from collections.abc import Sequence
from typing import Final

from shapviz.figures.robustness.case import Case
from shapviz.figures.words import Sentence
from shapviz.runs.corruptions import WORST, Corruption, about, told

ADJECTIVES: Final[dict[Corruption, str]] = {
    "noise": "noisy",
    "blur": "blurred",
    "contrast": "faded",
    "occlusion": "half-hidden",
    "pixelate": "pixelated",
    "jpeg": "over-compressed",
    "babble": "drowned-out",
    "time_mask": "interrupted",
    "frequency_mask": "thinned-out",
    "clipping": "clipped",
    "low_pass": "muffled",
    "time_shift": "shifted",
    "drop_words": "shortened",
    "swap_words": "garbled",
    "typos": "mistyped",
    "unknown_words": "incomprehensible",
    "shuffle_words": "shuffled",
    "drift": "drifting",
    "channel_dropout": "patchy",
    "span_dropout": "interrupted",
    "time_warp": "time-warped",
    "saturation": "saturated",
    "missing_cells": "patchy",
    "mispairing": "mispaired",
    "missing": "often missing",
}
"""How a modality is under a corruption, to stand before its name."""


def tag(player: str) -> dict[str, str]:
    """Return the name tag of a modality."""
    return {"tag": player}


def strong(text: str) -> dict[str, str]:
    """Return stressed text."""
    return {"strong": text}


def listed(parts: Sequence[Sentence], last: str = "and") -> Sentence:
    """Return parts as a list in words: `a, b and c`."""
    between = [*[", "] * (len(parts) - 2), f" {last} "]
    joined: Sentence = list(parts[0])
    for comma, part in zip(between[-(len(parts) - 1) :] if len(parts) > 1 else [], parts[1:], strict=True):
        joined += [comma, *part]
    return joined


def tags(players: Sequence[str], last: str = "and") -> Sentence:
    """Return modalities as a list of name tags."""
    return listed([[tag(player)] for player in players], last)


def described(case: Case, player: str) -> Sentence:
    """Return a modality with what is done to it, e.g. `noisy [Noto]`."""
    return [f"{ADJECTIVES[case.corrupted[player].corruption]} ", tag(player)]


def level(case: Case, player: str) -> str:
    """Return how strongly a modality is corrupted, e.g. `Gaussian noise, σ 0.26`."""
    done, kind = case.corrupted[player], case.scenario.kinds[player]
    return f"{about(kind, done.corruption).title}, {told(kind, done.corruption, done.severity)}"


def severity(value: float) -> str:
    """Return a severity in words: `severity 3 of 5`."""
    return f"severity {value:g} of {WORST}"


def capitalised(sentence: Sentence) -> Sentence:
    """Return a sentence that begins with a capital, unless it begins with a name tag."""
    first, *rest = sentence
    return [first[0].upper() + first[1:], *rest] if isinstance(first, str) and first else sentence
