"""Answers that are kept for whoever asks the same again."""

from collections import OrderedDict
from threading import Lock

MOST = 16_000_000  # characters: some thousand readings of three modalities, some hundreds of six or of views


class Answers:
    """Texts by what they answer. Those that nobody has asked for in the longest time make room for new ones.

    Threads may share them.

    Args:
        most: How many characters are kept.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def get(self, question: str) -> str | None:
        """Return the answer; None where there is none any more."""
        with self._lock:
            if question in self._texts:
                self._texts.move_to_end(question)
            return self._texts.get(question)

    def keep(self, question: str, text: str) -> None:
        """Keep an answer, unless it is larger than all that may be kept."""
        with self._lock:
            self._size += len(text) - len(self._texts.pop(question, ""))
            self._texts[question] = text
            while self._size > self._most:
                _, gone = self._texts.popitem(last=False)
                self._size -= len(gone)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._texts.clear()
            self._size = 0
