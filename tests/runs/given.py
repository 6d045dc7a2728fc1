"""Attributions, made up."""

import numpy as np

from shapviz.attribution.agreement import agreement
from shapviz.attribution.summaries import summary
from shapviz.games.summary import Interval
from shapviz.runs.attribution import Attribution, Question, Refused
from shapviz.runs.checks import Finding, Number, Sanity, Step
from shapviz.runs.inside import Inside
from shapviz.runs.records import AttributionRecord, Dial, Spending


def attribution(
    method: str,
    samples: int = 4,
    players: int = 3,
    *,
    draws: bool = False,
    pairs: bool = False,
    question: Question | None = None,
    names: tuple[str, ...] = ("hare", "fox", "tortoise", "snail"),
) -> Attribution:
    """Return values that add up, others for each method."""
    values = np.random.default_rng(len(method)).normal(size=(samples, players))
    nobody = np.full(samples, 0.1)
    asked = question or Question()
    return Attribution(
        method=method,
        question=asked,
        baseline=asked.baseline,
        players=names[:players],
        rows=tuple(range(samples)),
        values=values,
        low=values - 0.1 if draws else None,
        high=values + 0.1 if draws else None,
        interactions=np.zeros((samples, players, players)) if pairs else None,
        nobody=nobody,
        everybody=nobody + values.sum(axis=1),
        calls=8,
        seconds=0.5,
    )


def inside(
    kind: str = "image",
    grid: tuple[int, int] | None = None,
    names: tuple[str, ...] = (),
    *,
    row: int = 0,
    modality: str = "hare",
) -> Inside:
    """Return values of 0, 0.1, 0.2 and so on, of the named elements, or of those of the grid."""
    elements = names or tuple(f"element {place}" for place in range(grid[0] * grid[1] if grid else 3))
    values = np.arange(len(elements)) / 10
    return Inside(
        method="captum.integrated_gradients",
        question=Question(),
        row=row,
        modality=modality,
        kind=kind,
        others="averaged",
        elements=elements,
        grid=grid,
        values=values,
        whole=0.05 + float(values.sum()),
        presence=0.05,
        baseline="zeros",
        calls=8,
        seconds=0.5,
    )


def record(epoch: int, names: tuple[str, ...] = ("hare", "fox", "tortoise")) -> AttributionRecord:
    """Return what a study of two methods leaves behind that was also to check them, and a third that was refused."""
    found = [attribution(method, draws=method == "sampled", names=names) for method in ("exact", "sampled")]
    return AttributionRecord(
        epoch=epoch,
        question=Question(),
        players=names,
        samples=4,
        methods=tuple(summary(each, resamples=100, seed=0) for each in found),
        refused=(Refused(method="captum.shapley", problem="It needs captum.", remedy="Install it."),),
        agreement=agreement(found, seed=0),
        sanity=_sanity(),
        dials=(Dial(method="sampled", samples=4, enumerated=8, spent=tuple(map(_spending, (8, 16)))),),
    )


def _sanity() -> Sanity:
    half = Interval(0.5, 0.4, 0.6)
    finding = Finding(
        check="randomised_weights",
        method="exact",
        verdict="passes",
        expected="Values change.",
        reason="They do.",
        numbers=(Number(name="likeness", value=half, over="samples", unit="correlation"),),
        steps=(Step(layers="head", rank=half, distance=half),),
    )
    return Sanity(question=Question(), rows=(0, 1), seeds=3, findings=(finding,))


def _spending(calls: int) -> Spending:
    return Spending(calls=calls, error=1 / calls, half_width=2 / calls, coverage=0.9)
