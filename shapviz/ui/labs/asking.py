"""How a route asks the lab: about which run and epoch, and how long it waits."""

import asyncio
from functools import cache

from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool

from shapviz.errors import ShapvizError, UsageError
from shapviz.jobs.lab.client import PATIENCE
from shapviz.jobs.lab.questions import Question, Subject
from shapviz.runs import checkpoints, forks
from shapviz.runs.info import RunInfo
from shapviz.ui import resources
from shapviz.ui.labs.endpoints import DeletedError
from shapviz.ui.labs.runs import ENDED

DRAWERS = 2  # views that are drawn at a time: with more threads everybody would wait longer


async def run_of(name: str) -> RunInfo:
    """Return a run whose network the lab can open.

    Raises:
        UnknownNameError: If there is no such run.
        DeletedError: If it was deleted.
        UsageError: If it has not ended.
    """
    run = await run_in_threadpool(resources.store().get, name)
    if run.deleted_at is not None:
        raise DeletedError(f"{run.name} was deleted.", remedy="Open another run.")
    if run.status not in ENDED:
        raise UsageError(f"{run.name} is {run.status}.", remedy="The lab opens networks that have been trained.")
    return run


def subject(run: RunInfo) -> Subject:
    """Return the network of a run as it stands."""
    return Subject(run=run.id, epoch=run.epoch or 0, spec=run.spec)


async def subject_at(run: RunInfo, epoch: int | None) -> Subject:
    """Return the network of a run after one of its epochs, None means the newest.

    Raises:
        UsageError: If the weights of that epoch are not kept.
    """
    newest = subject(run)
    if epoch is None or epoch == newest.epoch:
        return newest
    there = await run_in_threadpool(checkpoints.viewable, resources.artifacts(), run.id, run.epoch)
    if epoch not in there:
        raise UsageError(
            f"{run.name} has not kept the weights of epoch {epoch}.",
            remedy=f"Look at epoch {forks.spans(there or (newest.epoch,))}.",
        )
    return newest.model_copy(update={"earlier": epoch})


async def answered(question: Question) -> str:
    """Return what the lab says.

    Raises:
        ShapvizError: If it cannot, or not in time.
    """
    answer = asyncio.wrap_future(resources.lab().ask(question))
    await asyncio.wait([answer], timeout=PATIENCE)  # which leaves it alone in the end: others may wait for it, too
    if not answer.done():
        raise ShapvizError(
            f"The lab has not answered for {PATIENCE:.0f} s.",
            remedy="Others may have asked much of it, or training keeps the machine busy. Try again in a while.",
        )
    return answer.result()


@cache
def drawing() -> CapacityLimiter:
    """Return what every drawing of a view has to pass."""
    return CapacityLimiter(DRAWERS)
