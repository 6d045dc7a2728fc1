"""The command that is shown gives the run that it is shown for: what the command line reads from it is the same."""

import shlex
from typing import Any, Literal, get_args, get_origin
from unittest.mock import patch

import pytest
from annotated_types import Ge, Gt, Le, Lt
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic.fields import FieldInfo
from typer.testing import CliRunner

from shapviz.cli import commands
from shapviz.data import catalog
from shapviz.errors import SpecError
from shapviz.runs import flags
from shapviz.runs.asked import AttributionSpec, RobustnessSpec
from shapviz.runs.corruptions import FITTING
from shapviz.runs.methods import METHODS
from shapviz.runs.options import STRATEGY_OPTIONS, Alternating, Joint, JointUnimodal, Options
from shapviz.runs.spec import DatasetSpec, RunSpec

PLAYERS = ("hare", "fox", "tortoise")


def values(about: FieldInfo) -> st.SearchStrategy[Any]:
    """Return anything that a field may be."""
    if get_origin(about.annotation) is Literal:
        return st.sampled_from(get_args(about.annotation))
    if about.annotation is bool:
        return st.booleans()
    bounds = {type(bound): bound for bound in about.metadata}
    low = bounds[Ge].ge if Ge in bounds else bounds[Gt].gt
    high = bounds[Le].le if Le in bounds else bounds[Lt].lt
    if about.annotation is int:
        return st.integers(low, high - (Lt in bounds))
    return st.floats(low, high, exclude_min=Gt in bounds, exclude_max=Lt in bounds)


def options(kind: type[Options], **special: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return options of a kind, each field at its default or anywhere else."""
    fields = {name: about for name, about in kind.model_fields.items() if name not in ("name", "schema_version")}
    drawn = {name: special[name] if name in special else values(about) for name, about in fields.items()}
    return st.fixed_dictionaries({}, optional=drawn).map(lambda chosen: kind(**chosen))


STRATEGIES = st.one_of(
    [
        options(kind, **({"sequence": st.permutations(PLAYERS).map(tuple)} if kind is Alternating else {}))
        for kind in STRATEGY_OPTIONS.values()
    ]
)
DATASETS = options(
    DatasetSpec,
    modalities=st.sampled_from([(), ("fox", "hare"), ("tortoise", "hare", "fox")]),
    noise=st.dictionaries(st.sampled_from(PLAYERS), st.floats(0.01, 3)),
)
ROBUSTNESS = options(
    RobustnessSpec,
    corruptions=st.lists(st.sampled_from(["all", *FITTING["features"]]), max_size=3).map(tuple),
)
ATTRIBUTION = options(
    AttributionSpec,
    methods=st.lists(st.sampled_from(["all", *METHODS]), max_size=3).map(tuple),
    target=st.sampled_from(["true", "predicted", "class:3"]),
)
SECTIONS = {name: kind.annotation for name, kind in RunSpec.model_fields.items()}


@st.composite
def specs(draw: st.DrawFn) -> RunSpec:
    """Draw a specification that the race accepts."""
    said: dict[str, Any] = {"dataset": draw(DATASETS), "strategy": draw(STRATEGIES), "seed": draw(st.integers(0, 999))}
    said |= {"probes": draw(st.booleans()), "robustness": draw(ROBUSTNESS), "attribution": draw(ATTRIBUTION)}
    for name, kind in SECTIONS.items():
        if name not in (*said, "schema_version"):
            said[name] = draw(options(kind))
    spec = RunSpec(**said)
    try:
        catalog.check(spec)
    except SpecError:
        assume(False)
    return spec


def read(command: str, base: RunSpec | None = None) -> RunSpec:
    """Return the specification that the command line makes of a command; nothing is queued."""
    program, *arguments = shlex.split(command)
    assert program == "shapviz"
    seen: list[RunSpec] = []

    def note(found: RunSpec, *_: Any) -> None:
        seen.append(found)
        raise KeyboardInterrupt

    with (
        patch("shapviz.cli.train.RunStore.open"),
        patch("shapviz.cli.fork.RunStore.open") as store,
        patch("shapviz.cli.request.catalog.check", side_effect=note),
    ):
        store.return_value.get.return_value.spec = base
        CliRunner().invoke(commands, arguments)
    [spec] = seen
    return spec


@settings(max_examples=60, deadline=None)
@given(specs())
def test_the_command_of_a_run_gives_its_specification(spec: RunSpec) -> None:
    assert read(flags.train(spec)) == spec


@settings(max_examples=60, deadline=None)
@given(specs(), STRATEGIES, st.integers(1, 99), st.floats(1e-6, 1), st.integers(1, 9), st.booleans())
def test_the_command_of_a_fork_gives_its_specification(
    before: RunSpec, strategy: Any, epochs: int, rate: float, every: int, probes: bool
) -> None:
    training = before.training.model_copy(update={"epochs": epochs, "learning_rate": rate})
    valuation = before.valuation.model_copy(update={"every": every})
    changes = {"strategy": strategy, "training": training, "valuation": valuation, "probes": probes}
    spec = before.model_copy(update=changes)
    assert read(flags.fork("calm otter", 3, spec, before), before) == spec


def test_defaults_are_not_said() -> None:
    assert flags.train(RunSpec()) == "shapviz train"
    assert flags.train(RunSpec(strategy=Joint(), seed=7)) == "shapviz train --seed 7 --strategy joint"
    assert flags.train(RunSpec(strategy=JointUnimodal(weight=0.5), probes=True)) == (
        "shapviz train --probes --strategy joint_unimodal --option weight=0.5"
    )


@pytest.mark.parametrize("name", ["calm-otter", "two words", "--help", "it's"])
def test_a_fork_is_of_the_run_with_that_name(name: str) -> None:
    words = shlex.split(flags.fork(name, 8, RunSpec(strategy=Joint()), RunSpec()))
    assert words == ["shapviz", "fork", "--epoch", "8", "--strategy", "joint", "--", name]
