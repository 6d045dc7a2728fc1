import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from shapviz.errors import UnknownNameError, UsageError
from shapviz.models import Batch, BatchSource, FusionModel
from shapviz.valuation import PAYOFFS, coalition_worth, worth
from tests.models import worlds

SAMPLES = 30
every_head = pytest.mark.parametrize(("head", "absence"), [(h, a) for h in worlds.HEADS for a in worlds.ABSENCES])
with_prototypes = pytest.mark.parametrize("prototypes", [False, True], ids=["", "prototypes"])


def source_of(modalities: tuple[worlds.Modality, ...], samples: int = SAMPLES) -> BatchSource:
    return BatchSource(worlds.dataset(modalities, samples=samples), np.arange(samples), dtype=torch.float64)


class EveryPass:
    """The naive way, as an adapter would do it: a pass of the whole network for every coalition."""

    def __init__(self, model: FusionModel) -> None:
        self.modalities = model.modalities
        self._model = model

    def logits(self, batch: Batch, coalitions: Tensor) -> Tensor:
        return torch.stack([self._model(batch.inputs, present) for present in coalitions])


@every_head
@with_prototypes
@pytest.mark.parametrize("players", range(2, 7))
def test_equals_a_pass_for_every_coalition(head: str, absence: str, players: int, prototypes: bool) -> None:
    modalities = worlds.MODALITIES[:players]
    model = worlds.model(modalities, head=head, absence=absence, prototypes=prototypes)
    source = source_of(modalities)
    fast, loss = coalition_worth(model, source, tuple(PAYOFFS))
    naive, naive_loss = coalition_worth(EveryPass(model), source, tuple(PAYOFFS))
    assert loss == pytest.approx(naive_loss)
    for payoff in PAYOFFS:
        assert fast[payoff].shape == (SAMPLES, 2**players)
        np.testing.assert_allclose(fast[payoff], naive[payoff], atol=1e-10)


