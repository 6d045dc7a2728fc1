"""How often the verdicts are right where the truth is known.

    python -m benchmarks.verdicts               # ten seeds of seven cases: about four minutes on one core
    python -m benchmarks.verdicts --regime race --seeds 50 --json
    python -m benchmarks.verdicts --seeds 50 --cells /tmp/cells --write docs/verdicts.md

What a modality knows in a synthetic regime is a table, so who is uninformative, who is redundant and who matters only
together with another is exact. Who is starved is up to training: the race is built so that the fast modality leaves the
slower ones behind in joint training, and unimodal losses are known to cure it. Modalities whose fate is open in a case
are not judged. Exits with 1 if fewer than nine of ten are right in a case.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks import report
from benchmarks.cells import Cell, Cells
from shapviz.data.synthetic import REGIMES
from shapviz.diagnosis import Label, judge, synergies
from shapviz.diagnosis.rules import REDUNDANT, SYNERGY
from shapviz.experiment import run
from shapviz.games import interactions
from shapviz.runs.options import Joint, JointUnimodal, Strategy
from shapviz.runs.records import DiagnosisRecord
from shapviz.runs.spec import DatasetSpec, ModelSpec, RunSpec, TrainingSpec, ValuationSpec

BOUND = 0.9
NOWHERE = Cells()
ROUNDING = 1e-9  # of an interaction that is 0
KINDS = ("label", "redundant", "synergy")
LEFT_BEHIND: frozenset[Label] = frozenset({"starved", "unheard"})
FINE: frozenset[Label] = frozenset({"balanced"})
NOTHING: frozenset[Label] = frozenset({"uninformative"})
OPEN: frozenset[Label] = frozenset({"cannot tell"})


@dataclass(frozen=True)
class Case:
    """A regime, how it is trained, and the labels that are right for each modality."""

    regime: str
    strategy: Strategy
    right: Mapping[str, frozenset[Label]]
    head: str = "additive"

    @property
    def name(self) -> str:
        """How it is called."""
        return f"{self.regime}, {self.strategy.name}"


CASES = (
    Case("race", Joint(), {"hare": frozenset({"dominant"}), "fox": LEFT_BEHIND, "tortoise": LEFT_BEHIND}),
    Case("race", JointUnimodal(), {"hare": FINE, "fox": FINE, "tortoise": FINE}),
    Case("unequal", JointUnimodal(), {"strong": FINE, "middling": FINE, "weak": FINE}),
    Case("redundant", JointUnimodal(), {"original": FINE, "copy": FINE, "second": FINE, "third": FINE}),
    Case("noise", Joint(), {"noise": NOTHING}),
    Case("noise", JointUnimodal(), {"left": FINE, "right": FINE, "noise": NOTHING}),
    Case("xor", Joint(), {"left": OPEN, "right": OPEN}, head="mlp"),
)


@dataclass(frozen=True)
class Outcome:
    """What was said in one run, and what of it was right."""

    case: str
    seed: int
    labels: dict[str, Label]
    redundant: tuple[str, ...]  # the modalities with the tag
    synergy: bool  # whether the ensemble was refused as a target
    right: dict[str, tuple[bool, ...]]  # labels, tags and the refusal, each with one truth value for each judgement


def has_synergy(regime: str) -> bool:
    """Return whether two modalities of the regime are worth far more together than apart."""
    return bool((interactions(REGIMES[regime].truth.worth) >= SYNERGY).any())


def redundant(regime: str) -> frozenset[str]:
    """Return who is redundant in the exact game, by the definition of the tag."""
    truth = REGIMES[regime].truth
    everybody = len(truth.worth) - 1
    overlap = interactions(truth.worth).sum(axis=-1)
    return frozenset(
        name
        for player, name in enumerate(truth.players)
        if truth.worth[everybody] - truth.worth[everybody ^ 1 << player] <= REDUNDANT and overlap[player] < -ROUNDING
    )


def spec_of(case: Case, seed: int, epochs: int) -> RunSpec:
    """Return the run of a case that is looked at only at its end."""
    return RunSpec(
        dataset=DatasetSpec(name=case.regime),
        model=ModelSpec.model_validate({"head": case.head}),
        training=TrainingSpec(epochs=epochs),
        strategy=case.strategy,
        valuation=ValuationSpec(every=epochs),
        probes=True,
        seed=seed,
    )


def diagnosed(spec: RunSpec) -> Cell:
    """Return the evidence that a run ends with."""
    *_, diagnosis = run(spec)
    assert isinstance(diagnosis, DiagnosisRecord)
    return (diagnosis,)


def outcome(case: Case, seed: int, epochs: int, cells: Cells = NOWHERE) -> Outcome:
    """Return what is said after a run of the case."""
    (diagnosis,) = cells.get(spec_of(case, seed, epochs), diagnosed)
    verdicts = {verdict.modality: verdict for verdict in judge(diagnosis)}
    tagged, truly = {name for name, verdict in verdicts.items() if verdict.redundant}, redundant(case.regime)
    synergy = bool(synergies(diagnosis))
    return Outcome(
        case=case.name,
        seed=seed,
        labels={name: verdict.label for name, verdict in verdicts.items()},
        redundant=tuple(sorted(tagged)),
        synergy=synergy,
        right={
            "label": tuple(verdicts[name].label in labels for name, labels in case.right.items()),
            # under synergy there is no ensemble to judge by, and nobody is given the tag
            "redundant": () if has_synergy(case.regime) else tuple((n in tagged) == (n in truly) for n in verdicts),
            "synergy": (synergy == has_synergy(case.regime),),
        },
    )


def rates(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return the proportion of right judgements of each kind that was made."""
    found = {kind: [right for each in outcomes for right in each.right[kind]] for kind in KINDS}
    return {kind: sum(right) / len(right) for kind, right in found.items() if right}


