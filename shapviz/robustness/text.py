"""Corruptions of text: (N, words) of token numbers, with padding behind the last word of each row.

A network of whole words has no letters. So a typo turns a word into one that training has not seen, unless what is
typed happens to be another word of the vocabulary; whoever shows the words can ask for them as they are typed.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from shapviz.data import sample
from shapviz.data.dataset import View
from shapviz.data.modality import PADDING, UNKNOWN, Modality
from shapviz.robustness.case import Case

KEYBOARD = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
LETTERS = 6  # of a word whose spelling is not known
_BESIDE = {
    key: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in KEYBOARD
    for place, key in enumerate(row)
}
Spelling = NDArray[np.str_]


def drop_words(case: Case) -> View:
    """Return the texts without that share of their words; those behind move up."""
    left = np.where(_struck(case), PADDING, case.values)
    behind = np.argsort(left == PADDING, axis=1, kind="stable")
    return np.take_along_axis(left, behind, axis=1)


def swap_words(case: Case) -> View:
    """Return the texts with that share of their words replaced by others, drawn as often as they occur in training."""
    struck = _struck(case)
    spoken = case.reference[case.reference > UNKNOWN]
    known = np.unique(spoken)
    if len(known) < 2:
        return case.values
    drawn = spoken[case.rng.integers(len(spoken), size=case.values.shape)]
    next_best = known[(np.searchsorted(known, drawn) + 1) % len(known)]
    return np.where(struck, np.where(drawn == case.values, next_best, drawn), case.values)


def unknown_words(case: Case) -> View:
    """Return the texts with that share of their words replaced by the token for unknown words."""
    return np.where(_struck(case), UNKNOWN, case.values)


def shuffle_words(case: Case) -> View:
    """Return the texts with that share of their words in each other's places."""
    struck = _struck(case)
    places = np.arange(case.values.shape[1])
    elsewhere = places + len(places)  # behind all that are struck, in their own order
    to = np.argsort(np.where(struck, places, elsewhere), axis=1)
    order = np.argsort(np.where(struck, case.dice(len(places)), elsewhere), axis=1)
    shuffled = np.empty_like(case.values)
    np.put_along_axis(shuffled, to, np.take_along_axis(case.values, order, axis=1), axis=1)
    return shuffled


def typos(case: Case) -> View:
    """Return the texts with that share of their letters mistyped."""
    spellings = _spellings(case)
    known = {str(spellings[token]): token for token in np.unique(case.reference) if token > UNKNOWN}
    tokens = case.values.copy()
    for row, place, typed in _typed(case, spellings[case.values]):
        tokens[row, place] = known.get(typed, UNKNOWN)
    return tokens


def spelt(case: Case) -> Spelling | None:
    """Return the words as `typos` has them typed, (N, words); padding is empty. None where no spelling is known."""
    known = spelling(case.modality)
    if known is None:
        return None
    written: Spelling = known[case.values]
    for row, place, typed in _typed(case, written):
        written[row, place] = typed
    return written


def spelling(modality: Modality) -> Spelling | None:
    """Return the words of a modality by token number, or None where only numbers are known."""
    words = sample.vocabulary()
    return np.array(words) if modality.vocabulary == len(words) else None


def _struck(case: Case) -> NDArray[np.bool_]:
    """Return which words a corruption hits."""
    struck: NDArray[np.bool_] = (case.dice(case.values.shape[1]) < case.level) & (case.values != PADDING)
    return struck


def _spellings(case: Case) -> Spelling:
    """Return what stands for each token: its spelling, or where that is not known as many letters as an average word.

    The letters that stand for a word do not matter, since no other word is spelt like them.
    """
    known = spelling(case.modality)
    if known is not None:
        return known
    assert case.modality.vocabulary is not None
    words = np.full(case.modality.vocabulary, "e" * LETTERS)
    words[[PADDING, UNKNOWN]] = ""
    return words


def _typed(case: Case, written: Spelling) -> Iterator[tuple[int, int, str]]:
    """Yield row and place of every word that is mistyped, and what is typed: here and there the key beside.

    Args:
        case: Whose level is the share of letters.
        written: (N, words) the words as they should be.
    """
    longest = written.dtype.itemsize // np.dtype("U1").itemsize
    dice = case.dice(written.shape[1], longest, 2)
    slips = dice[..., 0] < case.level
    for row, place in np.argwhere(slips.any(axis=2) & (written != "")):
        word = str(written[row, place])
        typed = "".join(
            _beside(letter, pick) if slip else letter
            for letter, slip, pick in zip(word, slips[row, place], dice[row, place, :, 1], strict=False)
        )
        if typed != word:
            yield int(row), int(place), typed


def _beside(letter: str, pick: float) -> str:
    """Return the letter of a key beside that of `letter`, which `pick` in [0, 1) chooses."""
    keys = _BESIDE.get(letter, letter)
    return keys[int(pick * len(keys))]
