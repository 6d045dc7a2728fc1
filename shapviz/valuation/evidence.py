"""From a trained network and the late ensemble of networks trained alone to the numbers that a diagnosis is based on.

Everything is an accuracy on the validation split, and every interval is drawn from the same resamples of its samples,
so that differences between the two networks are paired.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from shapviz.games import Interval, Valuation, interactions, shapley_values, shares, summarise
from shapviz.games.bootstrap import percentile_interval, resampled_means
from shapviz.models import BatchSource, FusionModel
from shapviz.runs.records import DiagnosisRecord, Evidence, Pair, Target, TargetName
from shapviz.valuation.probes import probe
from shapviz.valuation.worth import coalition_worth

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Bootstrap:
    """Which resamples of the validation samples all intervals of a diagnosis are drawn from."""

    resamples: int
    seed: int

    def means(self, values: Table) -> Table:
        """Return the resampled means (R, K) of (N, K) values."""
        return resampled_means(values, resamples=self.resamples, seed=self.seed)

    def intervals(self, values: Table) -> list[Interval]:
        """Return the mean of each column of (N, K) values with its 95 % percentile interval."""
        return _intervals(values.mean(axis=0), self.means(values))


def ensemble_of(alone: FusionModel, valid: BatchSource, draws: Bootstrap) -> Valuation:
    """Return the game of the late ensemble: of networks that were trained alone, their logits added."""
    return _valued(alone.modalities, _right(alone, valid), draws)


def gather(
    fused: FusionModel,
    alone: FusionModel,
    train: BatchSource,
    valid: BatchSource,
    *,
    epoch: int,
    groups: int | None,
    draws: Bootstrap,
) -> DiagnosisRecord:
    """Return the evidence on how `fused` uses its modalities.

    Args:
        fused: The network in question.
        alone: Its modalities trained each by itself, under an additive head: the late ensemble.
        train: What the probes are fitted to.
        valid: What everything is measured on.
        epoch: After which `fused` stands as it does.
        groups: How many groups the validation samples come from; None if they are no groups.
        draws: The bootstrap.
    """
    players = fused.modalities
    worth, late = (_right(model, valid) for model in (fused, alone))
    ensemble = _valued(players, late, draws)
    targets = {name: _target(players, worth, shares, draws) for name, shares in expected(ensemble).items()}
    return DiagnosisRecord(
        epoch=epoch,
        groups=groups,
        game=_valued(players, worth, draws),
        ensemble=ensemble,
        evidence=_evidence(players, worth, late, probe(alone, train, valid), probe(fused, train, valid), draws),
        pairs=_pairs(players, worth, draws),
        targets=targets,
    )


def _valued(
    players: Sequence[str], worth: Table, draws: Bootstrap, target: dict[str, float] | None = None
) -> Valuation:
    return summarise(players, worth, payoff="accuracy", resamples=draws.resamples, seed=draws.seed, target=target)


def expected(ensemble: Valuation) -> dict[TargetName, dict[str, float] | None]:
    """Return three answers to what shares should be, by modality; None where nobody has a claim.

    Potential is in proportion to what each ceiling lies above the worth of nobody.

    Args:
        ensemble: The game of the late ensemble, with the payoff accuracy.
    """
    players = range(len(ensemble.players))
    potential = shares(np.subtract([ensemble.worth[1 << player] for player in players], ensemble.worth[0]))
    late = [share.estimate for share in ensemble.shares] if ensemble.shares else [np.nan]
    answers: dict[TargetName, Sequence[float]] = {
        "equal": [1 / len(players)] * len(players),
        "potential": potential.tolist(),
        "ensemble": late,
    }
    return {
        name: None if np.isnan(answer).any() else dict(zip(ensemble.players, answer, strict=True))
        for name, answer in answers.items()
    }


def _right(model: FusionModel, valid: BatchSource) -> Table:
    """Return which coalition predicts which sample rightly, (N, 2**M) of 0 and 1."""
    return coalition_worth(model, valid, ["accuracy"])[0]["accuracy"]


def _target(players: Sequence[str], worth: Table, given: dict[str, float] | None, draws: Bootstrap) -> Target:
    """Return the distance of the game from a target, which is taken as exact."""
    return Target(shares=given, edm=given and _valued(players, worth, draws, given).edm)


def _evidence(
    players: Sequence[str],
    worth: Table,
    late: Table,
    alone: dict[str, Table],
    fused: dict[str, Table],
    draws: Bootstrap,
) -> dict[str, Evidence]:
    """Return what is known of each modality, from worths (N, 2**M) and who is right (N,) by modality."""
    before, after = (np.column_stack([right[name] for name in players]) for right in (alone, fused))
    columns = {
        "ceiling": draws.intervals(late[:, [1 << player for player in range(len(players))]]),
        "probe_alone": draws.intervals(before),
        "probe_fused": draws.intervals(after),
        "starvation": draws.intervals(before - after),
        "excess": _excess(worth, late, draws),
        "overlap": draws.intervals(interactions(late).sum(axis=-1)),
    }
    return {
        name: Evidence.model_validate({kind: column[player] for kind, column in columns.items()})
        for player, name in enumerate(players)
    }


def _excess(worth: Table, late: Table, draws: Bootstrap) -> Sequence[Interval | None]:
    """Return by how much each share exceeds the one in the ensemble, resample by resample."""
    games = [shapley_values(table) for table in (worth, late)]
    estimate = np.subtract(*(shares(values.mean(axis=0)) for values in games))
    if np.isnan(estimate).any():
        return [None] * len(estimate)
    resampled = np.subtract(*(shares(draws.means(values)) for values in games))
    return _intervals(estimate, resampled, bounds=(-1.0, 1.0))


def _pairs(players: Sequence[str], worth: Table, draws: Bootstrap) -> tuple[Pair, ...]:
    between = interactions(worth)  # (N, M, M)
    numbered = list(combinations(range(len(players)), 2))
    found = draws.intervals(np.column_stack([between[:, first, second] for first, second in numbered]))
    return tuple(
        Pair(modalities=(players[first], players[second]), interaction=interaction)
        for (first, second), interaction in zip(numbered, found, strict=True)
    )


def _intervals(estimate: Table, resampled: Table, bounds: tuple[float, float] = (-np.inf, np.inf)) -> list[Interval]:
    low, high = percentile_interval(resampled, bounds)
    return list(map(Interval, estimate.tolist(), low.tolist(), high.tolist()))
