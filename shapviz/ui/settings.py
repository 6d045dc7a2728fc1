"""The settings of a run as keys and texts of an address.

The specification itself, flattened: a key is the name of a field (`epochs`, `noise.hare`), and a field called `name`
goes by its section (`dataset`, `strategy`). A new field of the specification is therefore a new key, with the same
bounds and the same messages.
"""

from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any, Final

from pydantic import ValidationError

from shapviz.errors import SpecError, suggestion
from shapviz.runs.options import STRATEGY_OPTIONS, Options
from shapviz.runs.spec import DatasetSpec, RunSpec, parse_spec

Path = tuple[str, ...]
ELSEWHERE: Final = {"schema_version", "attribution"}  # what is asked of a run afterwards, on a page of its own


def told(spec: RunSpec, base: RunSpec) -> dict[str, str]:
    """Return what an address must say so that `parse` finds `spec` again on the ground of `base`."""
    settings, unsaid = flatten(spec), flatten(_ground(base, spec.dataset.name, spec.strategy.name))
    unsaid |= {"dataset": base.dataset.name, "strategy": base.strategy.name}
    silenced = dict.fromkeys(unsaid.keys() - settings.keys(), "0")  # only noise can be gone; gone means none
    return {key: value for key, value in settings.items() if unsaid.get(key) != value} | silenced


def flatten(spec: RunSpec) -> dict[str, str]:
    """Return every setting as query key and text."""
    return {_key(path): _text(value) for path, value in _leaves(spec.model_dump(exclude=ELSEWHERE))}


def parse(told: Mapping[str, str], base: RunSpec) -> tuple[RunSpec, list[str]]:
    """Return `base` with the settings that were told, and a sentence for each that was clamped or dropped."""
    notes: list[str] = []
    ground = _ground(base, told.get("dataset", base.dataset.name), told.get("strategy", base.strategy.name))
    raw = ground.model_dump()
    for key, text in told.items():
        path = _path(key)
        if path is None:
            notes.append(f"'{key[:40]}' is not a setting, so it was dropped. {suggestion(key, sorted(_PATHS))}")
        elif path[:2] == ("dataset", "noise") and text == "0":
            raw["dataset"]["noise"].pop(path[2], None)
        else:
            _put(raw, path, _value(path, text))
    while True:  # ends: every round takes back something that was told, and what is left untold is valid
        try:
            return parse_spec(raw), notes
        except SpecError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            for problem, detail in zip(error.problems, error.__cause__.errors(), strict=True):
                notes.append(f"{problem[:200]}; {_mend(raw, ground, detail)}.")


def _ground(base: RunSpec, dataset: str, strategy: str) -> RunSpec:
    """Return what stands where nothing is told: `base`, without the options of another dataset or strategy."""
    sections: dict[str, Options] = {}
    if dataset != base.dataset.name:
        sections["dataset"] = DatasetSpec(name=dataset)
    if strategy != base.strategy.name and strategy in STRATEGY_OPTIONS:
        sections["strategy"] = STRATEGY_OPTIONS[strategy]()
    return base.model_copy(update=sections)


def _mend(raw: dict[str, Any], ground: RunSpec, detail: Mapping[str, Any]) -> str:
    """Repair what a validation error complains about, and return in words what was done."""
    path = _path_of(detail["loc"])
    bounds = detail.get("ctx", {})
    # NaN is on no side of a bound, though pydantic names one
    if detail["type"] in ("greater_than_equal", "less_than_equal") and not isnan(float(detail["input"])):
        bound = bounds.get("ge", bounds.get("le"))
        _put(raw, path, bound)
        return f"{bound} is used"
    rest: Any = ground.model_dump()
    for part in path[:-1]:
        raw, rest = raw[part], rest[part]
    if path[-1] in rest:
        raw[path[-1]] = rest[path[-1]]
        return "the default is used"
    raw.pop(path[-1], None)  # it may have been found wrong twice, by its name and by its value
    return "it was dropped"


def _path_of(location: tuple[Any, ...]) -> Path:
    """Return the path of the setting that a validation error points at or into."""
    section, *inside = location
    if section == "strategy":
        inside = inside[1:]  # pydantic puts the name of the union's member first
    depth = 2 if inside[:1] == ["noise"] else 1
    return (section, *inside[:depth])


def _setting_paths() -> dict[str, Path]:
    """Return the query key of every setting, except noise, which has one for each modality."""
    paths: dict[str, Path] = {}
    for section, field in RunSpec.model_fields.items():
        if section in ELSEWHERE:
            continue
        members = STRATEGY_OPTIONS.values() if section == "strategy" else (field.annotation,)
        for member in members:
            names = member.model_fields if isinstance(member, type) and issubclass(member, Options) else ()
            paths |= {section if name == "name" else name: (section, name) for name in names}
            if not names:
                paths[section] = (section,)
    return paths


def _path(key: str) -> Path | None:
    """Return where in a spec the setting of a query key stands."""
    if key.startswith("noise."):
        return ("dataset", "noise", key.removeprefix("noise."))
    return _PATHS.get(key)


def _key(path: Path) -> str:
    """Return the query key of a setting: its field, or its section where the field is only called `name`."""
    return path[0] if path[-1] == "name" and len(path) == 2 else ".".join(path[1:] or path)


def _leaves(tree: Mapping[str, Any], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value of nested mappings with its path."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _put(tree: dict[str, Any], path: Path, value: object) -> None:
    """Set the value at `path`."""
    for part in path[:-1]:
        tree = tree[part]
    tree[path[-1]] = value


def _text(value: object) -> str:
    """Return a setting as it stands in an address."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _value(path: Path, text: str) -> str | tuple[str, ...]:
    """Return what an address says about a setting, in the form that a spec is parsed from."""
    if path[-1] in _LISTS:
        return tuple(part for part in text.split(",") if part)
    return text


_PATHS = {key: path for key, path in _setting_paths().items() if key != "noise"}
_LISTS = {"modalities", "sequence", "corruptions"}
