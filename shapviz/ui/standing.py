"""How a run stands, in words: for the line above the stage, and in place of the findings where there are none."""

from typing import Any

import shapviz
from shapviz.jobs.info import JobInfo
from shapviz.runs.info import RunInfo
from shapviz.ui.words import Sentence

SLOW = 2.0  # seconds; an epoch that takes longer says how far it has come
INVITATION = "Recorded run: press Train to make it yours."


def nothing() -> dict[str, Any]:
    """Return what the stage says where there is no run at all."""
    return {
        "status": "empty",
        "standing": ["no run yet"],
        "finding": ["Who learns, and who is left behind?"],
        "invitation": ["Press Train: a real network is trained on this machine, and you watch it share out the work."],
        "lead": ["Nothing has been trained here yet."],
        "more": ["The default run takes a few seconds. Every chart fills while it trains."],
    }


def of(info: RunInfo, job: JobInfo, *, chosen: bool) -> dict[str, Any]:
    """Return what the stage says of the run besides its numbers. `chosen`: somebody asked for just this run."""
    told: dict[str, Any] = {"status": info.status, "standing": _standing(info, job)}
    if info.epoch is None:
        told |= {"finding": _waiting(info, job), "lead": ["Nothing is recorded yet."], "more": []}
    if info.error is not None:
        told |= {"lead": ["This run failed."], "more": [info.error.problem, " ", {"strong": info.error.remedy}]}
    if not chosen and info.origin == "recorded":
        told |= {"invitation": [INVITATION]}
    return told


def _standing(info: RunInfo, job: JobInfo) -> Sentence:
    """Return status and epoch, e.g. `training  epoch 18 of 24`."""
    epochs = info.spec.training.epochs
    if job.state == "stalled":
        return [{"strong": "stalled"}, " the worker gives no sign of life"]
    if info.status == "queued":
        return [{"strong": "waiting"}, f" number {job.place} in the queue" if job.place else ""]
    if info.status == "running":
        return [{"strong": "training"}, f" epoch {min((info.epoch or 0) + 1, epochs)} of {epochs}{_share(job)}"]
    word = "recorded" if info.origin == "recorded" and info.status == "finished" else info.status
    made = "" if info.version == shapviz.__version__ else f" · by shapviz {info.version}"
    return [{"strong": word}, f" {info.epoch or 0} of {epochs} epochs{made}"]


def _share(job: JobInfo) -> str:
    """Return how much of the epoch under way is done, in steps that do not send the page more than it can show."""
    return f" · {round(10 * job.progress.fraction) * 10} %" if job.progress and job.progress.fraction else ""


def _waiting(info: RunInfo, job: JobInfo) -> Sentence:
    """Return what happens before the first epoch."""
    if info.status == "queued":
        return ["Starting the worker"] if (job.place or 1) == 1 else [f"Number {job.place} in the queue"]
    waiting: dict[str, Sentence] = {
        "running": ["Loading the data and building the network"],
        "paused": ["Paused before the first epoch"],
        "stopped": ["Stopped before the first epoch"],
        "failed": ["This run failed before the first epoch"],
    }
    return waiting.get(info.status, ["Nothing was recorded"])
