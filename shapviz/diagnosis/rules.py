"""The rules: pure functions from a run's evidence to one verdict for each modality.

The first rule that applies decides. The thresholds are differences of accuracies or of shares. They were chosen with a
prototype on thirteen datasets with four strategies each; those of starvation once more, on real data, so that at most
one in twenty of those who are not starved is called so. `benchmarks/agreement.py` measures it on runs that no threshold
was chosen on.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from shapviz.games import Interval, mask_of
from shapviz.runs.records import DiagnosisRecord, Evidence, Pair

Label = Literal["starved", "unheard", "dominant", "uninformative", "balanced", "cannot tell"]
LABELS: Final[tuple[Label, ...]] = get_args(Label)

STARVED: Final = 0.04
"""Accuracy that the probe loses. Encoders differ by three points from one initialisation to the next."""
MARGIN: Final = 0.75
"""Standard errors by which the estimate must lie above STARVED: most who are called starved by mistake have lost nearly
enough, and chance makes up the rest. Where starvation is known exactly there is no margin."""
CLEARLY: Final = 0.05
"""Accuracy from which on "starved" is said without reserve: there, false alarms are rare."""
UNHEARD: Final = 0.10
"""Accuracy that the head leaves lying in a sound encoder. It is far above STARVED because every head that has not
seen the others absent makes less of a modality alone than a network of its own does."""
DOMINANT: Final = 0.05
"""Share above the one in the ensemble. Smaller differences of shares are ties."""
REDUNDANT: Final = 0.02
"""Accuracy that the ensemble loses without the modality, at most: little enough to do without it."""
DEVIATIONS: Final = 1.96  # standard errors between an estimate and either end of its 95 % interval
SYNERGY: Final = 0.10
"""Accuracy that two modalities must surely be worth together beyond what each brings alone. Modalities that each know
something by themselves overlap, and interact negatively; networks trained with all present hardly reach 0."""
LEAST_SAMPLES: Final = 200
"""Validation samples. With fewer, an accuracy is uncertain by 7 points and no threshold above can be told from 0."""
LEAST_GROUPS: Final = 5
"""Validation groups, such as subjects. Intervals over samples know nothing of groups; with so few, one decides all."""


@dataclass(frozen=True)
class Verdict:
    """What is said of one modality."""

    modality: str
    label: Label
    clearly: bool = True  # False for "starved" below CLEARLY
    redundant: bool = False  # the ensemble could do without it: another knows the same


def judge(record: DiagnosisRecord) -> tuple[Verdict, ...]:
    """Return the verdict on every modality, in the order of the players."""
    if cannot_judge(record) is not None:
        return tuple(Verdict(name, "cannot tell") for name in record.game.players)
    return tuple(_verdict(name, record) for name in record.game.players)


def cannot_judge(record: DiagnosisRecord) -> str | None:
    """Return why no modality of the run can be judged; None if they can."""
    if record.game.samples < LEAST_SAMPLES:
        return f"{record.game.samples} validation samples are fewer than {LEAST_SAMPLES}"
    if record.groups is not None and record.groups < LEAST_GROUPS:
        return f"the validation samples come from {record.groups} groups, fewer than {LEAST_GROUPS}"
    return None


def synergies(record: DiagnosisRecord) -> tuple[Pair, ...]:
    """Return the pairs that are surely worth far more together than apart.

    Where there are some, an ensemble of modalities that were trained alone is no picture of health: it cannot have what
    only arises between them. Neither its shares nor anybody's ceiling are a target then.
    """
    return tuple(pair for pair in record.pairs if pair.interaction.low >= SYNERGY)


def _verdict(name: str, record: DiagnosisRecord) -> Verdict:
    evidence = record.evidence[name]
    if evidence.ceiling.low <= record.ensemble.worth[0]:
        # it knows nothing by itself; that is not nothing if it takes part in a synergy
        matters = any(name in pair.modalities for pair in synergies(record))
        return Verdict(name, "cannot tell" if matters else "uninformative")
    redundant = _redundant(name, record)
    if _starved(evidence.starvation):
        return Verdict(name, "starved", clearly=evidence.starvation.estimate >= CLEARLY, redundant=redundant)
    # before "unheard": a head that leans on a modality listens to it, even if it cannot do with it alone
    if _dominant(evidence) and not synergies(record):
        return Verdict(name, "dominant", redundant=redundant)
    if _unheard_by(name, record) >= UNHEARD:
        return Verdict(name, "unheard", redundant=redundant)
    return Verdict(name, "balanced", redundant=redundant)


def _starved(lost: Interval) -> bool:
    error = (lost.high - lost.low) / (2 * DEVIATIONS)
    return lost.low > 0 and lost.estimate - MARGIN * error >= STARVED


def _unheard_by(name: str, record: DiagnosisRecord) -> float:
    """Return how far the modality's accuracy when it is alone in the run's network lies below its ceiling."""
    return record.evidence[name].ceiling.estimate - record.game.worth[mask_of([name], record.game.players)]


def _dominant(evidence: Evidence) -> bool:
    return evidence.excess is not None and evidence.excess.low > 0 and evidence.excess.estimate >= DOMINANT


def _redundant(name: str, record: DiagnosisRecord) -> bool:
    """Return whether the ensemble can do without the modality because others know the same.

    Judged on the ensemble: there everybody has learned all it can, and nobody is called redundant for being starved.
    Under synergy the ensemble is no judge.
    """
    if synergies(record):
        return False
    worth, players = record.ensemble.worth, record.ensemble.players
    everybody = len(worth) - 1
    lost = worth[everybody] - worth[everybody ^ mask_of([name], players)]
    return lost <= REDUNDANT and record.evidence[name].overlap.high < 0
