import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch import nn

from shapviz.attribution.layers import Layered
from shapviz.attribution.payoffs import paid
from shapviz.models import AdditiveHead
from shapviz.models.heads import Slot
from tests.attribution.asked import PAYOFFS, explainer


def additive(classes: int) -> AdditiveHead:
    return AdditiveHead({"only": Slot(1, classes, learned=False)}, classes).double()


@pytest.mark.parametrize("payoff", PAYOFFS)
@given(data=st.data(), classes=st.integers(2, 9))
def test_layers_pay_what_the_payoff_does(payoff, data, classes):
    logits = torch.from_numpy(data.draw(arrays(np.float64, (3, classes), elements=st.floats(-300, 300))))
    labels = torch.tensor(data.draw(st.lists(st.integers(0, classes - 1), min_size=3, max_size=3)))
    found = Layered(additive(classes), payoff, labels, classes)(logits, torch.arange(3))
    torch.testing.assert_close(found, paid(payoff, logits, labels), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("payoff", PAYOFFS)
def test_layers_of_a_network_pay_what_it_does(payoff):
    asked = explainer(head="mlp", absence="learned")
    contributions = [each.contribution for each in asked.test.values()]
    labels = torch.from_numpy(asked.dataset.labels[asked.rows])
    layers = Layered(asked.model.head, payoff, labels, 4)
    torch.testing.assert_close(layers(*contributions, torch.arange(len(labels))), paid(payoff, asked.logits, labels))


@pytest.mark.parametrize("payoff", PAYOFFS)
def test_every_layer_that_bends_is_passed_once(payoff):
    passed: list[nn.Module] = []
    layers = Layered(additive(7), payoff, torch.tensor([2]), 7)
    for each in layers.modules():
        if isinstance(each, nn.ReLU | nn.Softplus | nn.Sigmoid):
            each.register_forward_hook(lambda module, *_: passed.append(module))
    layers(torch.randn(1, 7).double(), torch.tensor([0]))
    assert len(passed) == len(set(passed)) == {"logit": 0, "probability": 4, "log_likelihood": 5}[payoff]
