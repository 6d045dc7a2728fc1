"""How often verdicts on real data agree with those on samples that nobody has seen before.

    python -m benchmarks.agreement              # six datasets, five strategies, ten seeds: half an hour on one core
    python -m benchmarks.agreement --dataset emoji3 --seeds 3 --json
    python -m benchmarks.agreement --cells /tmp/cells --write docs/verdicts.md

On real data nobody knows who is starved. What can be known is whether a verdict is about the network or about chance
in the validation split: so the same networks are looked at once more on the test split, where the same rules decide by
the estimates alone, and that is called the truth. It is no exact one, for the test split is finite, too. The thresholds
were chosen on seeds 0 to 7; what is reported comes from seeds 10 and up. Exits with 1 if that misses a bound.
"""

import argparse
import json
import sys
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import isnan
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track

from benchmarks import report
from benchmarks.cells import Cell, Cells
from shapviz.diagnosis import Label, judge
from shapviz.experiment import Setting, unimodal
from shapviz.games import Interval
from shapviz.models import BatchSource, FusionModel
from shapviz.runs.options import Alternating, Joint, JointUnimodal, ModalityDropout, Strategy
from shapviz.runs.records import DiagnosisRecord, Evidence
from shapviz.runs.spec import DatasetSpec, RunSpec, TrainingSpec, ValuationSpec
from shapviz.valuation.evidence import Bootstrap, gather

FRESH = 10  # the first seed of those that no threshold was chosen on
AGREEING, FALSELY_STARVED = 0.80, 0.05  # at least, and at most
DATASETS = {
    "emoji": DatasetSpec(name="emoji"),
    "emoji3": DatasetSpec(name="emoji3"),
    "watch": DatasetSpec(name="watch"),
    "mfeat": DatasetSpec(name="mfeat"),
    "mfeat (zer, mor, fou)": DatasetSpec(name="mfeat", modalities=("zer", "mor", "fou")),
    "penguins": DatasetSpec(name="penguins"),
}
STRATEGIES: dict[str, Strategy] = {
    "joint": Joint(),
    "joint + unimodal": JointUnimodal(),
    "modality dropout": ModalityDropout(),
    "own+full": Alternating(loss="own_full"),
    "inherit": Alternating(loss="inherit"),
}


@dataclass(frozen=True)
class Pronounced:
    """What was said of one modality of one network."""

    dataset: str
    strategy: str
    seed: int
    modality: str
    said: Label
    true: Label


@dataclass(frozen=True)
class Rates:
    """How verdicts fared. Proportions are NaN where there was nothing to count."""

    verdicts: int  # all of them
    untold: int  # "cannot tell", which are no part of what follows
    agreeing: float
    found: float  # of those who are starved, the ones that are called so
    falsely: float  # of those who are not starved, the ones that are called so
    starved: int  # who are starved

    @classmethod
    def of(cls, verdicts: Sequence[Pronounced]) -> "Rates":
        """Return the rates of some verdicts."""
        told = [one for one in verdicts if one.said != "cannot tell"]
        starved = [one for one in told if one.true == "starved"]
        others = [one for one in told if one.true != "starved"]
        return cls(
            verdicts=len(verdicts),
            untold=len(verdicts) - len(told),
            agreeing=proportion(one.said == one.true for one in told),
            found=proportion(one.said == "starved" for one in starved),
            falsely=proportion(one.said == "starved" for one in others),
            starved=len(starved),
        )


def proportion(cases: Iterable[bool]) -> float:
    """Return how many of the cases hold; NaN if there are none."""
    counted = list(cases)
    return sum(counted) / len(counted) if counted else float("nan")


def spec_of(dataset: DatasetSpec, strategy: Strategy, seed: int, epochs: int) -> RunSpec:
    """Return a run that is looked at only at its end."""
    return RunSpec(
        dataset=dataset,
        training=TrainingSpec(epochs=epochs),
        strategy=strategy,
        valuation=ValuationSpec(every=epochs),
        seed=seed,
    )


def evidence(spec: RunSpec) -> Cell:
    """Return the evidence on the network of a run: from the validation split, and from the test split."""
    setting, alone = _late(unimodal(spec).model_dump_json())
    fused = _trained(setting, spec)
    draws = Bootstrap(spec.valuation.resamples, spec.seed)

    def seen(split: BatchSource, groups: int | None) -> DiagnosisRecord:
        epochs = spec.training.epochs
        return gather(fused, alone, setting.train, split, epoch=epochs, groups=groups, draws=draws)

    return seen(setting.valid, setting.groups), seen(setting.test, None)


