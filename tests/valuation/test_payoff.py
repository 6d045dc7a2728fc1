import math

import pytest
import torch

from shapviz.errors import UnknownNameError
from shapviz.valuation.payoff import PAYOFFS, accuracy, log_likelihood, probability, require_payoffs

LOGITS = torch.tensor([[[0.0, math.log(3)], [50.0, 0.0]], [[2.0, 2.0], [0.0, 0.0]]])  # (K=2, B=2, C=2)
LABELS = torch.tensor([1, 1])


def test_by_hand() -> None:
    torch.testing.assert_close(probability(LOGITS, LABELS), torch.tensor([[0.75, math.exp(-50)], [0.5, 0.5]]))
    expected = torch.tensor([[math.log(0.75), math.log(1e-3)], [-math.log(2), -math.log(2)]])
    torch.testing.assert_close(log_likelihood(LOGITS, LABELS), expected)


def test_of_several_largest_logits_the_first_counts() -> None:
    assert accuracy(LOGITS, LABELS).tolist() == [[1, 0], [0, 0]]
    assert accuracy(LOGITS, 1 - LABELS).tolist() == [[0, 1], [1, 1]]


@pytest.mark.parametrize("payoff", PAYOFFS)
def test_logits_may_be_enormous(payoff: str) -> None:
    assert PAYOFFS[payoff](1e30 * LOGITS, LABELS).isfinite().all()


def test_an_unknown_payoff_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'accuracy'"):
        require_payoffs(["probability", "acuracy"])
