import math

import pytest
import torch
from torch import Tensor

from shapviz.games.coalition import coalitions
from shapviz.models import FusionModel
from tests.models import worlds


def garbage(values: Tensor) -> list[Tensor]:
    """Return other inputs of the same shape, among them such as no dataset would have."""
    if not values.is_floating_point():
        return [values.flip(0), torch.zeros_like(values)]
    return [values.flip(0), torch.full_like(values, math.nan), torch.full_like(values, math.inf)]


@pytest.fixture(params=worlds.HEADS)
def head(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=worlds.ABSENCES)
def absence(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[False, True], ids=["", "prototypes"])
def model(head: str, absence: str, request: pytest.FixtureRequest) -> FusionModel:
    return worlds.model(head=head, absence=absence, prototypes=request.param)


@pytest.fixture(scope="module")
def inputs() -> dict[str, Tensor]:
    return worlds.tensors(worlds.dataset(samples=6))


@pytest.mark.parametrize("prototypes", [False, True], ids=["", "prototypes"])
@pytest.mark.parametrize("players", range(2, 7))
@torch.no_grad()
def test_an_absent_modality_never_changes_a_logit(head: str, absence: str, players: int, prototypes: bool) -> None:
    modalities = worlds.MODALITIES[-players:]
    model = worlds.model(modalities, head=head, absence=absence, prototypes=prototypes)
    inputs = worlds.tensors(worlds.dataset(modalities, samples=6))
    masks = torch.tensor(coalitions(players))
    before = model.coalition_logits(model.contributions(inputs), masks)
    for column, modality in enumerate(modalities):
        for values in garbage(inputs[modality.name]):
            after = model.coalition_logits(model.contributions({**inputs, modality.name: values}), masks)
            with_it = masks[:, column]
            assert torch.equal(after[~with_it], before[~with_it])
            assert not torch.equal(after[with_it], before[with_it])


@pytest.mark.parametrize("head", ["additive", "mlp"])
@torch.no_grad()
def test_logits_are_the_finished_sum_of_contributions(model: FusionModel, inputs: dict[str, Tensor]) -> None:
    contributions = model.contributions(inputs)
    total = torch.stack(list(contributions.values())).sum(dim=0)
    torch.testing.assert_close(model.logits(contributions), model.head.finish(total))
    torch.testing.assert_close(model(inputs), model.head.finish(total))


@torch.no_grad()
def test_contributions_to_an_additive_head_and_its_bias_add_up_to_the_logits(inputs: dict[str, Tensor]) -> None:
    model = worlds.model(head="additive")
    expected = sum(model.contributions(inputs).values()) + model.head.bias
    torch.testing.assert_close(model(inputs), expected)


@torch.no_grad()
def test_coalition_logits_are_the_logits_with_its_members_present(
    model: FusionModel, inputs: dict[str, Tensor]
) -> None:
    contributions = model.contributions(inputs)
    masks = torch.tensor(coalitions(len(model.modalities)))
    for mask, logits in zip(masks, model.coalition_logits(contributions, masks), strict=True):
        torch.testing.assert_close(logits, model.logits(contributions, mask.expand(6, -1)))


@torch.no_grad()
def test_presence_may_differ_from_sample_to_sample(model: FusionModel, inputs: dict[str, Tensor]) -> None:
    contributions = model.contributions(inputs)
    present = torch.rand(6, len(model.modalities), generator=torch.Generator().manual_seed(0)) < 0.5
    every = model.coalition_logits(contributions, present)  # (6, 6, C)
    torch.testing.assert_close(model.logits(contributions, present), every[range(6), range(6)])


@torch.no_grad()
def test_a_modality_without_a_contribution_is_absent(model: FusionModel, inputs: dict[str, Tensor]) -> None:
    everybody = torch.ones(6, len(model.modalities), dtype=torch.bool)
    for column, name in enumerate(model.modalities):
        rest = {other: values for other, values in inputs.items() if other != name}
        without = everybody.clone()
        without[:, column] = False
        expected = model(inputs, without)
        torch.testing.assert_close(model(rest), expected)
        torch.testing.assert_close(model(rest, everybody), expected)


def test_zero_stands_in_for_the_absent_unless_a_token_is_learned(head: str) -> None:
    zero, learned = (worlds.model(head=head, absence=absence).head for absence in worlds.ABSENCES)
    for modality in worlds.MODALITIES:
        assert not zero.absent(modality.name).any()
        assert learned.absent(modality.name).all()


def test_every_parameter_belongs_to_one_modality_or_is_shared(model: FusionModel) -> None:
    groups = [set(model.parameters_of(name)) for name in model.modalities] + [set(model.shared_parameters())]
    assert all(groups)
    assert sum(map(len, groups)) == len(set.union(*groups)) == len(list(model.parameters()))


def test_the_loss_of_a_modality_alone_leaves_the_other_encoders_without_gradient(
    model: FusionModel, inputs: dict[str, Tensor]
) -> None:
    alone, *others = model.modalities
    model.train()({alone: inputs[alone]}).square().sum().backward()
    for parameter in (*model.parameters_of(alone), *model.shared_parameters()):
        assert (parameter.grad is None) == (parameter is model.head.slot(alone).token)
    for other in others:
        encoder, _ = model.modules_of(other)
        assert all(parameter.grad is None for parameter in encoder.parameters())


@torch.no_grad()
def test_modalities_may_have_the_names_of_attributes_of_modules() -> None:
    modalities = [worlds.features(name) for name in ("type", "values", "training", "a-b")]
    model = worlds.model(modalities)
    assert model.modalities == ("type", "values", "training", "a-b")
    assert model(worlds.tensors(worlds.dataset(modalities))).isfinite().all()


def test_an_unknown_modality_is_refused(model: FusionModel, inputs: dict[str, Tensor]) -> None:
    with pytest.raises(KeyError, match="smell"):
        model.encode({"smell": inputs["bill"]})
