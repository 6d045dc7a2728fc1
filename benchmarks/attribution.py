"""What exact Shapley values of modalities cost sample by sample, beside what other libraries' values cost.

    python -m benchmarks.attribution [--quick] [--rounds N] [--json]

Every competitor attributes the same number of the same network: the probability of the true class, for each of 1000
samples. It is asked in two ways.

- **From inputs**: inputs in, values out, as somebody would do it who has a network and a library. A modality is absent
  where zeros stand in for its inputs. Every competitor pays for the encoders: they, whenever they ask; we, once.
- **From features**: all is encoded already, and everybody plays the same game behind the encoders, by the adapters of
  `shapviz.attribution`.

One thread, processor time, medians over rounds in which competitors take turns after a warm-up. Both ways, shap answers
for all samples at once, which is faster than it is usually called. Libraries that go from sample to sample anyway are
timed on fewer samples, and their time is multiplied; a call that would take longer than people wait is not made. Exact
competitors must agree with ours to 1e-5 (captum adds up in single precision), which is checked; what is sampled spends
256 calls of the network for each sample.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import factorial
from statistics import median
from time import process_time
from typing import Any, Final, Literal

import numpy as np
import torch
from rich.console import Console
from rich.table import Table

from benchmarks import explainers
from benchmarks.explainers import DRAWS, SAMPLES, Arena, Values, by_adapter

FEW: Final = 20  # samples of libraries that go from one to the next, and of every warm-up
PATIENCE: Final = 60.0  # seconds: a call that is expected to take longer is not made
BUDGET: Final = 3.0  # seconds that all rounds of a competitor may take together
Start = Literal["inputs", "features"]


@dataclass(frozen=True)
class Competitor:
    """A way to Shapley values."""

    name: str
    start: Start
    value: Callable[[Arena, int], Values]
    passes: Callable[[int], int]  # of the network, for M players
    exact: bool = False  # whether its values must equal ours
    single: bool = False  # whether it goes from sample to sample

    @property
    def samples(self) -> int:
        """On how many it is timed."""
        return FEW if self.single else SAMPLES


def _every(players: int) -> int:
    return 1 << players


def _orders(players: int) -> int:
    return factorial(players) * players


def _draws(players: int) -> int:
    return DRAWS


COMPETITORS: Final = (
    Competitor("shapviz exact", "inputs", explainers.ours, lambda _: 1, exact=True),
    Competitor("captum ShapleyValues", "inputs", explainers.captum_exact, _orders, exact=True),
    Competitor("captum ShapleyValueSampling", "inputs", explainers.captum_sampling, _draws),
    Competitor("captum KernelShap", "inputs", explainers.captum_kernel, _draws, single=True),
    Competitor("shap Exact", "inputs", explainers.shap_exact, _every, exact=True),
    Competitor("shap Permutation", "inputs", explainers.shap_permutation, _draws),
    Competitor("shap KernelExplainer", "inputs", explainers.shap_kernel, _draws),
    Competitor("shapiq ExactComputer", "inputs", explainers.shapiq_exact, _every, exact=True, single=True),
    Competitor("shapviz exact", "features", by_adapter("exact"), lambda _: 1, exact=True),
    Competitor("captum ShapleyValues", "features", by_adapter("captum.shapley"), _orders, exact=True),
    Competitor("captum ShapleyValueSampling", "features", by_adapter("captum.sampling"), _draws),
    Competitor("captum KernelShap", "features", by_adapter("captum.kernel"), _draws, single=True),
    Competitor("shap Exact", "features", by_adapter("shap.exact"), _every, exact=True),
    Competitor("shap Permutation", "features", by_adapter("shap.permutation"), _draws),
    Competitor("shap KernelExplainer", "features", by_adapter("shap.kernel"), _draws),
    Competitor("shapiq ExactComputer", "features", by_adapter("shapiq.exact"), _every, exact=True, single=True),
)


@dataclass
class Score:
    """What was measured of a competitor: seconds for all samples, round by round."""

    competitor: Competitor
    players: int
    seconds: list[float] = field(default_factory=list)
    skipped: str | None = None  # why, if it was

    @property
    def median(self) -> float | None:
        """Seconds for all samples; None if it was skipped."""
        return median(self.seconds) if self.seconds else None


def contest(arena: Arena, rounds: int) -> list[Score]:
    """Return the scores of all competitors."""
    passes = {"inputs": _seconds(lambda: arena.paid(*arena.inputs, arena.labels))}
    passes["features"] = _seconds(lambda: arena.encoded.ends()) / 2
    reference = explainers.ours(arena, FEW)
    scores = [_warmed_up(each, arena, passes[each.start], reference) for each in COMPETITORS]
    for _ in range(rounds):
        for score in scores:
            if score.skipped is None and (sum(score.seconds) < BUDGET or not score.seconds):
                each = score.competitor
                seconds = _seconds(lambda: each.value(arena, each.samples))  # noqa: B023 - called at once
                score.seconds.append(seconds * SAMPLES / each.samples)
    return scores


def _warmed_up(competitor: Competitor, arena: Arena, unit: float, reference: Values) -> Score:
    """Return an empty score after a first call, on a few samples, which is checked but does not count."""
    expected = competitor.passes(arena.players) * unit
    if expected > PATIENCE and not competitor.single:
        return Score(competitor, arena.players, skipped=f"about {expected:,.0f} s")
    values = competitor.value(arena, FEW)
    if competitor.exact:
        np.testing.assert_allclose(values, reference, atol=1e-5, err_msg=competitor.name)
    return Score(competitor, arena.players)


def _seconds(call: Callable[[], object]) -> float:
    """Return the processor time of a call: what it waits for others on a busy machine does not count."""
    start = process_time()
    call()
    return process_time() - start


def rows(scores: Iterable[Score]) -> list[dict[str, Any]]:
    """Return what was measured, with ratios to ours."""
    listed = list(scores)
    ours = {(each.competitor.start, each.players): each.median for each in listed if "shapviz" in each.competitor.name}
    return [
        {
            "start": each.competitor.start,
            "players": each.players,
            "competitor": each.competitor.name,
            "seconds": each.median,
            "ratio": each.median and each.median / (ours[each.competitor.start, each.players] or 1.0),
            "rounds": len(each.seconds),
            "samples": each.competitor.samples,
            "skipped": each.skipped,
        }
        for each in listed
    ]


def _print(found: list[dict[str, Any]], console: Console) -> None:
    for start in ("inputs", "features"):
        here = [row for row in found if row["start"] == start]
        table = Table(title=f"From {start}: time for {SAMPLES} samples, and as a multiple of ours")
        table.add_column("")
        sizes = list(dict.fromkeys(row["players"] for row in here))
        for players in sizes:
            table.add_column(f"M = {players}", justify="right")
        for name in dict.fromkeys(row["competitor"] for row in here):
            cells = {row["players"]: _cell(row) for row in here if row["competitor"] == name}
            table.add_row(name, *(cells[players] for players in sizes))
        console.print(table)


def _cell(row: dict[str, Any]) -> str:
    if row["skipped"] is not None:
        return f"–\n({row['skipped']})"
    return f"{row['seconds'] * 1000:,.1f} ms\n× {row['ratio']:,.1f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark from a command line."""
    parser = argparse.ArgumentParser(description="Cost of exact Shapley values, sample by sample.")
    parser.add_argument("--rounds", type=int, default=11, help="rounds of all competitors (default: 11)")
    parser.add_argument("--quick", action="store_true", help="three rounds, up to four modalities")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    options = parser.parse_args(arguments)
    rounds, most = (3, 4) if options.quick else (options.rounds, 10)
    torch.set_num_threads(1)
    with torch.no_grad():
        found = rows(score for players in range(2, most + 1) for score in contest(Arena(players), rounds))
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        _print(found, Console())


if __name__ == "__main__":
    main()
