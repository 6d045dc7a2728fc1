"""How a run stands, in words: for the line above the stage, and in place of the findings where there are none."""

from typing import Any

import shapviz
from shapviz.jobs.info import JobInfo
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.ui.orders import summary
from shapviz.ui.shelf import Exhibit
from shapviz.ui.words import Sentence

AFTERWARDS = {
    "probing": "each modality is trained alone",
    "calibrating": "the fusion is fitted once more",
    "corrupting": "the test inputs of one modality at a time",
    "attributing": "what it says about the test samples, by one method after another",
    "checking": "whether the methods do what they must",
}
SLOW = 2.0  # seconds; an epoch that takes longer says how far it has come
FILLING = "The charts fill while the network trains."
INVITATION = "Recorded run: press Train to make it yours."


def nothing() -> dict[str, Any]:
    """Return what the stage says where there is no run at all."""
    return {
        "status": "empty",
        "standing": ["no run yet"],
        "finding": ["Who learns, and who is left behind?"],
        "invitation": ["Press Train: a real network is trained on this machine, and you watch it share out the work."],
        "lead": ["Nothing has been trained here yet."],
        "more": ["The default run takes a few seconds. ", FILLING],
    }


def of(exhibit: Exhibit, job: JobInfo, *, chosen: bool) -> dict[str, Any]:
    """Return what the stage says of the run besides its numbers. `chosen`: somebody asked for just this run."""
    info = exhibit.info
    standing = _training(exhibit, job) if info.status == "running" else _resting(info, job)
    until = job.pause_when.model_dump_json(exclude_none=True) if job.pause_when else ""
    told: dict[str, Any] = {"status": info.status, "standing": standing, "until": until}
    if info.epoch is None:
        told |= {"finding": _waiting(info, job), "lead": ["Nothing is recorded yet."], "more": [FILLING]}
    if info.status == "queued":
        told |= {"invitation": ["It starts as soon as a worker is free; a new one takes a few seconds to load."]}
    if info.error is not None:
        told |= {"lead": ["This run failed."], "more": [info.error.problem, " ", {"strong": info.error.remedy}]}
    if not chosen and info.origin == "recorded":
        told |= {"invitation": [INVITATION]}
    return told


def fork(spec: RunSpec) -> dict[str, Any]:
    """Return what the button that forks would do: in which order the run would go on, and before which epoch."""
    return {"order": summary(spec)[1].lower(), "before": spec.training.epochs}


def _training(exhibit: Exhibit, job: JobInfo) -> Sentence:
    """Return which epoch is under way, and how much of it is done where that takes a while."""
    if job.state == "stalled":
        return [{"strong": "stalled"}, " the worker gives no sign of life"]
    info, progress = exhibit.info, job.progress
    if progress and progress.doing in AFTERWARDS:
        return [{"strong": progress.doing}, f" {AFTERWARDS[progress.doing]} · {round(10 * progress.fraction) * 10} %"]
    epoch = max(progress.epoch if progress else 1, 1)
    seconds = exhibit.course.records[-1].seconds if exhibit.course else SLOW
    # Tenths, and none in quick epochs: every change of these words is sent to the browser.
    done = f" · {round(10 * progress.fraction) * 10} %" if progress and seconds >= SLOW else ""
    return [{"strong": "training"}, f" epoch {epoch} of {info.spec.training.epochs}{done}"]


def _resting(info: RunInfo, job: JobInfo) -> Sentence:
    """Return how a run stands that is not being trained just now."""
    if info.status == "queued":
        return [{"strong": "waiting"}, f" {_place(job)}"]
    word = "recorded" if info.origin == "recorded" and info.status == "finished" else info.status
    made = "" if info.version == shapviz.__version__ else f" · by shapviz {info.version}"
    return [{"strong": word}, f" {info.epoch or 0} of {info.spec.training.epochs} epochs{made}"]


def _place(job: JobInfo) -> str:
    return "next in the queue" if job.place in (None, 1) else f"number {job.place} in the queue"


def _waiting(info: RunInfo, job: JobInfo) -> Sentence:
    """Return what happens before the first epoch."""
    if info.status == "queued":
        return [_place(job).capitalize()]
    waiting: dict[str, Sentence] = {
        "running": ["Loading the data and building the network"],
        "paused": ["Paused before the first epoch"],
        "stopped": ["Stopped before the first epoch"],
        "failed": ["This run failed before the first epoch"],
    }
    return waiting.get(info.status, ["Nothing was recorded"])
