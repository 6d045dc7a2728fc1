"""Diagnoses with numbers of one's own choice, and any diagnosis for hypothesis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from shapviz.games import Interval, Valuation, coalitions, edm, interactions, shapley_values, shares
from shapviz.runs.records import DiagnosisRecord, Evidence, Pair, Target

NAMES = ("image", "text", "audio", "touch")
GUESSING = 0.1


def sure(value: float, half: float = 0.02) -> Interval:
    """Return an estimate with an interval about it."""
    return Interval(value, value - half, value + half)


@dataclass(frozen=True)
class Case:
    """What speaks for and against a modality. As it stands: a sound one."""

    ceiling: float = 0.7
    probe_alone: float = 0.7
    probe_fused: float = 0.7
    starvation_half: float = 0.01  # half the width of its interval
    heard: float = 0.7  # accuracy of the modality alone in the run's network
    excess: float | None = 0.0
    overlap: float = -0.3
    lost: float = 0.2  # accuracy that the ensemble loses without it

    def but(self, **changes: float | None) -> "Case":
        """Return the same with some numbers changed."""
        return replace(self, **changes)

    @property
    def evidence(self) -> Evidence:
        """The case as a record has it."""
        return Evidence(
            ceiling=sure(self.ceiling),
            probe_alone=sure(self.probe_alone),
            probe_fused=sure(self.probe_fused),
            starvation=sure(self.probe_alone - self.probe_fused, self.starvation_half),
            excess=None if self.excess is None else sure(self.excess),
            overlap=sure(self.overlap),
        )


def record(
    cases: Mapping[str, Case],
    *,
    synergy: Mapping[tuple[str, str], float] | None = None,
    samples: int = 500,
    groups: int | None = None,
) -> DiagnosisRecord:
    """Return a diagnosis of these modalities; pairs that `synergy` does not name overlap."""
    players = tuple(cases)
    found = synergy or {}
    pairs = tuple(Pair(modalities=pair, interaction=sure(found.get(pair, -0.1))) for pair in combinations(players, 2))
    ensemble = [0.9] * 2 ** len(players)
    ensemble[0] = GUESSING
    for player, case in enumerate(cases.values()):
        ensemble[-1 - (1 << player)] = 0.9 - case.lost
    nothing = Target(shares=None, edm=None)
    return DiagnosisRecord(
        epoch=20,
        groups=groups,
        game=valuation(players, heard([case.heard for case in cases.values()]), samples),
        ensemble=valuation(players, ensemble, samples),
        evidence={name: case.evidence for name, case in cases.items()},
        pairs=pairs,
        targets={"equal": nothing, "potential": nothing, "ensemble": nothing},
    )


def heard(alone: Sequence[float]) -> list[float]:
    """Return worths in which a coalition is as good as the best of its members."""
    return [max([GUESSING, *np.array(alone)[present].tolist()]) for present in coalitions(len(alone))]


def valuation(players: Sequence[str], worth: Sequence[float], samples: int) -> Valuation:
    """Return a game that is known exactly."""
    phi = shapley_values(worth)
    parts, distance = shares(phi).tolist(), float(edm(phi))
    known = not np.isnan(distance)
    return Valuation(
        players=tuple(players),
        payoff="accuracy",
        samples=samples,
        worth=tuple(worth),
        shapley=tuple(map(sure, phi.tolist())),
        shares=tuple(map(sure, parts)) if known else None,
        edm=sure(distance) if known else None,
        interactions=tuple(map(tuple, interactions(worth).tolist())),
    )


accuracies = st.floats(GUESSING, 1)
CASES = st.builds(
    Case,
    ceiling=accuracies,
    probe_alone=accuracies,
    probe_fused=accuracies,
    starvation_half=st.floats(0, 0.1),
    heard=accuracies,
    excess=st.none() | st.floats(-0.5, 0.5),
    overlap=st.floats(-0.5, 0.5),
    lost=st.floats(-0.1, 0.5),
)


@st.composite
def records(draw: st.DrawFn) -> DiagnosisRecord:
    """Any diagnosis, of two to four modalities."""
    players = NAMES[: draw(st.integers(2, len(NAMES)))]
    values = st.floats(-0.5, 0.5)
    synergy = {pair: draw(values) for pair in combinations(players, 2)}
    return record(
        {name: draw(CASES) for name in players},
        synergy=synergy,
        samples=draw(st.integers(50, 1000)),
        groups=draw(st.none() | st.integers(1, 20)),
    )
