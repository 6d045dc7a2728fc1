"""What a list says of a run: pure functions, whose results travel to the browser."""

from collections.abc import Sequence
from typing import Any

import shapviz
from shapviz.games.summary import Interval
from shapviz.jobs.info import JobInfo
from shapviz.runs.info import RunInfo
from shapviz.runs.outline import Outline
from shapviz.runs.spec import RunSpec
from shapviz.runs.unreadable import UnreadableRun
from shapviz.ui.orders import summary

Row = dict[str, Any]
STATES = {"running": "training", "queued": "waiting"}
MOST_POINTS = 32  # of a sparkline, which is about 100 px wide


def about(run: RunInfo) -> Row:
    """Return what is known of a run without its records."""
    dataset, strategy = summary(run.spec)
    row: Row = {"id": run.id, "name": run.name, "origin": run.origin, "status": STATES.get(run.status, run.status)}
    row |= {"dataset": dataset, "strategy": strategy, "seed": run.spec.seed, "created": run.created_at.isoformat()}
    row |= {"epoch": run.epoch, "epochs": run.spec.training.epochs, "device": _device(run.spec)}
    row |= {"starred": run.starred, "note": run.note, "link": f"/train?run={run.id}"}
    return row | {"problem": f"{run.error.problem} {run.error.remedy}" if run.error else ""}


def whole(run: RunInfo, outline: Outline) -> Row:
    """Return a run with its course and with what it has reached."""
    result = outline.result
    row = about(run) | {"course": _course(outline.accuracy), "seconds": outline.seconds}
    row["accuracy"] = _percent(result.accuracy) if result else None
    row["edm"] = _plain(result.edm) if result and result.edm else None
    return row


def job(found: JobInfo, run: RunInfo) -> Row:
    """Return how a job stands."""
    done, under_way = run.epoch or 0, found.progress.fraction if found.progress else 0.0
    asked = {"pause": "paused", "stop": "stopped", "go": "running"}[found.control]
    row = about(run) | {"status": STATES.get(found.state, found.state), "place": found.place}
    row["share"] = min(1.0, (done + under_way) / run.spec.training.epochs)
    row["asked"] = found.state == "running" and asked != "running"
    row["paused"] = found.state == "paused"
    return row


def strange(run: UnreadableRun) -> Row:
    """Return what can be said of a run that this version cannot read."""
    made = f"Made by shapviz {run.version}; this is {shapviz.__version__}, which does not understand it: {run.why}."
    row: Row = {"id": run.id, "name": run.name, "created": run.created_at.isoformat(), "strange": f"{run.age} run"}
    return row | {"problem": f"{made} It is kept as it is, and can be exported or deleted."}


def _course(points: Sequence[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    """Return at most about `MOST_POINTS` of the points, the last among them."""
    step = -(-len(points) // MOST_POINTS) or 1
    return (*points[:-1:step], *points[-1:])


def _percent(value: Interval) -> Row:
    """Return an accuracy in percent, its interval, and the number to sort by."""
    told, interval = f"{100 * value.estimate:.1f} %", f"{100 * value.low:.1f} – {100 * value.high:.1f}"
    return {"told": told, "interval": interval, "value": value.estimate}


def _plain(value: Interval) -> Row:
    """Return a number, its interval, and the number to sort by."""
    return {"told": f"{value.estimate:.2f}", "interval": f"{value.low:.2f} – {value.high:.2f}", "value": value.estimate}


def _device(spec: RunSpec) -> str:
    """Return where a run computes, as people call it."""
    return {"cpu": "CPU", "cuda": "GPU", "mps": "GPU", "auto": "auto"}[spec.device.accelerator]
