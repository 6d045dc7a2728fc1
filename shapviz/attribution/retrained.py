"""Checks that need a network trained anew: on labels that mean nothing, and with a modality that says nothing."""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from shapviz.attribution.derived import another
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.likeness import NOTHING
from shapviz.attribution.means import ratio
from shapviz.attribution.worded import percent
from shapviz.data.dataset import MultimodalDataset
from shapviz.data.modality import Modality
from shapviz.data.splits import Splits
from shapviz.errors import UsageError
from shapviz.games.summary import Interval
from shapviz.models import FusionModel
from shapviz.runs.attribution import Question
from shapviz.runs.checks import Check, Finding, Number, Verdict
from shapviz.runs.methods import Effort

Retrain = Callable[[MultimodalDataset, Splits], Generator[float, None, FusionModel]]
"""Trains a network like the one that is explained on other data: yields how much of it is done, returns the network."""

COLUMNS: Final = 16  # of the modality of noise: enough to learn by heart from
LITTLE: Final = 0.1  # of what there is to explain counts as about nothing

CHANCE = "What a network gains from inputs about labels that have nothing to do with them is about nothing."
SILENT = "A modality of noise is given about nothing of what is gained over all samples."


def shuffled(dataset: MultimodalDataset, splits: Splits, seed: int) -> MultimodalDataset:
    """Return the dataset with the labels of training and validation drawn from one another; those of the test stay."""
    labels = dataset.labels.copy()
    for place, rows in enumerate((splits.train, splits.valid)):
        labels[rows] = np.random.default_rng((seed, place)).permutation(labels[rows])
    return replace(dataset, labels=labels)


def with_noise_modality(dataset: MultimodalDataset, seed: int) -> MultimodalDataset:
    """Return the dataset with one more modality, the last, of numbers that are drawn for each sample."""
    noise = Modality(another("noise", dataset.names), "features", (COLUMNS,), "1", "numbers drawn at random")
    values = np.random.default_rng(seed).standard_normal((len(dataset), COLUMNS), dtype=np.float32)
    return replace(dataset, modalities=(*dataset.modalities, noise), views={**dataset.views, noise.name: values})


class Asked(NamedTuple):
    """What methods are put to, and on which network."""

    explainer: Explainer
    question: Question
    methods: Sequence[str]
    rows: Sequence[int]  # of the dataset, in the test split
    effort: Effort  # for methods that draw; its seed is that of all dice here
    retrain: Retrain


def on_shuffled_labels(asked: Asked) -> Iterator[Finding | float]:
    """Yield how much of a training on shuffled labels is done, and then what each method says of the network."""
    explainer, effort = asked.explainer, asked.effort
    model = yield from asked.retrain(shuffled(explainer.dataset, explainer.splits, effort.seed), explainer.splits)
    ignorant = explainer.beside(model, asked.rows)
    for name in asked.methods:
        yield _ignorant(explainer, ignorant, asked.question, name, effort)


def beside_noise(asked: Asked) -> Iterator[Finding | float]:
    """Yield the same of a training with a modality of noise."""
    effort, splits = asked.effort, asked.explainer.splits
    noisy = with_noise_modality(asked.explainer.dataset, effort.seed)
    model = yield from asked.retrain(noisy, splits)
    listening = Explainer(model, noisy, splits, seed=effort.seed)
    for name in asked.methods:
        yield _listening(listening, asked.question, name, asked.rows, effort)


ANEW: Final[Mapping[Check, Callable[[Asked], Iterator[Finding | float]]]] = {
    "shuffled_labels": on_shuffled_labels,
    "noise_modality": beside_noise,
}
"""The checks, each of which trains a network."""


def _ignorant(explainer: Explainer, ignorant: Explainer, question: Question, name: str, effort: Effort) -> Finding:
    """Return whether a method gives nothing to players about labels that were shuffled in training."""
    found = partial(Finding, check="shuffled_labels", method=name, expected=CHANCE)
    if question.target != "true":
        return found(verdict="not applicable", reason="Only about the true class is it known that nothing is gained.")
    rows = ignorant.rows.tolist()
    try:
        gained, known = (each.attribute(name, question, rows, effort) for each in (ignorant, explainer))
    except UsageError as error:
        return found(verdict="not applicable", reason=error.problem)
    total = known.everybody - known.nobody
    if total.mean() < NOTHING:
        return found(verdict="not applicable", reason="The network itself gains nothing from its inputs.")
    shares = {
        player: ratio(values, total, seed=effort.seed)
        for player, values in zip(gained.players, gained.values.T, strict=True)
    }
    most = max(shares, key=lambda player: shares[player].high)
    reason = f"Of what the network gains when it has learned from true labels, {most} gets {percent(shares[most])}"
    return found(verdict=_about_nothing(shares[most]), reason=f"{reason}.", numbers=_numbers(shares))


def _listening(listening: Explainer, question: Question, name: str, rows: Sequence[int], effort: Effort) -> Finding:
    """Return whether a method gives nothing to a modality of noise that was there in training."""
    noise = listening.dataset.names[-1]
    found = partial(Finding, check="noise_modality", method=name, expected=SILENT, modality=noise)
    try:
        given = listening.attribute(name, question, rows, effort)
    except UsageError as error:
        return found(verdict="not applicable", reason=error.problem)
    total, sizes = given.everybody - given.nobody, np.abs(given.values)
    if question.target != "true" or total.mean() < NOTHING:
        return found(
            verdict="not applicable", reason="Only of a gain about the true class is it known who can have none."
        )
    if sizes.max() < NOTHING:
        return found(verdict="not applicable", reason="It gives nothing to anybody in these samples.")
    share = ratio(given.values[:, -1], total, seed=effort.seed)
    size = ratio(sizes[:, -1], sizes.sum(axis=1), seed=effort.seed)
    reason = (
        f"It gets {percent(share)} of what is gained. Sample by sample the network does react to it, for better or "
        f"worse, with {percent(size)} of all |values|: this is the network's doing, and not the method's."
    )
    return found(
        verdict=_about_nothing(share), reason=reason, numbers=_numbers({"of the gain": share, "of all |values|": size})
    )


def _about_nothing(share: Interval) -> Verdict:
    """Return whether no more than a little is given. Less than nothing is fine: noise can mislead, and not help."""
    if share.high <= LITTLE:
        return "passes"
    return "fails" if share.low > LITTLE else "inconclusive"


def _numbers(shares: dict[str, Interval]) -> tuple[Number, ...]:
    return tuple(Number(name=name, value=share, over="samples", unit="share") for name, share in shares.items())
