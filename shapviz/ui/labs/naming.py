"""Names in an address: those that mean something, and a sentence for each that does not."""

from collections.abc import Callable, Collection

from shapviz.errors import UnknownNameError

Find = Callable[[str], str | None]  # the id of the run that somebody calls this; None where there is no such run


def run_in(asked: str | None, find: Find, notes: list[str]) -> str | None:
    """Return the id of the run that was asked for, if there is one."""
    if asked is None:
        return None
    found = find(asked)
    if found is None:
        notes.append(f"There is no run '{asked[:40]}' here. It may have been deleted, or made on another machine.")
    return found


def name_in(kind: str, asked: str | None, names: Collection[str], notes: list[str]) -> str | None:
    """Return the name that was asked for, if it is one of `names`; `kind` says what they name."""
    if not asked or asked in names:
        return asked or None
    notes.append(str(UnknownNameError(kind, asked[:40], names)))
    return None
