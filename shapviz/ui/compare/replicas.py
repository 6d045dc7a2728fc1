"""More seeds of what is compared, so that luck can be told from a difference."""

from collections import Counter
from collections.abc import Sequence

from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.ui import resources
from shapviz.ui.compare.lineup import Entry

MORE = 4
USABLE = ("finished", "queued", "running", "paused")


def wanted(entries: Sequence[Entry]) -> tuple[RunSpec, ...]:
    """Return the runs that are missing until every group has the same seeds: one, and `MORE` beside it.

    Seeds that many groups have already come first, then small ones. A fork has no twin of another seed.
    """
    repeatable = [entry for entry in entries if all(run.parent is None for run in entry.group.runs.values())]
    counts = Counter(seed for entry in repeatable for seed in entry.group.seeds)
    order = sorted({*counts, *range(MORE + 1)}, key=lambda seed: (-counts[seed], seed))
    return tuple(
        entry.group.spec.model_copy(update={"seed": seed})
        for entry in repeatable
        for seed in sorted({*order[: MORE + 1]} - entry.group.seeds)
    )


def train(specs: Sequence[RunSpec], known: Sequence[RunInfo]) -> tuple[str, ...]:
    """Return the ids of runs of these specs; those that do not exist yet are made and queued."""
    there = {run.spec.fingerprint(): run.id for run in known if run.parent is None and run.status in USABLE}
    return tuple(there.get(spec.fingerprint()) or _queued(spec) for spec in specs)


def _queued(spec: RunSpec) -> str:
    run = resources.store().create(spec)
    resources.queue().submit(run.id)
    return run.id
