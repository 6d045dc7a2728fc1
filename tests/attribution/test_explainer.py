import numpy as np
import pytest
import torch

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.methods import attribute
from shapviz.attribution.predictor import PredictorGame
from shapviz.errors import UnknownNameError, UsageError
from shapviz.models import BatchSource, FusionModel
from shapviz.runs.attribution import Question
from tests.attribution.asked import BASELINES, PAYOFFS, SPLITS, THREE, WAYS, explainer
from tests.models import worlds

PRESENT = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 1], [1, 1, 1]], dtype=bool)
MASKS = PRESENT @ [1, 2, 4]


def numbers(logits: torch.Tensor, classes: torch.Tensor, payoff: str) -> torch.Tensor:
    """Return what a question asks for, written down once more."""
    rows = torch.arange(len(classes))
    match payoff:
        case "probability":
            return logits.softmax(dim=1)[rows, classes]
        case "log_likelihood":
            return logits.log_softmax(dim=1)[rows, classes].clamp(min=np.log(0.001))
        case _:
            return logits[rows, classes]


def filled(model: FusionModel, contributions: dict, present: np.ndarray, absent: dict) -> torch.Tensor:
    """Return the logits where absent modalities contribute something else."""
    heard = {
        name: each if here else absent[name].expand_as(each)
        for (name, each), here in zip(contributions.items(), present, strict=True)
    }
    return model.head.finish(model.head.combine(heard))


@pytest.mark.parametrize("way", WAYS, ids=str)
@pytest.mark.parametrize("payoff", PAYOFFS)
def test_worths_are_what_the_network_says_without_the_absent(way, payoff):
    asked = explainer(**way)
    inputs = worlds.tensors(asked.dataset)
    shown = {name: inputs[name][asked.rows] for name in asked.dataset.names}
    labels = torch.from_numpy(asked.dataset.labels[asked.rows])
    game = asked.game(Question(payoff=payoff))
    for present, mask in zip(torch.from_numpy(PRESENT), MASKS, strict=True):
        by_hand = numbers(asked.model(shown, present.expand(len(labels), 3)), labels, payoff).detach()
        torch.testing.assert_close(game.table()[:, mask], by_hand)
        torch.testing.assert_close(game.worths(present[None])[:, 0], by_hand)


@pytest.mark.parametrize("baseline", ["zero", "mean", "background"])
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_worths_are_what_the_network_says_of_baselines(way, baseline):
    asked = explainer(**way)
    inputs, model = worlds.tensors(asked.dataset), asked.model
    with torch.no_grad():
        everything = model.contributions(inputs)
        shown = {name: each[asked.rows] for name, each in everything.items()}
        fills = {
            "zero": [{name: torch.zeros_like(each[0]) for name, each in everything.items()}],
            "mean": [{name: each[SPLITS.train].mean(dim=0) for name, each in everything.items()}],
            "background": [{name: each[row] for name, each in everything.items()} for row in asked.background_rows],
        }[baseline]
        labels = torch.from_numpy(asked.dataset.labels[asked.rows])
        game = asked.game(Question(baseline=baseline))
        for present, mask in zip(PRESENT, MASKS, strict=True):
            worths = [numbers(filled(model, shown, present, fill), labels, "probability") for fill in fills]
            by_hand = torch.stack(worths).mean(dim=0)
            torch.testing.assert_close(game.table()[:, mask], by_hand)
            torch.testing.assert_close(game.worths(torch.from_numpy(present)[None])[:, 0], by_hand)


def test_targets_are_true_predicted_or_named():
    asked = explainer()
    chances = asked.logits.softmax(dim=1).numpy()
    labels = asked.dataset.labels[asked.rows]
    rows = np.arange(len(labels))
    everybody = {target: asked.game(Question(target=target)).ends()[1] for target in ("true", "predicted", "class:c")}
    np.testing.assert_allclose(everybody["true"], chances[rows, labels])
    np.testing.assert_allclose(everybody["predicted"], chances.max(axis=1))
    np.testing.assert_allclose(everybody["class:c"], chances[:, 2])


def test_rows_are_given_in_any_order():
    asked = explainer()
    rows = asked.rows[[5, 0, 3]].tolist()
    some, all_of_them = asked.attribute("exact", Question(), rows), asked.attribute("exact", Question())
    assert some.rows == tuple(rows)
    np.testing.assert_allclose(some.values, all_of_them.values[[5, 0, 3]], atol=1e-12)


def test_the_network_is_left_as_it_was_found():
    model = worlds.model(THREE).float().train()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    Explainer(model, worlds.dataset(THREE), SPLITS).attribute("exact", Question(baseline="mean"))
    assert model.training
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


@pytest.mark.parametrize("baseline", BASELINES)
def test_payoffs_of_one_network_do_not_depend_on_which_samples_are_asked_about(baseline):
    asked = explainer(head="mlp")
    rows = asked.rows.tolist()
    whole = asked.attribute("exact", Question(baseline=baseline), rows).values
    parts = [asked.attribute("exact", Question(baseline=baseline), part).values for part in (rows[:4], rows[4:])]
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-12)


def test_there_must_be_samples():
    with pytest.raises(UsageError, match=r"no samples.*other filters"):
        explainer().attribute("exact", Question(), [])


def test_rows_must_be_of_the_test_split():
    with pytest.raises(UsageError, match=r"Row 2 of 'world' is not in the test split, which has 13 of its 40 rows"):
        explainer().attribute("exact", Question(), [3, 2])


def test_a_method_must_be_known():
    with pytest.raises(UnknownNameError, match=r"named 'captum.sharpley'.*Did you mean 'captum.shapley'"):
        explainer().attribute("captum.sharpley", Question())


@pytest.mark.parametrize("target", ["class:e", "class:"])
def test_a_class_must_be_known(target):
    with pytest.raises(UsageError, match=r"no class named '.*Known: a, b, c, d"):
        explainer().attribute("exact", Question(target=target))


class Wrapped:
    """A network as nothing but a predictor."""

    def __init__(self, model):
        self.modalities = model.modalities
        self._model = model

    def logits(self, batch, coalitions):
        return self._model.coalition_logits(self._model.contributions(batch.inputs), coalitions)


@pytest.fixture
def source():
    return BatchSource(worlds.dataset(THREE), SPLITS.test, dtype=torch.float64)


@pytest.mark.parametrize("name", ["exact", "leave_one_out", "captum.shapley", "shap.exact", "shapiq.exact"])
def test_a_predictor_plays_as_the_network_in_it_does(name, source):
    asked, question = explainer(head="gated", prototypes=True), Question(payoff="logit", target="predicted")
    game = PredictorGame(Wrapped(asked.model), source, question)
    ours, theirs = asked.attribute(name, question), attribute(game, name)
    np.testing.assert_allclose(theirs.values, ours.values, atol=1e-6)
    assert (theirs.rows, theirs.players, theirs.calls) == (ours.rows, ours.players, ours.calls)


def test_a_predictor_has_no_gradients(source):
    game = PredictorGame(Wrapped(explainer().model), source, Question())
    with pytest.raises(UsageError, match=r"only predictions are known.*asks for coalitions"):
        attribute(game, "captum.integrated_gradients")


def test_a_predictor_decides_itself_what_absence_means(source):
    with pytest.raises(UsageError, match="baseline 'own'"):
        PredictorGame(Wrapped(explainer().model), source, Question(baseline="mean"))
