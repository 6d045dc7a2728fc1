"""Runs as the lab meets them, without a store."""

from datetime import UTC, datetime

from shapviz.runs.info import Origin, RunInfo, Status
from shapviz.runs.spec import parse_spec


def run(
    run_id: str,
    *,
    dataset: str = "emoji3",
    status: Status = "finished",
    origin: Origin = "user",
    seed: int = 0,
    epoch: int | None = 12,
    strategy: str = "joint",
) -> RunInfo:
    """Return a run with this id."""
    return RunInfo(
        id=run_id,
        name=f"run-{run_id[:4]}",
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
        origin=origin,
        spec=parse_spec({"dataset": {"name": dataset}, "strategy": {"name": strategy}, "seed": seed}),
        status=status,
        epoch=epoch,
        version="0.1.0",
    )
