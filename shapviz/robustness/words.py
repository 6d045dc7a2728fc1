"""What has become of each word of a text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from shapviz.data import sample
from shapviz.data.dataset import View
from shapviz.data.modality import PADDING, UNKNOWN
from shapviz.runs.exhibits import Word, Words, WordState

_WORDED = ("emoji", "emoji3")  # the datasets whose words `sample.vocabulary` knows


def vocabulary_of(dataset: str) -> tuple[str, ...] | None:
    """Return the words of a dataset by token number; None where only numbers are known."""
    return sample.vocabulary() if dataset in _WORDED else None


def words(before: View, after: View, *, gone: bool, vocabulary: Sequence[str] | None) -> Words:
    """Return the words of one sample with what has become of each.

    Args:
        before: Tokens, (words,).
        after: The same under a corruption, which may have closed the gaps that it has torn.
        gone: Whether the modality is missing altogether.
        vocabulary: Words by token number; None names tokens by their numbers.
    """
    old, new = ([int(token) for token in tokens if token != PADDING] for tokens in (before, after))
    told = tuple(
        Word(state=state, before=_spelt(was, vocabulary), after=_spelt(now, vocabulary))
        for state, was, now in _fates(old, new)
    )
    return Words(words=told, gone=gone, told="missing altogether" if gone else _summary(told))


def _fates(old: list[int], new: list[int]) -> Iterator[tuple[WordState, int, int]]:
    """Yield what has become of each token, and the tokens before and after; `PADDING` where there is none."""
    if Counter(old) == Counter(new):
        yield from (("kept" if was == now else "moved", was, now) for was, now in zip(old, new, strict=True))
        return
    for _, start, stop, begin, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for was, now in zip_longest(old[start:stop], new[begin:end], fillvalue=PADDING):
            yield _state(was, now), was, now


def _state(was: int, now: int) -> WordState:
    if was == now:
        return "kept"
    if PADDING in (was, now):
        return "lost" if now == PADDING else "added"
    return "unknown" if now == UNKNOWN else "replaced"


def _spelt(token: int, vocabulary: Sequence[str] | None) -> str:
    if token == PADDING:
        return ""
    if vocabulary is not None:
        return vocabulary[token]
    return "…" if token == UNKNOWN else f"word {token}"


def _summary(told: Sequence[Word]) -> str:
    """Return how many words met which fate, e.g. `1 of 4 words lost, 1 unknown`."""
    fates = Counter(word.state for word in told if word.state != "kept")
    if not fates:
        return "unchanged"
    first, *others = fates.items()
    return ", ".join([f"{first[1]} of {len(told)} words {first[0]}", *(f"{n} {fate}" for fate, n in others)])
