"""Attributions, made up."""

import numpy as np

from shapviz.runs.attribution import Attribution, Question


def attribution(
    method: str,
    samples: int = 4,
    players: int = 3,
    *,
    draws: bool = False,
    pairs: bool = False,
    question: Question | None = None,
) -> Attribution:
    """Return values that add up, others for each method."""
    values = np.random.default_rng(len(method)).normal(size=(samples, players))
    nobody = np.full(samples, 0.1)
    asked = question or Question()
    return Attribution(
        method=method,
        question=asked,
        baseline=asked.baseline,
        players=("hare", "fox", "tortoise", "snail")[:players],
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
