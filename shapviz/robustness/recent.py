"""A few results that are kept for when they are asked for again."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The results that were asked for last.

    `functools.lru_cache` around a method would do the same, but the method and its object would then hold each other,
    and an object of a hundred megabytes would stay until the garbage collector comes by.

    Args:
        most: How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the result of that key; if it is not kept, `make` it."""
        return self.keep(key, self._kept[key] if key in self._kept else make())

    def known(self, key: Key) -> Value | None:
        """Return the result of that key; None if it is not kept."""
        return self.keep(key, self._kept[key]) if key in self._kept else None

    def keep(self, key: Key, value: Value) -> Value:
        """Return the result, which is from now on the one that was asked for last."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value
