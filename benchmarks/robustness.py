"""How long the bench takes to answer, where it is asked by a slider.

    python -m benchmarks.robustness [--rounds N] [--json]

A new severity of one modality is read again and again, in one thread: corrupting it, encoding it, predicting with every
coalition, and drawing intervals. Beside it stands the same reading when the encoding is still known, as when another
stand-in is chosen or a modality is toggled. The unit of the ratios is one pass of all encoders over the test split; it
is timed beside every reading. Figures are medians of processor time. Networks have random weights: time does not mind.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from time import process_time

import numpy as np
import torch
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from shapviz.data import catalog
from shapviz.models import BatchSource, FusionModel, build_model
from shapviz.robustness.bench import Bench
from shapviz.robustness.measure import measured
from shapviz.runs.robustness import Conditions, Corrupted, StandIn
from shapviz.runs.spec import DatasetSpec, ModelSpec
from shapviz.valuation.worth import ENCODED_ROWS, evaluating

ASKED = (  # dataset, what is corrupted, and how
    ("emoji3", "noto", "blur"),
    ("avdigits", "image", "noise"),
    ("avdigits", "audio", "noise"),
    ("avdigits", "audio", "babble"),
    ("watch", "accel", "time_warp"),
    ("mfeat", "pix", "noise"),
)
HEADS = ("additive", "gated")
STAND_INS: tuple[StandIn, ...] = ("own", "mean", "mapped")


@dataclass(frozen=True)
class Answer:
    """How long readings take, in seconds: medians over rounds."""

    dataset: str
    modality: str
    corruption: str
    head: str
    stand_in: StandIn
    samples: int
    coalitions: int
    encoders: float  # one pass of all encoders: the unit
    new: float  # a reading that corrupts and encodes
    known: float  # one whose encoding is kept, but not its answer
    intervals: float  # of either, drawing its intervals


def answers(dataset: str, modality: str, corruption: str, rounds: int) -> Iterator[Answer]:
    """Yield how long the networks of a dataset take, by head and stand-in."""
    data, splits = catalog.load(DatasetSpec(name=dataset), seed=0)
    source = BatchSource(data, splits.test)
    for head in HEADS:
        spec = ModelSpec.model_validate({"head": head})
        model = build_model(spec, data.modalities, len(data.classes), seed=0)
        for stand_in in STAND_INS:
            bench = Bench(model, data, splits)
            steps = [_conditions(modality, corruption, stand_in, severity) for severity in _severities(rounds)]
            bench.read(steps.pop())  # what is done once is no part of it: training features, maps, resamples
            times = np.median([_times(bench, model, source, step) for step in steps], axis=0)
            coalitions = 2 ** len(data.names)
            yield Answer(dataset, modality, corruption, head, stand_in, len(source), coalitions, *times.tolist())


def _severities(rounds: int) -> list[float]:
    """Return one severity more than there are rounds, all different."""
    return [1 + 4 * place / rounds for place in range(rounds + 1)]


def _conditions(modality: str, corruption: str, stand_in: StandIn, severity: float) -> Conditions:
    corrupted = Corrupted.model_validate({"corruption": corruption, "severity": severity})
    return Conditions(corrupted={modality: corrupted}, stand_in=stand_in)


def _times(bench: Bench, model: FusionModel, source: BatchSource, step: Conditions) -> list[float]:
    """Return the seconds of the unit, of a new reading, of a known one and of its intervals."""
    right = bench.right(step.model_copy(update={"corrupted": {}}))[None]
    return [
        _seconds(lambda: _encode(model, source)),
        _seconds(lambda: bench.read(step)),
        _seconds(lambda: bench.read(step)),
        _seconds(lambda: measured(model.modalities, right, right, corrupted=())),
    ]


def _encode(model: FusionModel, source: BatchSource) -> None:
    with evaluating(model, source.device):
        for batch in source.ordered(ENCODED_ROWS):
            model.encode(batch.inputs)


def _seconds(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return process_time() - started


def table(found: Sequence[Answer]) -> Table:
    """Return the answers as people read them."""
    shown = Table("dataset", "corrupted", "head", "stand-in", "N", "coalitions")
    for name in ("encoders ms", "new ms", "ratio", "known ms", "intervals ms"):
        shown.add_column(name, justify="right")
    for each in found:
        times = (each.encoders, each.new, each.known, each.intervals)
        encoders, new, known, intervals = (f"{1000 * seconds:.0f}" for seconds in times)
        what = f"{each.modality}, {each.corruption}"
        counts = str(each.samples), str(each.coalitions)
        ratio = f"{each.new / each.encoders:.1f}"
        shown.add_row(each.dataset, what, each.head, each.stand_in, *counts, encoders, new, ratio, known, intervals)
    return shown


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="how many new severities are read of each")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    torch.set_num_threads(1)
    with threadpool_limits(1):
        found = [answer for asked in ASKED for answer in answers(*asked, options.rounds)]
    if options.json:
        print(json.dumps([asdict(answer) for answer in found]))
    else:
        Console(width=130).print(table(found))


if __name__ == "__main__":
    main()
