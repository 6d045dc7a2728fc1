"""Which runs are repetitions of each other, what tells groups of them apart, and which may be subtracted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapviz.runs import words
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec

ABSENT: Final = {"strategy.order": "all at once"}  # in words, what it means that a strategy has no such option
SAME_TEST: Final = {
    "dataset.name": "They learn from different data ({ours} and {theirs}): the difference would be that of the data.",
    "dataset.modalities": "They use different modalities ({ours}; {theirs}): different players play a different game.",
    "dataset.noise": "The noise over their modalities differs ({ours}; {theirs}): the difference would be the noise's.",
}
"""What test accuracies must share to be subtracted, and why they are not where it differs."""
COMPARABLE: Final = SAME_TEST | {"valuation.payoff": "Their worths are in different units ({ours} and {theirs})."}


@dataclass(frozen=True)
class Group:
    """Runs that differ by their seed only."""

    label: str  # what tells it from the groups that it was made with
    runs: Mapping[int, RunInfo]  # by seed, in order

    @property
    def spec(self) -> RunSpec:
        """The specification of the run with the smallest seed."""
        return next(iter(self.runs.values())).spec

    @property
    def seeds(self) -> frozenset[int]:
        """The seeds that there is a run of."""
        return frozenset(self.runs)


def grouped(runs: Sequence[RunInfo]) -> tuple[Group, ...]:
    """Return the runs in groups that differ within by seed only, in the order of their first runs.

    Device, robustness and probes do not part runs: they are not meant to change what training does. A fork is a
    repetition of nothing but itself. Of several runs of one seed a finished one is taken, and else the first.
    """
    found: dict[tuple[object, ...], list[RunInfo]] = {}
    for run in runs:
        alike = run.spec.digest(without=words.NOT_COMPARED)
        found.setdefault((alike, run.parent, run.parent_epoch), []).append(run)
    members = [_by_seed(group) for group in found.values()]
    labels = _labels([next(iter(group.values())) for group in members])
    return tuple(Group(label, group) for label, group in zip(labels, members, strict=True))


def incomparable(ours: Group, theirs: Group, needed: Mapping[str, str] = COMPARABLE) -> str | None:
    """Return in a sentence why the two must not be subtracted from each other; None if they may.

    Args:
        ours: One side.
        theirs: The other.
        needed: Settings that they must share, and what to say where they do not.
    """
    if reason := unlike(ours.spec, theirs.spec, needed):
        return reason
    if not ours.seeds & theirs.seeds:
        return (
            f"They have no seed in common (found {_listed(ours)}; {_listed(theirs)}), and so no split and no initial "
            "weights."
        )
    return None


def unlike(ours: RunSpec, theirs: RunSpec, needed: Mapping[str, str]) -> str | None:
    """Return what is to be said of the first of the settings `needed` in which two runs differ; None without any."""
    here, there = words.settings(ours), words.settings(theirs)
    for place, sentence in needed.items():
        if _canonical(here[place]) != _canonical(there[place]):
            return sentence.format(ours=words.word(here[place]), theirs=words.word(there[place]))
    return None


def differing(
    groups: Sequence[Group], measured: Mapping[str, Sequence[str]] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return the settings in which groups differ, by what they are called: how each group has it, in words.

    For example `{"order": ("all at once", "weak first")}`. A setting that a group's strategy does not have is "–".

    Args:
        groups: Two or more.
        measured: What was not set but came out, such as head updates per epoch: a word for each group.
    """
    columns = _columns([group.spec for group in groups])
    columns |= {title: tuple(column) for title, column in (measured or {}).items()}
    return {title: column for title, column in columns.items() if len(set(column)) > 1}


def in_brief(specs: Sequence[RunSpec]) -> dict[str, tuple[str, ...]]:
    """Return the settings in which runs differ, as `differing` does, with a strategy and all its own in one."""
    columns = {title: column for title, column in _columns(specs).items() if len(set(column)) > 1}
    if "strategy" in columns:
        columns["strategy"] = tuple(words.strategy(spec.strategy) for spec in specs)
    return {title: column for title, column in columns.items() if not _goes_with_strategy(column)}


def _columns(specs: Sequence[RunSpec]) -> dict[str, tuple[str, ...]]:
    """Return every setting by what it is called: how each run has it, in words."""
    settings = [words.settings(spec) for spec in specs]
    return {words.title(place): tuple(_said(place, each) for each in settings) for place in _places(settings)}


def _goes_with_strategy(column: Sequence[str]) -> bool:
    """Return whether a setting only differs because some strategies do not have it: the strategy says so already."""
    return "–" in column and len(set(column)) == 2


def _by_seed(runs: Sequence[RunInfo]) -> dict[int, RunInfo]:
    """Return one run of each seed."""
    chosen: dict[int, RunInfo] = {}
    for run in sorted(runs, key=lambda run: (run.spec.seed, run.status != "finished")):
        chosen.setdefault(run.spec.seed, run)
    return chosen


def _labels(runs: Sequence[RunInfo]) -> list[str]:
    """Return what tells each of these runs from the others; its strategy where there are no others."""
    settings = [words.settings(run.spec) for run in runs]
    labels = []
    for run, own in zip(runs, settings, strict=True):
        peers = [other for other in settings if other["strategy.name"] == own["strategy.name"]]
        parts = [
            words.phrase(place, value)
            for place, value in own.items()
            if _varies(place, peers if place.startswith("strategy.") and place != "strategy.name" else settings)
        ]
        forked = [] if run.parent is None else [f"forked from {run.parent[:8]} at epoch {run.parent_epoch}"]
        labels.append(", ".join(parts + forked) or words.strategy(run.spec.strategy))
    return labels


def _varies(place: str, settings: Sequence[Mapping[str, Any]]) -> bool:
    return any(each.get(place) != settings[0].get(place) for each in settings)


def _places(settings: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return every place that any of the settings has, in order."""
    return list(dict.fromkeys(place for each in settings for place in each))


def _said(place: str, settings: Mapping[str, Any]) -> str:
    return words.word(settings[place]) if place in settings else ABSENT.get(place, "–")


def _canonical(value: Any) -> Any:
    """Return the value without the order of its items: modalities are known by their names."""
    return frozenset(value) if isinstance(value, tuple) else value


def _listed(group: Group) -> str:
    return ", ".join(map(str, sorted(group.seeds)))
