"""Runs that another version of shapviz has made and this one cannot read: kept, named, and in nobody's way."""

from datetime import datetime
from typing import Any

from packaging.version import InvalidVersion, Version
from pydantic import Field, ValidationError

import shapviz
from shapviz.errors import StoreError
from shapviz.runs.options import Options

EXPORT = "shapviz export {} --format zip"


class UnreadableRun(Options):
    """What can be said of such a run. It may be listed, deleted, restored and exported as it stands."""

    id: str
    name: str
    created_at: datetime = Field(description="UTC")
    version: str = Field(description="the version of shapviz that made it")
    why: str = Field(description="the first thing in it that this version does not understand")
    deleted_at: datetime | None = None

    @property
    def age(self) -> str:
        """Which version made it, seen from this one: `newer`, `older`, or `other` where that cannot be told."""
        try:
            made, ours = Version(self.version), Version(shapviz.__version__)
        except InvalidVersion:
            return "other"
        return "other" if made == ours else "newer" if made > ours else "older"

    def error(self) -> "UnreadableRunError":
        """Return the error for whoever needs more than can be said."""
        return UnreadableRunError(self)


class UnreadableRunError(StoreError):
    """A run that cannot be read by this version."""

    def __init__(self, run: UnreadableRun) -> None:
        super().__init__(
            f"The run '{run.name}' was made by shapviz {run.version}, and this is {shapviz.__version__}, "
            f"which does not understand its settings ({run.why}).",
            remedy=f"It is kept as it is. Take it to the version that made it: {EXPORT.format(run.id[:8])}",
        )
        self.run = run


class UnreadableRecordError(StoreError):
    """A record that is there and that this version does not understand."""

    def __init__(self, run_id: str, error: ValidationError) -> None:
        super().__init__(
            f"The run {run_id[:8]} has a record that shapviz {shapviz.__version__} does not understand "
            f"({_first(error)}).",
            remedy=f"It is kept as it is. Take the run to the version that made it: {EXPORT.format(run_id[:8])}",
        )


def unreadable(row: dict[str, Any], error: ValidationError) -> UnreadableRun:
    """Return what can be said of a run, given its row and what is wrong with it."""
    known = {field: row[field] for field in ("id", "name", "created_at", "version", "deleted_at")}
    return UnreadableRun(**known, why=_first(error))


def _first(error: ValidationError) -> str:
    """Return the first of the problems: where, and what."""
    first = error.errors(include_url=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'its text'}: {first['msg']}"
