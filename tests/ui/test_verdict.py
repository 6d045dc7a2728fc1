"""The verdict card says what the diagnosis decided, and compares only what intervals tell apart."""

from dataclasses import replace
from typing import Any

from hypothesis import given

from shapviz.diagnosis import foremost, warning
from shapviz.diagnosis.rules import STARVED as STARVED_FROM
from shapviz.figures.course import Course, Fork, Ghost
from shapviz.runs.records import DiagnosisRecord, Target
from shapviz.ui import evidence, verdict
from tests.diagnosis.cases import Case, record, records, sure
from tests.figures import records as made
from tests.ui.test_words import said

SOUND = Case()
STARVED = SOUND.but(probe_fused=0.4, heard=0.4)
SYNERGY = {("image", "text"): 0.4}
COURSE = Course(made.run(3), epochs=3, ghost=Ghost("had it stayed joint", "joint", made.run(3)))


def diagnosis(**cases: Case) -> DiagnosisRecord:
    return record(cases)


def card(
    found: DiagnosisRecord, beside: DiagnosisRecord | None = None, course: Course = COURSE, strategy: str = "joint"
) -> dict[str, Any]:
    return verdict.told(verdict.Case(found, course, strategy, beside))


def words(shown: dict[str, Any], key: str) -> str:
    return said(shown["sentences"][key])


def test_a_starved_modality_is_named_with_its_evidence_and_what_to_do() -> None:
    shown = card(diagnosis(image=SOUND, text=STARVED))
    assert words(shown, "lead") == "text was starved, not useless."
    assert words(shown, "more") == "Alone its encoder supports 70 %, in the fused model 40 % [38, 42]."
    assert f"at least {100 * STARVED_FROM:.0f} points" in words(shown, "verdict_why")
    assert shown["act"] == {"strategy": "joint_unimodal", "text": "Set up joint + unimodal"}


def test_what_is_in_use_already_is_not_set_up_again() -> None:
    assert card(diagnosis(image=SOUND, text=STARVED), strategy="joint_unimodal")["act"] is None


def test_balance_is_shown_too_with_who_lost_most() -> None:
    shown = card(diagnosis(image=SOUND, text=SOUND.but(probe_fused=0.69)))
    assert words(shown, "lead") == "Balanced: nobody was left behind."
    assert words(shown, "more") == "Even the encoder of text supports 69 % of the samples here, and 70 % alone."
    assert shown["act"] is None


def test_too_few_samples_are_said_calmly() -> None:
    shown = card(record({"image": STARVED, "text": SOUND}, samples=120))
    assert words(shown, "lead") == "Cannot tell: too little to judge by."
    assert "120 validation samples are fewer than 200" in words(shown, "more")
    assert "Use a larger validation split." in words(shown, "verdict_todo")


def test_a_fork_that_mended_what_starved_in_its_parent_says_from_where_to_where() -> None:
    forked = replace(COURSE, fork=Fork(1, "weak first"))
    shown = card(diagnosis(image=SOUND, text=SOUND), diagnosis(image=SOUND, text=STARVED), forked)
    assert words(shown, "lead") == "text was starved, not useless."
    assert words(shown, "more").endswith("Joint training left it at 40 %, the fork took it to 70 %.")


def test_a_run_that_is_no_fork_stands_beside_its_companion() -> None:
    shown = card(diagnosis(image=SOUND, text=SOUND), diagnosis(image=SOUND, text=STARVED))
    assert words(shown, "more").endswith("Joint training leaves it at 40 %, here it reaches 70 %.")


def test_what_still_starves_is_not_called_mended() -> None:
    shown = card(diagnosis(image=SOUND, text=STARVED), diagnosis(image=SOUND, text=STARVED))
    assert words(shown, "more").endswith("Joint is no different: 40 % [38, 42].")


def test_an_improvement_within_the_intervals_is_none() -> None:
    barely = SOUND.but(probe_alone=0.42, probe_fused=0.415, heard=0.7)
    shown = card(diagnosis(image=SOUND, text=barely), diagnosis(image=SOUND, text=STARVED))
    assert words(shown, "lead") == "Balanced: nobody was left behind."


def test_under_synergy_there_is_a_warning_and_no_distance_to_the_ensemble() -> None:
    measured = Target(shares=None, edm=sure(0.2))
    targets = dict.fromkeys(("equal", "potential", "ensemble"), measured)
    together = record({"image": SOUND, "text": SOUND}, synergy=SYNERGY).model_copy(update={"targets": targets})
    apart = record({"image": SOUND, "text": SOUND}).model_copy(update={"targets": targets})
    assert warning(together) in words(card(together), "verdict_todo")
    assert [said(told) for told in card(together)["distances"]] == [
        "EDM to equal 0.20 [0.18, 0.22]",
        "EDM to potential 0.20 [0.18, 0.22]",
    ]
    assert len(card(apart)["distances"]) == 3


@given(records())
def test_any_diagnosis_has_a_card_whose_names_are_its_players(found: DiagnosisRecord) -> None:
    shown = card(found, found)
    tags = {
        part["tag"]
        for sentence in shown["sentences"].values()
        for part in sentence
        if isinstance(part, dict) and "tag" in part
    }
    assert tags <= set(found.game.players)
    assert [row["name"] for row in shown["evidence"]] == list(found.game.players)
    assert foremost(found).label in {row["label"].removeprefix("somewhat ").split(",")[0] for row in shown["evidence"]}


@given(records())
def test_the_table_has_a_cell_for_every_column(found: DiagnosisRecord) -> None:
    table = evidence.table(found)
    assert {len(row) for row in table["rows"]} == {len(table["columns"])}
