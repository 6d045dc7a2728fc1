"""What is known about a run without reading its records."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from shapviz.runs.options import Options
from shapviz.runs.spec import RunSpec

Origin = Literal["user", "reference", "recorded", "study", "imported"]
Status = Literal["queued", "running", "paused", "finished", "stopped", "failed"]


class Failure(Options):
    """Why a run failed, in the words of the error that ended it."""

    problem: str
    remedy: str


class RunInfo(Options):
    """A run as lists show it."""

    id: str = Field(description="32 hexadecimal digits; folders of artifacts are named by it")
    name: str = Field(description="for people; unique among all runs of a store")
    created_at: datetime = Field(description="UTC")
    origin: Origin = Field(
        description="asked for by a user or a study, made beside a run as its reference, shipped with shapviz, or "
        "imported from a file"
    )
    spec: RunSpec
    status: Status
    epoch: int | None = Field(None, description="the last epoch recorded; None before the first")
    error: Failure | None = Field(None, description="set exactly when the status is failed")
    parent: str | None = Field(None, description="the run that this one was forked from; it may be gone")
    parent_epoch: int | None = Field(None, description="after which of its epochs; set exactly when `parent` is")
    version: str = Field(description="the version of shapviz that made it")
    deleted_at: datetime | None = Field(None, description="UTC; None unless deleted")
    starred: bool = Field(False, description="somebody wants it at hand")
    note: str = Field("", description="what somebody wrote about it")
