import numpy as np
import pytest

from shapviz.experiment import run
from shapviz.games import shapley_values
from shapviz.models import BatchSource
from shapviz.valuation.classes import class_values
from tests.models import worlds
from tests.training.runs import epochs, small


@pytest.mark.parametrize("payoff", ["accuracy", "probability"])
def test_classes_average_to_the_split(payoff: str) -> None:
    last = epochs(run(small(valuation={"payoff": payoff, "per_class": True})))[-1]
    assert last.classes is not None
    assert last.valuation is not None
    assert last.accuracy is not None
    weights = np.array([each.samples for each in last.classes.values()]) / last.valuation.samples
    assert weights.sum() == pytest.approx(1)
    phi = weights @ np.array([each.shapley for each in last.classes.values()])
    np.testing.assert_allclose(phi, [value.estimate for value in last.valuation.shapley], atol=1e-5)
    accuracies = weights @ [each.accuracy for each in last.classes.values()]
    assert accuracies == pytest.approx(last.accuracy[-1], abs=1e-5)


def test_each_class_has_its_own_samples_and_one_without_any_has_no_value() -> None:
    world = worlds.dataset(worlds.MODALITIES[:2], samples=60)
    source = BatchSource(world, np.flatnonzero(world.labels != 2))
    right = np.random.default_rng(0).random((len(source), 4)) < 0.6
    found = class_values(source, right.astype(float), right.astype(float))
    assert list(found) == ["a", "b", "d"]
    there = source.labels == 3
    assert found["d"].samples == there.sum()
    assert found["d"].accuracy == pytest.approx(right[there, -1].mean(), abs=1e-5)
    np.testing.assert_allclose(found["d"].shapley, shapley_values(right[there].astype(float)).mean(axis=0), atol=1e-5)


def test_nothing_else_of_a_record_depends_on_it() -> None:
    plain, asked = (epochs(run(small(valuation={"per_class": wish}))) for wish in (False, True))
    assert {record.classes for record in plain} == {None}
    assert [record.model_copy(update={"classes": None}) for record in asked] == plain


def test_ten_classes_and_six_modalities_take_less_than_a_kilobyte_an_epoch() -> None:
    modalities = [worlds.features(f"modality{i}") for i in range(6)]
    world = worlds.dataset(modalities, samples=200)
    source = BatchSource(world, np.arange(200))
    worth = np.random.default_rng(0).random((200, 64))
    values = class_values(source, worth, worth)
    assert len(values) == worlds.CLASSES
    assert sum(len(value.model_dump_json()) for value in values.values()) < 100 * len(values) + 50
