"""What valuation costs: the loop that values every epoch, against the same loop that only does so at the end.

    python benchmarks/training.py               # medium encoders, three and six modalities; several minutes

Both loops train the same network with the same strategy on the same batches, an epoch of one and an epoch of the other
in turn, in one thread. Compared are the medians of the processor time of an epoch, in which what else the machine does
hardly shows. Exits with 1 if a ratio is above the bound.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import median
from time import process_time

import torch
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from shapviz.experiment import run
from shapviz.runs.options import Alternating, Joint, JointUnimodal, Strategy
from shapviz.runs.records import Event, Progress
from shapviz.runs.spec import DatasetSpec, ModelSpec, RunSpec, TrainingSpec, ValuationSpec

BOUND = 1.15
STRATEGIES: dict[str, Strategy] = {
    "joint": Joint(),
    "joint + unimodal": JointUnimodal(),
    "own+full": Alternating(),
}
DATASETS = {
    3: DatasetSpec(name="mfeat", modalities=("zer", "mor", "fou")),
    6: DatasetSpec(name="mfeat"),
}


@dataclass(frozen=True)
class Cost:
    """The price of an epoch with and without valuation."""

    modalities: int
    strategy: str
    without: float  # seconds, median over epochs
    valued: float  # seconds, median over epochs

    @property
    def ratio(self) -> float:
        """How much longer an epoch takes for being valued."""
        return self.valued / self.without


def seconds(events: Iterator[Event]) -> float:
    """Return the processor time that a run takes to its next record."""
    started = process_time()
    while isinstance(next(events), Progress):
        pass
    return process_time() - started


def cost(players: int, name: str, rounds: int) -> Cost:
    """Return the price of valuation, from `rounds` epochs of both loops taken in turn."""
    always = RunSpec(
        dataset=DATASETS[players],
        model=ModelSpec(size="medium"),
        training=TrainingSpec(epochs=1000),
        strategy=STRATEGIES[name],
    )
    never = always.model_copy(update={"valuation": ValuationSpec(every=1000)})
    without, valued = run(never), run(always)
    # the record of the untrained network, and an epoch to warm up
    for events in (without, valued) * 2:
        seconds(events)
    pairs = [(seconds(without), seconds(valued)) for _ in range(rounds)]
    return Cost(players, name, *(median(loop) for loop in zip(*pairs, strict=True)))


def main() -> int:
    """Measure, print, and return whether valuation is cheap enough as an exit code."""
    parser = argparse.ArgumentParser(description="Measure what valuation adds to an epoch.")
    parser.add_argument("--rounds", type=int, default=15, help="epochs of each loop")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    # numpy's own threads would spin on after every product, and their time would be counted
    with threadpool_limits(limits=1):
        costs = [cost(players, name, asked.rounds) for players in DATASETS for name in STRATEGIES]
    if asked.json:
        print(json.dumps([asdict(each) | {"ratio": each.ratio} for each in costs]))
    else:
        shown = Table("modalities", "strategy", "ms without", "ms valued", "ratio", title=f"at most {BOUND}")
        for each in costs:
            times = (f"{1000 * seconds:.1f}" for seconds in (each.without, each.valued))
            shown.add_row(str(each.modalities), each.strategy, *times, f"{each.ratio:.3f}")
        Console().print(shown)
    return 0 if all(each.ratio <= BOUND for each in costs) else 1


if __name__ == "__main__":
    sys.exit(main())
