import numpy as np
import pytest
from pydantic import ValidationError

from shapviz.errors import UnknownNameError
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.calls import calls
from shapviz.runs.methods import METHODS, Effort, method


def attribution(**changes: object) -> Attribution:
    fields: dict[str, object] = {
        "method": "exact",
        "question": Question(),
        "baseline": "own",
        "players": ("a", "b"),
        "rows": (4, 7),
        "values": [[0.5, -0.25], [0.1, 0.15]],
        "nobody": [0.25, 0.5],
        "everybody": [0.5, 1.0],
        "calls": 4,
        "seconds": 0.1,
    }
    return Attribution.model_validate(fields | changes)


def test_what_is_missing_is_what_the_values_do_not_add_up_to():
    assert attribution().missing.tolist() == pytest.approx([0, 0.25])


def test_shares_are_of_absolute_values_so_that_opposites_do_not_cancel():
    assert attribution().shares.tolist() == pytest.approx([0.6, 0.4])


def test_there_are_no_shares_of_nothing():
    assert np.isnan(attribution(values=np.zeros((2, 2))).shares).all()


def test_an_attribution_is_the_same_after_a_trip_through_json():
    found = attribution(low=[[0.4, -0.3], [0, 0.1]], high=[[0.6, -0.2], [0.2, 0.2]])
    again = Attribution.model_validate_json(found.model_dump_json())
    assert again.model_dump_json() == found.model_dump_json()
    assert np.array_equal(again.low, found.low)
    assert again.interactions is None


def test_values_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        attribution().values[0, 0] = 1


def test_methods_are_named_after_their_library():
    for name, each in METHODS.items():
        assert name.rpartition(".")[0] == ("" if each.library == "shapviz" else each.library)


def test_a_method_is_found_by_its_name_or_the_nearest_is_suggested():
    assert method("shap.kernel").title == "KernelSHAP"
    with pytest.raises(UnknownNameError, match="Did you mean 'leave_one_out'"):
        method("leave_out_one")


def test_it_is_known_of_every_method_about_how_often_it_asks():
    assert {name: calls(name, 3, Effort(calls=300)) for name in METHODS} == {
        "exact": 8,
        "leave_one_out": 4,
        "sampled": 300,
        "captum.shapley": 19,
        "captum.sampling": 300,
        "captum.kernel": 300,
        "captum.ablation": 4,
        "captum.integrated_gradients": 64,
        "captum.deep_lift": 4,
        "captum.gradient_shap": 300,
        "captum.input_x_gradient": 2,
        "captum.occlusion": 4,
        "shap.exact": 8,
        "shap.permutation": 300,
        "shap.kernel": 8,
        "shap.partition": 8,
        "shap.gradient": 300,
        "shapiq.exact": 8,
        "shapiq.sampled": 8,
    }


@pytest.mark.parametrize("fields", [{"calls": 0}, {"repeats": 1}, {"seed": -1}, {"evaluations": 3}])
def test_an_effort_has_its_bounds(fields):
    with pytest.raises(ValidationError):
        Effort.model_validate(fields)


@pytest.mark.parametrize("target", ["c", "", "Class:a", "c" * 201])
def test_what_is_no_target_cannot_be_asked_about(target):
    with pytest.raises(ValidationError, match="target"):
        Question(target=target)


def test_a_target_names_a_class_or_none():
    assert [Question(target=target).named("ab") for target in ("true", "predicted", "class:b")] == [None, None, "b"]
