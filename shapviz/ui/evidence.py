"""The evidence behind the verdicts of a run, as short lines for a card and as a whole table."""

from collections.abc import Callable
from typing import Any, Final

from shapviz.diagnosis import Verdict, judge, warning
from shapviz.figures.labels import points
from shapviz.games.summary import Interval
from shapviz.runs.records import DiagnosisRecord, Evidence
from shapviz.ui.tables import Cell, Table
from shapviz.ui.words import Sentence

MEASURED: Final[dict[str, Callable[[Evidence], Interval | None]]] = {
    "trained alone": lambda evidence: evidence.ceiling,
    "probe, trained alone": lambda evidence: evidence.probe_alone,
    "probe, in this network": lambda evidence: evidence.probe_fused,
    "starvation": lambda evidence: evidence.starvation,
    "share above the ensemble's": lambda evidence: evidence.excess,
    "overlap with the others": lambda evidence: evidence.overlap,
}

UNBROKEN: Final = "\u00a0"  # in a narrow card an interval goes below its number as a whole


def table(record: DiagnosisRecord) -> Table:
    """Return the whole evidence, a row for each modality."""
    ends = [f"{name}{end}" for name in ("share", *MEASURED) for end in ("", ", low", ", high")]
    return {
        "caption": f"Evidence after epoch {record.epoch}, with the ends of 95 % intervals",
        "columns": ["modality", "verdict", *ends],
        "rows": [_cells(verdict, record) for verdict in judge(record)],
    }


def row(verdict: Verdict, record: DiagnosisRecord) -> dict[str, Any]:
    """Return a modality's line in the card: its name, its verdict, and four cells in percent."""
    evidence, share = record.evidence[verdict.modality], _share(verdict.modality, record)
    return {
        "name": verdict.modality,
        "label": named(verdict),
        "cells": [
            number(evidence.ceiling),
            f"{number(evidence.probe_alone)} → {number(evidence.probe_fused)}",
            f"{number(evidence.starvation)} {bracketed(evidence.starvation).replace(' ', UNBROKEN)}",
            _shares(share, evidence),
        ],
    }


def distances(record: DiagnosisRecord) -> list[Sentence]:
    """Return EDM to every target; under synergy the ensemble is none."""
    misleading = ("ensemble",) if warning(record) else ()
    known = {name: target.edm for name, target in record.targets.items() if name not in misleading}
    return [
        [f"EDM to {name} ", {"strong": f"{edm.estimate:.2f}"}, f" [{edm.low:.2f}, {edm.high:.2f}]"]
        for name, edm in known.items()
        if edm is not None
    ]


def named(verdict: Verdict) -> str:
    """Return the verdict's name, with its reserve and its tag."""
    reserve = "" if verdict.clearly else "somewhat "
    return f"{reserve}{verdict.label}{', redundant' if verdict.redundant else ''}"


def number(value: Interval) -> str:
    """Return an estimate in percent, without the sign."""
    return points(value.estimate)


def percent(value: Interval) -> str:
    """Return an estimate in percent."""
    return f"{number(value)} %"


def bracketed(value: Interval) -> str:
    """Return the ends of an interval in percent."""
    return f"[{points(value.low)}, {points(value.high)}]"


def _cells(verdict: Verdict, record: DiagnosisRecord) -> list[Cell]:
    evidence = record.evidence[verdict.modality]
    values = [_share(verdict.modality, record), *(of(evidence) for of in MEASURED.values())]
    return [verdict.modality, named(verdict), *(end for value in values for end in _ends(value))]


def _share(name: str, record: DiagnosisRecord) -> Interval | None:
    return record.game.shares[record.game.players.index(name)] if record.game.shares else None


def _shares(share: Interval | None, evidence: Evidence) -> str:
    """Return the share in the run, and the one in the ensemble."""
    if share is None or evidence.excess is None:
        return "–"
    return f"{number(share)} / {points(share.estimate - evidence.excess.estimate)}"


def _ends(value: Interval | None) -> tuple[float | None, float | None, float | None]:
    return (value.estimate, value.low, value.high) if value else (None, None, None)
