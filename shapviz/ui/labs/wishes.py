"""What browsers ask the labs' routes for. Nothing in it is trusted."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, Literal, TypeVar

from pydantic import Field, ValidationError

from shapviz.errors import UsageError
from shapviz.runs.options import Options

Theme = Literal["light", "dark"]
REMEDY: Final = "Reload the page. If that does not help, the browser holds an older version of it."


class Wish(Options):
    """What every question says: about which run, and by what right."""

    token: str = Field(max_length=64)
    run: str = Field(max_length=64, description="its full id")

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """The runs that it is about, each with the token that came with it."""
        return ((self.run, self.token),)


AnyWish = TypeVar("AnyWish", bound=Wish)


def read(kind: type[AnyWish], body: bytes | Mapping[str, str]) -> AnyWish:
    """Return what a JSON document, or the query of an address, asks for.

    Raises:
        UsageError: Naming every problem at once.
    """
    try:
        return kind.model_validate_json(body) if isinstance(body, bytes) else kind.model_validate(body)
    except ValidationError as error:
        raise UsageError(" ".join(map(_sentence, error.errors())), remedy=REMEDY) from error


def _sentence(detail: Any) -> str:
    """Return one problem as `field: what was expected, what was found`."""
    field = ".".join(map(str, detail["loc"])) or "the question"
    found = f"{detail['input']!r}"[:60]
    if detail["type"] == "literal_error":
        expected = detail["ctx"]["expected"]
        near = get_close_matches(str(detail["input"]), re.findall("'(.*?)'", expected), n=1)
        return f"{field}: expected {expected}, found {found}." + (f" Did you mean '{near[0]}'?" if near else "")
    return f"{field}: {detail['msg']}, found {found}."
