"""How long each turn is: the passes over the training split that every modality gets in an alternating epoch."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from shapviz.runs.options import Alternating
from shapviz.runs.records import EpochRecord
from shapviz.strategies.standing import standings

MINIMUM = 0.25  # passes that everybody gets in every epoch: too few to waste much, enough to be noticed waking up
GUARD_FROM = 2  # epochs that a modality has to show that it can be told from chance
GUARD_ERRORS = 2.0  # standard errors above chance that count as shown


class Allowance(NamedTuple):
    """What one modality gets in an epoch."""

    passes: float  # over the training split
    why: str  # empty where there is nothing to explain


def allowances(options: Alternating, modalities: Sequence[str], last: EpochRecord) -> dict[str, Allowance]:
    """Return the passes of each modality in the epoch after `last`; they always sum to the number of modalities.

    A guided budget gives everybody `MINIMUM` and deals out the rest in proportion to (1 - lead) ** power, where the
    lead is how far a modality's share lies above what the guide expects of it. If the guide is the share itself,
    nothing is expected, and this is what a modality lacks to contribute everything. Unlike the distance below the
    target alone, it has no jump where a modality comes to deserve more than the others, and equal leads, as where
    everybody is on target, get equal budgets. Where shares are undefined the budget is equal; where nobody was valued
    it stays as it was.

    Measured on a race of three modalities: worth a point of accuracy after 6 epochs, nothing after 20, and harmful
    where a modality is noise, which the guard repairs (docs/method.md).
    """
    equal = dict.fromkeys(modalities, Allowance(1.0, ""))
    if options.budget == "equal":
        return equal
    if last.valuation is None:
        return _as_before(last, len(modalities))
    found = standings(options.guide, last)
    if found is None:
        return equal
    hopeless = guarded(last) if options.guard else frozenset()
    lack = {name: (1 - found[name].lead) ** options.power for name in modalities if name not in hopeless}
    return _dealt(lack, modalities) if lack else equal


def _dealt(lack: Mapping[str, float], modalities: Sequence[str]) -> dict[str, Allowance]:
    """Return the allowances where the others get the minimum, and those in `lack` more the more they lack."""
    total = sum(lack.values())
    # one that contributes everything lacks nothing, and may yet be the only one worth training
    parts = {name: amount / total if total else 1 / len(lack) for name, amount in lack.items()}
    spare = len(modalities) * (1 - MINIMUM)
    passes = {name: MINIMUM + spare * parts.get(name, 0.0) for name in modalities}
    return {
        name: Allowance(
            count, f"{count:.2f} passes" + ("" if name in lack else ", for alone it is no better than chance")
        )
        for name, count in passes.items()
    }


def _as_before(last: EpochRecord, players: int) -> dict[str, Allowance]:
    spans = {turn.modalities: (turn.end - turn.start) * players / len(turn.modalities) for turn in last.turns}
    return {name: Allowance(count, f"{count:.2f} passes") for names, count in spans.items() for name in names}


def guarded(last: EpochRecord) -> frozenset[str]:
    """Return the modalities that cannot be told from chance, and so must not draw budget for contributing little.

    From epoch `GUARD_FROM` on these are the ones whose own validation accuracy is less than two standard errors above
    that of nobody. A small share may mean starved, or little information: only the first is helped by more passes.
    """
    if last.epoch < GUARD_FROM or last.valuation is None or last.accuracy is None:
        return frozenset()
    nobody, samples = last.accuracy[0], last.valuation.samples
    own = {name: last.accuracy[1 << bit] for bit, name in enumerate(last.valuation.players)}
    return frozenset(
        name
        for name, accuracy in own.items()
        if accuracy - nobody < GUARD_ERRORS * sqrt(accuracy * (1 - accuracy) / samples)
    )