@every_head
@with_prototypes
def test_batches_and_chunks_change_nothing(
    head: str, absence: str, prototypes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, source = worlds.model(head=head, absence=absence, prototypes=prototypes), source_of(worlds.MODALITIES)
    whole, loss = coalition_worth(model, source, tuple(PAYOFFS))
    monkeypatch.setattr(worth, "ENCODED_ROWS", 7)
    monkeypatch.setattr(worth, "HIDDEN_ENTRIES", 2**13)
    parts, loss_of_parts = coalition_worth(model, source, tuple(PAYOFFS))
    assert loss_of_parts == pytest.approx(loss)
    for payoff in PAYOFFS:
        np.testing.assert_allclose(parts[payoff], whole[payoff], atol=1e-12)


def test_the_loss_is_the_cross_entropy_of_everybody() -> None:
    model, source = worlds.model(), source_of(worlds.MODALITIES)
    _, loss = coalition_worth(model, source, ["accuracy"])
    batch = next(source.ordered(SAMPLES))
    assert loss == pytest.approx(cross_entropy(model(batch.inputs), batch.labels).item())


@every_head
def test_the_model_is_left_as_it_was_found(head: str, absence: str) -> None:
    model = worlds.model(head=head, absence=absence, prototypes=True)
    model.train()
    frozen, _ = model.modules_of("drawing")
    frozen.eval()
    modes = [module.training for module in model.modules()]
    state = {name: values.clone() for name, values in model.state_dict().items()}
    coalition_worth(model, source_of(worlds.MODALITIES), ["probability"])
    assert [module.training for module in model.modules()] == modes
    assert any("running_mean" in name for name in state)
    assert all(torch.equal(values, state[name]) for name, values in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())


def test_modes_are_given_back_after_an_error() -> None:
    model = worlds.model().train()
    with pytest.raises(KeyError):
        coalition_worth(model, source_of((worlds.features("stranger"), worlds.features("bill"))), ["accuracy"])
    assert all(module.training for module in model.modules())
    assert torch.is_grad_enabled()


@every_head
def test_autocast_does_not_coarsen_the_worth(head: str, absence: str) -> None:
    model, source = worlds.model(head=head, absence=absence).float(), source_of(worlds.MODALITIES)
    source = BatchSource(worlds.dataset(samples=SAMPLES), np.arange(SAMPLES))
    full, _ = coalition_worth(model, source, ["probability"])
    with torch.autocast("cpu", torch.bfloat16):
        mixed, _ = coalition_worth(model, source, ["probability"])
    np.testing.assert_array_equal(mixed["probability"], full["probability"])


def test_rows_are_in_the_order_of_the_split() -> None:
    dataset, model = worlds.dataset(samples=SAMPLES), worlds.model()
    rows = np.array([17, 3, 29, 4])
    some, _ = coalition_worth(model, BatchSource(dataset, rows, dtype=torch.float64), ["probability"])
    every, _ = coalition_worth(model, BatchSource(dataset, np.arange(SAMPLES), dtype=torch.float64), ["probability"])
    np.testing.assert_allclose(some["probability"], every["probability"][rows], atol=1e-12)


def test_bits_follow_the_model_whatever_the_order_of_the_inputs() -> None:
    model = worlds.model()
    forwards, _ = coalition_worth(model, source_of(worlds.MODALITIES), ["probability"])
    shuffled = worlds.dataset(samples=SAMPLES).select(model.modalities[::-1])
    source = BatchSource(shuffled, np.arange(SAMPLES), dtype=torch.float64)
    backwards, _ = coalition_worth(model, source, ["probability"])
    np.testing.assert_allclose(backwards["probability"], forwards["probability"], atol=1e-12)


@pytest.mark.parametrize("head", worlds.HEADS)
@with_prototypes
def test_the_order_in_which_modalities_are_stored_does_not_matter(head: str, prototypes: bool) -> None:
    """Two networks of equal weights whose players are numbered in opposite orders play the same game."""
    model = worlds.model(head=head, prototypes=prototypes)
    other = worlds.model(worlds.MODALITIES[::-1], head=head, prototypes=prototypes)
    order = getattr(model.head, "sequence", model.modalities)
    other.load_state_dict(model.state_dict())
    other.head.arrange(order)
    source = source_of(worlds.MODALITIES)
    worths, mirrored = (coalition_worth(one, source, ["probability"])[0]["probability"] for one in (model, other))
    players = len(worlds.MODALITIES)
    masks = [int(f"{mask:0{players}b}"[::-1], 2) for mask in range(2**players)]
    np.testing.assert_allclose(mirrored[:, masks], worths, atol=1e-12)


def test_an_unknown_payoff_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="probability"):
        coalition_worth(worlds.model(), source_of(worlds.MODALITIES), ["probabilty"])


def test_too_many_modalities_are_refused() -> None:
    modalities = tuple(worlds.features(f"m{i}") for i in range(17))
    with pytest.raises(UsageError, match="16"):
        coalition_worth(worlds.model(modalities), source_of(modalities, 4), ["accuracy"])


class LargestTensor(torch.overrides.TorchFunctionMode):
    """Notices how many entries the largest result of any operation has."""

    def __init__(self) -> None:
        super().__init__()
        self.entries = 0

    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        if isinstance(result, Tensor):
            self.entries = max(self.entries, result.untyped_storage().nbytes() // result.element_size())
        return result


@pytest.mark.parametrize("head", worlds.HEADS)
@with_prototypes
def test_memory_is_bounded_for_ten_modalities(head: str, prototypes: bool) -> None:
    """The logits of all coalitions, or what enters a hidden layer, never exist at once for all samples."""
    modalities = tuple(worlds.features(f"m{i}") for i in range(10))
    model = worlds.model(modalities, head=head, prototypes=prototypes)
    source = source_of(modalities, samples := 40)
    with LargestTensor() as largest:
        coalition_worth(model, source, tuple(PAYOFFS))
    assert largest.entries <= max(samples * 2**10, worth.HIDDEN_ENTRIES)
