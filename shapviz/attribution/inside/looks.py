"""What any method gives to the elements of one modality of one sample."""

from math import prod
from typing import Final

import torch

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.inside.elements import layout
from shapviz.attribution.inside.entrances import BASELINES, SAMPLED, entrance
from shapviz.attribution.inside.game import InsideGame
from shapviz.attribution.inside.passing import layered
from shapviz.attribution.methods import USUAL, attribute, uninstalled
from shapviz.errors import UsageError
from shapviz.runs.attribution import Question, Refused
from shapviz.runs.calls import calls
from shapviz.runs.inside import Inside, Others
from shapviz.runs.methods import METHODS, Effort, Method, method

LOOKS: Final = 32  # of a method that draws, for each element, whatever the effort: with fewer, dice are all one sees
MOST: Final = 2**13  # calls of a method that does not: some seconds
LAYERED: Final = "captum.deep_lift"  # the method that goes from layer to layer
_PLAINLY: Final = Question()


def look_inside(
    explainer: Explainer,
    row: int,
    modality: str,
    name: str,
    question: Question,
    others: Others = "averaged",
    effort: Effort = USUAL,
) -> Inside:
    """Return what a method gives to the elements of one modality of one sample.

    Args:
        explainer: Of a trained network.
        row: Of the dataset, in its test split.
        modality: Whose elements.
        name: Of the method.
        question: What is asked. Its baseline is about modalities that are absent; elements have one of their own.
        others: Whom the modality meets.
        effort: How much a method that draws may spend; at least `LOOKS` for each element that it draws.

    Raises:
        UsageError: If there is no such modality, method, class or row, or the method is not offered for what is asked.
    """
    asked = method(name)
    game = inside_game(explainer, row, modality, question, others, fine=asked.needs != "coalitions")
    elements = game.entrance.elements
    if refused := _refused(asked, len(elements.names)):
        raise UsageError(refused.problem, remedy=refused.remedy)
    found = attribute(game, name, fitting(asked, effort, len(elements.names)))
    known = explainer.dataset.modality(modality)
    return Inside(
        method=name,
        question=question,
        row=row,
        modality=modality,
        kind=known.drawn,
        others=others,
        elements=elements.names,
        unknown=elements.unknown,
        grid=elements.grid,
        values=found.values[0],
        low=None if found.low is None else found.low[0],
        high=None if found.high is None else found.high[0],
        whole=game.whole,
        presence=float(found.nobody[0]) - game.absent,
        baseline=SAMPLED if asked.samples_baseline else BASELINES[known.kind],
        calls=found.calls,
        seconds=found.seconds,
    )


def inside_game(
    explainer: Explainer,
    row: int,
    modality: str,
    question: Question,
    others: Others = "averaged",
    *,
    fine: bool = False,
) -> InsideGame:
    """Return the game of the elements of one modality of one sample; arguments and errors as in `look_inside`.

    Args:
        explainer: Of a trained network.
        row: Of the dataset.
        modality: Whose elements.
        question: What is asked.
        others: Whom the modality meets.
        fine: Whether elements are as fine as people can point at, as for gradients, or as few as coalitions allow.
    """
    known = explainer.dataset.modality(modality)
    return InsideGame(explainer.game(question, [row]), modality, entrance(explainer, known, row, fine=fine), others)


def offered(explainer: Explainer, modality: str, question: Question = _PLAINLY) -> dict[str, Refused | None]:
    """Return why each method is not offered inside a modality, None where it is. Looks at no sample.

    Args:
        explainer: Of a trained network.
        modality: Whose elements.
        question: What is asked.
    """
    known, layers = explainer.dataset.modality(modality), _unlayered(explainer, question)
    sizes = {fine: prod(layout(known, fine=fine)) for fine in (False, True)}
    refused = {name: _refused(each, sizes[each.needs != "coalitions"]) for name, each in METHODS.items()}
    return refused | ({LAYERED: refused[LAYERED] or layers} if layers else {})


def fitting(asked: Method, effort: Effort, elements: int) -> Effort:
    """Return the effort, raised to what so many elements need at least if they are drawn one by one."""
    least = LOOKS * elements if asked.needs == "coalitions" else 0
    return effort.model_copy(update={"calls": max(effort.calls, least)})


def _refused(asked: Method, elements: int) -> Refused | None:
    if missing := uninstalled(asked.name):
        return missing
    needed = 0 if asked.draws or asked.needs != "coalitions" else calls(asked.name, elements, USUAL)
    if needed <= MOST:
        return None
    return Refused(
        method=asked.name,
        problem=f"{asked.title} would ask the network about {elements} elements in more than {MOST} ways.",
        remedy="Choose a method that samples, or one that follows gradients.",
    )


def _unlayered(explainer: Explainer, question: Question) -> Refused | None:
    """Return why `LAYERED` is not offered for a network, None where it is."""
    try:
        layered(explainer.networks(question)[0], question.payoff, torch.zeros(1, dtype=torch.int64))
    except UsageError as error:
        return Refused(method=LAYERED, problem=error.problem, remedy=error.remedy)
    return None
