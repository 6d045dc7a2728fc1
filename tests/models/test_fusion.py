import math

import pytest
import torch
from torch import Tensor

from shapviz.games.coalition import coalitions
from shapviz.models import FusionModel
from tests.models import worlds

every_head = pytest.mark.parametrize("head", worlds.HEADS)
every_absence = pytest.mark.parametrize("absence", worlds.ABSENCES)


def garbage(values: Tensor) -> list[Tensor]:
    """Other inputs of the same shape; those that no dataset would have come last."""
    if not values.is_floating_point():
        return [values.flip(0), torch.zeros_like(values)]
    return [values.flip(0), torch.full_like(values, math.nan), torch.full_like(values, math.inf)]


@pytest.fixture(scope="module")
def inputs() -> dict[str, Tensor]:
    return worlds.tensors(worlds.dataset(samples=6))


@every_head
@every_absence
@pytest.mark.parametrize("players", range(2, 7))
@torch.no_grad()
def test_an_absent_modality_never_changes_a_logit(head: str, absence: str, players: int) -> None:
    modalities = worlds.MODALITIES[-players:]
    model = worlds.model(modalities, head=head, absence=absence)
    inputs = worlds.tensors(worlds.dataset(modalities, samples=6))
    masks = torch.tensor(coalitions(players))
    before = model.coalition_logits(model.contributions(inputs), masks)
    for column, modality in enumerate(modalities):
        for values in garbage(inputs[modality.name]):
            after = model.coalition_logits(model.contributions({**inputs, modality.name: values}), masks)
            without = ~masks[:, column]
            assert torch.equal(after[without], before[without])
            assert not torch.equal(after[~without], before[~without])
