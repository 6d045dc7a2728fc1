"""The headline: whom the methods say leads, and whether they say the same."""

from __future__ import annotations

from collections.abc import Sequence

from shapviz.figures.attribution.answer import Answer, named
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.methods import BASELINES
from shapviz.figures.labels import percent
from shapviz.figures.numbers import UNSURE
from shapviz.figures.sentences import strong, tag, tags
from shapviz.figures.words import Sentence
from shapviz.runs.attribution import CLASS


def finding(answers: Answers) -> Sentence:
    """Return who leads by exact values, and whether other methods say so too.

    A player leads where its mean |φ| is the greatest and its lead over each other one excludes zero.
    """
    exact = answers.exact
    others = [answer for answer in answers.known.values() if answer is not exact]
    if exact is None:
        return _without_exact(others)
    # who was asked about fewer samples is less sure for that reason, whatever the method
    others = [other for other in others if other.samples == exact.samples]
    if exact.samples == 1:
        return _one_sample(exact)
    dissenting = [other for other in others if other.leader not in (None, exact.leader)]
    if exact.leader is None:
        return _tied(answers, exact, others, dissenting)
    if dissenting:
        return ["Exact says ", tag(exact.leader), f" leads, {_who(dissenting)} ", *_named(dissenting)]
    unsure = sum(other.leader is None for other in others)
    return _agreed(exact.leader, len(others), unsure)


def subtitle(answers: Answers) -> str:
    """Return what the headline measures: of what number, of how many samples, what absence means, and when."""
    scene = answers.scene
    samples = f"{answers.samples} test sample{'s' * (answers.samples != 1)}"
    absent = f"absent: {BASELINES[scene.question.baseline]}"
    return (
        f"Leader: greatest mean |φ| · {answers.unit.about} of {target(answers)}, {answers.unit.name} · {samples} · "
        f"{absent} · epoch {scene.epoch}"
    )


def target(answers: Answers) -> str:
    """Return the class that is asked about, in words."""
    asked = answers.scene.question.target
    return asked.removeprefix(CLASS) if asked.startswith(CLASS) else f"the {asked} class"


def _without_exact(others: Sequence[Answer]) -> Sentence:
    if not others:
        return ["No method has answered yet"]
    said = {other.leader for other in others}
    if len(said) > 1:
        sure = [other for other in others if other.leader]
        return ["Without exact values: who leads is ", UNSURE, f"; {_who(sure)} ", *_named(sure)]
    (leader,) = said
    if leader is None:
        return ["Who leads is ", UNSURE]
    by = others[0].name if len(others) == 1 else f"{_all(len(others))} so far"
    return [tag(leader), f" leads by {by}"]


def _one_sample(exact: Answer) -> Sentence:
    if exact.greatest is None:
        return ["No modality makes any difference to this one sample"]
    return [tag(exact.attribution.players[exact.greatest]), " leads in the one sample there is"]


def _tied(answers: Answers, exact: Answer, others: Sequence[Answer], dissenting: Sequence[Answer]) -> Sentence:
    if exact.greatest is None:
        return ["No modality makes any difference: all values are zero"]
    if dissenting:
        return ["Exact: ", UNSURE, f"; {_who(dissenting)} ", *_named(dissenting)]
    by = [" by every method"] if others else []
    return ["Who leads is ", UNSURE, *(_sample_by_sample(answers, exact) or by)]


def _sample_by_sample(answers: Answers, exact: Answer) -> Sentence:
    """Return in how many single samples the method that agrees least with exact values names another leader."""
    agreement = answers.scene.agreement
    asked = [name for name, answer in answers.known.items() if answer is not exact and answers.same_question(answer)]
    pairs = {name: agreement.pair(exact.method.name, name) for name in asked} if agreement else {}
    told = {name: pair.leader for name, pair in pairs.items() if pair and pair.leader and pair.leader.high < 1}
    if not told:
        return []
    other = min(told, key=lambda name: told[name].estimate)
    return ["; in ", strong(f"{percent(1 - told[other].estimate)} of samples"), f" {named(other)} differs from exact"]


def _agreed(leader: str, others: int, unsure: int) -> Sentence:
    if not others:
        return ["Exact says ", tag(leader), " leads"]
    if unsure:
        which = f"{unsure} of {others} other methods" if others > 1 else "the other method"
        return ["Exact says ", tag(leader), f" leads; by {which} it is ", UNSURE]
    return [f"{_all(others + 1).capitalize()} agree: ", tag(leader), " leads"]


def _all(methods: int) -> str:
    return "both methods" if methods == 2 else f"all {methods} methods"


def _who(methods: Sequence[Answer]) -> str:
    """Return those who say something, with their verb: one by name, several by what they have in common."""
    if len(methods) == 1:
        return f"{methods[0].name} says"
    if all(each.method.aims == "other" for each in methods):
        return "shortcuts say"
    return f"{len(methods)} others say"


def _named(methods: Sequence[Answer]) -> Sentence:
    """Return whom they name, most often named first."""
    leaders = [each.leader for each in methods if each.leader]
    return tags(sorted(dict.fromkeys(leaders), key=lambda leader: -leaders.count(leader)), "or")
