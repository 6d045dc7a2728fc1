import numpy as np
import pytest
import torch

from shapviz.attribution.methods import attribute
from shapviz.errors import UsageError
from shapviz.runs.attribution import Question
from shapviz.runs.methods import METHODS, Effort
from tests.attribution.asked import BASELINES, GRADIENTS, PAYOFFS, explainer

FIXED = [name for name in GRADIENTS if not METHODS[name].samples_baseline]
SAMPLING = [name for name in GRADIENTS if METHODS[name].samples_baseline]
SINGLE = ("own", "zero", "mean")  # baselines that are one thing


@pytest.mark.parametrize("baseline", SINGLE)
@pytest.mark.parametrize("payoff", PAYOFFS)
@pytest.mark.parametrize("way", [{"head": "additive"}, {"head": "mlp"}, {"head": "mlp", "absence": "learned"}], ids=str)
def test_deep_lift_leaves_nothing_unexplained(way, payoff, baseline):
    found = explainer(**way).attribute("captum.deep_lift", Question(payoff=payoff, baseline=baseline))
    assert np.abs(found.values).max() > 1e-3
    np.testing.assert_allclose(found.missing, 0, atol=1e-9)


@pytest.mark.parametrize("baseline", SINGLE)
@pytest.mark.parametrize("payoff", ["probability", "logit"])
def test_integrated_gradients_leave_nothing_unexplained_where_the_network_is_smooth(payoff, baseline):
    found = explainer().attribute("captum.integrated_gradients", Question(payoff=payoff, baseline=baseline))
    np.testing.assert_allclose(found.missing, 0, atol=1e-4)


def test_integrated_gradients_leave_little_unexplained_where_it_has_kinks():
    found = explainer(head="mlp").attribute("captum.integrated_gradients", Question())
    assert np.abs(found.missing).mean() < 0.02 * np.abs(found.values).sum(axis=1).mean()


@pytest.mark.parametrize("name", FIXED)
def test_where_the_payoff_is_a_sum_each_gets_its_term(name):
    asked = explainer()
    game = asked.game(Question(payoff="logit"))
    terms = [each.gather(1, game.heard.classes[:, None]) for each in game.heard.contributions.values()]
    np.testing.assert_allclose(attribute(game, name).values, torch.cat(terms, dim=1).numpy(), atol=1e-5)


def test_integrated_gradients_are_what_summing_up_by_hand_gives():
    asked = explainer(head="gated", absence="learned")
    game = asked.game(Question(), asked.rows[:4].tolist())
    path, steps = game.path(), 300
    ways = [end - start for end, start in zip(path.inputs, path.baselines, strict=True)]
    total = torch.zeros(4, 3, dtype=torch.float64)
    for step in torch.linspace(0.5 / steps, 1 - 0.5 / steps, steps).tolist():
        points = [
            (start + step * way).detach().requires_grad_() for start, way in zip(path.baselines, ways, strict=True)
        ]
        slopes = torch.autograd.grad(path.forward(game.places, *points).sum(), points)
        total += path.collect([slope * way for slope, way in zip(slopes, ways, strict=True)]) / steps
    found = attribute(game, "captum.integrated_gradients").values
    np.testing.assert_allclose(found, total.detach().numpy(), atol=1e-3)


def test_input_times_gradient_is_what_autograd_gives():
    asked = explainer(head="mlp", absence="learned")
    game = asked.game(Question())
    path = game.path()
    points = [each.detach().clone().requires_grad_() for each in path.inputs]
    slopes = torch.autograd.grad(path.forward(game.places, *points).sum(), points)
    ways = (end - start for end, start in zip(path.inputs, path.baselines, strict=True))
    by_hand = path.collect([slope * way for slope, way in zip(slopes, ways, strict=True)])
    np.testing.assert_allclose(attribute(game, "captum.input_x_gradient").values, by_hand.detach().numpy(), atol=1e-12)


@pytest.mark.parametrize("name", SAMPLING)
@pytest.mark.parametrize("baseline", BASELINES)
def test_expected_gradients_take_a_background_whatever_is_asked_for(name, baseline):
    asked = explainer(head="gated", prototypes=True)
    found = asked.attribute(name, Question(baseline=baseline), asked.rows[:2].tolist(), Effort(calls=40))
    exact = asked.attribute("exact", Question(baseline="background"), asked.rows[:2].tolist())
    assert found.baseline == "background"
    np.testing.assert_allclose(found.nobody, exact.nobody, atol=1e-12)
    np.testing.assert_allclose(found.everybody, exact.everybody, atol=1e-12)


@pytest.mark.parametrize("name", SAMPLING)
def test_expected_gradients_come_ever_closer_to_explaining_all(name):
    asked = explainer()
    rows = asked.rows[:2].tolist()
    few, many = (asked.attribute(name, Question(), rows, Effort(calls=calls)) for calls in (40, 4000))
    assert np.abs(many.missing).mean() < np.abs(few.missing).mean()
    assert (many.high - many.low).mean() < (few.high - few.low).mean() / 4


def test_both_libraries_expect_the_same_gradients():
    asked, effort = explainer(), Effort(calls=4000)
    first, second = (asked.attribute(name, Question(), asked.rows[:2].tolist(), effort) for name in SAMPLING)
    apart = np.maximum(first.low, second.low) > np.minimum(first.high, second.high)
    assert apart.mean() <= 0.2


@pytest.mark.parametrize("name", FIXED)
def test_one_baseline_cannot_be_a_background(name):
    with pytest.raises(UsageError, match="many baselines, and this method starts from one"):
        explainer().attribute(name, Question(baseline="background"))


@pytest.mark.parametrize("name", FIXED)
@pytest.mark.parametrize(
    ("way", "reason"), [({"prototypes": True}, "depends on who is present"), ({"head": "gated"}, "passes over")]
)
def test_there_must_be_a_path_from_absence_to_presence(name, way, reason):
    asked = explainer(**way)
    with pytest.raises(UsageError, match=reason):
        asked.attribute(name, Question())
    if name != "captum.deep_lift" or "head" not in way:
        assert asked.attribute(name, Question(baseline="mean")).values.shape == (len(asked.rows), 3)


def test_deep_lift_knows_no_products():
    asked = explainer(head="gated", absence="learned")
    with pytest.raises(UsageError, match=r"multiplies states.*integrated gradients"):
        asked.attribute("captum.deep_lift", Question())


def test_nothing_at_the_level_of_modalities_can_be_slid_over():
    with pytest.raises(UsageError, match="Look inside a modality"):
        explainer().attribute("captum.occlusion", Question())


@pytest.mark.parametrize("name", GRADIENTS)
def test_the_network_learns_nothing_from_being_asked(name):
    asked = explainer()
    game = asked.game(Question(), asked.rows[:2].tolist())
    attribute(game, name, Effort(calls=20))
    assert not any(each.requires_grad for each in game.path().inputs)
    assert all(parameter.grad is None for parameter in asked.model.parameters())
