"""What docs/attribution.md is made from: rows that travel with it as CSV, and how they are measured."""

import csv
import io
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from shapviz.attribution.checking import Checking
from shapviz.attribution.explainer import Explainer
from shapviz.attribution.faithfulness import faithfulness
from shapviz.data import catalog
from shapviz.data.synthetic import REGIMES
from shapviz.experiment import opened, run
from shapviz.games.summary import Interval
from shapviz.models import FusionModel
from shapviz.runs import checked as kept
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.options import Options
from shapviz.runs.records import Attributed, AttributionRecord
from shapviz.runs.spec import RunSpec, parse_spec

DATASETS: Final = ("redundant", "penguins", "noise", "xor", "emoji3", "mfeat")
SEEDS: Final = (0, 1, 2)
CALLS: Final = 128  # of methods that draw, for each sample
STUDY: Final = {"methods": ["all"], "samples": 48, "calls": CALLS, "repeats": 8, "checks": "none"}
SLOW: Final = ("captum.kernel", "shap.gradient", "shapiq.sampled")
"""Methods that fit every sample by itself: not put to what asks many networks, or about thousands of samples."""
Row = TypeVar("Row", bound=Options)


class Measured(Options):
    """What one method gives on one dataset with one seed."""

    dataset: str
    seed: int
    method: str
    players: int
    samples: int
    problem: str | None = None  # why it was refused; nothing else is then known
    leader: str | None = None
    share: float | None = None  # of the leader
    same_leader: float | None = None  # beside exact values; samples
    rank: float | None = None
    sign: float | None = None
    missing: float | None = None  # as a share of what there is to explain
    calls: float | None = None
    seconds: float | None = None


class Checked(Options):
    """What one check says of one method on one dataset."""

    dataset: str
    check: str
    method: str
    verdict: str


class Faithful(Options):
    """How far one method is from the truth of a regime: summed differences of shares, over seeds."""

    regime: str
    seeds: int
    method: str
    error: float
    low: float
    high: float
    of_network: float


def measure() -> Iterator[Measured | Checked | Faithful]:
    """Yield what is found, dataset by dataset, as it is found. Trains the networks anew."""
    for dataset in DATASETS:
        explainers = {}
        refused: set[str] = set()
        for seed in SEEDS:
            spec = _spec(dataset, seed)
            record, explainers[seed] = _studied(spec)
            yield from _rows(record, dataset, seed)
            refused |= {each.method for each in record.refused}
            if seed == SEEDS[0]:
                yield from _checked(spec, explainers[seed], record)
        if dataset in REGIMES:
            methods = [each.method for each in record.methods if each.method not in (*refused, *SLOW)]
            yield from _truth(dataset, explainers, methods)


def _spec(dataset: str, seed: int) -> RunSpec:
    said: dict[str, Any] = {"dataset": {"name": dataset}, "seed": seed, "attribution": STUDY}
    said["training"] = {"epochs": catalog.info(dataset).epochs}
    return parse_spec(said | ({"model": {"head": "mlp"}} if dataset == "xor" else {}))


def _studied(spec: RunSpec) -> tuple[AttributionRecord, Explainer]:
    with tempfile.TemporaryDirectory() as folder:
        artifacts = ArtifactStore.open(folder)
        [record] = [
            each for each in run(spec, artifacts=artifacts, run_id="run") if isinstance(each, AttributionRecord)
        ]
        setting, model = opened(spec, artifacts, "run")
    return record, Explainer(model, setting.dataset, setting.splits, seed=spec.seed)


def _rows(record: AttributionRecord, dataset: str, seed: int) -> Iterator[Measured]:
    about = {"dataset": dataset, "seed": seed, "players": len(record.players), "samples": record.samples}
    for each in record.refused:
        yield Measured(**about, method=each.method, problem=each.problem)
    for method in record.methods:
        yield Measured(**about, method=method.method, **_numbers(record, method))


def _numbers(record: AttributionRecord, found: Attributed) -> dict[str, Any]:
    shares = [share.estimate for share in found.shares or ()]
    leader = shares.index(max(shares)) if shares else None
    agreement = record.agreement
    assert agreement is not None, "more than one method never refuses"
    pair = agreement.pair("exact", found.method)
    missing = next(each.share for each in agreement.completeness if each.method == found.method)
    return {
        "leader": None if leader is None else record.players[leader],
        "share": None if leader is None else shares[leader],
        "same_leader": pair and _estimate(pair.leader),
        "rank": pair and _estimate(pair.rank),
        "sign": pair and _estimate(pair.sign),
        "missing": _estimate(missing),
        "calls": found.calls,
        "seconds": found.seconds,
    }


def _estimate(interval: Interval | None) -> float | None:
    return None if interval is None else interval.estimate


def _checked(spec: RunSpec, explainer: Explainer, record: AttributionRecord) -> Iterator[Checked]:
    methods = [each.method for each in record.methods if each.method not in SLOW]
    told = Checking(spec, explainer, methods, _never, kept.Checked(None, "")).sanity()
    while True:
        try:
            next(told)
        except StopIteration as end:
            yield from (
                Checked(dataset=spec.dataset.name, check=each.check, method=each.method, verdict=each.verdict)
                for each in end.value.findings
            )
            return


def _never(*_: object) -> Generator[float, None, FusionModel]:
    raise AssertionError("no check that trains was asked for")


def _truth(regime: str, explainers: dict[int, Explainer], methods: Sequence[str]) -> Iterator[Faithful]:
    found = faithfulness(regime, explainers, methods)
    for each in found.methods:
        ends = {"error": each.error.estimate, "low": each.error.low, "high": each.error.high}
        of_network = found.of_network.estimate
        yield Faithful(regime=regime, seeds=found.seeds, method=each.method, of_network=of_network, **ends)


def write(rows: Iterable[Options], kind: type[Options], file: Path) -> None:
    """Write the rows of one kind as CSV, numbers with six digits."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(kind.model_fields), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        values = row.model_dump()
        writer.writerow({name: f"{each:.6g}" if isinstance(each, float) else each for name, each in values.items()})
    file.write_text(text.getvalue(), encoding="utf-8")


def read(kind: type[Row], file: Path) -> tuple[Row, ...]:
    """Return the rows in a file that `write` has made."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            kind.model_validate({name: value for name, value in row.items() if value}) for row in csv.DictReader(lines)
        )
