"""The command line that gives the same run, from its specification."""

import shlex
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from shapviz.runs.options import STRATEGY_OPTIONS
from shapviz.runs.spec import RunSpec

PLACES: Mapping[str, str] = {
    "dataset": "dataset.name",
    "modalities": "dataset.modalities",
    "head": "model.head",
    "size": "model.size",
    "absence": "model.absence",
    "prototypes": "model.prototypes",
    "epochs": "training.epochs",
    "batch_size": "training.batch_size",
    "learning_rate": "training.learning_rate",
    "strategy": "strategy.name",
    "payoff": "valuation.payoff",
    "refit": "calibration.refit",
    "temperatures": "calibration.temperatures",
    "accelerator": "device.accelerator",
    "precision": "device.precision",
    "probes": "probes",
    "seed": "seed",
}
"""Where in a RunSpec the value of each flag of `shapviz train` belongs. Values stay text: the specification itself says
what it accepts, so that a wrong number and a wrong name are reported together, in the same words as those of a file."""

OF_FORKS: Final = ("epochs", "learning_rate")  # flags that `shapviz fork` has too, beside those of the strategy
DEFAULT: Final = RunSpec()


def train(spec: RunSpec) -> str:
    """Return the command that trains a run of this specification; it says what is not at its default."""
    return shlex.join(["shapviz", "train", *_arguments(spec, DEFAULT, PLACES)])


def fork(parent: str, epoch: int, spec: RunSpec, before: RunSpec) -> str:
    """Return the command that forks a run; it says what differs from the parent.

    Args:
        parent: Name or id of the parent.
        epoch: After which of its epochs.
        spec: What the fork does.
        before: What the parent did.
    """
    # a name may look like a flag: it comes last, where nothing is taken for one
    return shlex.join(["shapviz", "fork", "--epoch", str(epoch), *_arguments(spec, before, OF_FORKS), "--", parent])


def _arguments(spec: RunSpec, base: RunSpec, flags: Collection[str]) -> Iterator[str]:
    """Yield flags and values for whatever differs from `base`; without a flag of its own it is `--set`."""
    known = {place: flag for flag, place in PLACES.items() if flag in flags}
    there = _leaves(base)
    for place, value in _leaves(spec).items():
        if value == there.get(place):
            continue
        if place == "dataset.noise":
            yield from (part for name, severity in value.items() for part in ("--noise", f"{name}={severity}"))
        elif place in known:
            yield from _flag(known[place], value)
        else:
            yield from ("--set", f"{place}={_text(value)}")
    yield from _strategy(spec, base)


def _strategy(spec: RunSpec, base: RunSpec) -> Iterator[str]:
    """Yield the strategy if it is another one, and those of its options that differ."""
    name, ground = spec.strategy.name, base.strategy.model_dump()
    if name != base.strategy.name:
        yield from ("--strategy", name)
        ground = STRATEGY_OPTIONS[name]().model_dump()
    for option, value in spec.strategy.model_dump().items():
        if value != ground[option]:
            yield from ("--option", f"{option}={_text(value)}")


def _leaves(spec: RunSpec) -> Mapping[str, Any]:
    """Return every setting but those of the strategy, by its dotted place."""
    sections = spec.model_dump(exclude={"strategy", "schema_version"})
    return {
        f"{section}.{field}" if field else section: value
        for section, fields in sections.items()
        for field, value in (fields if isinstance(fields, dict) else {"": fields}).items()
    }


def _flag(flag: str, value: Any) -> tuple[str, ...]:
    name = flag.replace("_", "-")
    if isinstance(value, bool):
        return (f"--{name}" if value else f"--no-{name}",)
    return f"--{name}", _text(value)


def _text(value: Any) -> str:
    """Return a value as the command line reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(value) if isinstance(value, tuple) else str(value)
