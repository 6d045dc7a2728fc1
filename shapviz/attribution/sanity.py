"""Sanity checks of methods: what must hold, and whether it does.

Whatever is made random or trained again is a copy; the network that is explained stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np

from shapviz.attribution.axioms import duplicated, known, null
from shapviz.attribution.cascade import EXPECTED, Ask, Blocks, Cascade
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.game import Game
from shapviz.attribution.inside.looks import look_inside
from shapviz.attribution.means import over_samples
from shapviz.attribution.methods import USUAL
from shapviz.attribution.ours import exact
from shapviz.attribution.retrained import ANEW, Asked, Retrain
from shapviz.errors import UsageError
from shapviz.runs.attribution import CLASS, Question
from shapviz.runs.checks import Finding, Sanity
from shapviz.runs.inside import Others
from shapviz.runs.methods import Effort, method

ROWS: Final = 48  # of the samples are looked at: enough for intervals, few enough for the seconds that they take
SEEDS: Final = 8  # times weights are made random: with fewer, chance preferences of a network pass for what is left
UNLEARNED: Final = "It is not certain that the network gains anything from its inputs: nothing learned can be lost."


def sanity(
    explainer: Explainer,
    question: Question,
    methods: Sequence[str],
    rows: Sequence[int] | None = None,
    *,
    seeds: int = SEEDS,
    effort: Effort = USUAL,
    retrain: Retrain | None = None,
) -> Sanity:
    """Return what all checks say of methods at the level of modalities.

    Args:
        explainer: Of a trained network.
        question: What is asked.
        methods: By name.
        rows: Of the dataset, in the test split; None takes some that lie evenly in it.
        seeds: How often weights are made random, at least 2.
        effort: For methods that draw; its seed is that of everything here.
        retrain: How to train such a network anew on another dataset; without it, checks that need one are left out.

    Raises:
        UsageError: If there is no such class, row or method.
    """
    looked = some(explainer, rows)
    found = findings(explainer, question, methods, looked, seeds=seeds, effort=effort, retrain=retrain)
    return Sanity(
        question=question, rows=looked, seeds=seeds, findings=tuple(each for each in found if each is not None)
    )


def findings(
    explainer: Explainer,
    question: Question,
    methods: Sequence[str],
    rows: Sequence[int],
    *,
    seeds: int = SEEDS,
    effort: Effort = USUAL,
    retrain: Retrain | None = None,
) -> Iterator[Finding | None]:
    """Yield the findings of `sanity` one by one, and None where some time has passed; arguments as there."""
    _known(methods)
    game = explainer.game(question, rows)
    yield from _added(game, methods, effort)
    yield from _randomised(explainer, question, methods, rows, seeds, effort)
    if retrain is not None:
        asked = Asked(explainer, question, methods, rows, effort, retrain)
        for told in (check(asked) for check in ANEW.values()):
            yield from (each if isinstance(each, Finding) else None for each in told)


def sanity_inside(
    explainer: Explainer,
    question: Question,
    methods: Sequence[str],
    rows: Sequence[int],
    modality: str,
    *,
    others: Others = "averaged",
    seeds: int = SEEDS,
    effort: Effort = USUAL,
) -> Sanity:
    """Return what random weights do to what methods say of the elements of one modality.

    Random are the head and the encoder of that modality. Arguments and errors as in `sanity`, and:

    Args:
        explainer: Of a trained network.
        question: What is asked.
        methods: By name.
        rows: Of the dataset: one is enough.
        modality: Whose elements.
        others: Whom the modality meets.
        seeds: How often weights are made random.
        effort: For methods that draw.
    """
    _known(methods)
    asked = fixed(explainer, question, rows)

    def ask(name: str, other: Explainer, spent: Effort) -> Blocks:
        looks = (look_inside(other, row, modality, name, each, others, spent) for each, some in asked for row in some)
        return [look.values[None] for look in looks]

    cascade = Cascade(explainer, (modality,), rows, effort)
    found = _through(cascade, {name: partial(ask, name) for name in methods}, seeds, modality)
    return Sanity(
        question=question, rows=tuple(rows), seeds=seeds, findings=tuple(each for each in found if each is not None)
    )


def some(explainer: Explainer, rows: Sequence[int] | None = None, count: int = ROWS) -> tuple[int, ...]:
    """Return the rows, or where there are none so many of the test split that lie evenly in it."""
    if rows is not None:
        return tuple(rows)
    places = np.linspace(0, len(explainer.rows) - 1, min(count, len(explainer.rows))).round().astype(np.int64)
    return tuple(explainer.rows[places].tolist())


def fixed(explainer: Explainer, question: Question, rows: Sequence[int]) -> list[tuple[Question, list[int]]]:
    """Return the question with the class it is about spelled out, and which rows it is put to.

    The class that a network predicts is another one once its weights are random, and attributions would differ for
    that reason alone.
    """
    if question.target != "predicted":
        return [(question, list(rows))]
    classes = explainer.logits.argmax(dim=-1)[explainer.places(rows)].tolist()
    return [
        (
            question.model_copy(update={"target": CLASS + explainer.dataset.classes[label]}),
            [row for row, predicted in zip(rows, classes, strict=True) if predicted == label],
        )
        for label in sorted(set(classes))
    ]


def _known(methods: Sequence[str]) -> None:
    """Raise UnknownNameError if there is no such method: that is no finding about it."""
    for name in methods:
        method(name)


def _added(game: Game, methods: Sequence[str], effort: Effort) -> Iterator[Finding]:
    """Yield what methods give to a copy of the leading player, and to one who changes nothing."""
    table = known(game)
    leader = game.players[int(np.nanargmax(np.abs(exact(table, effort).values).mean(axis=0)))]
    for name in methods:
        yield duplicated(table, leader, name, effort)
    for name in methods:
        yield null(table, name, effort)


def _randomised(
    explainer: Explainer, question: Question, methods: Sequence[str], rows: Sequence[int], seeds: int, effort: Effort
) -> Iterator[Finding | None]:
    """Yield what random weights do to what methods say of modalities, if the network's own have learned anything."""
    if question.target == "true" and not _gains(explainer.game(question, rows), effort.seed):
        yield from (_unjudged(name, UNLEARNED) for name in methods)
        return
    asked = fixed(explainer, question, rows)

    def ask(name: str, other: Explainer, spent: Effort) -> Blocks:
        return [other.attribute(name, each, some, spent).values for each, some in asked]

    cascade = Cascade(explainer, explainer.dataset.names, rows, effort)
    yield from _through(cascade, {name: partial(ask, name) for name in methods}, seeds)


def _unjudged(name: str, reason: str, modality: str | None = None) -> Finding:
    """Return why a method is not put to random weights."""
    return Finding(
        check="randomised_weights",
        method=name,
        verdict="not applicable",
        expected=EXPECTED,
        reason=reason,
        modality=modality,
    )


def _gains(game: Game, seed: int) -> bool:
    """Return whether everybody together is worth more than nobody, with 95 % certainty over samples."""
    nobody, everybody = game.ends()
    (gain,) = over_samples((everybody - nobody)[:, None], seed=seed)
    return gain is not None and gain.low > 0


def _through(
    cascade: Cascade, asked: Mapping[str, Ask], seeds: int, modality: str | None = None
) -> Iterator[Finding | None]:
    """Yield the findings of a cascade once it is done, those of methods that refuse at once, and None on the way."""
    playing = []
    for name, ask in asked.items():
        try:
            cascade.add(name, ask)
        except UsageError as error:
            yield _unjudged(name, error.problem, modality)
        else:
            playing.append(name)
            yield None
    for seed in range(seeds):
        yield from cascade.run(seed)
    for name in playing:
        yield cascade.finding(name, modality)
