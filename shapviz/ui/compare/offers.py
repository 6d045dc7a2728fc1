"""What else could be compared: groups of runs that are there already."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from shapviz.comparison import Group, grouped
from shapviz.figures.compare.words import seeds
from shapviz.runs import words
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.ui.compare.lineup import Entry, titles
from shapviz.ui.orders import summary

MOST_PILLS = 6
MOST_LISTED = 200
Offer = dict[str, Any]


def offers(
    runs: Sequence[RunInfo], entries: Sequence[Entry], settings: Mapping[str, str]
) -> dict[str, tuple[Offer, ...]]:
    """Return the groups that are not compared yet: a few for the pills, all of them for the list, newest first.

    Args:
        runs: All runs, newest first.
        entries: What is compared already.
        settings: What a study calls the settings of its runs, by run id.
    """
    chosen = {run for entry in entries for run in entry.ids}
    others = [group for group in grouped(runs) if not chosen.intersection(_ids(group)) and _shows_something(group)]
    near = [group for group in others if entries and _twin(group, entries[0].group)]
    near.sort(key=lambda group: settings.keys().isdisjoint(_ids(group)))  # those of the study first
    room = MOST_PILLS - len(entries)
    return {
        "pills": tuple(_offer(group, title) for group, title in _named(near[: max(room, 0)], settings)),
        "list": tuple(_offer(group, title) for group, title in _named(others[:MOST_LISTED], settings)),
    }


def _named(groups: Sequence[Group], settings: Mapping[str, str]) -> list[tuple[Group, str]]:
    return list(zip(groups, titles(groups, settings), strict=True))


def _offer(group: Group, title: str) -> Offer:
    first = next(iter(group.runs.values()))
    dataset, _ = summary(group.spec)
    epochs = f"{group.spec.training.epochs} epochs"
    names = [run.name for run in group.runs.values()]
    told = [dataset, seeds(len(group.runs)), epochs, *names[:1]]
    return {
        "ids": _ids(group),
        "title": title,
        "told": " · ".join(told),
        "search": " ".join([title, *told, *names, first.id]),
    }


def _ids(group: Group) -> tuple[str, ...]:
    return tuple(run.id for run in group.runs.values())


def _shows_something(group: Group) -> bool:
    return any(run.epoch for run in group.runs.values())


def _twin(group: Group, other: Group) -> bool:
    """Return whether two groups differ by their strategy only."""
    ours, theirs = words.settings(group.spec), words.settings(other.spec)
    return _rest(ours) == _rest(theirs)


def _rest(settings: dict[str, Any]) -> dict[str, Any]:
    return {place: value for place, value in settings.items() if not place.startswith("strategy.")}


def recorded(runs: Collection[RunInfo]) -> tuple[str, ...]:
    """Return the ids of the runs of the default data that ship with shapviz, as far as they are there."""
    usual = RunSpec().dataset
    return tuple(run.id for run in runs if run.origin == "recorded" and run.spec.dataset == usual)
