"""The errors that shapviz raises on purpose.

Every one says what was expected, what was found and what to do next, so that a command line can print it in one line
and a page can show it on a card. `exit_code` follows the usual convention: 2 for something the caller can correct
in what they asked for, 1 for something that went wrong while doing it.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class ShapvizError(Exception):
    """Something went wrong that a person can act on.

    Args:
        problem: What was expected and what was found, as full sentences.
        remedy: What to do about it, as full sentences.
    """

    exit_code = 1

    def __init__(self, problem: str, *, remedy: str) -> None:
        super().__init__(problem, remedy)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.problem} {self.remedy}"


class UsageError(ShapvizError):
    """A request that cannot be carried out as it stands."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A name that nothing is known by.

    Args:
        kind: What the name should have named, e.g. `"dataset"`.
        found: The name that was given.
        known: The names that would have been accepted.
    """

    def __init__(self, kind: str, found: str, known: Iterable[str]) -> None:
        names = sorted(known)
        super().__init__(f"There is no {kind} named '{found}'.", remedy=suggestion(found, names))
        self.kind = kind
        self.found = found


class SpecError(UsageError):
    """A specification with one or more problems, all of them listed.

    Args:
        problems: One sentence each, naming the field.
    """

    def __init__(self, problems: Sequence[str], *, remedy: str = "Correct them and try again.") -> None:
        count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"The specification has {count}: " + "; ".join(problems) + ".", remedy=remedy)
        self.problems = tuple(problems)


class DataError(ShapvizError):
    """Data that cannot be used as it is: misaligned rows, NaN, too few samples."""


class TrainingError(ShapvizError):
    """Training that cannot go on, such as a loss that is no longer finite."""


class DeviceError(UsageError):
    """A device or a precision that this machine does not have."""


class StoreError(ShapvizError):
    """A run store that cannot be opened, read or written."""


def suggestion(found: str, known: Sequence[str]) -> str:
    """Return the remedy for an unknown name: the nearest known one, or all of them."""
    near = get_close_matches(found, known, n=1, cutoff=0.6)
    listed = "Known: " + ", ".join(known) + "." if known else "None are known yet."
    return f"Did you mean '{near[0]}'? {listed}" if near else listed
