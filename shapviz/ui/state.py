"""What the address of a page says: which run, which epoch, and every setting that is not at its default."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Self, TypeVar, get_args
from urllib.parse import urlencode

from pydantic import BaseModel

from shapviz.errors import UnknownNameError
from shapviz.figures.story import Measure
from shapviz.runs.spec import SCHEMA_VERSION, RunSpec
from shapviz.ui import settings

VIEWS: tuple[Measure, ...] = get_args(Measure)
Find = Callable[[str], tuple[str, RunSpec] | None]
T = TypeVar("T", bound=str)
SHORT = 12  # digits of a run's id in an address: enough to find it among millions


class State(BaseModel, frozen=True):
    """What a page shows. Equal states give the same picture, and reading a state's address gives an equal state."""

    run: str | None = None
    epoch: int | None = None  # the time cursor; None follows a live run, or stands at the end of a finished one
    view: Measure = "share"
    companions: bool = True  # Train also queues the joint and the unimodal run to compare with
    spec: RunSpec = RunSpec()
    base: RunSpec = RunSpec()  # what the address need not say: the settings of `run`, or the defaults

    def with_settings(self, section: str, **changes: Any) -> Self:
        """Return this state with fields of one section of the spec (`training`, `model`, ...) changed.

        Raises:
            pydantic.ValidationError: If a value is not allowed.
        """
        part = getattr(self.spec, section)
        return self.with_spec(**{section: type(part).model_validate(part.model_dump() | changes)})

    def with_spec(self, **sections: Any) -> Self:
        """Return this state with whole sections of the spec replaced."""
        return self.model_copy(update={"spec": self.spec.model_copy(update=sections)})

    def opened(self, run: str, spec: RunSpec) -> Self:
        """Return the state that shows `run` at its newest epoch, with its own settings at hand."""
        return self.model_copy(update={"run": run, "epoch": None, "spec": spec, "base": spec})

    def query(self) -> dict[str, str]:
        """Return the address's query: what differs from the defaults."""
        shown = {
            "run": self.run,
            "epoch": None if self.epoch is None else str(self.epoch),
            "view": None if self.view == VIEWS[0] else self.view,
            "companions": None if self.companions else "no",
        }
        return {key: value for key, value in shown.items() if value} | settings.told(self.spec, self.base)

    def link(self, page: str = "/train") -> str:
        """Return the address of `page` in this state."""
        query = urlencode(self.query(), safe=",")
        return f"{page}?{query}" if query else page


def read(query: Mapping[str, str], *, find: Find, datasets: Collection[str]) -> tuple[State, list[str]]:
    """Return the state that `query` describes, and a sentence for each thing in it that had to be changed or dropped.

    Args:
        query: The address's query. Nothing in it is trusted.
        find: Gives the id and the spec of the run that somebody calls this; None where there is no such run.
        datasets: The names that a dataset may have.
    """
    rest, notes = dict(query), list[str]()
    if rest.pop("v", str(SCHEMA_VERSION)) != str(SCHEMA_VERSION):
        return State(), ["This link was made by another version of shapviz, so what it says was dropped."]
    run, base = _run(rest.pop("run", None), find, notes)
    epoch = epoch_in(rest.pop("epoch", None), notes)
    view = one_of("view", rest.pop("view", VIEWS[0]), VIEWS, notes)
    companions = one_of("companions", rest.pop("companions", "yes"), ("yes", "no"), notes) == "yes"
    if (dataset := rest.get("dataset")) is not None and dataset not in datasets:
        notes.append(str(UnknownNameError("dataset", dataset[:40], datasets)))
        del rest["dataset"]
    spec, complaints = settings.parse(rest, base)
    shown = State(run=run, epoch=epoch, view=view, companions=companions, spec=spec, base=base)
    return shown, notes + complaints


def _run(run: str | None, find: Find, notes: list[str]) -> tuple[str | None, RunSpec]:
    """Return the run that was asked for, if it exists, and the settings that the address leaves unsaid."""
    if run is None:
        return None, RunSpec()
    found = find(run)
    if found is None:
        notes.append(f"There is no run '{run[:40]}' here. It may have been deleted, or made on another machine.")
        return None, RunSpec()
    return found


def epoch_in(text: str | None, notes: list[str]) -> int | None:
    """Return the epoch that was asked for. Whether the run has come so far is for the page to say."""
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) < 7:
        return int(text)
    notes.append(f"epoch: expected a whole number from 0, found '{text[:40]}'; the newest epoch is shown.")
    return None


def one_of(key: str, found: str, allowed: tuple[T, ...], notes: list[str]) -> T:
    """Return `found` where it is allowed, otherwise the first that is."""
    for value in allowed:
        if value == found:
            return value
    notes.append(f"{key}: expected {' or '.join(allowed)}, found '{found[:40]}'; {allowed[0]} is used.")
    return allowed[0]
