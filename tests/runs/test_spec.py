import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.errors import SpecError
from shapviz.runs.asked import AttributionSpec, RobustnessSpec
from shapviz.runs.corruptions import FITTING
from shapviz.runs.methods import METHODS
from shapviz.runs.options import STRATEGY_OPTIONS, Alternating, Joint
from shapviz.runs.spec import RunSpec, parse_spec


def test_an_empty_spec_is_the_default_run():
    assert parse_spec({}) == RunSpec()


@pytest.mark.parametrize("name", STRATEGY_OPTIONS)
def test_every_strategy_survives_json(name):
    spec = parse_spec({"strategy": {"name": name}, "dataset": {"noise": {"hare": 0.5}}})
    assert parse_spec(json.loads(spec.model_dump_json())) == spec


def test_the_table_of_options_names_each_class_as_the_class_names_itself():
    assert {name: cls().name for name, cls in STRATEGY_OPTIONS.items()} == {name: name for name in STRATEGY_OPTIONS}


@given(seed=st.integers(0, 2**31 - 1), epochs=st.integers(1, 1000))
def test_fingerprints_agree_exactly_when_specs_do(seed, epochs):
    spec = RunSpec(seed=seed)
    other = parse_spec({"seed": seed, "training": {"epochs": epochs}})
    assert (spec.fingerprint() == other.fingerprint()) == (spec == other)


def test_what_stands_at_its_default_does_not_count_in_a_digest_so_that_later_versions_may_add_options():
    said = json.dumps({"seed": 3, "strategy": {"name": "joint"}}, sort_keys=True)
    assert RunSpec(seed=3, strategy=Joint()).digest() == hashlib.sha256(said.encode()).hexdigest()


@pytest.mark.parametrize("name", STRATEGY_OPTIONS)
def test_strategies_at_their_defaults_have_digests_of_their_own(name):
    others = {parse_spec({"strategy": {"name": other}}).digest() for other in STRATEGY_OPTIONS if other != name}
    assert parse_spec({"strategy": {"name": name}}).digest() not in others


def test_with_strategy_changes_nothing_but_the_strategy():
    joint = RunSpec(seed=7).with_strategy(Joint())
    assert joint == RunSpec(seed=7, strategy=Joint())


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"datset": {}}, "Did you mean 'dataset'?"),
        ({"strategy": {"name": "alternatng"}}, "Did you mean 'alternating'?"),
        ({"strategy": {"name": "alternating", "ordr": "random"}}, "Did you mean 'order'?"),
        ({"strategy": {}}, "it needs a `name`"),
        ({"strategy": {"name": "alternating", "loss": "both"}}, "expected 'own', 'full', 'own_full' or 'inherit'"),
        ({"training": {"epoch": 3}}, "Did you mean 'epochs'?"),
        ({"training": {"epochs": 0}}, "training.epochs"),
        ({"dataset": {"modalities": ["image"]}}, "at least two modalities"),
        ({"dataset": {"modalities": ["image", "image"]}}, "once only"),
        ({"dataset": {"noise": {"image": float("nan")}}}, "dataset.noise.image"),
        ({"schema_version": 2}, "schema_version"),
        ({"robustness": {"corruptions": ["nois"]}}, "Did you mean 'noise'?"),
        ({"attribution": {"methods": ["captum.shaply"]}}, "Did you mean 'captum.shapley'?"),
        ({"attribution": {"target": "rabbit"}}, "expected 'true', 'predicted' or 'class:NAME'"),
        ({"robustness": {"corruptions": ["al"]}}, "robustness.corruptions.0: expected 'noise', "),
        ({"robustness": {"draws": 0}}, "robustness.draws"),
        ({"seed": -1}, "seed"),
        ({"dataset": 5}, "dataset"),
    ],
)
def test_a_bad_spec_says_which_field_and_what_was_expected(raw, said):
    with pytest.raises(SpecError) as error:
        parse_spec(raw)
    assert said in str(error.value)


def test_all_problems_are_told_at_once():
    raw = {"seed": -1, "datset": {}, "training": {"epochs": 0, "epoch": 3}, "strategy": {"name": "alternating", "x": 1}}
    with pytest.raises(SpecError) as error:
        parse_spec(raw)
    assert len(error.value.problems) == 5


def test_specs_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        Alternating().order = "random"  # type: ignore[misc]


@pytest.mark.parametrize("weight", ["align_features", "align_samples"])
def test_alignment_without_mapping_is_a_contradiction(weight: str) -> None:
    aligned = parse_spec({"training": {weight: 0.1}})
    (problem,) = aligned.contradictions()
    assert problem == f"training.{weight}: alignment needs mapping: expected model.mapping or weight 0, found 0.1"
    assert not list(parse_spec({"training": {weight: 0.1}, "model": {"mapping": True}}).contradictions())
    assert not list(RunSpec().contradictions())


def test_asking_for_robustness_parts_no_digest_until_it_is_asked_for() -> None:
    assert RunSpec(robustness=RobustnessSpec(draws=3)).fingerprint() == RunSpec().fingerprint()
    assert RunSpec(robustness=RobustnessSpec(corruptions=("noise",))).fingerprint() != RunSpec().fingerprint()


@pytest.mark.parametrize("kind", FITTING)
def test_all_corruptions_are_those_that_fit(kind: str) -> None:
    assert RobustnessSpec(corruptions=("all",)).fitting(kind) == FITTING[kind]
    assert RobustnessSpec(corruptions=("missing", "noise", "jpeg")).fitting(kind) == tuple(
        each for each in FITTING[kind] if each in ("missing", "noise", "jpeg")
    )
    assert RobustnessSpec().fitting(kind) == ()


def test_all_methods_are_those_that_play_between_modalities_in_the_order_of_pages():
    assert AttributionSpec(methods=("shap.exact", "exact")).named == ("exact", "shap.exact")
    every = AttributionSpec(methods=("all",)).named
    assert "captum.occlusion" not in every
    assert every == tuple(name for name in METHODS if name in every)
    assert not AttributionSpec().named


def test_who_asks_for_more_methods_and_checks_answers_for_fewer():
    much = AttributionSpec(methods=("all",), checks="retraining")
    little = AttributionSpec(methods=("exact",), checks="none")
    assert much.answers(little)
    assert not little.answers(much)
    assert much.answers(much)
    assert not AttributionSpec().answers(AttributionSpec()), "it says nothing"
    assert not much.answers(little.model_copy(update={"payoff": "logit"})), "another question"
