import re

import pytest
from hypothesis import given

from shapviz.diagnosis import judge, sentence, suggestion, warning
from shapviz.runs.records import DiagnosisRecord
from tests.diagnosis.cases import Case, record, records

SOUND = Case()


def said(case: Case, **about: object) -> str:
    """Return what is said of a modality beside a sound one."""
    diagnosis = record({"text": case, "image": SOUND}, **about)
    verdict = judge(diagnosis)[0]
    return f"{sentence(verdict, diagnosis)} {suggestion(verdict, diagnosis)}"


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            SOUND.but(probe_alone=0.66, probe_fused=0.56),
            "Text carries 50 % [48, 52]; alone its encoder supports 66 %, in the fused model 56 % [54, 58]: starved. "
            "Try joint + unimodal losses.",
        ),
        (
            SOUND.but(probe_fused=0.655),
            "Text carries 50 % [48, 52]; alone its encoder supports 70 %, in the fused model 66 % [64, 68]: "
            "somewhat starved. Try joint + unimodal losses.",
        ),
        (
            SOUND.but(heard=0.4),
            "Text carries 25 % [23, 27]; trained alone it reaches 70 %, and its encoder still supports 70 %, "
            "yet the head makes 40 % of it: unheard. "
            "Try modality dropout: the encoder is sound, and the head learns to listen to it.",
        ),
        (
            SOUND.but(excess=0.21),
            "Text carries 50 % [48, 52]; that is 21 [19, 23] points more than in an ensemble of networks "
            "trained alone: dominant. Try joint + unimodal losses, and see whether the others catch up.",
        ),
        (
            SOUND.but(ceiling=0.11, heard=0.1),
            "Text carries 0 % [−2, 2]; trained alone it reaches 11 % [9, 13], and guessing 10 %: uninformative. "
            "Look at its data, or leave it out.",
        ),
        (
            SOUND.but(lost=0.0),
            "Text carries 50 % [48, 52]; alone its encoder supports 70 %, in the fused model 70 % [68, 72]: balanced. "
            "Redundant as well: the ensemble of all does about as well without it, as others know the same. "
            "Nothing needs mending.",
        ),
    ],
)
def test_the_evidence_stands_beside_the_verdict(case: Case, expected: str) -> None:
    assert said(case) == expected


def test_what_cannot_be_told_says_why() -> None:
    assert said(SOUND, samples=120).endswith(
        "120 validation samples are fewer than 200: cannot tell. Use a larger validation split."
    )
    assert "come from 3 groups, fewer than 5: cannot tell" in said(SOUND, groups=3)
    assert said(SOUND.but(ceiling=0.11), synergy={("text", "image"): 0.4}).endswith(
        "alone it is no better than guessing (11 % [9, 13]), and its worth arises together with another: cannot tell. "
        "Judge the pair, not its halves."
    )


def test_the_strategy_in_use_is_not_suggested_again() -> None:
    diagnosis = record({"text": SOUND.but(probe_fused=0.5), "image": SOUND})
    verdict = judge(diagnosis)[0]
    assert "joint + unimodal" in suggestion(verdict, diagnosis, "joint")
    assert "joint + unimodal" not in suggestion(verdict, diagnosis, "joint_unimodal")


def test_the_ensemble_is_warned_of_under_synergy_alone() -> None:
    cases = {"left": SOUND, "right": SOUND, "hint": SOUND}
    assert warning(record(cases)) is None
    assert warning(record(cases, synergy={("left", "right"): 0.4, ("left", "hint"): 0.2})) == (
        "Do not use the ensemble as target here: left and right are worth 40 [38, 42] points more together than apart. "
        "Modalities that were trained alone cannot have what arises between them."
    )


@given(records())
def test_every_verdict_can_be_said_in_one_sentence_that_names_modality_and_verdict(diagnosis: DiagnosisRecord) -> None:
    for verdict in judge(diagnosis):
        text = sentence(verdict, diagnosis)
        assert text.lower().startswith(f"{verdict.modality} carries")
        assert verdict.label in text
        assert re.search(r"\bnan\b|\d-|-\d", text) is None, "every number is known, and a minus is no hyphen"
        assert suggestion(verdict, diagnosis).endswith(".")
