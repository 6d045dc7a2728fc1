"""Studies as lists show them: one line for all of a study's runs, which unfolds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from shapviz.jobs.queue import UNFINISHED
from shapviz.runs.info import RunInfo
from shapviz.runs.outline import Outline
from shapviz.runs.study_store import Study
from shapviz.ui.compare.choice import Choice
from shapviz.ui.runrows import whole

Group = dict[str, Any]
FEWEST = 2  # finished runs that are worth a comparison


def groups(
    studies: Sequence[Study], runs: Mapping[str, RunInfo], outlines: Mapping[str, Outline], *, opened: str | None
) -> tuple[Group, ...]:
    """Return a line for each study; the one that is `opened` has its runs with it, newest first."""
    return tuple(
        _group(study, [run for run in runs.values() if run.id in study.runs], outlines, opened=study.name == opened)
        for study in studies
    )


def alone(studies: Sequence[Study], runs: Mapping[str, RunInfo]) -> list[RunInfo]:
    """Return the runs that are listed one by one: those that were not trained for a study that still exists."""
    ids = grouped(studies)
    return [run for run in runs.values() if run.origin != "study" or run.id not in ids]


def grouped(studies: Sequence[Study]) -> set[str]:
    """Return the ids of the runs that belong to a study."""
    return set[str]().union(*(study.runs for study in studies))


def _group(study: Study, runs: Sequence[RunInfo], outlines: Mapping[str, Outline], *, opened: bool) -> Group:
    spec = study.spec
    shape = (len(spec.settings), "setting"), (len(spec.datasets), "dataset"), (spec.seeds, "seed")
    return {
        "id": study.name,
        "name": study.name,
        "about": spec.about,
        "words": " ".join([*spec.settings, *spec.datasets]),
        "shape": " × ".join(f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in shape),
        "standing": standing(runs),
        "share": sum(run.status == "finished" for run in runs) / max(len(spec.cells()), 1),
        "compare": tuple(_links(study, runs)),
        "created": study.created_at.isoformat(),
        "rows": tuple(whole(run, outlines.get(run.id, Outline())) for run in runs) if opened else None,
    }


def standing(runs: Sequence[RunInfo]) -> str:
    """Return how many runs of a study stand how, in words."""
    counted = Counter("waiting" if run.status in UNFINISHED else run.status for run in runs)
    told = [f"{counted[status]} {status}" for status in ("finished", "waiting", "failed", "stopped") if counted[status]]
    return ", ".join(told) or "no runs"


def _links(study: Study, runs: Sequence[RunInfo]) -> list[dict[str, str]]:
    """Return for each dataset the address that compares the study's settings on it, once there is something to."""
    if sum(run.status == "finished" for run in runs) < FEWEST:
        return []
    datasets = study.spec.datasets
    return [{"dataset": name, "link": Choice(study=study.name, dataset=name).link()} for name in datasets]
