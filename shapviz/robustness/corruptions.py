"""What corruptions do to a modality: pure functions of its values, a severity and a seed.

`shapviz.runs.corruptions` has their names, levels and words; the functions for each kind of modality stand in modules
of their own. They are plain numpy and scipy, with Pillow for JPEG. docs/corruptions.md says why, and shows them all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from shapviz.data.dataset import View
from shapviz.data.modality import Kind, Modality
from shapviz.robustness import audio, features, image, series, text
from shapviz.robustness.case import Case
from shapviz.runs.corruptions import Corruption
from shapviz.runs.robustness import Corrupted
from shapviz.runs.severity import level


@dataclass(frozen=True, eq=False)
class Damage:
    """A modality after a corruption."""

    values: View  # (N, *shape), of the same type as before
    gone: NDArray[np.bool_] | None = None  # (N,): samples that come without the modality; their values are as before

    def at(self, places: Sequence[int]) -> "Damage":
        """Return a copy of some samples."""
        return Damage(self.values[list(places)], None if self.gone is None else self.gone[list(places)])


def corrupt(modality: Modality, values: View, corrupted: Corrupted, *, seed: int, reference: View) -> Damage:
    """Return a modality's values as a corruption leaves them.

    The same dice are thrown at every severity, so that damage grows out of the lesser damage: words that are lost at 2
    are lost at 3 as well. They depend on seed, modality and corruption alone.

    Args:
        modality: Of which kind the values are.
        values: The samples under test as networks see them, (N, *shape); stays as it is.
        corrupted: What to do, and how strongly. At severity 0 the same array comes back.
        seed: Seeds the dice.
        reference: The training rows of the same modality, (R, *shape): they tell spreads, known words and voices.

    Returns:
        Values of the same shape and type; images within [0, 1], audio within [-1, 1], tokens within the vocabulary.

    Raises:
        UnknownNameError: If the corruption does not fit this kind of modality.
    """
    amount = level(modality.kind, corrupted.corruption, corrupted.severity)
    if corrupted.severity == 0:
        return Damage(values)
    case = Case(modality, values, reference, amount, _dice(modality, corrupted.corruption, seed))
    gone = _chosen(case) if corrupted.corruption == "missing" else None
    return Damage(FUNCTIONS[modality.kind, corrupted.corruption](case), gone)


def spelt(modality: Modality, values: View, corrupted: Corrupted, *, seed: int) -> text.Spelling | None:
    """Return texts as the corruption `typos` has them typed, (N, words), with the dice of `corrupt`; padding is empty.

    None where the spelling of the words is not known.
    """
    assert corrupted.corruption == "typos"
    amount = level(modality.kind, "typos", corrupted.severity)
    return text.spelt(Case(modality, values, values, amount, _dice(modality, "typos", seed)))


def _dice(modality: Modality, corruption: Corruption, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, crc32(modality.name.encode()), crc32(corruption.encode())])


def _mispaired(case: Case) -> View:
    """Return the values with that share of the rows in each other's places, none in its own.

    The chosen rows stand in a circle and each takes the values of the one before it. More of them join the circle at
    its end, so that all but the first keep what they have taken.
    """
    order = case.rng.permutation(len(case.values))
    share = round(case.level * len(order))
    circle = order[: max(share, 2) if share else 0]  # one alone has nobody to take from
    mispaired = case.values.copy()
    mispaired[circle] = case.values[np.roll(circle, 1)]
    return mispaired


def _chosen(case: Case) -> NDArray[np.bool_]:
    """Return which rows are gone: that share of them, to the nearest whole row."""
    rank = case.rng.permutation(len(case.values))
    gone: NDArray[np.bool_] = rank < round(case.level * len(rank))
    return gone


def _untouched(case: Case) -> View:
    """Return the values as they are: what is missing is said beside them."""
    return case.values


_OF_ALL: dict[Corruption, Callable[[Case], View]] = {"mispairing": _mispaired, "missing": _untouched}
_OF_KIND: dict[Kind, dict[Corruption, Callable[[Case], View]]] = {
    "image": {
        "noise": image.noise,
        "blur": image.blur,
        "contrast": image.contrast,
        "occlusion": image.occlusion,
        "pixelate": image.pixelate,
        "jpeg": image.jpeg,
    },
    "audio": {
        "noise": audio.noise,
        "babble": audio.babble,
        "time_mask": audio.time_mask,
        "frequency_mask": audio.frequency_mask,
        "clipping": audio.clipping,
        "low_pass": audio.low_pass,
        "time_shift": audio.time_shift,
    },
    "text": {
        "drop_words": text.drop_words,
        "swap_words": text.swap_words,
        "typos": text.typos,
        "unknown_words": text.unknown_words,
        "shuffle_words": text.shuffle_words,
    },
    "series": {
        "noise": features.noise,
        "drift": series.drift,
        "channel_dropout": series.channel_dropout,
        "span_dropout": series.span_dropout,
        "time_warp": series.time_warp,
        "saturation": series.saturation,
    },
    "features": {"noise": features.noise, "missing_cells": features.missing_cells},
}
FUNCTIONS: dict[tuple[str, Corruption], Callable[[Case], View]] = {
    (kind, corruption): function for kind, own in _OF_KIND.items() for corruption, function in (own | _OF_ALL).items()
}
