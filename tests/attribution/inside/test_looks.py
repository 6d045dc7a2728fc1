import re
from dataclasses import replace

import numpy as np
import pytest

from shapviz.attribution.inside.looks import look_inside, offered
from shapviz.data.modality import Modality
from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs.attribution import Question
from shapviz.runs.inside import Inside
from shapviz.runs.methods import METHODS, Effort
from tests.attribution.inside.explainers import KINDS, PICTURE, ROW, TABLE, WAYS, WORDS, explainer
from tests.models import worlds

LOGIT = Question(payoff="logit")  # the probabilities of random networks are near zero or one
COMPLETE = (
    "exact",
    "sampled",
    "captum.shapley",
    "captum.sampling",
    "shap.exact",
    "shap.permutation",
    "shap.kernel",
    "shap.partition",
    "shapiq.exact",
    "shapiq.sampled",
)
SMALL = (TABLE, worlds.features("other", 2), WORDS)


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("others", ["averaged", "everybody"])
def test_what_is_inside_adds_up_to_what_the_modality_is_given(name, others):
    asked = explainer(SMALL)
    outside = asked.attribute("exact" if others == "averaged" else "leave_one_out", LOGIT, [ROW])
    for modality, value in zip(outside.players, outside.values[0], strict=True):
        inside = look_inside(asked, ROW, modality, name, LOGIT, others)
        assert inside.presence + inside.values.sum() == pytest.approx(value, abs=1e-6)
        assert inside.missing == pytest.approx(0, abs=1e-6)
        assert np.abs(inside.values).max() > 1e-3


@pytest.mark.parametrize("name", ["captum.kernel", "captum.integrated_gradients"])
def test_what_is_missing_is_stated(name):
    inside = look_inside(explainer(SMALL), ROW, "table", name, LOGIT)
    assert inside.whole == pytest.approx(inside.presence + inside.values.sum() + inside.missing, abs=1e-12)
    assert abs(inside.missing) < 0.05 * abs(inside.whole - inside.presence)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_exact_methods_of_all_libraries_agree(way):
    asked = explainer(SMALL, **way)
    for modality in ("table", "words"):
        ours, *theirs = (
            look_inside(asked, ROW, modality, name, LOGIT)
            for name in ("exact", "captum.shapley", "shap.exact", "shapiq.exact")
        )
        for other in theirs:
            assert other.values == pytest.approx(ours.values, abs=1e-6)
            assert other.presence == pytest.approx(ours.presence, abs=1e-9)


@pytest.mark.parametrize("modality", KINDS, ids=lambda each: each.kind)
@pytest.mark.parametrize("name", METHODS)
def test_every_method_answers_inside_every_kind_or_says_why_not(modality, name):
    asked, effort = explainer(), Effort(calls=32, repeats=2)
    if refused := offered(asked, modality.name)[name]:
        with pytest.raises(UsageError, match=re.escape(refused.problem)):
            look_inside(asked, ROW, modality.name, name, Question(), effort=effort)
        return
    inside = look_inside(asked, ROW, modality.name, name, Question(), effort=effort)
    assert inside.values.shape == (len(inside.elements),)
    assert np.isfinite(inside.values).all()
    assert inside.grid is None or np.prod(inside.grid) == len(inside.elements)
    assert (inside.low is not None) == METHODS[name].draws
    assert inside.calls > 0
    assert Inside.model_validate_json(inside.model_dump_json()).values == pytest.approx(inside.values)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_gradients_flow_through_every_head_from_whatever_enters(way):
    for modality in KINDS:
        inside = look_inside(explainer(**way), ROW, modality.name, "captum.integrated_gradients", LOGIT)
        assert inside.values.any()
        assert abs(inside.missing) < 0.1 * np.abs(inside.values).sum()


def test_dice_are_thrown_often_enough_for_as_many_elements_as_there_are():
    few = Effort(calls=8, repeats=2)
    many = look_inside(explainer(), ROW, PICTURE.name, "shap.permutation", LOGIT, effort=few)
    assert 16 * len(many.elements) < many.calls <= 32 * len(many.elements)
    smooth = look_inside(explainer(), ROW, PICTURE.name, "captum.gradient_shap", LOGIT, effort=few)
    assert smooth.calls < 32


@pytest.mark.parametrize("name", [name for name, each in METHODS.items() if each.needs == "coalitions"])
def test_an_element_without_others_is_given_all_there_is(name):
    asked = explainer((TABLE, worlds.features("single", 1)))
    inside = look_inside(asked, ROW, "single", name, LOGIT)
    assert inside.values == pytest.approx([inside.whole - inside.presence], abs=1e-9)
    assert (inside.low is not None) == METHODS[name].draws
    assert inside.low is None or inside.low == inside.values == inside.high


