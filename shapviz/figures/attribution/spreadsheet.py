"""All numbers of a view in one tidy table: a row for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from shapviz.figures.attribution.answer import named
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.finding import subtitle
from shapviz.figures.attribution.parts import Agreements, Coalitions
from shapviz.figures.charts import Table, Value

_COLUMNS = ["quantity", "method", "other method", "of", "value", "low", "high", "unit"]


def spreadsheet(answers: Answers, coalitions: Coalitions | None, agreement: Agreements) -> Table:
    """Return shares, values, what is missing, worths of coalitions and agreement, for whoever goes on elsewhere."""
    return {
        "caption": subtitle(answers),
        "columns": _COLUMNS,
        "rows": [*_methods(answers), *_coalitions(answers, coalitions), *_agreement(agreement)],
    }


def _methods(answers: Answers) -> Iterator[list[Value]]:
    unit = answers.unit
    for name, answer in answers.known.items():
        who = [named(name), None]
        for player, share, value in zip(answers.players, answer.share_intervals, answer.values, strict=True):
            ends = [round(100 * number, 2) for number in (share.estimate, share.low, share.high)]
            yield ["share of |φ|", *who, player, *ends, "percent"]
            yield ["mean φ", *who, player, *unit.table(value), unit.name]
        yield ["missing from total", *who, None, *unit.table(answer.missing), unit.name]
        yield ["calls a sample", *who, None, round(answer.attribution.calls, 1), None, None, "calls"]
        yield ["time, all samples", *who, None, round(answer.attribution.seconds, 4), None, None, "seconds"]


def _coalitions(answers: Answers, found: Coalitions | None) -> Iterator[list[Value]]:
    for coalition, *ends in found["table"]["rows"] if found else ():
        yield ["worth", None, None, coalition, *ends, answers.unit.name]


def _agreement(found: Agreements) -> Iterator[list[Value]]:
    for measure in found["measures"]:
        unit = "correlation" if measure["key"] == "rank" else "percent"
        for method, other, *ends in measure["table"]["rows"]:
            yield [measure["name"], method, other, None, *ends, unit]
