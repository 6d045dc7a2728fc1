import pytest
import torch
from torch import nn

from shapviz.models import build_model
from shapviz.models.build import WIDTHS
from shapviz.runs.spec import ModelSpec
from tests.models import worlds

TWINS = [worlds.features("one"), worlds.features("other")]


def weights(modules: tuple[nn.Module, ...]) -> list[torch.Tensor]:
    return [parameter for module in modules for parameter in module.parameters()]


@pytest.mark.parametrize("spec", [ModelSpec(), ModelSpec(head="mlp", absence="learned")], ids=["additive", "mlp"])
def test_a_modality_starts_from_the_same_weights_in_any_company(spec: ModelSpec) -> None:
    everybody = build_model(spec, worlds.MODALITIES, worlds.CLASSES, seed=3)
    for modality in worlds.MODALITIES:
        alone = build_model(spec, [modality], worlds.CLASSES, seed=3)
        here, there = (weights(model.modules_of(modality.name)) for model in (everybody, alone))
        assert all(torch.equal(one, other) for one, other in zip(here, there, strict=True))


@torch.no_grad()
def test_a_map_belongs_to_its_modality_and_begins_as_if_it_were_not_there() -> None:
    plain, mapped = (build_model(ModelSpec(mapping=given), TWINS, worlds.CLASSES, seed=3) for given in (False, True))
    inputs = {twin.name: torch.ones(4, 3) for twin in TWINS}
    torch.testing.assert_close(mapped(inputs), plain(inputs), rtol=0, atol=0)
    assert len(list(mapped.shared_parameters())) == len(list(plain.shared_parameters()))
    width = WIDTHS["tiny"].features
    (added,) = (weight for weight in mapped.parameters_of("one") if torch.equal(weight, torch.eye(width)))
    added.mul_(2)
    before, after = plain.encode(inputs), mapped.encode(inputs)
    torch.testing.assert_close(after, {"one": 2 * before["one"], "other": before["other"]})


def test_modalities_and_seeds_have_different_weights() -> None:
    model, reseeded = (build_model(ModelSpec(), TWINS, worlds.CLASSES, seed) for seed in (0, 1))
    first = [model.modules_of("one"), model.modules_of("other"), reseeded.modules_of("one")]
    matrices = [weights(modules)[0] for modules in first]
    assert not torch.equal(matrices[0], matrices[1])
    assert not torch.equal(matrices[0], matrices[2])


def test_building_leaves_the_global_random_state_as_it_was() -> None:
    before = torch.random.get_rng_state()
    build_model(ModelSpec(head="mlp"), worlds.MODALITIES, worlds.CLASSES, seed=0)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_weights_do_not_depend_on_the_global_random_state() -> None:
    with torch.random.fork_rng(devices=[]):
        torch.rand(5)
        one = build_model(ModelSpec(head="mlp"), worlds.MODALITIES, worlds.CLASSES, seed=0)
    other = build_model(ModelSpec(head="mlp"), worlds.MODALITIES, worlds.CLASSES, seed=0)
    assert all(torch.equal(here, there) for here, there in zip(one.parameters(), other.parameters(), strict=True))


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("head", worlds.HEADS)
@torch.no_grad()
def test_every_size_and_head_takes_every_kind_of_modality(size: str, head: str) -> None:
    spec = ModelSpec.model_validate({"size": size, "head": head})
    model = build_model(spec, worlds.MODALITIES, worlds.CLASSES, seed=0).double()
    inputs = worlds.tensors(worlds.dataset(samples=6))
    assert {features.shape for features in model.encode(inputs).values()} == {(6, WIDTHS[size].features)}
    assert model(inputs).shape == (6, worlds.CLASSES)
