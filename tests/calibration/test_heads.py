"""A refit finds the head that the labels were drawn from, whatever the head was before."""

import copy

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression

from shapviz.calibration import refit
from shapviz.calibration.designs import design
from shapviz.models import AdditiveHead, BatchSource, FusionModel
from shapviz.valuation import coalition_worth
from tests.calibration.constructed import COLUMNS, NAMES, Apart, head, network, splits


def centred(made: AdditiveHead) -> np.ndarray:
    """Return weights and bias less what all classes have in common, of which no prediction knows."""
    blocks = [made.slot(name).block.weight.detach().numpy() for name in NAMES]
    everything = np.hstack([*blocks, made.bias.detach().numpy()[:, None]])
    return everything - everything.mean(axis=0)


def wrong(model: FusionModel) -> FusionModel:
    """Return the same network with another head."""
    other = copy.deepcopy(model)
    for parameter in other.head.parameters():
        torch.nn.init.normal_(parameter, generator=torch.Generator().manual_seed(9))
    return other


def loss(model: FusionModel, source: BatchSource) -> float:
    return coalition_worth(model, source, ["accuracy"])[1]


@pytest.mark.parametrize("encoder", [torch.nn.Identity, Apart])
def test_without_a_penalty_and_with_many_samples_it_is_the_true_head(encoder: type[torch.nn.Module]) -> None:
    truth = network(head(), torch.nn.Identity)
    train, valid, _ = splits(truth, 20_000)
    found = refit(wrong(network(head(), encoder)), train, valid, own=False, penalties=(0.0,)).model
    if encoder is Apart:  # the same function of other features: undo their scale and their place
        scale, place = torch.tensor([1.0, 20.0]), torch.tensor([0.5, 3.0])
        with torch.no_grad():
            for name in NAMES:
                block = found.head.slot(name).block
                found.head.bias += block.weight @ place
                block.weight *= scale
    np.testing.assert_allclose(centred(found.head), centred(truth.head), atol=0.08)


def test_it_is_the_logistic_regression_of_scikit_learn() -> None:
    truth = network(head())
    train, valid, _ = splits(truth, 300)
    found = refit(wrong(truth), train, valid, own=False, penalties=(0.01,)).model
    batch = next(train.ordered(300))
    features = np.hstack([batch.inputs[name].numpy() for name in NAMES])
    scale = features.std(axis=0, ddof=1)
    reference = LogisticRegression(C=1 / (300 * 0.01), tol=1e-8, max_iter=5000).fit(features / scale, batch.labels)
    expected = np.hstack([reference.coef_ / scale, reference.intercept_[:, None]])
    np.testing.assert_allclose(centred(found.head), expected - expected.mean(axis=0), atol=5e-3)


def test_where_it_starts_does_not_matter() -> None:
    truth = network(head())
    train, valid, _ = splits(truth, 300)
    first, second = (refit(start, train, valid, own=True) for start in (truth, wrong(truth)))
    assert first.l2 == second.l2
    np.testing.assert_allclose(centred(first.model.head), centred(second.model.head), atol=5e-3)


@pytest.mark.parametrize("kind", ["additive", "mlp"])
@pytest.mark.parametrize("absence", ["zero", "learned"])
@pytest.mark.parametrize("own", [False, True])
def test_nothing_but_the_linear_part_of_a_copy_has_changed(kind: str, absence: str, own: bool) -> None:
    model = wrong(network(head(kind, absence=absence)))
    train, valid, _ = splits(network(head(kind, absence=absence)), 200)
    before = copy.deepcopy(model.state_dict())
    found = refit(model, train, valid, own=own).model
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    changed = {name for name, value in found.state_dict().items() if not torch.equal(value, before[name])}
    blocks = {f"head.slots.of_{name}.block.weight" for name in NAMES} | {"head.bias"}
    assert changed == (blocks if kind == "additive" else {"head.output.weight", "head.output.bias"})
    assert loss(found, train) < loss(model, train)


@pytest.mark.parametrize("kind", ["additive", "mlp"])
def test_own_terms_keep_what_a_modality_can_do_alone(kind: str) -> None:
    truth = network(head(kind))
    train, valid, _ = splits(truth, 2_000)
    team, own = (refit(truth, train, valid, own=own).model for own in (False, True))
    losses = {}
    for name, model in (("team", team), ("own", own)):
        worth, full = coalition_worth(model, valid, ["log_likelihood"])
        losses[name] = full, -worth["log_likelihood"].mean(axis=0)[[1, 2, 4]].sum()
    assert losses["own"][1] < losses["team"][1]
    assert losses["own"][0] > losses["team"][0]


def test_own_terms_are_the_losses_that_training_knows() -> None:
    """With all others absent, and the learned token of each in its place."""
    model = network(head(absence="learned"))
    _, valid, _ = splits(model, 50)
    copied = copy.deepcopy(model.head).double()
    batch = next(valid.ordered(50))
    logits = design(model, copied, valid, own=True).logits(copied)
    alone = [model.logits({name: model.contributions(batch.inputs)[name]}) for name in NAMES]
    for found, expected in zip(logits, [model(batch.inputs), *alone], strict=True):
        torch.testing.assert_close(found, expected, check_dtype=False)


def test_validation_chooses_a_strong_penalty_where_there_is_nothing_to_learn() -> None:
    model = network(head())
    with torch.no_grad():
        for parameter in model.head.parameters():
            parameter.zero_()
    train, valid, _ = splits(model, 60)
    assert refit(wrong(model), train, valid, own=False).l2 == 1.0
    known = network(head(seed=3))
    with torch.no_grad():
        for parameter in known.head.parameters():
            parameter.mul_(4)
    train, valid, _ = splits(known, 5_000)
    assert refit(wrong(known), train, valid, own=False).l2 < 0.01


def test_features_that_never_change_are_no_error() -> None:
    class Constant(torch.nn.Module):
        def forward(self, values: torch.Tensor) -> torch.Tensor:
            return torch.ones(len(values), COLUMNS)

    model = network(head(), Constant)
    train, valid, _ = splits(model, 100)
    assert np.isfinite(loss(refit(model, train, valid, own=False).model, valid))
