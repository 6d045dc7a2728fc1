"""How a job stands, as lists and progress bars show it."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shapviz.jobs.holding import Control
from shapviz.jobs.when import When
from shapviz.runs.info import Status
from shapviz.runs.options import Options
from shapviz.runs.records import Progress

State = Status | Literal["stalled"]


class JobInfo(Options):
    """A run on its way through the queue, or at its end."""

    run_id: str
    state: State = Field(description="the run's status, but 'stalled' while its worker gives no sign of life")
    place: int | None = Field(description="1 for the next; None unless queued")
    progress: Progress | None = Field(description="how far the epoch under way has come; None before the first word")
    control: Control = Field(description="what is asked of the worker, which obeys within a fraction of a second")
    pause_when: When | None
    priority: int
    submitted_at: datetime | None = Field(description="UTC; None for a run that was never submitted")
    pid: int | None = Field(description="process of the worker that holds it")
