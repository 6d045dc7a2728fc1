"""How the accuracy of trained networks falls as a corruption grows: measured, and kept as a row a cell."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator

from shapviz.data import catalog
from shapviz.experiment import Setting
from shapviz.robustness.bench import Bench
from shapviz.runs.corruptions import FITTING, Corruption, about
from shapviz.runs.options import ModalityDropout, Options
from shapviz.runs.robustness import Conditions, Corrupted
from shapviz.runs.severity import WORST
from shapviz.runs.spec import DatasetSpec, RunSpec, TrainingSpec

SEVERITIES = range(WORST + 1)
FINER = tuple(step / 2 for step in range(2 * WORST + 1))  # where a slider may stop as well
NORMAL = 1.96  # standard errors to either side of a mean that hold 95 %
KNOWS = 0.1  # accuracy beyond that of nobody present, before shares of it mean anything
DIGITS = 6  # of every number in the file: finer than a sample of any split is worth
Number = Annotated[float, AfterValidator(lambda value: round(value, DIGITS))]


class Rise(Options):
    """By how much accuracy rose from one severity to a greater one, with its 95 % interval, paired by sample."""

    start: float
    end: float
    mean: Number
    low: Number
    high: Number


class Cell(Options):
    """What one corruption of one modality of a dataset does, over the test samples of all seeds."""

    dataset: str
    modality: str
    kind: str
    corruption: Corruption
    levels: tuple[float, ...]  # by severity, as they were when this was measured
    seeds: int
    samples: int  # of all seeds together
    everybody: tuple[Number, ...]  # accuracy by severity
    alone: tuple[Number, ...]  # of the modality by itself
    without: Number  # accuracy without the modality
    nobody: Number
    rise: Rise  # between whole severities, the one whose interval lies highest
    finer: Rise  # the same among whole and half severities

    @property
    def falls(self) -> bool:
        """Whether no severity is better than a lesser one beyond the 95 % interval of their difference."""
        return self.rise.low <= 0

    @property
    def falls_between(self) -> bool:
        """The same with half severities."""
        return self.finer.low <= 0

    @property
    def left(self) -> float | None:
        """The share of what the modality knows by itself that is left at the worst; None if it knows too little."""
        knows = self.alone[0] - self.nobody
        return (self.alone[-1] - self.nobody) / knows if knows >= KNOWS else None


def measure(seeds: Sequence[int]) -> Iterator[Cell]:
    """Yield a cell for every corruption of every modality of every dataset, training a network a seed."""
    for name in catalog.names():
        benches = [_trained(name, seed) for seed in seeds]
        for place, modality in enumerate(catalog.info(name).modalities):
            for corruption in FITTING[modality.kind]:
                yield _cell(name, benches, place, corruption)


def _trained(name: str, seed: int) -> Bench:
    """Return a network on the bench, trained with modality dropout for as long as the dataset's card says."""
    training = TrainingSpec(epochs=catalog.info(name).epochs)
    spec = RunSpec(dataset=DatasetSpec(name=name), strategy=ModalityDropout(), training=training, seed=seed)
    setting = Setting.of(spec)
    learner = setting.learner(spec)
    for _ in setting.training(spec, learner).events():
        pass
    return Bench(learner.model, setting.dataset, setting.splits, seed=seed)


def _cell(name: str, benches: Sequence[Bench], place: int, corruption: Corruption) -> Cell:
    modality = catalog.info(name).modalities[place]
    conditions = [
        Conditions(corrupted={modality.name: Corrupted(corruption=corruption, severity=severity)}) for severity in FINER
    ]
    finer = [np.concatenate([bench.right(each) for bench in benches]) for each in conditions]
    right = finer[::2]
    everybody, own = right[0].shape[1] - 1, 1 << place
    return Cell(
        dataset=name,
        modality=modality.name,
        kind=modality.kind,
        corruption=corruption,
        levels=about(modality.kind, corruption).levels,
        seeds=len(benches),
        samples=len(right[0]),
        everybody=tuple(float(each[:, everybody].mean()) for each in right),
        alone=tuple(float(each[:, own].mean()) for each in right),
        without=float(right[0][:, everybody - own].mean()),
        nobody=float(right[0][:, 0].mean()),
        rise=steepest(SEVERITIES, [each[:, everybody] for each in right]),
        finer=steepest(FINER, [each[:, everybody] for each in finer]),
    )


def steepest(severities: Sequence[float], right: Sequence[NDArray[np.bool_]]) -> Rise:
    """Return the rise from one severity to another that is hardest to explain by which samples there are."""
    rises = []
    for (start, before), (end, after) in combinations(zip(severities, right, strict=True), 2):
        gain = after.astype(float) - before
        mean, error = float(gain.mean()), float(gain.std(ddof=1)) / len(gain) ** 0.5
        low, high = mean - NORMAL * error, mean + NORMAL * error
        rises.append(Rise(start=start, end=end, mean=mean, low=low, high=high))
    return max(rises, key=lambda rise: rise.low)


def write(cells: Iterable[Cell], path: Path) -> None:
    """Write cells to a file, a line of JSON each."""
    path.write_text("".join(cell.model_dump_json() + "\n" for cell in cells), encoding="utf-8")


def read(path: Path) -> tuple[Cell, ...]:
    """Return the cells that `write` has written."""
    return tuple(map(Cell.model_validate_json, path.read_text(encoding="utf-8").splitlines()))
