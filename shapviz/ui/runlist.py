"""Runs and jobs as lists with real links and buttons, that become cards on a narrow screen."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import streamlit as st

from shapviz.games.proportion import wilson
from shapviz.games.summary import Interval
from shapviz.jobs.info import JobInfo
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.ui import part, resources
from shapviz.ui.orders import summary

Row = dict[str, Any]
STATES = {"running": "training", "queued": "waiting"}


class Action(NamedTuple):
    """What a person asked for: open, rename, delete, restore, pause, resume or stop."""

    name: str
    run: str  # its id
    value: str = ""  # the new name


def table(runs: Sequence[RunInfo], *, key: str) -> Action | None:
    """Draw all runs, with links to open them and buttons to rename and delete; return what was asked for."""
    return _draw("table", [_run(run) | _result(run) for run in runs], key)


def bin(runs: Sequence[RunInfo], *, key: str) -> Action | None:
    """Draw the deleted runs, folded, with buttons that bring them back; return what was asked for."""
    return _draw("bin", [_run(run) for run in runs], key)


def jobs(found: Sequence[JobInfo], *, key: str) -> Action | None:
    """Draw what is under way, with progress, place in the queue and buttons; return what was asked for."""
    return _draw("jobs", [_job(job, resources.store().get(job.run_id)) for job in found], key)


def _run(run: RunInfo) -> Row:
    """Return what is known of a run without its records."""
    dataset, strategy = summary(run.spec)
    row: Row = {"id": run.id, "name": run.name, "origin": run.origin, "status": STATES.get(run.status, run.status)}
    row |= {"dataset": dataset, "strategy": strategy, "seed": run.spec.seed, "created": run.created_at.isoformat()}
    row |= {"epoch": run.epoch, "epochs": run.spec.training.epochs, "device": _device(run.spec)}
    row |= {"link": f"/train?run={run.id}", "problem": ""}
    return row | ({"problem": f"{run.error.problem} {run.error.remedy}"} if run.error else {})


def _result(run: RunInfo) -> Row:
    """Return what a run has reached on the test split, once it is finished."""
    if run.status != "finished":
        return {"accuracy": None, "edm": None}
    accuracy, edm = _final(run.id)
    return {"accuracy": accuracy and _percent(accuracy), "edm": edm and _plain(edm)}


@st.cache_data(max_entries=2000, show_spinner=False)
def _final(run: str) -> tuple[Interval | None, Interval | None]:
    """Return test accuracy and EDM of a finished run, which never change."""
    final = resources.store().final(run)
    if final is None:
        return None, None
    return wilson(final.accuracy[-1], final.valuation.samples), final.valuation.edm


def _job(job: JobInfo, run: RunInfo) -> Row:
    """Return how a job stands."""
    epochs = run.spec.training.epochs
    done, under_way = run.epoch or 0, job.progress.fraction if job.progress else 0.0
    asked = {"pause": "paused", "stop": "stopped", "go": "running"}[job.control]
    row = _run(run) | {"status": STATES.get(job.state, job.state), "place": job.place}
    row["share"] = min(1.0, (done + under_way) / epochs)
    row["asked"] = job.state == "running" and asked != "running"
    row["paused"] = job.state == "paused"
    return row


def _percent(value: Interval) -> list[str]:
    """Return an accuracy in percent, and its interval."""
    return [f"{100 * value.estimate:.1f} %", f"{100 * value.low:.1f} – {100 * value.high:.1f}"]


def _plain(value: Interval) -> list[str]:
    """Return a number, and its interval."""
    return [f"{value.estimate:.2f}", f"{value.low:.2f} – {value.high:.2f}"]


def _device(spec: RunSpec) -> str:
    """Return where a run computes, as people call it."""
    return {"cpu": "CPU", "cuda": "GPU", "mps": "GPU", "auto": "auto"}[spec.device.accelerator]


def _draw(kind: str, rows: list[Row], key: str) -> Action | None:
    """Draw a list and return what was asked for in it."""
    asked = part.draw("runs/list", {"kind": kind, "rows": tuple(rows)}, key=key, on_action_change=_nothing).action
    return Action(asked["name"], asked["run"], asked.get("value", "")) if asked else None


def _nothing() -> None:
    """Do nothing: Streamlit gives a part's trigger only where a callback is named."""
