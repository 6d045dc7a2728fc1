"""Small runs for tests: specs that train in a moment, and ways to look at what they yield."""

from collections.abc import Iterable
from typing import Any

from shapviz.runs.records import EpochRecord, Event, Progress, Record
from shapviz.runs.spec import RunSpec, parse_spec


def small(strategy: dict[str, Any] | None = None, *, dataset: str = "penguins", **sections: Any) -> RunSpec:
    """Return the spec of a small run; `sections` are those of a spec."""
    training = {"epochs": 3, "batch_size": 64} | sections.pop("training", {})
    valuation = {"resamples": 100} | sections.pop("valuation", {})
    raw = {"dataset": {"name": dataset}, "strategy": strategy or {"name": "joint"}, "training": training}
    return parse_spec(raw | {"valuation": valuation} | sections)


def records(events: Iterable[Event]) -> list[Record]:
    """Return all but progress, with what is no part of a run's identity set to zero."""
    return [
        event.model_copy(update={"seconds": 0.0}) if isinstance(event, EpochRecord) else event
        for event in events
        if not isinstance(event, Progress)
    ]


def epochs(events: Iterable[Event]) -> list[EpochRecord]:
    """Return the epochs' records."""
    return [record for record in records(events) if isinstance(record, EpochRecord)]
