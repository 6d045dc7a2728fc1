"""The groups that a comparison shows: what each is called, how it is marked, and which of its runs are drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shapviz.comparison import Group, Outcome, grouped
from shapviz.figures.compare.contender import MARKS, MOST, Contender, Mark, Trail
from shapviz.jobs.queue import UNFINISHED
from shapviz.runs import words
from shapviz.runs.info import RunInfo
from shapviz.ui.orders import summary


@dataclass(frozen=True)
class Known:
    """What a run has recorded, as far as a comparison needs it."""

    trail: Trail
    outcome: Outcome | None  # None until it is finished


@dataclass(frozen=True)
class Entry:
    """A group that was chosen, and what there is to see of it."""

    group: Group
    title: str
    mark: Mark
    contender: Contender | None  # None before the first valuation of a trained model
    drawn: frozenset[int]  # the seeds that it shows

    @property
    def key(self) -> str:
        """What the browser calls it: the id of its first run."""
        return next(iter(self.group.runs.values())).id

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of its runs."""
        return tuple(run.id for run in self.group.runs.values())

    @property
    def left_out(self) -> tuple[RunInfo, ...]:
        """The runs that it does not show."""
        return tuple(run for seed, run in self.group.runs.items() if seed not in self.drawn)

    @property
    def alive(self) -> bool:
        """Whether some of its runs may still record more."""
        return any(run.status in UNFINISHED for run in self.group.runs.values())


def lineup(
    runs: Sequence[RunInfo], known: Callable[[RunInfo], Known], settings: Mapping[str, str] | None = None
) -> tuple[Entry, ...]:
    """Return the groups of these runs, in the order of their first ones; those beyond `MOST` are left out.

    A group shows its finished runs. While it has none it shows those that have recorded something: a mean in which
    some runs are further than others would be of neither.

    Args:
        runs: What was chosen.
        known: Gives what a run has recorded.
        settings: What a study calls the settings of its runs, by run id.
    """
    groups = grouped(runs)[:MOST]
    named = zip(groups, titles(groups, settings), MARKS, strict=False)
    return tuple(_entry(group, title, mark, known) for group, title, mark in named)


def titles(groups: Sequence[Group], settings: Mapping[str, str] | None = None) -> list[str]:
    """Return what to call each group: what a study calls it, or its order as Train does and in what else it differs.

    Where that leaves two alike, options of a strategy differ, or one is a fork: then the group's own label tells.
    """
    studied = [(settings or {}).get(next(iter(group.runs.values())).id) for group in groups]
    named = [
        setting or ", ".join([summary(group.spec)[1], *unusual])
        for group, setting, unusual in zip(groups, studied, _unusual(groups), strict=True)
    ]
    return [
        _capital(title if named.count(title) == 1 else group.label) for title, group in zip(named, groups, strict=True)
    ]


def _unusual(groups: Sequence[Group]) -> list[list[str]]:
    """Return of each group the settings beside its strategy that most of the groups do not share, in words."""
    known = [words.settings(group.spec) for group in groups]
    most = len(known) / 2
    return [
        [
            words.phrase(place, value)
            for place, value in own.items()
            if not place.startswith("strategy.") and sum(each[place] == value for each in known) <= most
        ]
        for own in known
    ]


def within(title: str) -> str:
    """Return a title as it stands within a sentence."""
    return title[:1].lower() + title[1:]


def _entry(group: Group, title: str, mark: Mark, known: Callable[[RunInfo], Known]) -> Entry:
    finished = {seed: run for seed, run in group.runs.items() if run.status == "finished"}
    recorded = {seed: run for seed, run in group.runs.items() if run.epoch}
    seen = {seed: known(run) for seed, run in (finished or recorded).items()}
    seen = {seed: one for seed, one in seen.items() if one.trail.valuations}
    contender = None
    if seen:
        contender = Contender(
            key=next(iter(group.runs.values())).id,
            title=title,
            mark=mark,
            epochs=group.spec.training.epochs,
            trails={seed: one.trail for seed, one in seen.items()},
            outcomes={seed: one.outcome for seed, one in seen.items() if one.outcome},
        )
    return Entry(group, title, mark, contender, frozenset(seen))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
