"""What has become of each word of a text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from shapviz.data.dataset import View
from shapviz.data.modality import PADDING, UNKNOWN, Modality
from shapviz.robustness.text import Spelling, spelling
from shapviz.runs.exhibits import GONE, SAME, Word, Words, WordState


def words(
    modality: Modality,
    before: View,
    after: View,
    *,
    gone: bool,
    typed: Sequence[str] | None,
    written: View | None = None,
) -> Words:
    """Return the words of one sample with what has become of each.

    Args:
        modality: Whose words; where their spelling is not known they are told by their numbers.
        before: Tokens, (words,).
        after: The same under a corruption, which may have closed the gaps that it has torn.
        gone: Whether the modality is missing altogether.
        typed: The words of `before` as somebody mistyped them, (words,), if that is what happened: all that a network
            gets of them is that it does not know them.
        written: Tokens of `before` as they were written, (words,), also those of words that the network does not know.
    """
    known = spelling(modality)
    meant = [spelt(int(token), known) for token in (before if written is None else written)]
    if typed is not None and known is not None:
        told = tuple(_typed(*each) for each in zip(before, meant, typed, strict=True) if each[0] != PADDING)
    else:
        old = [(int(token), word) for token, word in zip(before, meant, strict=True) if token != PADDING]
        new = [int(token) for token in after if token != PADDING]
        told = tuple(
            Word(state=state, before=word, after=word if state == "kept" else spelt(now, known))
            for state, word, now in _fates(old, new)
        )
    return Words(words=told, gone=gone, told=GONE if gone else _summary(told))


def _typed(token: int, meant: str, typed: str) -> Word:
    kept = token == UNKNOWN or typed == meant  # a network cannot tell how a word is spelt that it does not know
    return Word(state="kept" if kept else "misspelt", before=meant, after=meant if kept else typed)


def _fates(old: list[tuple[int, str]], new: list[int]) -> Iterator[tuple[WordState, str, int]]:
    """Yield what has become of each token, how it is read, and what stands in its place; `PADDING` for nothing."""
    tokens = [token for token, _ in old]
    if Counter(tokens) == Counter(new):
        yield from (("kept" if was == now else "moved", word, now) for (was, word), now in zip(old, new, strict=True))
        return
    for _, start, stop, begin, end in SequenceMatcher(None, tokens, new, autojunk=False).get_opcodes():
        for was, now in zip_longest(old[start:stop], new[begin:end]):
            token, word = was or (PADDING, "")
            yield _state(token, now or PADDING), word, now or PADDING


def _state(was: int, now: int) -> WordState:
    if was == now:
        return "kept"
    if PADDING in (was, now):
        return "lost" if now == PADDING else "added"
    return "unknown" if now == UNKNOWN else "replaced"


def spelt(token: int, known: Spelling | None) -> str:
    """Return a token as people read it: by its number where no spelling is known."""
    if token == PADDING:
        return ""
    if known is not None:
        return str(known[token])
    return "…" if token == UNKNOWN else f"word {token}"


def _summary(told: Sequence[Word]) -> str:
    """Return how many words met which fate, e.g. `1 of 4 words lost, 1 unknown`."""
    fates = Counter(word.state for word in told if word.state != "kept")
    if not fates:
        return SAME
    first, *others = fates.items()
    return ", ".join([f"{first[1]} of {len(told)} words {first[0]}", *(f"{n} {fate}" for fate, n in others)])
