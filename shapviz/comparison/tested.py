"""Two networks of the same seed that have been tested, beside each other sample by sample."""

from typing import NamedTuple

from shapviz.comparison.robustness import Beside, Floats, by_corruption, by_samples, columns
from shapviz.errors import UsageError
from shapviz.runs import rightness
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.records import RobustnessRecord


class Tested(NamedTuple):
    """A test of a network."""

    by: RunInfo  # who tested it, and keeps who was right about which sample
    record: RobustnessRecord  # what came of it


def by_sample(ours: Tested, theirs: Tested, artifacts: ArtifactStore) -> Beside:
    """Return how one network stands beside another that was tested on the same samples, as `by_samples` does.

    Args:
        ours: One test.
        theirs: The other. That both took the same samples is for the caller to know.
        artifacts: Where both keep who was right.

    Raises:
        UsageError: If they were tested differently, or who was right is not kept.
        StoreError: If it cannot be read.
    """
    sweepings = tuple(by_corruption(ours.record))
    mine, others = (_columns(each, artifacts) for each in (ours, theirs))
    if sweepings != tuple(by_corruption(theirs.record)) or mine.shape != others.shape:
        raise UsageError(
            "Sample by sample they are compared under the same corruptions, drawn equally often.",
            remedy="Test them together, naming --corruptions and --draws.",
        )
    return by_samples(mine, others, sweepings)


def _columns(tested: Tested, artifacts: ArtifactStore) -> Floats:
    """Return who was right about which sample in a test, as `columns` does.

    Raises:
        UsageError: If that is not kept.
    """
    test, record = tested
    whose = (None, *by_corruption(record))
    kept = [rightness.read(artifacts, test.id, sweeping, len(record.players)) for sweeping in whose]
    there = [right for right in kept if right is not None and right.shape[::2] == (record.draws, record.samples)]
    if len(there) < len(kept):
        raise UsageError(
            f"Which samples '{test.name}' is right about is not kept, as of all runs of a study that has ended, and a "
            "single seed can only be compared sample by sample.",
            remedy="Train more seeds of both, or train the run by itself.",
        )
    return columns(there[0], there[1:])