@lru_cache(maxsize=1)
def _late(spec: str) -> tuple[Setting, FusionModel]:
    """Return the data and the late ensemble, which all strategies are compared with, of a spec as JSON."""
    alone = RunSpec.model_validate_json(spec)
    setting = Setting.of(alone)
    return setting, _trained(setting, alone)


def _trained(setting: Setting, spec: RunSpec) -> FusionModel:
    learner = setting.learner(spec)
    deque(setting.training(spec, learner).events(), maxlen=0)
    return learner.model


def certain(record: DiagnosisRecord) -> DiagnosisRecord:
    """Return the record as if its estimates were known exactly, so that they alone decide."""

    def exact(value: Interval | None) -> Interval | None:
        return value and Interval(value.estimate, value.estimate, value.estimate)

    known = {
        name: Evidence.model_validate({kind: exact(getattr(each, kind)) for kind in Evidence.model_fields})
        for name, each in record.evidence.items()
    }
    pairs = tuple(pair.model_copy(update={"interaction": exact(pair.interaction)}) for pair in record.pairs)
    return record.model_copy(update={"evidence": known, "pairs": pairs})


def pronounced(dataset: str, strategy: str, seed: int, epochs: int, cells: Cells) -> list[Pronounced]:
    """Return what is said of every modality after a run, beside the truth."""
    valid, test = cells.get(spec_of(DATASETS[dataset], STRATEGIES[strategy], seed, epochs), evidence)
    return [
        Pronounced(dataset, strategy, seed, said.modality, said.label, true.label)
        for said, true in zip(judge(valid), judge(certain(test)), strict=True)
    ]


def grouped(verdicts: Sequence[Pronounced]) -> dict[str, Rates]:
    """Return the rates of every dataset, of every strategy, and of all."""
    groups: dict[str, list[Pronounced]] = {}
    for kind in ("dataset", "strategy"):
        for one in verdicts:
            groups.setdefault(getattr(one, kind), []).append(one)
    return {name: Rates.of(group) for name, group in (groups | {"all": list(verdicts)}).items()}


def cells_of(rates: Rates) -> list[str]:
    """Return the rates as the cells of a row."""
    shown = ["–" if isnan(each) else f"{each:.1%}" for each in (rates.agreeing, rates.found, rates.falsely)]
    return [str(rates.verdicts), str(rates.untold), shown[0], str(rates.starved), *shown[1:]]


HEADER = ("", "verdicts", "cannot tell", "agree", "starved in truth", "of these found", "of others called starved")


def confusion(verdicts: Sequence[Pronounced]) -> str:
    """Return how often what was said when what was true, as text."""
    counted = Counter((one.said, one.true) for one in verdicts if one.said != "cannot tell")
    return "\n".join(f"{count:>5}  said {said:<13} true {true}" for (said, true), count in counted.most_common())


def main() -> int:
    """Measure, print, and return whether the bounds are kept as an exit code."""
    parser = argparse.ArgumentParser(description="Measure how often verdicts agree with those on the test split.")
    parser.add_argument("--dataset", choices=list(DATASETS), action="append", help="only this one; may be repeated")
    parser.add_argument("--seeds", type=int, default=10, help="how many")
    parser.add_argument("--first-seed", type=int, default=FRESH, help="thresholds were chosen on seeds 0 to 7")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--json", action="store_true", help="print every verdict as JSON")
    parser.add_argument("--cells", type=Path, help="folder that keeps what was found, so that this can go on")
    parser.add_argument("--write", type=Path, metavar="DOCUMENT", help="write the rates into this document")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    cells, seeds = Cells(asked.cells), range(asked.first_seed, asked.first_seed + asked.seeds)
    runs = [(data, name, seed) for seed in seeds for data in asked.dataset or DATASETS for name in STRATEGIES]
    verdicts: list[Pronounced] = []
    for run in track(runs, description="verdicts", console=Console(stderr=True), transient=True):
        verdicts += pronounced(*run, asked.epochs, cells)
    results = grouped(verdicts)
    rows = [[name, *cells_of(rates)] for name, rates in results.items()]
    if asked.write:
        report.write(asked.write, "real", report.table(HEADER, rows))
    if asked.json:
        print(json.dumps({"rates": asdict(results["all"]), "verdicts": [asdict(one) for one in verdicts]}))
    else:
        print(report.table(HEADER, rows), confusion(verdicts), sep="\n\n")
    return 0 if results["all"].agreeing >= AGREEING and results["all"].falsely <= FALSELY_STARVED else 1


if __name__ == "__main__":
    sys.exit(main())
