"""Every coalition at every severity of one modality's corruption, as a table with colours.

Dark is what nobody reaches, light what everybody reaches with clean inputs.
"""

from __future__ import annotations

from shapviz.figures.charts import Table
from shapviz.figures.labels import points
from shapviz.figures.numbers import bracketed
from shapviz.figures.robustness.case import Case
from shapviz.figures.robustness.parts import Cell, Column, Grid, Place, Row
from shapviz.figures.robustness.scenario import Side
from shapviz.figures.teams import best_of_sizes
from shapviz.figures.theme import cividis, on_cividis
from shapviz.games.summary import Interval
from shapviz.runs.corruptions import about
from shapviz.runs.severity import SEVERITIES, WORST

MOST_ROWS = 16  # beyond, the best of each size stand for the rest
_LEAST_SPAN = 0.1  # of accuracy over which colours range: less is not worth seeing
_PENDING: Cell = {
    "text": "…", "value": None, "background": "", "colour": "", "now": False, "label": "being measured",
}  # fmt: skip


def grid(case: Case, side: Side) -> Grid:
    """Return the grid of the modality in focus in one network. Columns are the same whether or not it is known yet."""
    columns = [_column(case, severity) for severity in SEVERITIES]
    rows = [_row(case, side, mask, columns) for mask in masks(case)]
    return {
        "run": side.run,
        "title": ["Every coalition, every severity"],
        "subtitle": _subtitle(case),
        "columns": columns,
        "rows": rows,
        "alt": _alt(case, rows),
        "table": _table(case, side, columns, rows),
    }


def masks(case: Case) -> list[int]:
    """Return the coalitions to show, the largest first; where they are many, the best of each size and the present one.

    Those of a size stand in the order in which their last member comes: pairs without the last modality come last.
    """
    players = len(case.players)
    shown = set(range(2**players))
    if len(shown) > MOST_ROWS:
        clean = tuple(each.estimate for each in case.first.reading.clean.accuracy)
        shown = {*best_of_sizes(clean, players), case.mask}
    return sorted(shown, key=lambda mask: (-mask.bit_count(), -mask))


def _column(case: Case, severity: float) -> Column:
    at = case.severity(case.subject)
    place: Place = "now" if at == severity else "beside" if abs(at - severity) < 1 else ""
    return {"text": f"{severity:g}" if severity else "clean", "severity": severity, "place": place}


def _row(case: Case, side: Side, mask: int, columns: list[Column]) -> Row:
    return {
        "mask": mask,
        "label": case.named(mask),
        "members": [bool(mask & case.bit(player)) for player in case.players],
        "now": mask == case.mask,
        "cells": [_cell(case, mask, column, _accuracy(case, side, mask, column["severity"])) for column in columns],
    }


def _accuracy(case: Case, side: Side, mask: int, severity: float) -> Interval | None:
    """Return how a coalition fares, as far as it is known; without the modality no severity changes anything."""
    if severity == 0 or not mask & case.bit(case.subject):
        return side.reading.clean.accuracy[mask]
    sweep = case.sweep(side, case.subject)
    known = dict(zip(sweep.severities, sweep.measured, strict=True)) if sweep else {}
    if case.alone:
        known[case.severity(case.subject)] = side.reading.measured
    return known[severity].accuracy[mask] if severity in known else None


def _cell(case: Case, mask: int, column: Column, accuracy: Interval | None) -> Cell:
    if accuracy is None:
        return _PENDING
    value, shade = accuracy.estimate, _shade(case, accuracy.estimate)
    at = f"at severity {column['text']}" if column["severity"] else "clean"
    return {
        "text": points(value),
        "value": round(value, 4),
        "background": cividis(shade),
        "colour": on_cividis(shade),
        "now": mask == case.mask and column["place"] == "now",
        "label": f"{case.named(mask)}, {at}: {points(value)} % {bracketed(accuracy)}",
    }


def _shade(case: Case, value: float) -> float:
    """Return where an accuracy lies between nobody, 0, and everybody clean, 1; the same scale for all networks."""
    low = min(case.nobody(side).estimate for side in case.scenario.sides)
    high = max(case.clean(side).estimate for side in case.scenario.sides)
    return min(max((value - low) / max(high - low, _LEAST_SPAN), 0.0), 1.0)


def _subtitle(case: Case) -> str:
    few = 2 ** len(case.players) <= MOST_ROWS
    which = "" if few else " · best of each size"
    corruption = case.corruption(case.subject)
    if corruption is None:
        return f"accuracy, %{which}"
    return f"accuracy, % · {about(case.scenario.kinds[case.subject], corruption).title} on {case.subject} alone{which}"


def _alt(case: Case, rows: list[Row]) -> str:
    listed = "; ".join(f"{row['label']} {', '.join(cell['text'] for cell in row['cells'])}" for row in rows)
    return f"{_subtitle(case)}, clean and at severities 1 to {WORST}: {listed}."


def _table(case: Case, side: Side, columns: list[Column], rows: list[Row]) -> Table:
    values = [
        [None if cell["value"] is None else round(100 * cell["value"], 2) for cell in row["cells"]] for row in rows
    ]
    return {
        "caption": f"{side.run}: {_subtitle(case)}",
        "columns": ["coalition", *(column["text"] for column in columns)],
        "rows": [[row["label"], *numbers] for row, numbers in zip(rows, values, strict=True)],
    }
