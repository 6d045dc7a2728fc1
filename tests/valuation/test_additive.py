"""The short cuts of the additive head against logits written down in full, in double precision."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from torch import Tensor

from shapviz.games.coalition import coalitions
from shapviz.models import AdditiveHead
from shapviz.models.heads import Slot
from shapviz.valuation import PAYOFFS, additive

Logits = tuple[Tensor, Tensor, Tensor]  # bias (C,), contributions (M, B, C), labels (B,)


@st.composite
def games(draw: st.DrawFn, logits: st.SearchStrategy[float]) -> Logits:
    players, samples, classes = draw(st.integers(2, 5)), draw(st.integers(1, 4)), draw(st.integers(2, 5))
    bias = draw(arrays.arrays(np.float64, classes, elements=logits))
    contributions = draw(arrays.arrays(np.float64, (players, samples, classes), elements=logits))
    labels = draw(arrays.arrays(np.int64, samples, elements=st.integers(0, classes - 1)))
    return torch.tensor(bias), torch.tensor(contributions), torch.tensor(labels)


def head_with(bias: Tensor, players: int) -> AdditiveHead:
    """Return an additive head with this bias and without anything that stands in for the absent."""
    slots = {f"m{i}": Slot(1, len(bias), learned=False) for i in range(players)}
    head = AdditiveHead(slots, len(bias)).to(bias.dtype)
    with torch.no_grad():
        head.bias.copy_(bias)
    return head


@torch.no_grad()
def margins(game: Logits, dtype: torch.dtype = torch.float64) -> additive.Margins:
    """Return what the short cuts start from."""
    bias, contributions, labels = game
    head = head_with(bias.to(dtype), len(contributions))
    named = {f"m{i}": contribution.to(dtype) for i, contribution in enumerate(contributions)}
    return additive.margins(head, named, labels)


def fused(payoff: str, game: Logits, dtype: torch.dtype = torch.float64) -> Tensor:
    """Return the worths (B, 2**M) by the short cut."""
    return additive.PAYOFFS[payoff](margins(game, dtype)).double()


def in_full(payoff: str, game: Logits) -> Tensor:
    """Return the worths (B, 2**M) from the logits of every coalition."""
    bias, contributions, labels = game
    present = torch.tensor(coalitions(len(contributions)))
    logits = bias + (present[:, :, None, None] * contributions).sum(dim=1)
    return PAYOFFS[payoff](logits, labels).T


@given(games(st.floats(-20, 20)))
def test_probability_is_that_of_the_logits(game: Logits) -> None:
    torch.testing.assert_close(fused("probability", game), in_full("probability", game), rtol=1e-12, atol=1e-13)


@given(games(st.floats(-20, 20)))
def test_log_likelihood_is_that_of_the_logits(game: Logits) -> None:
    torch.testing.assert_close(fused("log_likelihood", game), in_full("log_likelihood", game), rtol=0, atol=1e-9)


@given(games(st.integers(-3, 3).map(float)))
def test_accuracy_is_that_of_the_logits_ties_included(game: Logits) -> None:
    """Whole numbers are added without error, and small ones tie often."""
    assert torch.equal(fused("accuracy", game), in_full("accuracy", game))


ADVERSARIAL = st.one_of(
    st.floats(-1e4, 1e4),
    st.sampled_from([-1e4, -745.0, -104.0, -88.0, -87.0, -71.0, 0.0, 71.0, 72.0, 88.0, 89.0, 710.0, 1e4]),
)


@given(games(ADVERSARIAL))
def test_probability_survives_logits_beyond_the_range_of_exponentials(game: Logits) -> None:
    expected = in_full("probability", game)
    torch.testing.assert_close(fused("probability", game), expected, rtol=0, atol=1e-10)
    # single precision: a logit of 1e4 is known to about 1e-3, and what is seen of it here is its rounding
    rounded = tuple(part.float().double() if part.is_floating_point() else part for part in game)
    worth = fused("probability", rounded, torch.float32)
    torch.testing.assert_close(worth, in_full("probability", rounded), rtol=0, atol=5e-3)


def test_opposite_margins_cancel_although_neither_exponential_exists() -> None:
    game = torch.zeros(2), torch.tensor([[[1e4, 0.0]], [[-1e4, 0.0]]]), torch.tensor([1])
    for dtype in (torch.float32, torch.float64):
        torch.testing.assert_close(fused("probability", game, dtype)[0].tolist(), [0.5, 0.0, 1.0, 0.5])


def test_a_bias_that_makes_up_for_a_modality_does_not_hide_its_overflow() -> None:
    """In single precision exp(89) is infinite, but exp(-85 + 89) is not."""
    game = torch.tensor([0.0, -85.0]), torch.tensor([[[0.0, 0.0]], [[0.0, 89.0]]]), torch.tensor([0])
    worth = fused("probability", game, torch.float32)
    torch.testing.assert_close(worth[0, -1].item(), 1 / (1 + np.exp(4.0)), rtol=1e-5, atol=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64], ids=str)
def test_the_short_cut_is_as_precise_as_the_long_way_up_to_the_edge_of_its_range(dtype: torch.dtype) -> None:
    """One modality favours a wrong class as much as is allowed, the other disfavours it until it underflows."""
    numbers = torch.finfo(dtype)
    edge = np.log(numbers.eps / numbers.tiny)
    for against in np.linspace(0, 2, 41) * np.log(numbers.tiny):
        contributions = torch.tensor([[[0.999 * edge, 0.0]], [[against, 0.0]]], dtype=dtype).double()
        game = torch.zeros(2).double(), contributions, torch.tensor([1])
        assert additive._in_range(margins(game, dtype)).all()
        worth = fused("probability", game, dtype)
        torch.testing.assert_close(worth, in_full("probability", game), rtol=0, atol=100 * numbers.eps)


@pytest.mark.parametrize("value", [torch.nan, torch.inf], ids=str)
@pytest.mark.parametrize("payoff", additive.PAYOFFS)
def test_nothing_of_an_absent_modality_arrives(payoff: str, value: float) -> None:
    rng = torch.Generator().manual_seed(0)
    bias, contributions = torch.randn(3, generator=rng), torch.randn(4, 6, 3, generator=rng)
    labels = torch.randint(3, (6,), generator=rng)
    before = in_full(payoff, (bias, contributions, labels))
    for player in range(4):
        broken = contributions.clone()
        broken[player, :, 1] = value
        without = torch.tensor(~coalitions(4)[:, player])
        after = fused(payoff, (bias, broken, labels))
        torch.testing.assert_close(after[:, without], before[:, without].double(), rtol=0, atol=1e-6)
