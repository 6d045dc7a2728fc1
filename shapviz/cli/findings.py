"""The diagnosis of a run, as text and as JSON."""

from collections.abc import Iterator
from typing import Any

from rich.table import Table

from shapviz.cli import terminal
from shapviz.diagnosis import judge, sentence, suggestion, warning
from shapviz.runs.info import RunInfo
from shapviz.runs.records import DiagnosisRecord


def described(record: DiagnosisRecord, run: RunInfo) -> dict[str, Any]:
    """Return the evidence and the verdicts as JSON has them."""
    verdicts = {
        verdict.modality: {
            "verdict": verdict.label,
            "clearly": verdict.clearly,
            "redundant": verdict.redundant,
            "sentence": sentence(verdict, record),
            "suggestion": suggestion(verdict, record, run.spec.strategy.name),
        }
        for verdict in judge(record)
    }
    return {"verdicts": verdicts, "warning": warning(record)} | record.model_dump(mode="json", exclude={"kind"})


def distances(record: DiagnosisRecord) -> Table:
    """Return EDM to every target, with the target's shares."""
    grid = terminal.table("EDM to", "distance", *record.game.players, numbers=1 + len(record.game.players))
    for name, target in record.targets.items():
        shares = target.shares or {}
        expected = (f"{shares[player]:.0%}" if player in shares else "–" for player in record.game.players)
        grid.add_row(name, terminal.shown(target.edm), *expected)
    return grid


def lines(record: DiagnosisRecord, run: RunInfo) -> Iterator[str]:
    """Yield a line for every modality, and the warning if there is one."""
    for verdict in judge(record):
        yield f"{sentence(verdict, record)} {suggestion(verdict, record, run.spec.strategy.name)}"
    advice = warning(record)
    if advice:
        yield advice
