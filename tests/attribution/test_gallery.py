"""The test split of a network as people look through it."""

import numpy as np
import pytest

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.gallery import gallery
from shapviz.runs.attribution import Question
from shapviz.runs.gallery import Gallery, leaders
from tests.models import worlds
from tests.robustness.benches import SPLITS, WAYS, world

QUESTIONS = [
    Question(),
    Question(payoff="logit", target="predicted", baseline="mean"),
    Question(payoff="log_likelihood", target="class:c", baseline="zero"),
]


def explainer(**way: object) -> Explainer:
    return Explainer(worlds.model(worlds.MODALITIES[1:4], **way), world(), SPLITS)  # type: ignore[arg-type]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.payoff)
def test_its_values_are_those_of_the_methods(question: Question) -> None:
    asked = explainer()
    shown = gallery(asked, question)
    for name, found in (("exact", shown.exact), ("leave_one_out", shown.leave_one_out)):
        method = asked.attribute(name, question)
        assert np.array_equal(found, method.values)
        assert shown.rows == method.rows
        np.testing.assert_allclose(shown.worth, method.everybody, rtol=0, atol=1e-12)  # by another route
    assert shown.led == tuple(leaders(shown.exact))
    assert shown.led_one_out == tuple(leaders(shown.leave_one_out))


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_predictions_are_those_of_the_network_itself(way: dict[str, object]) -> None:
    asked = explainer(**way)
    shown = gallery(asked, Question(target="predicted"))
    inputs = worlds.tensors(world())
    model = worlds.model(worlds.MODALITIES[1:4], **way)  # type: ignore[arg-type]
    logits = model.logits(model.contributions({name: each[list(shown.rows)] for name, each in inputs.items()}))
    chances, classes = logits.softmax(dim=-1).sort(descending=True)
    assert shown.predicted == tuple(classes[:, 0].tolist())
    assert shown.runner_up == tuple(classes[:, 1].tolist())
    assert shown.probability == pytest.approx(chances[:, 0].detach().numpy())
    assert shown.worth == pytest.approx(shown.probability)
    assert shown.truth == tuple(world().labels[list(shown.rows)].tolist())


def test_what_a_class_is_asked_for_leaves_the_samples_in_their_places() -> None:
    asked = explainer()
    first, *others = (gallery(asked, question) for question in QUESTIONS)
    for other in others:
        assert (other.rows, other.truth, other.predicted) == (first.rows, first.truth, first.predicted)
    assert set(first.rows) == set(SPLITS.test.tolist())


def test_it_travels_as_short_json_and_says_the_same_to_five_decimals() -> None:
    shown = gallery(explainer(), Question())
    text = shown.model_dump_json()
    again = Gallery.model_validate_json(text)
    assert again.exact == pytest.approx(shown.exact, abs=6e-6)
    assert (again.rows, again.led, again.opening) == (shown.rows, shown.led, shown.opening)
    assert len(text) < 150 * len(shown.rows) + 600
