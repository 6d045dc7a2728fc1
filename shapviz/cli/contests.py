"""Which networks are set beside which, and how: by seed where there are several, by sample where there is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapviz.comparison import SAME_TEST, Group, grouped, incomparable
from shapviz.comparison.robustness import Beside, by_seed
from shapviz.comparison.tested import Tested, by_sample
from shapviz.errors import ShapvizError, UsageError
from shapviz.runs import study_store
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.records import RobustnessRecord
from shapviz.runs.store import RunStore
from shapviz.runs.study import StudySpec
from shapviz.studies.conduct import standing_in

Records = Mapping[str, RobustnessRecord]  # by the id of the run that is tested


@dataclass(frozen=True)
class Contest:
    """Groups of runs, and whom the others are compared with."""

    groups: tuple[Group, ...]
    baseline: Group | None
    dataset: str | None = None  # of a study, of which there are too many runs to be shown one by one
    repetitions: tuple[RunInfo, ...] = ()  # named, and left out: another run has their settings and their seed

    @property
    def runs(self) -> list[RunInfo]:
        """All its runs."""
        return [run for group in self.groups for run in group.runs.values()]


@dataclass(frozen=True)
class Verdict:
    """How the others stand beside the baseline, and why some do not."""

    beside: dict[str, Beside] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def chosen(store: RunStore, refs: Sequence[str], study: str | None, baseline: str | None) -> list[Contest]:
    """Return what the command line asks for: the runs that are named, and a study's dataset by dataset.

    Raises:
        UnknownNameError: If there is no such run or study.
        UsageError: If nothing is named, or nothing of the study has finished.
    """
    base = None if baseline is None else store.get(baseline)
    found = [] if study is None else _of_study(store, study_store.study(store, study).spec, base)
    named = [store.get(ref) for ref in dict.fromkeys(refs)]
    if named:
        groups = grouped([*([base] if base else []), *named])
        taken = {run.id for group in groups for run in group.runs.values()}
        repetitions = tuple(run for run in named if run.id not in taken)
        found.append(Contest(groups, _holding(groups, base), repetitions=repetitions))
    if not found:
        raise UsageError("Nothing is to be tested.", remedy="Name runs, or --study NAME.")
    return found


def _of_study(store: RunStore, spec: StudySpec, base: RunInfo | None) -> list[Contest]:
    """Return the finished runs of a study, a contest for each dataset."""
    own = study_store.runs_of(store, spec.name)
    there = standing_in(spec.cells(), own, {run.id for run in own})
    found = []
    for dataset in spec.datasets:
        settings: dict[str, dict[int, RunInfo]] = {}
        for place, run in there.items():
            if place.dataset == dataset and run.status == "finished":
                settings.setdefault(place.setting, {})[place.seed] = run
        groups = tuple(Group(label, runs) for label, runs in settings.items())
        usual = next((group for group in groups if group.label == spec.baseline), None)
        found += [Contest(groups, _holding(groups, base) or usual, dataset)] if groups else []
    if not found:
        raise UsageError(f"No run of the study '{spec.name}' has finished.", remedy="Wait for it, or run it.")
    return found


def _holding(groups: Sequence[Group], run: RunInfo | None) -> Group | None:
    """Return the group that a run belongs to."""
    return next((group for group in groups if run is not None and run in group.runs.values()), None)


def verdict(contest: Contest, records: Records, tests: Mapping[str, RunInfo], artifacts: ArtifactStore) -> Verdict:
    """Return how every other group stands beside the baseline.

    Args:
        contest: Who.
        records: Of the runs that have been tested.
        tests: By run who tested it, which keeps who was right about which sample.
        artifacts: Where that is kept.
    """
    found, base = Verdict(), contest.baseline
    if base is None:
        return found
    for group in contest.groups:
        if group is not base:
            try:
                found.beside[group.label] = _beside(group, base, records, tests, artifacts)
            except ShapvizError as error:
                found.refused[group.label] = str(error)
    return found


def _beside(
    group: Group, base: Group, records: Records, tests: Mapping[str, RunInfo], artifacts: ArtifactStore
) -> Beside:
    """Return how a group stands beside the baseline.

    Raises:
        UsageError: If they must not be compared, saying why.
        StoreError: If what is kept of their samples cannot be read.
    """
    reason = incomparable(group, base, SAME_TEST)
    if reason:
        raise UsageError(reason, remedy="Choose another baseline.")
    ours, theirs = (
        {seed: records[run.id] for seed, run in each.runs.items() if run.id in records} for each in (group, base)
    )
    seeds = ours.keys() & theirs.keys()
    if len(seeds) != 1:
        return by_seed(ours, theirs)
    [seed] = seeds
    one, other = (Tested(tests[run.id], records[run.id]) for run in (group.runs[seed], base.runs[seed]))
    return by_sample(one, other, artifacts)
