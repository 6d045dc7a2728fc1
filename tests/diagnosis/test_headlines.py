"""The headline is the gravest verdict, and says what the rules have decided."""

from hypothesis import given

from shapviz.diagnosis import LABELS, RULES, foremost, headline, judge, remedy, suggestion
from shapviz.diagnosis.headlines import WEIGHT
from shapviz.runs.options import STRATEGY_OPTIONS
from shapviz.runs.records import DiagnosisRecord
from tests.diagnosis.cases import Case, record, records

SOUND = Case()
STARVED = SOUND.but(probe_fused=0.5, heard=0.5)
UNHEARD = SOUND.but(heard=0.4)


@given(records())
def test_nothing_graver_than_the_foremost_verdict_is_left_unsaid(found: DiagnosisRecord) -> None:
    first = foremost(found)
    assert first in judge(found)
    assert all(WEIGHT.index(first.label) <= WEIGHT.index(other.label) for other in judge(found))


@given(records())
def test_a_headline_names_whom_it_is_about_unless_it_is_about_all(found: DiagnosisRecord) -> None:
    verdict = foremost(found)
    name, said = headline(verdict, found)
    assert name in (None, verdict.modality)
    assert said.endswith(".")


def test_starved_is_graver_than_unheard_and_the_most_starved_comes_first() -> None:
    found = record({"image": UNHEARD, "text": STARVED, "audio": STARVED.but(probe_fused=0.4)})
    assert foremost(found).modality == "audio"
    assert headline(foremost(found), found) == ("audio", " was starved, not useless.")


def test_where_nobody_needs_anything_that_is_said_of_all() -> None:
    found = record({"image": SOUND, "text": SOUND})
    assert headline(foremost(found), found) == (None, "Balanced: nobody was left behind.")


def test_too_few_samples_are_said_of_all() -> None:
    found = record({"image": STARVED, "text": SOUND}, samples=50)
    assert headline(foremost(found), found)[0] is None


def test_every_verdict_has_a_rule_and_a_weight() -> None:
    assert set(RULES) == set(WEIGHT) == set(LABELS)


@given(records())
def test_a_remedy_is_the_strategy_that_the_suggestion_names(found: DiagnosisRecord) -> None:
    for verdict in judge(found):
        wanted = remedy(verdict, "alternating")
        said = suggestion(verdict, found, "alternating")
        named = {"joint_unimodal": "joint + unimodal", "modality_dropout": "modality dropout"}
        assert [strategy for strategy, words in named.items() if words in said] == ([wanted] if wanted else [])
        assert wanted is None or wanted in STRATEGY_OPTIONS
        assert wanted is None or remedy(verdict, wanted) is None
