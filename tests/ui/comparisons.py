"""Runs that never happened, to be compared on a page: an entry for each setting, with a run for each seed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from shapviz.figures.compare.contender import trail
from shapviz.runs.info import RunInfo, Status
from shapviz.runs.spec import parse_spec
from shapviz.ui.compare.lineup import Entry, Known, lineup
from tests.figures import contenders, records

JOINT, OWN, GUIDED = {"name": "joint"}, {"name": "joint_unimodal"}, {"name": "alternating"}
_SKILL = {"joint": records.left_behind}


def run(
    seed: int, strategy: Mapping[str, Any], *, status: Status = "finished", epochs: int = 6, **spec: Any
) -> RunInfo:
    """Return a run whose id tells its strategy and seed."""
    whole = {"strategy": dict(strategy), "seed": seed, "training": {"epochs": epochs}} | spec
    name = f"{strategy['name']}-{seed}"
    return RunInfo(
        id=(name + str(sorted(spec.items()))).encode().hex()[:24].ljust(32, f"{seed % 10}"),
        name=name,
        created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=seed),
        origin="user",
        spec=parse_spec(whole),
        status=status,
        epoch={"queued": None, "running": 3}.get(status, epochs),
        version="0",
    )


def known(info: RunInfo) -> Known:
    """Return what such a run has recorded: joint ones leave somebody behind."""
    skill = _SKILL.get(info.spec.strategy.name, records.catching_up)
    players = len(info.spec.dataset.modalities) or 3
    epochs = contenders.epochs_of(info.spec.seed, skill=skill, epochs=info.spec.training.epochs, players=players)
    seen = epochs[: (info.epoch or 0) + 1]
    outcome = contenders.outcome_of(info.spec.seed, epochs) if info.status == "finished" else None
    return Known(trail(seen), outcome)


def entries(*groups: tuple[Mapping[str, Any], Sequence[int]], **spec: Any) -> tuple[Entry, ...]:
    """Return the entries of finished runs, given the strategy and the seeds of each group."""
    return lineup([run(seed, strategy, **spec) for strategy, seeds in groups for seed in seeds], known)
