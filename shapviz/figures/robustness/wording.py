"""Words for corruptions, and how many of them a headline has room for."""

from typing import Final

from shapviz.figures.robustness.case import Case
from shapviz.figures.sentences import tag
from shapviz.figures.words import Sentence, plain
from shapviz.runs.corruptions import Corruption, about
from shapviz.runs.severity import WORST, told

ADJECTIVES: Final[dict[Corruption, str]] = {
    "noise": "noisy",
    "blur": "blurred",
    "contrast": "faded",
    "occlusion": "occluded",
    "pixelate": "pixelated",
    "jpeg": "compressed",
    "babble": "talked-over",
    "time_mask": "interrupted",
    "frequency_mask": "thinned-out",
    "clipping": "clipped",
    "low_pass": "muffled",
    "time_shift": "shifted",
    "drop_words": "shortened",
    "swap_words": "garbled",
    "typos": "mistyped",
    "unknown_words": "unfamiliar",
    "shuffle_words": "shuffled",
    "drift": "drifting",
    "channel_dropout": "patchy",
    "span_dropout": "interrupted",
    "time_warp": "time-warped",
    "saturation": "saturated",
    "missing_cells": "patchy",
    "mispairing": "mispaired",
    "missing": "unreliable",
}
"""How a modality is under a corruption, however severe, to stand before its name."""

HEADLINE: Final = 62  # characters of a headline on one line: a second one would move everything below it
_PILL = 3  # characters that the mark and the rim of a name tag take


def brief(*ways: Sentence, room: int = HEADLINE) -> Sentence:
    """Return the first of several ways to say something for which there is room, else the last."""
    return next((way for way in ways if _length(way) <= room), ways[-1])


def _length(sentence: Sentence) -> int:
    return len(plain(sentence)) + _PILL * sum(isinstance(part, dict) and "tag" in part for part in sentence)


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
