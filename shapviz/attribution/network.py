"""The modalities of a network as players: behind the encoders, every coalition costs one pass of the head."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from shapviz.attribution.game import Game, Path
from shapviz.attribution.layers import Layered
from shapviz.attribution.payoffs import paid
from shapviz.errors import UsageError
from shapviz.models import FusionModel, GatedHead
from shapviz.models.heads import module_key
from shapviz.runs.attribution import Payoff, Question
from shapviz.valuation.payoff import PAYOFFS
from shapviz.valuation.worth import contributed_worths, doubled_worths


@dataclass(frozen=True, eq=False)
class Heard:
    """What a head hears of some samples: all that a game of modalities needs to know of them."""

    contributions: Mapping[str, Tensor]  # (N, W) by modality, in the order of the players
    classes: Tensor  # (N,) int64, which class's number is asked for
    background: Mapping[str, Tensor]  # (K, W), of training samples


class NetworkGame(Game):
    """The modalities of a `FusionModel` as players.

    What absence means is the network's own affair. So a question about another baseline is one about another network,
    see `standing_in`; and where absent modalities come from a background, about as many networks as that has samples.

    Args:
        networks: In double precision and evaluation mode; worth is the mean over them.
        heard: What their head hears.
        rows: (N,) of the dataset.
        question: What is asked.
    """

    def __init__(self, networks: Sequence[FusionModel], heard: Heard, rows: Sequence[int], question: Question) -> None:
        super().__init__(networks[0].modalities, rows, question)
        self.networks = tuple(networks)
        self.heard = heard

    @property
    def passes(self) -> int:
        """One of the head for each network."""
        return len(self.networks)

    def table(self) -> Tensor:
        """Return the worth of all coalitions, (N, 2**P), by the networks' own shortcuts."""
        with torch.no_grad():
            worths = torch.stack([_table(network, self.heard, self.question.payoff) for network in self.networks])
        self.calls += worths.numel()
        return worths.mean(dim=0)

    def path(self, *, sampled: bool = False) -> Path:
        """Return the way from what stands in for the absent to what the modalities contribute; as in `Game`."""
        if not sampled and (reason := self._pathless()):
            raise UsageError(reason, remedy="Choose the baseline 'mean', or a method that asks for coalitions.")
        return _Contributed(self.networks[0], self.heard, self.question.payoff)

    def valued(self, contributions: Mapping[str, Tensor], present: Tensor, classes: Tensor) -> Tensor:
        """Return what coalitions are worth to samples with these contributions, (..., B). Differentiable.

        Args:
            contributions: (B, W) by modality.
            present: (..., B, M) bool; broadcasts with the samples, as in `FusionModel.logits`.
            classes: (B,), whose number is asked for.
        """
        logits = (network.logits(contributions, present) for network in self.networks)
        return torch.stack([paid(self.question.payoff, each, classes) for each in logits]).mean(dim=0)

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        contributions = {name: each[samples] for name, each in self.heard.contributions.items()}
        return self.valued(contributions, present, self.heard.classes[samples])

    def _pathless(self) -> str | None:
        """Return why there is no path; None where there is one."""
        network = self.networks[0]
        if len(self.networks) > 1:
            return "A background has many baselines, and this method starts from one."
        if network.prototypes:
            return "What prototypes put in place of the absent depends on who is present, so no path leads there."
        passed_over = any(network.head.slot(name).token is None for name in network.modalities)
        if isinstance(network.head, GatedHead) and passed_over:
            return "A memory passes over an absent modality, so no path leads from its absence to its presence."
        return None


class _Contributed(Path):
    """Contributions as inputs: one tensor and one player for each modality."""

    def __init__(self, network: FusionModel, heard: Heard, payoff: Payoff) -> None:
        self.inputs = tuple(heard.contributions.values())
        self.baselines = tuple(
            network.head.absent(name).detach().expand_as(each) for name, each in heard.contributions.items()
        )
        self.background = tuple(heard.background.values())
        self._head, self._classes, self._payoff = network.head, heard.classes, payoff

    def forward(self, samples: Tensor, *inputs: Tensor) -> Tensor:
        return paid(self._payoff, self._logits(*inputs), self._classes[samples])

    def collect(self, attributed: Sequence[Tensor]) -> Tensor:
        return torch.stack([each.sum(dim=1) for each in attributed], dim=1)

    def layers(self) -> nn.Module:
        count = self._logits(*(each[:1] for each in self.inputs)).shape[-1]
        return Layered(self._head, self._payoff, self._classes, count)

    def _logits(self, *inputs: Tensor) -> Tensor:
        return self._head.finish(self._head.combine(dict(zip(self._head.modalities, inputs, strict=True))))


def standing_in(model: FusionModel, features: Mapping[str, Tensor]) -> FusionModel:
    """Return the network with the same encoders in which these features take the place of the absent.

    Args:
        model: Whose head is copied. Its prototypes, which would stand in too, are left out.
        features: (D,) of every modality.
    """
    head = deepcopy(model.head)
    for name, feature in features.items():
        head.slot(name).token = nn.Parameter(feature, requires_grad=False)
    encoders = {name: model.encoders[module_key(name)] for name in model.modalities}
    return FusionModel(encoders, head).eval()


def _table(network: FusionModel, heard: Heard, payoff: Payoff) -> Tensor:
    """Return the worth of all coalitions (N, 2**P) by the cheapest route that there is."""
    if payoff in PAYOFFS:
        return contributed_worths(network, heard.contributions, heard.classes, [payoff])[payoff]
    return doubled_worths(network, heard.contributions, heard.classes, {payoff: partial(paid, payoff)})[payoff]
