"""What the address of Compare says: which runs, which of them is the baseline, how they are shown, and when."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel

from shapviz.errors import UsageError
from shapviz.ui.state import SHORT, epoch_in, one_of

VIEWS = ("share", "accuracy", "signed")
MOST_RUNS = 120
Find = Callable[[str], str | None]
FindStudy = Callable[[str, str | None], tuple[str, str]]


class Choice(BaseModel, frozen=True):
    """What is compared. The browser changes all of it but the runs by itself, and writes the address too."""

    runs: tuple[str, ...] = ()  # ids; those that differ by seed only are one group
    study: str | None = None  # whose settings are called by their names; without runs, all of them are compared
    dataset: str | None = None  # which of the study's
    baseline: str | None = None  # the id of a run of the baseline; None leaves it to the page
    view: str = VIEWS[0]
    epoch: int | None = None  # the time cursor; None stands at the end

    def query(self) -> dict[str, str]:
        """Return the address's query: what differs from the defaults."""
        shown = {
            "runs": ",".join(run[:SHORT] for run in self.runs),
            "study": self.study,
            "dataset": self.dataset,
            "baseline": self.baseline and self.baseline[:SHORT],
            "view": None if self.view == VIEWS[0] else self.view,
            "epoch": None if self.epoch is None else str(self.epoch),
        }
        return {key: value for key, value in shown.items() if value}

    def link(self) -> str:
        """Return the address of the page."""
        query = urlencode(self.query(), safe=",")
        return f"/compare?{query}" if query else "/compare"


def read(query: Mapping[str, str], *, find: Find, find_study: FindStudy) -> tuple[Choice, list[str]]:
    """Return what `query` asks for, and a sentence for each thing in it that had to be changed or dropped.

    Args:
        query: The address's query. Nothing in it is trusted.
        find: Gives the id of the run that somebody calls this; None where there is no such run.
        find_study: Gives the names of a study and of one of its datasets, or raises `UsageError`.
    """
    rest, notes = dict(query), list[str]()
    study, dataset = _study(rest.pop("study", None), rest.pop("dataset", None), find_study, notes)
    runs = _runs(rest.pop("runs", ""), find, notes)
    baseline = _baseline(rest.pop("baseline", None), None if study and not runs else runs, find, notes)
    view = one_of("view", rest.pop("view", VIEWS[0]), VIEWS, notes)
    epoch = epoch_in(rest.pop("epoch", None), notes)
    notes += [f"'{key[:40]}' says nothing to this page, so it was dropped." for key in rest]
    return Choice(runs=runs, study=study, dataset=dataset, baseline=baseline, view=view, epoch=epoch), notes


def _study(
    name: str | None, dataset: str | None, find_study: FindStudy, notes: list[str]
) -> tuple[str, str] | tuple[None, None]:
    """Return the study and the dataset of it that were asked for, if they exist."""
    if name is None:
        notes += ["A dataset says nothing without a study, so it was dropped."] if dataset else []
        return None, None
    try:
        return find_study(name[:60], dataset and dataset[:60])
    except UsageError as error:
        notes.append(str(error))
        return None, None


def _runs(text: str, find: Find, notes: list[str]) -> tuple[str, ...]:
    """Return the ids of the runs that were asked for and exist, each once."""
    asked = list(dict.fromkeys(part for part in text.split(",") if part))
    if len(asked) > MOST_RUNS:
        notes.append(f"At most {MOST_RUNS} runs are compared; the first {MOST_RUNS} of {len(asked)} are shown.")
    found = {ref: find(ref) for ref in asked[:MOST_RUNS]}
    if missing := [ref[:40] for ref, run in found.items() if run is None]:
        listed = ", ".join(f"'{ref}'" for ref in missing[:4]) + (", …" if len(missing) > 4 else "")
        notes.append(f"There is no run {listed} here. It may have been deleted, or made on another machine.")
    return tuple(dict.fromkeys(run for run in found.values() if run is not None))


def _baseline(asked: str | None, runs: Collection[str] | None, find: Find, notes: list[str]) -> str | None:
    """Return the run that was asked for, if it is one of `runs`; None stands for whatever a study has."""
    if asked is None:
        return None
    found = find(asked)
    if found is not None and (runs is None or found in runs):
        return found
    notes.append(f"The baseline '{asked[:40]}' is none of the runs that are compared; another one is taken.")
    return None


def changed(choice: Choice, wish: Mapping[str, Any]) -> Choice:
    """Return `choice` with what the browser wishes for, as far as that is of the kind that it should be."""
    changes: dict[str, Any] = {}
    match wish.get("runs"):
        case [*runs] if all(isinstance(run, str) for run in runs):
            changes["runs"] = tuple(dict.fromkeys(runs))[:MOST_RUNS]
    match wish.get("baseline"):
        case str(baseline):
            changes["baseline"] = baseline
    new = choice.model_copy(update=changes)
    return new if new.baseline in new.runs else new.model_copy(update={"baseline": None})
