"""Methods that take long: they run as jobs, which the page starts, watches and cancels."""

from collections.abc import Iterator
from typing import Any

from shapviz.errors import UsageError
from shapviz.jobs.info import JobInfo
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs import afterwards, attributed, forks
from shapviz.runs.asked import AttributionSpec
from shapviz.runs.info import RunInfo
from shapviz.runs.records import Progress
from shapviz.ui import resources

Standing = dict[str, Any]  # {run, methods, question, calls, checks, say, done, failed}


def ask(run_id: str, asked: AttributionSpec) -> None:
    """Have methods asked about a run, unless that is under way or known already.

    Raises:
        UsageError: If there is no checkpoint of its last epoch.
    """
    store, queue = resources.store(), resources.queue()
    if afterwards.answering(store, run_id, asked) is None:
        queue.submit(afterwards.ask(store, resources.artifacts(), run_id, asked).id)


def cancel(run_id: str, job: str) -> None:
    """End a job of this run; what it has found is kept.

    Raises:
        UsageError: If it is not one, or has ended already.
    """
    if job not in {run.id for run in _jobs(run_id)}:
        raise UsageError("There is no such job any more.", remedy="Look at the methods once more.")
    resources.queue().stop(job)


def under_way(run_id: str) -> bool:
    """Return whether anything is being asked, or is to be."""
    return any(run.status in UNFINISHED for run in _jobs(run_id))


def refusal(run: RunInfo) -> str:
    """Return why no job can look at the run; nothing if one can."""
    try:
        forks.check_revisit(run, resources.artifacts())
    except UsageError as error:
        return str(error)
    return ""


def standing(run_id: str) -> list[Standing]:
    """Return how the jobs of a run stand, those under way and those that failed, the newest first."""
    return [_standing(run) for run in _jobs(run_id) if run.status in (*UNFINISHED, "failed")]


def known(run_id: str) -> int:
    """Return how many jobs have found something: where the number has changed, there is more to see."""
    return sum(run.status == "finished" for run in _jobs(run_id))


def _jobs(run_id: str) -> Iterator[RunInfo]:
    return (run for run in afterwards.looking(resources.store(), run_id) if attributed.asks(run))


def _standing(run: RunInfo) -> Standing:
    asked, job = run.spec.attribution, resources.queue().job(run.id)
    failed = run.status == "failed"
    return {
        "run": run.id,
        "methods": list(asked.named),
        "question": asked.question.model_dump(mode="json"),
        "calls": asked.calls,
        "checks": asked.checks,
        "say": f"{run.error.problem} {run.error.remedy}" if run.error else _progress(run, job),
        "done": told.fraction if (told := _begun(job)) else 0.0,
        "failed": failed,
    }


def _progress(run: RunInfo, job: JobInfo) -> str:
    if run.status != "running":
        return "waits for its turn" if run.status == "queued" else f"is {run.status}"
    progress = _begun(job)
    if progress is None:
        return "has begun"
    checks = "checks, " if progress.doing == "checking" else ""
    left = "" if progress.left is None else f", about {max(1, round(progress.left))} s left"
    return f"{checks}{100 * progress.fraction:.0f} %{left}"


def _begun(job: JobInfo) -> Progress | None:
    """Return how far it is with what was asked; None while it stands where its parent did."""
    return job.progress if job.progress and job.progress.doing in ("attributing", "checking") else None