@pytest.mark.parametrize("baseline", ["own", "mean", "background"])
@pytest.mark.parametrize("head", ["additive", "mlp"])
@pytest.mark.parametrize("payoff", ["probability", "log_likelihood", "logit"])
def test_deep_lift_leaves_nothing_out_from_any_input_to_any_payoff(head, baseline, payoff):
    asked, question = explainer(head=head), Question(payoff=payoff, baseline=baseline)
    for modality in KINDS:
        inside = look_inside(asked, ROW, modality.name, "captum.deep_lift", question)
        assert inside.missing == pytest.approx(0, abs=1e-8)
        assert payoff != "logit" or np.abs(inside.values).max() > 1e-3


def test_gradients_have_finer_elements_than_coalitions():
    asked = explainer((Modality("photo", "image", (1, 20, 24), "brightness", "a larger picture"), TABLE))
    fine = look_inside(asked, ROW, "photo", "captum.integrated_gradients", LOGIT)
    coarse = look_inside(asked, ROW, "photo", "leave_one_out", LOGIT)
    assert (fine.grid, coarse.grid) == ((20, 24), (8, 8))
    assert fine.presence == pytest.approx(coarse.presence, abs=1e-12)


def test_a_linear_network_gives_every_word_its_part_by_every_method():
    asked = explainer(SMALL, head="additive")
    methods = ("exact", "leave_one_out", "captum.integrated_gradients", "captum.input_x_gradient", "captum.occlusion")
    ours, *theirs = (look_inside(asked, ROW, "words", name, LOGIT) for name in methods)
    for other in theirs:
        assert other.values == pytest.approx(ours.values, abs=1e-6)


@pytest.mark.parametrize("name", ["captum.integrated_gradients", "captum.deep_lift", "exact"])
def test_columns_that_form_a_picture_get_what_they_would_get_as_columns(name):
    table = worlds.features("scan", 6)
    flat, folded = (
        look_inside(explainer((each, WORDS)), ROW, "scan", name, Question())
        for each in (table, replace(table, grid=(2, 3)))
    )
    np.testing.assert_allclose(folded.values, flat.values, atol=1e-12)
    assert (flat.kind, flat.grid, folded.kind, folded.grid) == ("features", None, "image", (2, 3))
    assert folded.elements[4] == "row 2, column 2"


def test_too_many_elements_are_refused_for_methods_that_try_every_coalition():
    with pytest.raises(UsageError, match="24 elements") as caught:
        look_inside(explainer(), ROW, PICTURE.name, "exact", Question())
    assert "samples" in caught.value.remedy


def test_deep_lift_is_refused_where_states_are_multiplied_and_where_prototypes_stand_in():
    for way in ({"head": "gated"}, {"head": "mlp", "prototypes": True}):
        asked = explainer(SMALL, **way)
        assert offered(asked, "table")["captum.deep_lift"] is not None
        assert offered(asked, "table")["captum.integrated_gradients"] is None
        with pytest.raises(UsageError, match="DeepLIFT"):
            look_inside(asked, ROW, "table", "captum.deep_lift", LOGIT)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((ROW, "tabel", "exact"), "tabel"),
        ((ROW, "table", "exakt"), "exakt"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest_known_one(arguments, found):
    with pytest.raises(UnknownNameError, match=found) as caught:
        look_inside(explainer(SMALL), *arguments, Question())
    assert ("table" if found == "tabel" else "exact") in caught.value.remedy


def test_rows_that_were_trained_on_are_refused():
    with pytest.raises(UsageError, match="not in the test split"):
        look_inside(explainer(SMALL), 0, "table", "exact", Question())


def test_methods_that_sample_their_baseline_say_so():
    asked = explainer(SMALL)
    assert "training samples" in look_inside(asked, ROW, "table", "captum.gradient_shap", LOGIT).baseline
    assert "mean" in look_inside(asked, ROW, "table", "captum.integrated_gradients", LOGIT).baseline


def test_the_networks_own_weights_and_the_explainer_stay_as_they_are():
    asked = explainer(SMALL, head="mlp")
    before = {name: weight.clone() for name, weight in asked.model.state_dict().items()}
    hooks = [module._forward_hooks for module in asked.model.modules()]
    for name in METHODS:
        if offered(asked, "table")[name] is None:
            look_inside(asked, ROW, "table", name, LOGIT)
    assert all((weight == before[name]).all() for name, weight in asked.model.state_dict().items())
    assert not any(hooks)
    assert all(parameter.grad is None for parameter in asked.model.parameters())
