import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import softmax
from torch import Tensor

from shapviz.games.coalition import coalitions
from shapviz.models import FusionModel
from shapviz.models.prototypes import DECAY, Prototypes
from tests.models import worlds

MODALITIES = tuple(worlds.features(name) for name in ("one", "two", "three"))
SAMPLES = 6
every_head = pytest.mark.parametrize("head", worlds.HEADS)


def prototypes() -> Prototypes:
    return Prototypes(classes=3, features=2).double()


def tensor(values: object) -> Tensor:
    return torch.tensor(values, dtype=torch.float64)


@pytest.fixture(scope="module")
def inputs() -> dict[str, Tensor]:
    return worlds.tensors(worlds.dataset(MODALITIES, samples=SAMPLES))


def coalition_logits(model: FusionModel, inputs: dict[str, Tensor]) -> Tensor:
    masks = torch.tensor(coalitions(len(MODALITIES)))
    return model.coalition_logits(model.contributions(inputs), masks)


def of(model: FusionModel, name: str) -> Prototypes:
    found = model.prototypes[f"of_{name}"]
    assert isinstance(found, Prototypes)
    return found


def test_means_by_hand() -> None:
    kept = prototypes()
    kept.observe(tensor([[1, 10], [3, 30], [5, 50]]), torch.tensor([2, 2, 0]))
    assert kept.means.tolist() == [[5, 50], [0, 0], [2, 20]], "a class begins with the mean of its first batch"
    assert kept.seen.tolist() == [True, False, True]
    kept.observe(tensor([[12, 120], [7, 7]]), torch.tensor([2, 1]))
    expected = [[5, 50], [7, 7], [0.9 * 2 + 0.1 * 12, 0.9 * 20 + 0.1 * 120]]
    np.testing.assert_allclose(kept.means, expected)
    assert kept.seen.all()


NUMBERS = st.floats(-5, 5, width=32)


@given(arrays(np.float64, (7, 2), elements=NUMBERS), arrays(np.int64, 7, elements=st.integers(0, 2)), st.randoms())
def test_the_order_of_samples_does_not_count_and_classes_without_samples_stay(features, labels, random) -> None:
    kept, shuffled, order = prototypes(), prototypes(), list(range(7))
    random.shuffle(order)
    for one, rows in ((kept, slice(None)), (shuffled, order)):
        one.observe(tensor([[1, 2], [3, 4], [5, 6]]), torch.arange(3))
        one.observe(torch.from_numpy(features[rows]), torch.from_numpy(labels[rows]))
    torch.testing.assert_close(kept.means, shuffled.means)
    for label, first in enumerate(tensor([[1, 2], [3, 4], [5, 6]])):
        members = torch.from_numpy(features[labels == label])
        moved = DECAY * first + (1 - DECAY) * members.mean(dim=0) if len(members) else first
        torch.testing.assert_close(kept.means[label], moved)


@torch.no_grad()
def test_an_imputation_by_hand(inputs: dict[str, Tensor]) -> None:
    """With an additive head the absent add the mean of their prototypes' logits, weighted with the posterior."""
    model = worlds.model(MODALITIES, prototypes=True)
    contribution = model.contributions(inputs)["two"].numpy()
    bias = model.head.bias.numpy()
    posterior = softmax(contribution + bias, axis=1)
    blocks = {name: model.head.slot(name).block.weight.numpy() for name in ("one", "three")}
    imputed = sum(posterior @ (of(model, name).means.numpy() @ block.T) for name, block in blocks.items())
    assert not of(model, "one").seen[0], "the prototype of a class never seen is nothing, as nothing stood in for it"
    np.testing.assert_allclose(model({"two": inputs["two"]}), contribution + bias + imputed, atol=1e-12)


@torch.no_grad()
def test_a_memory_takes_what_is_imputed_in_its_place(inputs: dict[str, Tensor]) -> None:
    model = worlds.model(MODALITIES, head="gated", prototypes=True)
    model.head.arrange(["three", "one", "two"])
    contribution = model.contributions(inputs)["one"]
    posterior = model.head.finish(model.head.combine({"one": contribution})).softmax(dim=-1)
    typical = {name: posterior @ model.head.contribute(name, of(model, name).means) for name in ("two", "three")}
    state = model.head.start()
    for values in (typical["three"], contribution, typical["two"]):
        state = model.head.update(state, values)
    torch.testing.assert_close(model({"one": inputs["one"]}), model.head.finish(state))


@torch.no_grad()
def test_what_a_token_stands_for_is_kept_for_classes_without_prototype(inputs: dict[str, Tensor]) -> None:
    model = worlds.model(MODALITIES, absence="learned", prototypes=True)
    one = of(model, "one")
    one.seen.fill_(False)
    one.seen[1] = True
    rest = {name: inputs[name] for name in ("two", "three")}
    posterior = model.train()(rest).softmax(dim=-1)
    contributions = model.eval().contributions(rest)
    token, typical = model.head.absent("one"), model.head.contribute("one", one.means[1])
    imputed = posterior[:, 1:2] * typical + (1 - posterior[:, 1:2]) * token
    torch.testing.assert_close(model(rest), model.head.finish(imputed + sum(contributions.values())))


@every_head
@torch.no_grad()
def test_only_coalitions_that_lack_somebody_and_have_somebody_are_imputed(head: str, inputs: dict[str, Tensor]) -> None:
    model, plain = (worlds.model(MODALITIES, head=head, prototypes=with_them) for with_them in (True, False))
    games = [coalition_logits(one, inputs) for one in (model, plain)]
    differs = [not torch.equal(*logits) for logits in zip(*games, strict=True)]
    assert differs == [False, *[True] * (2 ** len(MODALITIES) - 2), False]


@every_head
@torch.no_grad()
def test_nothing_is_imputed_in_training(head: str, inputs: dict[str, Tensor]) -> None:
    model, plain = (worlds.model(MODALITIES, head=head, prototypes=with_them) for with_them in (True, False))
    assert torch.equal(*(coalition_logits(one.train(), inputs) for one in (model, plain)))


@every_head
@pytest.mark.parametrize("absence", worlds.ABSENCES)
@torch.no_grad()
def test_before_anything_was_seen_nothing_is_imputed(head: str, absence: str, inputs: dict[str, Tensor]) -> None:
    model, plain = (
        worlds.model(MODALITIES, head=head, absence=absence, prototypes=with_them) for with_them in (True, False)
    )
    for name in model.modalities:
        of(model, name).seen.fill_(False)
    torch.testing.assert_close(*(coalition_logits(one, inputs) for one in (model, plain)))


def test_prototypes_follow_the_modalities_whose_features_are_shown() -> None:
    model = worlds.model(MODALITIES, prototypes=True)
    before = {name: of(model, name).means.clone() for name in model.modalities}
    model.observe({"two": torch.ones(2, before["two"].shape[1], dtype=torch.float64)}, torch.tensor([0, 3]))
    moved = {name for name in model.modalities if not torch.equal(before[name], of(model, name).means)}
    assert moved == {"two"}


def test_prototypes_are_kept_with_the_weights_and_are_none() -> None:
    model, other = (worlds.model(MODALITIES, prototypes=True, seed=seed) for seed in (0, 1))
    names = {name for name in model.state_dict() if name.startswith("prototypes.")}
    assert len(names) == 2 * len(MODALITIES)
    assert not any(name.startswith("prototypes.") for name, _ in model.named_parameters())
    other.load_state_dict(model.state_dict())
    for name in model.modalities:
        assert torch.equal(of(model, name).means, of(other, name).means)
        assert torch.equal(of(model, name).seen, of(other, name).seen)
