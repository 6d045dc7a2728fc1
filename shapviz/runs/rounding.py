"""Records hold no more digits than anybody can use."""

from typing import Any


def rounded(value: Any, digits: int) -> Any:
    """Return the same with its numbers rounded, however deep they lie; tuples come back as lists."""
    match value:
        case float():
            return round(value, digits)
        case dict():
            return {key: rounded(each, digits) for key, each in value.items()}
        case tuple() | list():
            return [rounded(each, digits) for each in value]
        case _:
            return value
