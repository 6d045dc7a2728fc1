"""What is wrong with a specification, in sentences."""

import re
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from shapviz.errors import suggestion
from shapviz.runs.options import STRATEGY_OPTIONS


def sentence(root: type[BaseModel], detail: Any) -> str:
    """Return one validation problem as `field: what was expected, what was found`.

    Args:
        root: What was validated.
        detail: The problem, as pydantic has it.
    """
    path = [part for part in detail["loc"] if part not in STRATEGY_OPTIONS]
    field = ".".join(str(part) for part in path) or "the spec"
    match detail["type"]:
        case "extra_forbidden":
            known = sorted(_fields_at(root, detail["loc"][:-1]))
            return f"{field}: unknown key. {suggestion(str(path[-1]), known).rstrip('.')}"
        case "union_tag_invalid":
            found = detail["ctx"]["tag"]
            return f"strategy: '{found}' is unknown. {suggestion(found, sorted(STRATEGY_OPTIONS)).rstrip('.')}"
        case "union_tag_not_found":
            return "strategy: it needs a `name`"
        case "literal_error":
            expected, found = detail["ctx"]["expected"], detail["input"]
            near = get_close_matches(str(found), re.findall("'(.*?)'", expected), n=1)
            guess = f". Did you mean '{near[0]}'?" if near else ""
            return f"{field}: expected {expected}, found {found!r}{guess}"
        case "value_error":
            return f"{field}: {detail['ctx']['error']}"
        case _:
            return f"{field}: {detail['msg']}, found {detail['input']!r}"


def _fields_at(root: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """Return the names of the fields of the model at `path` inside the root."""
    model: Any = root
    for part in path:
        if part in STRATEGY_OPTIONS:
            model = STRATEGY_OPTIONS[str(part)]
        elif model is root and part != "strategy":
            model = root.model_fields[str(part)].annotation
    return list(model.model_fields)
