"""Real networks for the lab, loaded from their checkpoints. Loads torch."""

from shapviz import experiment
from shapviz.jobs.lab.lines import Subject
from shapviz.robustness import strip
from shapviz.robustness.bench import Bench
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.exhibits import Shown
from shapviz.runs.robustness import Conditions, Corrupted


class Showcase(Bench):
    """A bench whose samples can be seen and heard."""

    def strip(self, conditions: Conditions) -> tuple[Shown, ...]:
        """Return what the samples that a page shows look like, before and after; errors as in `read`."""
        return strip.strip(self, conditions)

    def sound(self, row: int, modality: str, corrupted: Corrupted | None, draw: int) -> bytes:
        """Return a sample's sound as a WAV file; errors as in `values`, and for what cannot be heard."""
        return strip.sound(self, row, modality, corrupted, draw)


def open_bench(subject: Subject) -> Showcase:
    """Return the network of a run.

    Raises:
        UsageError: If the dataset is not known, or the run has no checkpoint.
        StoreError: If the checkpoint cannot be read, or was made by another network.
    """
    setting, model = experiment.opened(subject.spec, ArtifactStore.open(), subject.run)
    return Showcase(model, setting.dataset, setting.splits, seed=subject.spec.seed)
