"""The address of a page says all that is on it, and whatever stands there gives a page."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.runs.options import STRATEGY_OPTIONS, Alternating, Joint, Options
from shapviz.runs.spec import RunSpec, parse_spec
from shapviz.ui import settings
from shapviz.ui.state import VIEWS, State, read

DATASETS = ("race", "emoji", "watch")
RUN = "0" * 32
TRAINED = parse_spec({"dataset": {"name": "emoji", "noise": {"image": 0.5}}, "strategy": {"name": "joint"}, "seed": 7})

names = st.sampled_from(["hare", "fox", "tortoise"])
datasets = st.fixed_dictionaries(
    {"name": st.sampled_from(DATASETS)},
    optional={
        "modalities": st.sampled_from([["hare", "fox"], ["tortoise", "hare", "fox"]]),
        "noise": st.dictionaries(names, st.floats(0.01, 3)),
    },
)
strategies = st.one_of(
    st.sampled_from([{"name": name} for name in STRATEGY_OPTIONS]),
    st.fixed_dictionaries(
        {"name": st.just("alternating")},
        optional={
            "order": st.sampled_from(["weak_first", "fixed", "random"]),
            "sequence": st.sampled_from([["fox", "hare"], []]),
            "guard": st.booleans(),
            "power": st.floats(0.1, 4),
        },
    ),
)
specs = st.fixed_dictionaries(
    {"dataset": datasets, "strategy": strategies},
    optional={
        "seed": st.integers(0, 2**31 - 1),
        "training": st.fixed_dictionaries({"epochs": st.integers(1, 1000), "learning_rate": st.floats(1e-6, 10)}),
        "model": st.fixed_dictionaries({"head": st.sampled_from(["additive", "mlp"])}),
    },
).map(parse_spec)


def find(run: str) -> tuple[str, RunSpec] | None:
    return (RUN, TRAINED) if run in (RUN, "calm-otter") else None


def reading(query: Mapping[str, str]) -> tuple[State, list[str]]:
    return read(query, find=find, datasets=DATASETS)


@given(
    spec=specs,
    run=st.sampled_from([None, RUN]),
    epoch=st.none() | st.integers(0, 999),
    view=st.sampled_from(VIEWS),
    companions=st.booleans(),
)
def test_reading_an_address_gives_back_the_state_that_wrote_it(spec: RunSpec, **shown: Any) -> None:
    state = State(spec=spec, base=TRAINED if shown["run"] else RunSpec(), **shown)
    assert reading(state.query()) == (state, [])


keys = st.sampled_from([*settings.flatten(RunSpec()), "noise.hare", "noise.b!", "v", "run", "epoch", "view", "unknown"])


@given(st.dictionaries(keys, st.text()))
def test_any_address_gives_a_state_that_an_address_can_say(query: dict[str, str]) -> None:
    state, _ = reading(query)
    assert reading(state.query()) == (state, [])


def test_defaults_are_left_out() -> None:
    assert State().link() == "/train"
    assert State(run=RUN, base=TRAINED, spec=TRAINED).query() == {"run": RUN}


def test_a_setting_that_differs_is_one_short_key() -> None:
    state = State().with_settings("training", epochs=40).with_settings("dataset", noise={"hare": 0.5})
    assert state.query() == {"epochs": "40", "noise.hare": "0.5"}


@pytest.mark.parametrize("strategy", STRATEGY_OPTIONS.values())
def test_every_setting_has_a_key_of_its_own(strategy: type[Options]) -> None:
    spec = RunSpec().with_strategy(strategy())
    parts = {name: part for name, part in spec if name not in settings.ELSEWHERE}
    sections = [part for part in parts.values() if isinstance(part, Options)]
    fields = [name for part in sections for name in type(part).model_fields if name != "noise"]
    others = [name for name, part in parts.items() if not isinstance(part, Options)]
    assert len(settings.flatten(spec)) == len(fields + others)


def test_no_two_strategies_options_are_taken_for_settings_of_another_section() -> None:
    options = {name for member in STRATEGY_OPTIONS.values() for name in member.model_fields} - {"name"}
    others = settings.flatten(RunSpec().with_strategy(Joint())).keys()
    assert options.isdisjoint(others)


def test_a_value_beyond_its_bounds_is_put_at_the_bound() -> None:
    state, notes = reading({"epochs": "5000", "noise.hare": "-1"})
    assert state.spec.training.epochs == 1000
    assert state.spec.dataset.noise == {"hare": 0}
    assert len(notes) == 2
    assert "1000 is used" in notes[1]


def test_what_is_no_number_is_on_no_side_of_a_bound() -> None:
    state, notes = reading({"learning_rate": "nan", "noise.hare": "NaN"})
    assert state == State()
    assert all("it was dropped" in note or "the default is used" in note for note in notes)


def test_a_value_that_is_none_is_dropped_with_the_nearest_that_is_meant() -> None:
    state, notes = reading({"strategy": "jiont", "epochs": "many"})
    assert state == State()
    assert any("'joint'" in note for note in notes)
    assert any("epochs" in note and "the default is used" in note for note in notes)


def test_an_option_of_another_strategy_is_dropped() -> None:
    state, notes = reading({"strategy": "joint", "order": "fixed"})
    assert state.spec.strategy == Joint()
    assert len(notes) == 1


def test_a_run_that_is_gone_leaves_its_settings_to_the_defaults() -> None:
    state, notes = reading({"run": "1" * 32, "seed": "3"})
    assert (state.run, state.spec.seed) == (None, 3)
    assert "There is no run" in notes[0]


def test_a_run_may_be_called_by_its_name() -> None:
    assert reading({"run": "calm-otter"}) == (State(run=RUN, spec=TRAINED, base=TRAINED), [])


def test_an_address_of_another_version_is_dropped_whole() -> None:
    state, notes = reading({"v": "2", "epochs": "40"})
    assert state == State()
    assert len(notes) == 1


def test_noise_that_a_run_has_can_be_said_to_be_gone() -> None:
    state = State(run=RUN, spec=TRAINED, base=TRAINED).with_settings("dataset", noise={})
    assert state.query() == {"run": RUN, "noise.image": "0"}
    assert reading(state.query()) == (state, [])


def test_another_dataset_brings_no_noise_along() -> None:
    state, notes = reading({"run": RUN, "dataset": "race"})
    assert (state.spec.dataset.noise, notes) == ({}, [])


def test_what_a_stranger_wrote_is_cut_short_in_what_is_told() -> None:
    _, notes = reading({"strategy": "x" * 5000, "y" * 5000: "1", "epoch": "z" * 5000, "seed": "9" * 4000})
    assert max(map(len, notes)) < 700


def test_opening_a_run_takes_over_its_settings() -> None:
    state = State(epoch=4, spec=parse_spec({"strategy": Alternating(order="random").model_dump()}))
    assert state.opened(RUN, TRAINED) == State(run=RUN, spec=TRAINED, base=TRAINED)
