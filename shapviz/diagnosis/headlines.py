"""The verdict that matters most, in a few words: what a page says in large letters, and why."""

from typing import Final

from shapviz.diagnosis.rules import (
    CLEARLY,
    DOMINANT,
    LEAST_GROUPS,
    LEAST_SAMPLES,
    MARGIN,
    REDUNDANT,
    STARVED,
    UNHEARD,
    Label,
    Verdict,
    cannot_judge,
    judge,
)
from shapviz.games import mask_of
from shapviz.runs.records import DiagnosisRecord

WEIGHT: Final[tuple[Label, ...]] = ("starved", "unheard", "dominant", "uninformative", "cannot tell", "balanced")
"""From what should be mended first to what needs nothing."""

REMEDIES: Final[dict[Label, str]] = {
    "starved": "joint_unimodal",
    "unheard": "modality_dropout",
    "dominant": "joint_unimodal",
}
"""The strategies that `suggestion` names, where it names one."""

RULES: Final[dict[Label, str]] = {
    "starved": (
        f"Starved: a linear probe on its encoder is at least {100 * STARVED:.0f} points less accurate than one on the "
        f"same encoder trained alone, with {MARGIN:g} standard errors to spare, and the interval of the difference "
        f"lies above 0 (below {100 * CLEARLY:.0f} points: somewhat starved)."
    ),
    "unheard": (
        f"Unheard: it is not starved, yet the network, given it alone, stays at least {100 * UNHEARD:.0f} points below "
        "what a network trained on it alone reaches."
    ),
    "dominant": (
        f"Dominant: its share is at least {100 * DOMINANT:.0f} points above the one that it has in an ensemble of "
        "networks trained alone, and the interval of the difference lies above 0."
    ),
    "uninformative": "Uninformative: even trained alone it is not surely better than guessing.",
    "balanced": (
        "Balanced: its encoder learned what it learns alone, the head makes use of it, and its share is about the one "
        "in an ensemble of networks trained alone."
    ),
    "cannot tell": (
        f"Cannot tell: fewer than {LEAST_SAMPLES} validation samples or {LEAST_GROUPS} groups of them, or a modality "
        "that guesses alone while its worth arises together with another."
    ),
}
REDUNDANCY: Final = (
    f"Redundant: an ensemble loses at most {100 * REDUNDANT:.0f} points without it, and others surely know the same."
)


def foremost(record: DiagnosisRecord) -> Verdict:
    """Return the verdict to begin with: the gravest kind, and of that kind the one with most behind it."""
    return min(judge(record), key=lambda verdict: (WEIGHT.index(verdict.label), -_weight(verdict, record)))


def headline(verdict: Verdict, record: DiagnosisRecord) -> tuple[str | None, str]:
    """Return the verdict as a headline: whom it is about, None if all of them, and what is said."""
    match verdict.label:
        case "starved" if verdict.clearly:
            return verdict.modality, " was starved, not useless."
        case "starved":
            return verdict.modality, " was somewhat starved."
        case "unheard":
            return verdict.modality, " is unheard: it knows more than is used."
        case "dominant":
            return verdict.modality, " is dominant: it carries more than its part."
        case "uninformative":
            return verdict.modality, " is uninformative: alone it guesses."
        case "balanced":
            return None, "Balanced: nobody was left behind."
        case "cannot tell" if cannot_judge(record) is None:
            return verdict.modality, " cannot be judged by itself."
        case "cannot tell":
            return None, "Cannot tell: too little to judge by."


def mended(before: Verdict, after: DiagnosisRecord) -> str | None:
    """Return what is said of a modality that was starved or unheard in one run and is balanced in another."""
    if next(verdict.label for verdict in judge(after) if verdict.modality == before.modality) != "balanced":
        return None
    return {"starved": " was starved, not useless.", "unheard": " was unheard, and is heard now."}.get(before.label)


def remedy(verdict: Verdict, strategy: str) -> str | None:
    """Return the strategy to try next, by its name; None where there is none, or where it is in use already."""
    wanted = REMEDIES.get(verdict.label)
    return None if wanted == strategy else wanted


def _weight(verdict: Verdict, record: DiagnosisRecord) -> float:
    """Return how much speaks for a verdict, comparable among verdicts of the same kind."""
    evidence = record.evidence[verdict.modality]
    match verdict.label:
        case "starved":
            return evidence.starvation.estimate
        case "unheard":
            return evidence.ceiling.estimate - record.game.worth[mask_of([verdict.modality], record.game.players)]
        case "dominant" if evidence.excess is not None:
            return evidence.excess.estimate
        case _:
            return 0.0
