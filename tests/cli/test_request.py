import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.cli import request
from shapviz.cli.request import merged, requested
from shapviz.errors import SpecError, UsageError
from shapviz.runs.flags import PLACES
from shapviz.runs.options import Alternating, JointUnimodal
from shapviz.runs.spec import RunSpec, parse_spec


def file(folder: Path, content: object) -> Path:
    path = folder / "spec.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_without_flags_it_is_the_default() -> None:
    assert requested({}) == RunSpec()


@pytest.mark.parametrize("flag", PLACES)
def test_every_flag_has_its_place_in_the_specification(flag: str) -> None:
    """Its own default, given as text, changes nothing."""
    default = request.default(flag)
    text = ",".join(default) if isinstance(default, tuple) else str(default)
    assert requested({flag: text}) == RunSpec()


def test_flags_of_all_kinds() -> None:
    spec = requested(
        {"dataset": "race", "modalities": "fox, hare", "epochs": "3", "learning_rate": "1e-2", "seed": "7"},
        noise=["fox=0.5"],
    )
    assert spec.dataset.modalities == ("fox", "hare")
    assert spec.dataset.noise == {"fox": 0.5}
    assert (spec.training.epochs, spec.training.learning_rate, spec.seed) == (3, 0.01, 7)


def test_options_belong_to_the_strategy_that_is_named() -> None:
    spec = requested({"strategy": "joint_unimodal"}, options=["weight=2"])
    assert spec.strategy == JointUnimodal(weight=2)


def test_options_without_a_strategy_belong_to_the_default_one() -> None:
    spec = requested({}, options=["order=fixed", "sequence=fox,tortoise,hare", "guard=false"])
    assert spec.strategy == Alternating(order="fixed", sequence=("fox", "tortoise", "hare"), guard=False)


def test_flags_override_a_file_and_leave_the_rest_of_it(tmp_path: Path) -> None:
    path = file(
        tmp_path, {"training": {"epochs": 5, "batch_size": 32}, "strategy": {"name": "alternating", "power": 2}}
    )
    spec = requested({"epochs": "9"}, options=["budget=guided"], file=path)
    assert (spec.training.epochs, spec.training.batch_size) == (9, 32)
    assert spec.strategy == Alternating(power=2, budget="guided")


def test_another_strategy_does_not_inherit_the_options_of_the_files(tmp_path: Path) -> None:
    path = file(tmp_path, {"strategy": {"name": "alternating", "power": 2}})
    assert requested({"strategy": "joint_unimodal"}, file=path).strategy == JointUnimodal()


def test_a_spec_that_was_dumped_can_be_read_back(tmp_path: Path) -> None:
    spec = parse_spec({"dataset": {"name": "race", "noise": {"fox": 1}}, "strategy": {"name": "joint"}, "seed": 3})
    assert requested({}, file=file(tmp_path, spec.model_dump_json())) == spec


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SpecError) as caught:
        requested({"dataset": "emogi", "epochs": "none", "strategy": "jont"}, noise=["fox"], options=["power"])
    found = "\n".join(caught.value.problems)
    for problem in ("--noise: expected name=value, found 'fox'", "--option: expected name=value, found 'power'",
                    "training.epochs", "Did you mean 'joint'?", "Did you mean 'emoji'?"):  # fmt: skip
        assert problem in found
    assert len(caught.value.problems) == 5


@pytest.mark.parametrize("content", ["[1]", '"race"', "3", "null"])
def test_a_file_that_holds_no_object_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UsageError, match="A specification is a JSON object"):
        requested({}, file=file(tmp_path, content))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "spec.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="is not JSON"):
        requested({}, file=path)


values = st.recursive(st.integers(), lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3))
dictionaries = st.dictionaries(st.sampled_from("abc"), values, max_size=3)


@given(dictionaries, dictionaries)
def test_merging_changes_neither_of_the_two_and_the_second_wins(base: dict, over: dict) -> None:
    before = json.dumps([base, over])
    result = merged(base, over)
    assert json.dumps([base, over]) == before
    assert merged(result, over) == result
    assert set(result) == set(base) | set(over)
