"""The table of methods: what each gives, what it leaves unexplained, what it costs, and what it was asked."""

from __future__ import annotations

from typing import Final

from shapviz.figures.attribution.answer import Answer, named
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.bars import Drawn, Parts
from shapviz.figures.attribution.parts import MethodRow, Methods, Scope, State
from shapviz.figures.charts import Table, Value
from shapviz.figures.labels import duration
from shapviz.runs.attribution import BACKGROUND, Baseline
from shapviz.runs.calls import calls
from shapviz.runs.methods import METHODS

_SCOPES: Final[tuple[Scope, Scope]] = ("all", "sample")
_ROOM: Final = {False: 180.0, True: 84.0}  # px of a bar at least, by compact
BASELINES: Final[dict[Baseline, str]] = {
    "own": "as trained",
    "zero": "zeros",
    "mean": "mean",
    "background": f"background of {BACKGROUND}",
}


def methods(answers: Answers, *, compact: bool) -> Methods:
    """Return a row for each method that is offered: what it found, why it refuses, or what it would cost."""
    drawn = {scope: _drawn(answers, scope, _ROOM[compact]) for scope in _SCOPES}
    rows = [_row(answers, name, drawn) for name in METHODS if name in answers.scene.offered or name in answers.known]
    return {
        "subtitle": {scope: _subtitle(answers, scope, "Share of |φ|, %") for scope in _SCOPES},
        "signed_subtitle": {scope: _subtitle(answers, scope, f"φ in {answers.unit.name}") for scope in _SCOPES},
        "zero": {scope: round(drawn[scope].zero, 4) for scope in _SCOPES},
        "unit": answers.unit.name,
        "rows": rows,
        "alt": " ".join(f"{named(row['method'])}: {row['bars']['all']['alt']}" for row in rows if row["bars"]),
        "table": _table(answers, rows),
    }


def whole(number: float) -> str:
    """Return a number of calls: whole, with thousands apart."""
    return f"{number:,.0f}"


def _drawn(answers: Answers, scope: Scope, room: float) -> Drawn:
    parts = {
        name: Parts(answer, scope, answer.place(answers.row) or 0)
        for name, answer in answers.known.items()
        if scope in answers.scopes(answer)
    }
    return Drawn(answers, parts, room)


def _subtitle(answers: Answers, scope: Scope, what: str) -> str:
    if scope == "sample":
        return f"{what}, of the sample in view"
    if what.startswith("φ") and answers.samples > 1:
        what = f"{what}, what helps and what harms apart"
    return f"{what}, mean over {answers.samples} test sample{'s' * (answers.samples != 1)}"


def _row(answers: Answers, name: str, drawn: dict[Scope, Drawn]) -> MethodRow:
    known, answer, refused = METHODS[name], answers.known.get(name), answers.scene.refused.get(name)
    state: State = "known" if answer else "refused" if refused else "pending"
    baseline = answer.attribution.baseline if answer else _planned(answers, name)
    return {
        "method": name,
        "title": known.title,
        "library": known.library,
        "about": known.about,
        "state": state,
        "main": answer is not None and answer is answers.exact,
        "bars": {scope: drawn[scope].bars(name) for scope in answers.scopes(answer)} if answer else None,
        "said": refused.problem if refused and not answer else _not_yet(answers, name, answer),
        "remedy": refused.remedy if refused and not answer else "",
        "calls": _calls(answers, name, answer) if state != "refused" else "",
        "time": _time(answers, name, answer) if state != "refused" else "",
        "baseline": BASELINES[baseline],
        "sampled_baseline": baseline == "background" != answers.scene.question.baseline,
        "aims": "Shapley values" if known.aims == "shapley" else "something else",
        "samples": _samples(answers, answer),
    }


def _planned(answers: Answers, name: str) -> Baseline:
    return "background" if METHODS[name].samples_baseline else answers.scene.question.baseline


def _calls(answers: Answers, name: str, answer: Answer | None) -> str:
    if answer:
        return whole(answer.attribution.calls)
    return f"about {whole(calls(name, len(answers.players), answers.scene.effort))}"


def _time(answers: Answers, name: str, answer: Answer | None) -> str:
    if answer:
        return duration(answer.attribution.seconds)
    return f"about {duration(answers.scene.costs[name])}" if name in answers.scene.costs else ""


def _not_yet(answers: Answers, name: str, answer: Answer | None) -> str:
    """Return what it would cost to ask a method about all samples; nothing where it has been asked about them."""
    if answer and answer.samples == answers.samples:
        return ""
    time = _time(answers, name, None)
    cost = f"{_calls(answers, name, None)} calls a sample{f', {time}' if time else ''}"
    if answer:
        return f"not run on {answers.samples - answer.samples} samples yet: {cost}"
    return f"not run yet: {cost}"


def _samples(answers: Answers, answer: Answer | None) -> str:
    if answer is None or answer.samples == answers.samples:
        return ""
    return f"{answer.samples} of {answers.samples} samples"


def _table(answers: Answers, rows: list[MethodRow]) -> Table:
    """Return all numbers: of each player share and φ with the ends of their intervals."""
    unit = answers.unit
    ends = [f"{player} {what}" for player in answers.players for what in ("share, %", "φ", "φ low", "φ high")]
    quantities = ["missing, mean", "missing, mean size", "calls a sample", "seconds", "baseline", "aims at"]
    return {
        "caption": f"Every method, mean over {answers.samples} test samples, values in {unit.name}, 95 % intervals "
        "over samples and over what the method draws",
        "columns": ["method", "library", "samples", *ends, *quantities],
        "rows": [_numbers(answers, row) for row in rows],
    }


def _numbers(answers: Answers, row: MethodRow) -> list[Value]:
    answer, unit = answers.known.get(row["method"]), answers.unit
    if answer is None:
        empty: list[Value] = [None] * (4 * len(answers.players) + 4)
        return [row["title"], row["library"], None, *empty, row["baseline"], row["said"]]
    values = [
        number
        for share, value in zip(answer.shares.tolist(), answer.values, strict=True)
        for number in (round(100 * share, 2), *unit.table(value))
    ]
    missing = [unit.scaled(answer.missing.estimate), unit.scaled(answer.unexplained)]
    cost = [round(answer.attribution.calls, 1), round(answer.attribution.seconds, 4)]
    about = [row["baseline"], row["aims"]]
    return [row["title"], row["library"], answer.samples, *values, *missing, *cost, *about]
