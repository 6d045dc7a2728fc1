"""The segments that sentences are made of, and lists of them."""

from collections.abc import Sequence

from shapviz.figures.words import Sentence


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


def capitalised(sentence: Sentence) -> Sentence:
    """Return a sentence that begins with a capital, unless it begins with a name tag."""
    first, *rest = sentence
    return [first[0].upper() + first[1:], *rest] if isinstance(first, str) and first else sentence
