"""The modalities of a network as players: behind the encoders, every coalition costs one pass of the head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from shapviz.attribution.game import Game, Path
from shapviz.attribution.layers import Layered
from shapviz.attribution.payoffs import paid
from shapviz.errors import UsageError
from shapviz.models import FusionModel, GatedHead
from shapviz.runs.attribution import Question
from shapviz.valuation.payoff import PAYOFFS
from shapviz.valuation.worth import contributed_worths


@dataclass(frozen=True, eq=False)
class Heard:
    """What a head hears of some samples: all that a game of modalities needs to know of them."""

    contributions: Mapping[str, Tensor]  # (N, W) by modality, in the order of the players
    classes: Tensor  # (N,) int64, which class's number is asked for
    absent: Mapping[str, Tensor] | None  # (W,) that stands in for each; None leaves the network to its own way
    background: Mapping[str, Tensor]  # (K, W), of training samples


class NetworkGame(Game):
    """The modalities of a `FusionModel` as players.

    Args:
        model: In double precision and evaluation mode.
        heard: What its head hears.
        rows: (N,) of the dataset.
        question: What is asked.
    """

    def __init__(self, model: FusionModel, heard: Heard, rows: Sequence[int], question: Question) -> None:
        super().__init__(model.modalities, rows, question)
        self.model = model
        self.heard = heard

    def table(self) -> Tensor:
        """Return the worth of all coalitions, (N, 2**P): by the network's own shortcut where it goes its own way."""
        heard, payoff = self.heard, self.question.payoff
        if self.baseline != "own" or payoff not in PAYOFFS:
            return super().table()
        with torch.no_grad():
            worths = contributed_worths(self.model, heard.contributions, heard.classes, [payoff])[payoff]
        self.calls += worths.numel()
        return worths

    def path(self, *, sampled: bool = False) -> Path:
        """Return the way from what stands in for the absent to what the modalities contribute; as in `Game`."""
        if not sampled and (reason := self._pathless()):
            raise UsageError(reason, remedy="Choose the baseline 'mean', or a method that asks for coalitions.")
        return _Contributed(self)

    def fills(self) -> tuple[Mapping[str, Tensor], ...]:
        """Return what may stand in for the absent, (W,) by modality: of several, worth is the mean.

        Raises:
            UsageError: If that depends on who is present.
        """
        if self.baseline == "background":
            places = zip(*self.heard.background.values(), strict=True)
            return tuple(dict(zip(self.players, place, strict=True)) for place in places)
        if self.heard.absent is None and self.model.prototypes:
            raise UsageError(
                "What prototypes put in place of the absent depends on who is present.",
                remedy="Choose the baseline 'mean', or a method that needs no layers.",
            )
        return (self.heard.absent or {name: self.model.head.absent(name).detach() for name in self.players},)

    def layers(self) -> Layered:
        """Return the payoff of contributions in which stand-ins have been filled in, as layers: see `Path.layers`."""
        head = self.model.head
        classes = head.finish(head.combine({})[None]).shape[-1]
        return Layered(head, self.question.payoff, self.heard.classes, classes)

    def _pathless(self) -> str | None:
        """Return why there is no path; None where there is one."""
        if self.baseline == "background":
            return "A background has many baselines, and this method starts from one."
        if self.baseline == "own" and self.model.prototypes:
            return "What prototypes put in place of the absent depends on who is present, so no path leads there."
        if self.baseline == "own" and isinstance(self.model.head, GatedHead) and not self._tokens():
            return "A memory passes over an absent modality, so no path leads from its absence to its presence."
        return None

    def _tokens(self) -> bool:
        head = self.model.head
        return all(head.slot(name).token is not None for name in head.modalities)

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        contributions = {name: each[samples] for name, each in self.heard.contributions.items()}
        return self.valued(contributions, present, self.heard.classes[samples])

    def valued(self, contributions: Mapping[str, Tensor], present: Tensor, classes: Tensor) -> Tensor:
        """Return what coalitions are worth to samples with these contributions, (..., B). Differentiable.

        Args:
            contributions: (B, W) by modality.
            present: (..., B, M) bool; broadcasts with the samples, as in `FusionModel.logits`.
            classes: (B,), whose number is asked for.
        """
        if self.baseline == "background":
            return self._averaged(present, contributions, classes)
        if self.heard.absent is None:
            return paid(self.question.payoff, self.model.logits(contributions, present), classes)
        return self._paid(_filled(present, contributions, self.heard.absent), classes)

    def _averaged(self, present: Tensor, contributions: Mapping[str, Tensor], classes: Tensor) -> Tensor:
        """Return the mean worth over the background: absent modalities come from one training sample after another."""
        worths = [self._paid(_filled(present, contributions, fill), classes) for fill in self.fills()]
        return torch.stack(worths).mean(dim=0)

    def _paid(self, contributions: Mapping[str, Tensor], classes: Tensor) -> Tensor:
        head = self.model.head
        return paid(self.question.payoff, head.finish(head.combine(contributions)), classes)


class _Contributed(Path):
    """Contributions as inputs: one tensor and one player for each modality."""

    def __init__(self, game: NetworkGame) -> None:
        heard = game.heard
        absent = heard.absent or {name: game.model.head.absent(name).detach() for name in game.players}
        self.inputs = tuple(heard.contributions.values())
        self.baselines = tuple(absent[name].expand_as(each) for name, each in heard.contributions.items())
        self.background = tuple(heard.background.values())
        self._game = game

    def forward(self, samples: Tensor, *inputs: Tensor) -> Tensor:
        head = self._game.model.head
        contributions = dict(zip(self._game.players, inputs, strict=True))
        classes = self._game.heard.classes[samples]
        return paid(self._game.question.payoff, head.finish(head.combine(contributions)), classes)

    def collect(self, attributed: Sequence[Tensor]) -> Tensor:
        return torch.stack([each.flatten(1).sum(dim=1) for each in attributed], dim=1)

    def layers(self) -> nn.Module:
        return self._game.layers()


def _filled(present: Tensor, contributions: Mapping[str, Tensor], absent: Mapping[str, Tensor]) -> dict[str, Tensor]:
    columns = present.unbind(dim=-1)
    return {  # a choice, not a product: zero times NaN is NaN
        name: torch.where(here[..., None], contributions[name], absent[name])
        for (name, here) in zip(contributions, columns, strict=True)
    }