def table(results: Mapping[str, Sequence[Outcome]]) -> Table:
    """Return how often each case was judged rightly, and what was said how often."""
    shown = Table("case", *(f"{kind} right" for kind in KINDS), "modality", "what was said, how often", "redundant")
    for name, outcomes in results.items():
        found = rates(outcomes)
        head = [name, *(f"{found[kind]:.0%}" if kind in found else "–" for kind in KINDS)]
        for modality in outcomes[0].labels:
            said = Counter(each.labels[modality] for each in outcomes).most_common()
            tagged = sum(modality in each.redundant for each in outcomes)
            shown.add_row(*head, modality, ", ".join(f"{label} {count}" for label, count in said), str(tagged))
            head = [""] * len(head)
        shown.add_section()
    return shown


def described(results: Mapping[str, Sequence[Outcome]]) -> str:
    """Return the rates as a table of a document."""
    rows = [
        [name, str(len(outcomes)), *(f"{found[kind]:.1%}" if kind in found else "–" for kind in KINDS)]
        for name, outcomes in results.items()
        for found in [rates(outcomes)]
    ]
    return report.table(["regime, strategy", "seeds", *(f"{kind} right" for kind in KINDS)], rows)


def main() -> int:
    """Measure, print, and return whether all cases are judged well enough as an exit code."""
    parser = argparse.ArgumentParser(description="Measure how often verdicts are right where the truth is known.")
    parser.add_argument("--regime", choices=sorted({case.regime for case in CASES}), action="append")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--json", action="store_true", help="print every outcome as JSON")
    parser.add_argument("--cells", type=Path, help="folder that keeps what was found, so that this can go on")
    parser.add_argument("--write", type=Path, metavar="DOCUMENT", help="write the rates into this document")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    results: dict[str, list[Outcome]] = {}
    cells = Cells(asked.cells)
    runs = [(case, seed) for case in CASES if case.regime in (asked.regime or REGIMES) for seed in range(asked.seeds)]
    for case, seed in track(runs, description="verdicts", console=Console(stderr=True), transient=True):
        results.setdefault(case.name, []).append(outcome(case, seed, asked.epochs, cells))
    if asked.write:
        report.write(asked.write, "synthetic", described(results))
    if asked.json:
        found = {name: {"rates": rates(each), "runs": [asdict(one) for one in each]} for name, each in results.items()}
        print(json.dumps(found))
    else:
        Console(width=140).print(table(results))
    return 0 if all(rate >= BOUND for each in results.values() for rate in rates(each).values()) else 1


if __name__ == "__main__":
    sys.exit(main())
