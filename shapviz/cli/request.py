"""From what stands on the command line to a checked RunSpec."""

import json
from collections.abc import Iterable, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from shapviz.data import catalog
from shapviz.errors import SpecError, UsageError, suggestion
from shapviz.runs.flags import PLACES
from shapviz.runs.options import STRATEGY_OPTIONS
from shapviz.runs.spec import RunSpec, parse_spec

DEFAULT = RunSpec()
SEVERAL = tuple(
    f"{section}.{field}"
    for section, fields in DEFAULT.model_dump(exclude={"strategy"}).items()
    if isinstance(fields, dict)
    for field, value in fields.items()
    if isinstance(value, tuple)
)
"""The settings that are several names, which a command line has with commas between."""


def default(flag: str) -> Any:
    """Return the value that holds where a flag is not given."""
    return attrgetter(PLACES[flag])(DEFAULT)


def choices(flag: str) -> tuple[str, ...]:
    """Return the values that a flag accepts, if they are few and known without looking at a dataset."""
    if flag == "strategy":
        return tuple(STRATEGY_OPTIONS)
    *section, name = PLACES[flag].split(".")
    owner = attrgetter(".".join(section))(DEFAULT) if section else DEFAULT
    annotation = type(owner).model_fields[name].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def requested(
    flags: Mapping[str, str | None],
    *,
    noise: Iterable[str] = (),
    options: Iterable[str] = (),
    settings: Iterable[str] = (),
    file: Path | None = None,
    base: RunSpec = DEFAULT,
) -> RunSpec:
    """Return the specification in `file`, or `base`, with what the flags say in its place.

    Args:
        flags: By the names of `PLACES`; None where a flag was not given.
        noise: `modality=severity` each.
        options: `key=value` each, for the strategy.
        settings: `section.field=value` each, for whatever has no flag.
        file: A JSON file that holds a specification; what it leaves unsaid is at its default.
        base: What holds without a file.

    Raises:
        SpecError: Naming everything that is wrong, at once.
        UsageError: If the file cannot be read.
    """
    raw = base.model_dump(mode="json") if file is None else read(file)
    problems: list[str] = []
    for flag, value in flags.items():
        if value is not None and flag != "strategy":
            raw = merged(raw, nested(PLACES[flag], _parsed(PLACES[flag], value)))
    raw = _with_settings(raw, settings, problems)
    severities = _pairs("--noise", noise, problems)
    if severities:
        raw = merged(raw, nested("dataset.noise", severities))
    chosen = _pairs("--option", options, problems)
    if chosen or flags.get("strategy"):
        raw = {**raw, "strategy": _strategy(raw.get("strategy"), flags.get("strategy"), chosen)}
    return checked(raw, problems)


def based(base: RunSpec, settings: Iterable[str]) -> RunSpec:
    """Return a specification with these settings in place of its own, whatever its dataset says of them.

    Raises:
        SpecError: Naming everything that is wrong, at once.
    """
    problems: list[str] = []
    raw = _with_settings(base.model_dump(mode="json"), settings, problems)
    if problems:
        raise SpecError(problems)
    return parse_spec(raw)


def checked(raw: Mapping[str, Any], problems: Iterable[str] = ()) -> RunSpec:
    """Return the specification that `raw` describes, which its dataset accepts too.

    Args:
        raw: A specification as JSON has it.
        problems: What is already known to be wrong.

    Raises:
        SpecError: Naming `problems` and whatever else is wrong.
    """
    found = list(problems)
    try:
        spec = parse_spec(raw)
    except SpecError as error:
        raise SpecError([*found, *error.problems, *_unknown_dataset(raw)]) from error
    if found:
        raise SpecError([*found, *_unknown_dataset(raw)])
    catalog.check(spec)
    return spec


def read(file: Path) -> dict[str, Any]:
    """Return the JSON object in `file`.

    Raises:
        UsageError: If it cannot be read, or holds something else.
    """
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"The specification {file} cannot be read: {error.strerror}.", remedy="Check the path given to --spec."
        ) from error
    except ValueError as error:  # neither UTF-8 nor JSON
        raise UsageError(
            f"The specification {file} is not JSON: {error}.", remedy="Correct it at that place and try again."
        ) from error
    if not isinstance(raw, dict):
        raise UsageError(
            f"A specification is a JSON object; {file} holds a {type(raw).__name__}.",
            remedy='Put it into braces, such as {"dataset": {"name": "emoji"}}.',
        )
    return raw


def nested(path: str, value: Any) -> dict[str, Any]:
    """Return `value` inside one dictionary for each part of the dotted path."""
    for key in reversed(path.split(".")):
        value = {key: value}
    result: dict[str, Any] = value
    return result


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with the values of `over` in place of its own; dictionaries are merged in turn."""
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return result


def _parsed(place: str, value: str) -> str | list[str]:
    return _names(value) if place in SEVERAL else value


def _with_settings(raw: dict[str, Any], settings: Iterable[str], problems: list[str]) -> dict[str, Any]:
    """Return `raw` with `section.field=value` texts in place, and add to `problems` those that are none."""
    for place, value in _pairs("--set", settings, problems).items():
        raw = merged(raw, nested(place, _parsed(place, value)))
    return raw


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _pairs(flag: str, given: Iterable[str], problems: list[str]) -> dict[str, str]:
    """Return the pairs of `key=value` texts, and add to `problems` those that are not."""
    pairs = {}
    for text in given:
        key, equals, value = text.partition("=")
        if key and equals:
            pairs[key.strip()] = value.strip()
        else:
            problems.append(f"{flag}: expected name=value, found '{text}'")
    return pairs


def _strategy(base: Any, name: str | None, settings: Mapping[str, str]) -> dict[str, Any]:
    """Return the strategy: that of the file where it has the same name, with the settings in place of its own."""
    before = base if isinstance(base, Mapping) else {}
    chosen = name or before.get("name", DEFAULT.strategy.name)
    kept = before if chosen == before.get("name") else {}
    known = STRATEGY_OPTIONS[chosen].model_fields if chosen in STRATEGY_OPTIONS else {}
    several = {key for key, field in known.items() if get_origin(field.annotation) is tuple}
    parsed = {key: _names(value) if key in several else value for key, value in settings.items()}
    return {**kept, "name": chosen, **parsed}


def _unknown_dataset(raw: Mapping[str, Any]) -> list[str]:
    """Return the problem with the dataset's name, if there is one: it need not wait until everything else is right."""
    dataset = raw.get("dataset")
    name = dataset.get("name") if isinstance(dataset, Mapping) else None
    if not isinstance(name, str) or name in catalog.names():
        return []
    return [f"dataset.name: '{name}' is unknown. {suggestion(name, sorted(catalog.names())).rstrip('.')}"]
