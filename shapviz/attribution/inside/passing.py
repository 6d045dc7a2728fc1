"""What a modality's input is worth, written down as layers that are passed once."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from shapviz.attribution.inside.company import Company
from shapviz.attribution.layers import Layered
from shapviz.attribution.network import NetworkGame
from shapviz.errors import UsageError
from shapviz.models import FusionModel, Head
from shapviz.runs.attribution import Payoff


class Passing(nn.Module):
    """The worth of inputs (B, *shape) in the company of others, called with the inputs and the samples' places (B,).

    All coalitions of the others pass the head at once, as so many samples: each layer must be passed once.

    Args:
        contribute: The modality's encoder and its part of the head.
        modalities: The game of the modalities, of one sample.
        modality: Whose inputs.
        company: Whom it meets.

    Raises:
        UsageError: If the payoff cannot be written down as layers.
    """

    def __init__(self, contribute: nn.Module, modalities: NetworkGame, modality: str, company: Company) -> None:
        super().__init__()
        heard = modalities.heard
        self.contribute = contribute
        self.head = layered(modalities.networks[0], modalities.question.payoff, heard.classes)
        met = [_met(each.head, heard.contributions, company) for each in modalities.networks]
        self._modality = modality
        self._others = {name: torch.cat([each[name] for each in met]) for name in modalities.players}
        self._weights = company.weights.repeat(len(met)) / len(met)

    def forward(self, inputs: Tensor, samples: Tensor) -> Tensor:
        """Return the worths, (B,)."""
        met, count = len(self._weights), len(inputs)
        # sample by sample: DeepLIFT takes the first half of a batch for inputs and the second for their baselines
        here = self.contribute(inputs).repeat_interleave(met, dim=0)
        terms = [here if name == self._modality else each.repeat(count, 1) for name, each in self._others.items()]
        worths: Tensor = self.head(*terms, samples.repeat_interleave(met))
        return worths.view(count, met) @ self._weights


def layered(network: FusionModel, payoff: Payoff, classes: Tensor) -> Layered:
    """Return the payoff of contributions as layers.

    Args:
        network: What is asked.
        payoff: Of its head's logits.
        classes: (N,), about which class of each sample.

    Raises:
        UsageError: If the network multiplies what it hears, as memories and prototypes do.
    """
    if network.prototypes:
        raise UsageError(
            "What prototypes put in place of the absent depends on who is present, and DeepLIFT has no rule for it.",
            remedy="Choose integrated gradients, which need no more than gradients, or another baseline.",
        )
    count = network.head.finish(network.head.combine({})).shape[-1]
    return Layered(network.head, payoff, classes, count)


def _met(head: Head, contributions: Mapping[str, Tensor], company: Company) -> dict[str, Tensor]:
    """Return what the head gets of each modality in every coalition, (K, W), where the absent are filled in."""
    columns = zip(contributions.items(), company.present.unbind(dim=1), strict=True)
    return {name: torch.where(here[:, None], each, head.absent(name).detach()) for (name, each), here in columns}
