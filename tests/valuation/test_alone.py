"""Losses of predictions from one modality alone."""

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from shapviz.models import BatchSource
from shapviz.valuation import alone
from shapviz.valuation.alone import own_losses
from tests.models import worlds


@pytest.mark.parametrize("absence", worlds.ABSENCES)
@pytest.mark.parametrize("head", worlds.HEADS)
def test_it_is_the_cross_entropy_with_all_others_absent(
    head: str, absence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alone, "ENCODED_ROWS", 7)  # several batches, the last of them smaller
    world = worlds.dataset()
    model = worlds.model(head=head, absence=absence).train()
    source = BatchSource(world, np.arange(40), dtype=torch.float64)
    found = own_losses(model, source)
    assert model.training
    model.eval()
    (batch,) = source.ordered(40)
    for place, name in enumerate(model.modalities):
        only = torch.eye(len(model.modalities), dtype=torch.bool)[place].expand(40, -1)
        with torch.no_grad():
            assert found[name] == pytest.approx(cross_entropy(model(batch.inputs, only), batch.labels).item())


def test_overconfidence_is_not_clipped() -> None:
    model = worlds.model()
    with torch.no_grad():
        for parameter in model.parameters_of("bill"):
            parameter.mul_(10)
    losses = own_losses(model, BatchSource(worlds.dataset(), np.arange(40), dtype=torch.float64))
    assert losses["bill"] > -np.log(1e-3)


def test_prototypes_stand_in_for_nobody() -> None:
    source = BatchSource(worlds.dataset(), np.arange(40), dtype=torch.float64)
    assert own_losses(worlds.model(prototypes=True), source) == own_losses(worlds.model(), source)
