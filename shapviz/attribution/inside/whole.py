"""The elements of all modalities of one sample as players, in groups: one game from the smallest parts to the top."""

from collections.abc import Mapping
from typing import Final

import torch
from torch import Tensor

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.game import Game, Path
from shapviz.attribution.inside.entrances import BASELINES, Entrance, entrance
from shapviz.attribution.inside.game import NUMBERS
from shapviz.attribution.inside.looks import LOOKS
from shapviz.attribution.methods import USUAL, attribute
from shapviz.attribution.network import NetworkGame
from shapviz.errors import UsageError
from shapviz.runs.attribution import Question
from shapviz.runs.inside import Inside
from shapviz.runs.methods import Effort

TREE: Final = "shap.partition"  # the method that knows groups


class WholeGame(Game):
    """The elements of all modalities of one sample as players, grouped by modality.

    A modality with none of its elements is absent. So a game of whole groups is the game of the modalities, and what
    methods that know groups give to a modality's elements adds up to what they would give to the modality itself.

    Args:
        modalities: The game of the modalities, of that sample alone.
        entrances: How each enters the network, in their order.
    """

    def __init__(self, modalities: NetworkGame, entrances: Mapping[str, Entrance]) -> None:
        names = [(name, each) for name, entering in entrances.items() for each in entering.elements.names]
        groups = [modalities.players.index(name) for name, _ in names]
        super().__init__([f"{name}: {each}" for name, each in names], modalities.rows, modalities.question, groups)
        self._modalities = modalities
        self._entrances = entrances

    def path(self, *, sampled: bool = False) -> Path:
        """Raise UsageError: with its first element a modality arrives, and not by and by."""
        raise UsageError(
            "A modality is absent with its last element, and no path leads from there to presence.",
            remedy="Look inside one modality, or choose a method that asks for coalitions.",
        )

    def parts(self, values: Tensor) -> dict[str, Tensor]:
        """Return what belongs to the elements of each modality, (..., E), of what belongs to all, (..., P)."""
        sizes = [len(entering.elements.names) for entering in self._entrances.values()]
        return dict(zip(self._entrances, torch.split(values, sizes, dim=-1), strict=True))

    def _worth(self, present: Tensor, samples: Tensor) -> Tensor:
        parts = self.parts(present)
        contributions = {name: _contributed(self._entrances[name], part) for name, part in parts.items()}
        there = torch.stack([part.any(dim=1) for part in parts.values()], dim=1)
        return self._modalities.valued(contributions, there, self._modalities.heard.classes.expand(len(present)))


def look_through(explainer: Explainer, row: int, question: Question, effort: Effort = USUAL) -> dict[str, Inside]:
    """Return Owen values of the elements of every modality of a sample, from one tree with the modalities at its top.

    The tree is that of shap's partition explainer: modalities, then halves of halves of their elements. It is binary at
    the top as well. Two modalities stand beside each other there, and each is given its Shapley value; of three, two
    form a pair that joins and leaves as one, and each is given another value. How far that is from the modality's
    exact Shapley value, `whole`, is stated as `missing`. Elements that are all out mean that the modality is absent:
    there is no `presence` here.

    Args:
        explainer: Of a trained network.
        row: Of the dataset, in its test split.
        question: What is asked.
        effort: How much may be spent; at least `LOOKS` for each element.

    Raises:
        UsageError: If there is no such class or row, a text has no words, or shap is not installed.
    """
    modalities = explainer.game(question, [row])
    known = {modality.name: modality for modality in explainer.dataset.modalities}
    entrances = {each.name: entrance(explainer, each, row, fine=False) for each in explainer.dataset.modalities}
    game = WholeGame(modalities, entrances)
    calls = max(effort.calls, LOOKS * len(game.players))
    found = attribute(game, TREE, effort.model_copy(update={"calls": calls}))
    (whole,) = attribute(modalities, "exact").values
    values = game.parts(torch.tensor(found.values[0]))
    return {
        name: Inside(
            method=found.method,
            question=question,
            row=row,
            modality=name,
            kind=known[name].drawn,
            others="averaged",
            elements=entering.elements.names,
            unknown=entering.elements.unknown,
            grid=entering.elements.grid,
            values=values[name].numpy(),
            whole=whole[place],
            presence=0.0,
            baseline=BASELINES[known[name].kind],
            calls=found.calls,
            seconds=found.seconds,
        )
        for place, (name, entering) in enumerate(entrances.items())
    }


def _contributed(entering: Entrance, present: Tensor) -> Tensor:
    """Return what the head gets of a modality with these elements (B, E), (B, W). Each selection is encoded once."""
    different, which = torch.unique(present, dim=0, return_inverse=True)
    some = max(1, NUMBERS // entering.values.numel())
    parts = [entering.contribute(entering.only(part)) for part in torch.split(different, some)]
    return torch.cat(parts)[which]
