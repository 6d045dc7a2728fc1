"""What a specification asks for, in short words: to tell runs apart and to say in what they differ."""

from collections.abc import Iterator
from typing import Any, Final

from shapviz.runs.options import Options, Strategy
from shapviz.runs.spec import RunSpec

NOT_COMPARED: Final = ("schema_version", "seed", "device", "robustness", "attribution", "probes")
"""The seed, over which runs are averaged, and what is not meant to change what a run shows of its training."""
TITLES: Final = {
    "dataset.name": "dataset",
    "strategy.name": "strategy",
    "model.size": "encoders",
    "valuation.every": "epochs between valuations",
}
PHRASES: Final = {
    "dataset.name": "{}",
    "dataset.modalities": "{}",
    "strategy.name": "{}",
    "strategy.order": "{}",
    "strategy.loss": "{}",
    "strategy.budget": "{} budget",
    "model.head": "{} head",
    "model.size": "{} encoders",
    "training.epochs": "{} epochs",
    "training.optimizer": "{}",
}
VALUES: Final = {"own_full": "own + full", "joint_unimodal": "joint + unimodal"}


def strategy(options: Strategy) -> str:
    """Return a strategy with whatever it has beside its defaults, e.g. 'alternating, strong first, inherit'."""
    unusual = options.model_dump(exclude={"name"}, exclude_defaults=True)
    return ", ".join([word(options.name), *(phrase(f"strategy.{name}", value) for name, value in unusual.items())])


def settings(spec: RunSpec) -> dict[str, Any]:
    """Return everything that is compared of a spec, by its place, e.g. 'training.epochs', in the order of the spec."""
    return {place: value for place, value in _leaves(spec) if place.split(".")[0] not in NOT_COMPARED}


def title(place: str) -> str:
    """Return what a setting is called, e.g. 'batch size' for 'training.batch_size'."""
    return TITLES.get(place, place.rpartition(".")[2].replace("_", " "))


def word(value: Any) -> str:
    """Return a value of a setting, as people say it."""
    match value:
        case None:
            return "none"
        case bool():
            return "on" if value else "off"
        case str():
            return VALUES.get(value, value.replace("_", " "))
        case dict():
            return ", ".join(f"{key} {word(each)}" for key, each in value.items()) or "none"
        case tuple() | list():
            return ", ".join(map(str, value)) or "all"
        case _:
            return str(value)


def phrase(place: str, value: Any) -> str:
    """Return a setting with its value, e.g. 'weak first', 'mlp head', '40 epochs', 'learning rate 0.01', 'no guard'."""
    match value:
        case True:
            return title(place)
        case False:
            return f"no {title(place)}"
        case _:
            return PHRASES.get(place, f"{title(place)} {{}}").format(word(value))


def _leaves(options: Options, above: str = "") -> Iterator[tuple[str, Any]]:
    for name in type(options).model_fields:
        value = getattr(options, name)
        if isinstance(value, Options):
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
