"""The one box that says what to conclude: which method to trust, and why others say something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from shapviz.figures.attribution.answer import LIBRARIES, Answer, joined, names
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.methods import whole
from shapviz.figures.sentences import strong
from shapviz.figures.words import Sentence
from shapviz.runs.attribution import BACKGROUND
from shapviz.runs.methods import METHODS

_SAME = 1e-6  # of the largest value: rounding and the single precision of a library
_ONE_OUT = ("leave_one_out", "captum.ablation")
_WITHIN = 95  # percent of the estimates that are said to lie within


def trust(answers: Answers) -> Sentence:
    """Return what follows from the data: what is exact, what is left out, what is drawn, who was asked otherwise."""
    if not answers.known:
        return ["Nothing has been computed yet. Exact values come first: all others are measured against them."]
    parts = [part for part in (_exact(answers), _incomplete(answers), _drawn(answers), _otherwise(answers)) if part]
    return [piece for place, part in enumerate(parts) for piece in ([" ", *part] if place else part)]


def _exact(answers: Answers) -> Sentence:
    exact = answers.exact
    if exact is None:
        return ["Without exact values nobody can say who is right."]
    asked = whole(exact.attribution.calls)
    said: Sentence = [strong(exact.name), f": {asked} calls a sample, and nothing is left to estimate"]
    same = [name for name, answer in _against(answers, exact) if answer.method.exact and _alike(answer, exact)]
    apart = [name for name, answer in _against(answers, exact) if answer.method.exact and not _alike(answer, exact)]
    if apart:
        size = max(_distance(answers.known[name], exact, 100) for name in apart)
        return [*said, f". {names(apart)} should give the same, and differ by up to {answers.unit.size(size)}."]
    borrowed = [METHODS[name].library for name in same if METHODS[name].library in LIBRARIES]
    libraries = [LIBRARIES[library] for library in dict.fromkeys(borrowed)]
    return [*said, f"; {joined(libraries)} give{'s' * (len(libraries) == 1)} the same." if libraries else "."]


def _incomplete(answers: Answers) -> Sentence:
    """Return who leaves most unexplained, and where that goes."""
    leaving = [answer for answer in answers.known.values() if answer.samples > 1 and not answer.missing.inconclusive]
    if not leaving:
        return []
    most = next((each for each in leaving if each.method.name in _ONE_OUT), None) or _worst(leaving)
    missing, unit = most.missing, answers.unit
    if not unit.seen(missing.estimate):
        return []
    if missing.estimate > 0:
        verb, rest = "leaves", " unexplained"
    else:
        verb, rest = "gives away", " more than there is"
    reason, worst = _reason(most), _worst(leaving)
    why = f": {reason}." if reason else "."
    said: Sentence = [f"{most.name} {verb} ", strong(unit.size(missing.estimate)), f"{rest}{why}"]
    if abs(worst.missing.estimate) <= abs(missing.estimate) or worst is most:
        return said
    return [*said, f" {worst.name} misses the total by {unit.size(worst.missing.estimate)}."]


def _worst(leaving: Sequence[Answer]) -> Answer:
    return max(leaving, key=lambda answer: abs(answer.missing.estimate))


def _reason(answer: Answer) -> str:
    if answer.method.name in _ONE_OUT:
        if answer.missing.estimate > 0:
            return "what modalities share, it credits to nobody"
        return "what takes several modalities, it credits to each of them"
    if answer.method.needs == "gradients":
        return "it follows slopes, not what happens when a modality goes"
    return ""


def _drawn(answers: Answers) -> Sentence:
    """Return how near those that draw come to the exact values, of those that were asked the same question."""
    exact = answers.exact
    if exact is None:
        return []
    near = {
        name: _distance(answer, exact, _WITHIN)
        for name, answer in _against(answers, exact)
        if answer.method.draws and answer.method.aims == "shapley" and answers.same_question(answer)
    }
    if not near:
        return []
    worst = max(near, key=near.__getitem__)
    calls, unit = whole(answers.known[worst].attribution.calls), answers.unit
    if near[worst] <= _SAME * _largest(exact):
        return [f"What {names(list(near))} drew comes out the same: so few coalitions are soon all seen."]
    others = ", others nearer" if len(near) > 1 else ""
    within = f"comes within {unit.within(near[worst])} {unit.name} of them in {_WITHIN} % of its values"
    return [f"{answers.known[worst].name}, with {calls} calls, {within}{others}."]


def _otherwise(answers: Answers) -> Sentence:
    """Return who was asked something else, so that differences are no errors."""
    other = [name for name, answer in answers.known.items() if not answers.same_question(answer)]
    if not other:
        return []
    one = len(other) == 1
    return [
        f"{names(other)} ",
        strong(f"answer{'s' * one} another question"),
        f": {'it samples its' if one else 'they sample their'} baseline from {BACKGROUND} training samples.",
    ]


def _against(answers: Answers, exact: Answer) -> Iterator[tuple[str, Answer]]:
    """Yield the other methods that were asked about the same samples."""
    for name, answer in answers.known.items():
        if answer is not exact and answer.attribution.rows == exact.attribution.rows:
            yield name, answer


def _distance(answer: Answer, exact: Answer, percentile: float) -> float:
    return float(np.percentile(np.abs(answer.attribution.values - exact.attribution.values), percentile))


def _largest(exact: Answer) -> float:
    return float(exact.sizes.max())


def _alike(answer: Answer, exact: Answer) -> bool:
    return _distance(answer, exact, 100) <= _SAME * max(_largest(exact), _SAME)
