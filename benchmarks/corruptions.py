"""How long every corruption takes on a whole test split.

    python -m benchmarks.corruptions [--rounds N]

For each kind of modality the dataset that ships with the most to do: as many samples as its test split has, one thread,
severity 3. Figures are medians of processor time, in milliseconds.
"""

import argparse
import time
from collections.abc import Iterator
from statistics import median

from threadpoolctl import threadpool_limits

from benchmarks.report import table
from shapviz.data import catalog
from shapviz.robustness.corruptions import corrupt
from shapviz.runs.corruptions import FITTING, about
from shapviz.runs.robustness import Corrupted
from shapviz.runs.spec import DatasetSpec

DATASETS = {
    "image": ("emoji", "image"),
    "audio": ("avdigits", "audio"),
    "text": ("emoji", "words"),
    "series": ("watch", "accel"),
    "features": ("mfeat", "pix"),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is timed")
    rounds = parser.parse_args().rounds
    with threadpool_limits(1):
        print(table(["modality", "samples", "corruption", "ms"], _rows(rounds)))


def _rows(rounds: int) -> Iterator[list[str]]:
    for kind, (name, view) in DATASETS.items():
        dataset, splits = catalog.load(DatasetSpec(name=name), seed=0)
        values, reference = dataset.views[view][splits.test], dataset.views[view][splits.train]
        for corruption in FITTING[kind]:
            asked = Corrupted(corruption=corruption, severity=3)
            seconds = []
            for seed in range(rounds):
                start = time.process_time()
                corrupt(dataset.modality(view), values, asked, seed=seed, reference=reference)
                seconds.append(time.process_time() - start)
            took = f"{1000 * median(seconds):.1f}"
            yield [f"{name} {view}", str(len(values)), about(kind, corruption).title, took]


if __name__ == "__main__":
    main()
