"""Which corruptions there are, and which kinds of modality each fits.

What they do to values is written in `shapviz.robustness`; specifications, figures and pages only need their names.
"""

from typing import Final, Literal

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
WORST: Final = 5  # severities run from 0, which changes nothing, to this
_OF_ALL: Final[tuple[Corruption, ...]] = ("mispairing", "missing")
FITTING: Final[dict[str, tuple[Corruption, ...]]] = {
    "image": ("noise", "blur", "contrast", "occlusion", "pixelate", "jpeg", *_OF_ALL),
    "audio": ("noise", "babble", "time_mask", "frequency_mask", "clipping", "low_pass", "time_shift", *_OF_ALL),
    "text": ("drop_words", "swap_words", "typos", "unknown_words", "shuffle_words", *_OF_ALL),
    "series": ("noise", "drift", "channel_dropout", "span_dropout", "time_warp", "saturation", *_OF_ALL),
    "features": ("noise", "missing_cells", *_OF_ALL),
}
"""By the kind of a modality; what a page offers first comes first."""
