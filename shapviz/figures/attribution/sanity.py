"""Sanity checks in words: what was done, what was expected, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shapviz.figures.attribution.answer import named, names
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.parts import Card, Outcome, Tested
from shapviz.figures.charts import Table, Value
from shapviz.figures.sentences import strong
from shapviz.figures.words import Sentence
from shapviz.games.summary import Interval
from shapviz.runs.checks import Check, Finding, Number, Step

_CHECKS: Final[dict[Check, tuple[str, str, str]]] = {
    "randomised_weights": (
        "Randomise the weights",
        "Layer by layer, from the head down, weights are made random.",
        "Attributions change: otherwise they say nothing of what was learned.",
    ),
    "duplicated_modality": (
        "Duplicate a modality",
        "One modality joins the game a second time; either copy is as good as both.",
        "Both copies get the same, and together what exact Shapley values give to the two.",
    ),
    "null_player": (
        "Add a player of no effect",
        "A player joins the game that changes nothing, whoever is present.",
        "It gets nothing.",
    ),
    "shuffled_labels": (
        "Shuffle the labels",
        "The network is trained again, on labels that belong to other samples.",
        "All values fall to about zero: there is nothing to know.",
    ),
    "noise_modality": (
        "Add a modality of noise",
        "The network is trained again, with one modality more that is pure noise.",
        "The noise gets about nothing.",
    ),
}
_ORDER: Final[tuple[Outcome, ...]] = ("fails", "inconclusive", "passes", "not applicable")  # the worst first
_NAMED: Final = 2
_VERBS: Final[dict[Outcome, tuple[str, str]]] = {
    "fails": ("fails", "fail"),
    "inconclusive": ("cannot be judged", "cannot be judged"),
    "passes": ("passes", "pass"),
    "not applicable": ("cannot be put to it", "cannot be put to it"),
}


def sanity(answers: Answers) -> list[Card]:
    """Return a card for each check, done or not."""
    done = answers.scene.sanity
    return [_card(check, done.of(check) if done else ()) for check in _CHECKS]


def _card(check: Check, findings: Sequence[Finding]) -> Card:
    title, done, expected = _CHECKS[check]
    tested = [_tested(outcome, same) for outcome in _ORDER if (same := [f for f in findings if f.verdict == outcome])]
    modality = next((finding.modality for finding in findings if finding.modality), None)
    return {
        "key": check,
        "title": f"{title}: {modality}" if modality and check == "duplicated_modality" else title,
        "done": done,
        "expected": expected,
        "found": _found(tested),
        "outcome": tested[0]["outcome"] if tested else "not run yet",
        "tested": tested,
        "table": _table(title, findings) if findings else None,
    }


def _tested(outcome: Outcome, findings: Sequence[Finding]) -> Tested:
    methods = [finding.method for finding in findings]
    return {"outcome": outcome, "methods": methods, "said": names(methods), "reason": findings[0].reason}


def _found(tested: Sequence[Tested]) -> Sentence:
    """Return how many methods do what they should, and who does not."""
    if not tested:
        return ["not run yet"]
    worst, count = tested[0], sum(len(each["methods"]) for each in tested)
    methods = worst["methods"]
    if len(methods) == count:
        return [strong(f"All {count} methods {_VERBS[worst['outcome']][1]}" if count > 1 else _one(worst))]
    said: Sentence = [strong(_one(worst) if len(methods) <= _NAMED else _some(worst))]
    sizes = {each["outcome"]: len(each["methods"]) for each in tested}
    passing, put = sizes.get("passes", 0), count - sizes.get("not applicable", 0)
    return [*said, f"; {passing} of {put} pass"] if worst["outcome"] != "passes" and passing else said


def _one(tested: Tested) -> str:
    return f"{tested['said']} {_VERBS[tested['outcome']][len(tested['methods']) > 1]}"


def _some(tested: Tested) -> str:
    return f"{len(tested['methods'])} methods {_VERBS[tested['outcome']][1]}"


def _table(title: str, findings: Sequence[Finding]) -> Table:
    """Return all numbers of a check, a row for each, and the steps of a cascade as rows of their own."""
    rows: list[list[Value]] = []
    for finding in findings:
        found = [*map(_number, finding.numbers), *map(_step, finding.steps)] or [[None] * 4]
        rows += [[named(finding.method), finding.verdict, *each] for each in found]
    return {
        "caption": f"{title}, 95 % intervals",
        "columns": ["method", "verdict", "number", "value", "low", "high"],
        "rows": rows,
    }


def _number(number: Number) -> list[Value]:
    return [f"{number.name} ({number.unit}, over {number.over})", *_ends(number.value)]


def _step(step: Step) -> list[Value]:
    return [f"rank correlation after {step.layers}", *_ends(step.rank)]


def _ends(value: Interval | None) -> list[Value]:
    if value is None:
        return [None, None, None]
    return [round(number, 4) for number in (value.estimate, value.low, value.high)]
