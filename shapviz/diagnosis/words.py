"""Verdicts in words: a sentence that names its evidence, and what might be tried."""

from typing import Final

from shapviz.diagnosis.rules import Label, Verdict, cannot_judge, synergies
from shapviz.games import Interval, mask_of
from shapviz.runs.records import DiagnosisRecord, Evidence

ADVICE: Final[dict[Label, str]] = {
    "starved": "Try joint + unimodal losses.",
    "unheard": "Try modality dropout: the encoder is sound, and the head learns to listen to it.",
    "dominant": "Try joint + unimodal losses, and see whether the others catch up.",
    "uninformative": "Look at its data, or leave it out.",
    "balanced": "Nothing needs mending.",
    "cannot tell": "Nothing follows from this.",
}
HEARD_ALREADY: Final = "Its own loss is in training already: try more weight on it, or more epochs."
TOO_LITTLE: Final = "Use a larger validation split."
TOGETHER: Final = "Judge the pair, not its halves."


def sentence(verdict: Verdict, record: DiagnosisRecord) -> str:
    """Return what is said of a modality, with the evidence that decided.

    For example: "Text carries 31 % [27, 35]; alone its encoder supports 66 %, in the fused model 56 % [53, 59]:
    starved."
    """
    named = verdict.label if verdict.clearly else f"somewhat {verdict.label}"
    said = f"{_carries(verdict.modality, record)}; {grounds(verdict, record)}: {named}."
    if verdict.redundant:
        said += " Redundant as well: the ensemble of all does about as well without it, as others know the same."
    return said


def suggestion(verdict: Verdict, record: DiagnosisRecord, strategy: str = "") -> str:
    """Return what might be tried. `strategy`: the name of the one in use, which is not suggested again."""
    match verdict.label:
        case "cannot tell":
            return TOGETHER if cannot_judge(record) is None else TOO_LITTLE
        case "starved" | "dominant" if strategy == "joint_unimodal":
            return HEARD_ALREADY
        case label:
            return ADVICE[label]


def warning(record: DiagnosisRecord) -> str | None:
    """Return why the ensemble must not be the target of this run; None if it may."""
    pairs = synergies(record)
    if not pairs:
        return None
    most = max(pairs, key=lambda pair: pair.interaction.estimate)
    first, second = most.modalities
    return (
        f"Do not use the ensemble as target here: {first} and {second} are worth {_points(most.interaction)} points "
        "more together than apart. Modalities that were trained alone cannot have what arises between them."
    )


def _carries(name: str, record: DiagnosisRecord) -> str:
    shares = record.game.shares
    titled = name[0].upper() + name[1:]
    if shares is None:
        return f"{titled} carries an unknown share"
    return f"{titled} carries {_percent(shares[record.game.players.index(name)], both=True)}"


def grounds(verdict: Verdict, record: DiagnosisRecord) -> str:
    """Return the evidence that decided, as part of a sentence."""
    evidence = record.evidence[verdict.modality]
    match verdict.label:
        case "starved" | "balanced":
            return _probes(evidence)
        case "unheard":
            alone = record.game.worth[mask_of([verdict.modality], record.game.players)]
            return (
                f"trained alone it reaches {_percent(evidence.ceiling)}, and its encoder still supports "
                f"{_percent(evidence.probe_fused)}, yet the head makes {round(100 * alone)} % of it"
            )
        case "dominant":
            assert evidence.excess is not None
            return f"that is {_points(evidence.excess)} points more than in an ensemble of networks trained alone"
        case "uninformative":
            return f"trained alone it reaches {_percent(evidence.ceiling, both=True)}, and guessing {_guessing(record)}"
        case "cannot tell":
            return cannot_judge(record) or (
                f"alone it is no better than guessing ({_percent(evidence.ceiling, both=True)}), "
                "and its worth arises together with another"
            )


def _probes(evidence: Evidence) -> str:
    return (
        f"alone its encoder supports {_percent(evidence.probe_alone)}, "
        f"in the fused model {_percent(evidence.probe_fused, both=True)}"
    )


def _guessing(record: DiagnosisRecord) -> str:
    return f"{round(100 * record.ensemble.worth[0])} %"


def _percent(value: Interval, *, both: bool = False) -> str:
    """Return a proportion in percent; `both`: with both ends of its interval."""
    return f"{round(100 * value.estimate)} %" + (f" {_ends(value)}" if both else "")


def _points(value: Interval) -> str:
    return f"{round(100 * value.estimate)} {_ends(value)}"


def _ends(value: Interval) -> str:
    low, high = (f"{round(100 * end)}".replace("-", "−") for end in (value.low, value.high))
    return f"[{low}, {high}]"
