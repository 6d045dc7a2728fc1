"""Which corruptions there are, which kinds of modality each fits, and how strong each is at the whole severities.

What they do to values is written in `shapviz.robustness`; specifications, figures and pages only need what stands here.
The levels were set by what they do to trained networks (docs/corruptions.md): severity 1 barely hurts, each step can be
perceived, and 5 is about as bad as losing the modality, or worse.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shapviz.errors import UnknownNameError

Corruption = Literal[
    "noise",
    "blur",
    "contrast",
    "occlusion",
    "pixelate",
    "jpeg",
    "babble",
    "time_mask",
    "frequency_mask",
    "clipping",
    "low_pass",
    "time_shift",
    "drop_words",
    "swap_words",
    "typos",
    "unknown_words",
    "shuffle_words",
    "drift",
    "channel_dropout",
    "span_dropout",
    "time_warp",
    "saturation",
    "missing_cells",
    "mispairing",
    "missing",
]
Levels = tuple[float, float, float, float, float, float]  # at the severities 0 to 5


@dataclass(frozen=True)
class About:
    """What people are told about one corruption of one kind of modality."""

    title: str
    description: str  # one phrase
    wording: str  # of a level: a format of `value`, `percent` and, of an amplitude, `decibels` below the clip's own
    levels: Levels


_SHARES: Final = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)


def _share(title: str, description: str, of: str, levels: Levels = _SHARES) -> About:
    """Return a corruption whose level is a share of something."""
    return About(title, description, f"{{percent:.0f}} % of {of}", levels)


_OF_ALL: Final[dict[Corruption, About]] = {
    "mispairing": _share("Mispairing", "samples get this modality from another sample", "samples"),
    "missing": _share("Missing", "samples come without this modality", "samples"),
}
_ABOUT: Final[dict[str, dict[Corruption, About]]] = {
    "image": {
        "noise": About(
            "Gaussian noise",
            "random brightness added to every pixel and colour; black is 0 and white 1",
            "σ {value:.2f}",
            (0.0, 0.06, 0.14, 0.26, 0.4, 0.6),
        ),
        "blur": About(
            "Blur",
            "a Gaussian blur, as out of focus",
            "σ {percent:.1f} % of the width",
            (0.0, 0.02, 0.045, 0.08, 0.13, 0.2),
        ),
        "contrast": _share(
            "Low contrast",
            "every pixel drawn towards the picture's mean brightness",
            "the contrast",
            (1.0, 0.8, 0.65, 0.5, 0.3, 0.1),
        ),
        "occlusion": _share(
            "Occlusion", "a grey rectangle hides a part", "the area", (0.0, 0.1, 0.2, 0.35, 0.55, 0.75)
        ),
        "pixelate": _share(
            "Pixelation", "blocks of one colour each", "the resolution", (1.0, 0.4, 0.25, 0.16, 0.1, 0.05)
        ),
        "jpeg": About(
            "JPEG compression", "compressed and opened again", "quality {value:.0f}", (95.0, 30.0, 15.0, 8.0, 4.0, 1.0)
        ),
        **_OF_ALL,
    },
    "audio": {
        "noise": About(
            "White noise",
            "hiss, as loud as said relative to each clip",
            "SNR {decibels} dB",
            (0.0, 0.01, 0.04, 0.4, 1.0, 2.0),
        ),
        "babble": About(
            "Babble",
            "several other clips at once, together as loud as said relative to each clip",
            "SNR {decibels} dB",
            (0.0, 0.05, 0.12, 0.25, 0.5, 1.0),
        ),
        "time_mask": _share("Time mask", "a span falls silent", "the time", (0.0, 0.05, 0.15, 0.3, 0.5, 0.75)),
        "frequency_mask": _share(
            "Frequency mask",
            "a band of frequencies falls silent; its width is that of its share of the mel scale",
            "the mel scale",
            (0.0, 0.05, 0.15, 0.3, 0.5, 0.75),
        ),
        "clipping": About(
            "Clipping",
            "amplified too much, and cut off at the clip's own peak",
            "gain +{value:.0f} dB",
            (0.0, 3.0, 8.0, 16.0, 26.0, 40.0),
        ),
        "low_pass": About(
            "Low-pass filter",
            "muffled: frequencies above this are damped",
            "{value:.0f} Hz",
            (4000.0, 2400.0, 1500.0, 900.0, 500.0, 250.0),
        ),
        "time_shift": _share(
            "Time shift",
            "earlier or later; what is pushed over the edge is lost, and silence follows",
            "the time",
            (0.0, 0.03, 0.08, 0.13, 0.2, 0.3),
        ),
        **_OF_ALL,
    },
    "text": {
        "drop_words": _share("Dropped words", "words are left out", "words"),
        "swap_words": _share(
            "Swapped words", "words are replaced by others, drawn as often as they occur in training", "words"
        ),
        "typos": _share(
            "Typos",
            "letters are mistyped; a misspelt word is unknown unless it happens to be another word",
            "letters",
            (0.0, 0.02, 0.05, 0.1, 0.2, 0.4),
        ),
        "unknown_words": _share("Unknown words", "words are replaced by ones that training has not seen", "words"),
        "shuffle_words": _share("Shuffled words", "words change places", "words"),
        **_OF_ALL,
    },
    "series": {
        "noise": About(
            "Gaussian noise",
            "random values added, in units of each channel's spread in training",
            "σ {value:.2f}",
            (0.0, 0.1, 0.25, 0.5, 1.0, 2.0),
        ),
        "drift": About(
            "Drift",
            "a random walk is added to each channel; its root mean square in units of the channel's spread in training",
            "{value:.2f} spreads",
            (0.0, 0.1, 0.25, 0.5, 1.0, 2.0),
        ),
        "channel_dropout": _share(
            "Channel dropout",
            "channels stand still at their mean in training",
            "channels",
            (0.0, 0.1, 0.2, 0.4, 0.6, 0.8),
        ),
        "span_dropout": _share(
            "Span dropout",
            "for a span all channels stand still at their mean in training",
            "the time",
            (0.0, 0.1, 0.2, 0.4, 0.6, 0.8),
        ),
        "time_warp": About(
            "Time warp", "faster here and slower there", "speed up to ×{value:.1f}", (1.0, 1.5, 2.5, 4.0, 6.0, 10.0)
        ),
        "saturation": About(
            "Saturation",
            "a sensor whose range is too small: values stop at this distance from the channel's mean in training",
            "±{value:.2f} spreads",
            (4.0, 2.0, 1.2, 0.75, 0.45, 0.15),
        ),
        **_OF_ALL,
    },
    "features": {
        "noise": About(
            "Gaussian noise",
            "random values added, in units of each column's spread in training",
            "σ {value:.2f}",
            (0.0, 0.25, 0.5, 1.0, 2.0, 4.0),
        ),
        "missing_cells": _share(
            "Missing cells", "cells are empty, and filled with the column's mean in training", "cells"
        ),
        **_OF_ALL,
    },
}
FITTING: Final[dict[str, tuple[Corruption, ...]]] = {kind: tuple(entries) for kind, entries in _ABOUT.items()}
"""By the kind of a modality; what a page offers first comes first."""


def about(kind: str, corruption: Corruption) -> About:
    """Return what people are told about a corruption of a kind of modality.

    Raises:
        UnknownNameError: If it does not fit this kind, with the nearest that does.
    """
    fitting = _ABOUT[kind]
    if corruption not in fitting:
        raise UnknownNameError(f"corruption of {kind}", corruption, fitting)
    return fitting[corruption]


def misfits(wanted: Mapping[str, Corruption], kinds: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each modality that there is not, and for each corruption that does not fit its own.

    Args:
        wanted: What is to be done, by modality.
        kinds: Of the modalities that there are.
    """
    for name, corruption in wanted.items():
        if name not in kinds:
            yield str(UnknownNameError("modality", name[:40], kinds))
        elif corruption not in FITTING[kinds[name]]:
            fitting = ", ".join(FITTING[kinds[name]])
            yield f"'{corruption}' does not fit '{name}', of the kind {kinds[name]}: expected one of {fitting}."
