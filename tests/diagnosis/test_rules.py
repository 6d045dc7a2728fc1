import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapviz.diagnosis import LABELS, Label, judge, synergies
from shapviz.runs.records import DiagnosisRecord
from tests.diagnosis.cases import CASES, Case, record, records

SOUND = Case()


def label(case: Case) -> Label:
    """Return the verdict on a modality beside a sound one."""
    return judge(record({"text": case, "image": SOUND}))[0].label


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (SOUND, "balanced"),
        (SOUND.but(probe_fused=0.65), "starved"),
        (SOUND.but(probe_fused=0.67), "balanced"),  # below 4 points
        (SOUND.but(probe_fused=0.65, starvation_half=0.03), "balanced"),  # not by a margin for chance
        (SOUND.but(probe_fused=0.65, starvation_half=0.06), "balanced"),  # may be chance
        (SOUND.but(heard=0.55), "unheard"),
        (SOUND.but(heard=0.65), "balanced"),  # below 10 points
        (SOUND.but(heard=0.55, probe_fused=0.65, starvation_half=0.06), "unheard"),  # whether starved or not
        (SOUND.but(heard=0.55, probe_fused=0.6), "starved"),  # what the encoder lacks, the head cannot hear
        (SOUND.but(excess=0.06), "dominant"),
        (SOUND.but(excess=0.04), "balanced"),  # a tie
        (SOUND.but(excess=0.06, heard=0.5), "dominant"),  # a head that leans on it listens to it
        (SOUND.but(excess=0.06, probe_fused=0.6), "starved"),
        (SOUND.but(excess=None), "balanced"),  # nobody contributes
        (SOUND.but(ceiling=0.11), "uninformative"),
        (SOUND.but(ceiling=0.11, probe_fused=0.5), "uninformative"),  # nothing to be starved of
    ],
)
def test_each_verdict_follows_from_the_evidence_that_defines_it(case: Case, expected: Label) -> None:
    assert label(case) == expected


def test_starved_is_said_with_reserve_below_five_points() -> None:
    found = [judge(record({"text": SOUND.but(probe_fused=kept), "image": SOUND}))[0] for kept in (0.655, 0.64)]
    assert [verdict.label for verdict in found] == ["starved", "starved"]
    assert [verdict.clearly for verdict in found] == [False, True]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (SOUND.but(lost=0.01), True),
        (SOUND.but(lost=0.03), False),  # the ensemble needs it
        (SOUND.but(lost=0.01, overlap=-0.01), False),  # interactions may be 0
        (SOUND.but(lost=0.01, ceiling=0.11), False),  # nobody knows the same as somebody who knows nothing
        (SOUND.but(lost=0.01, probe_fused=0.6), True),  # beside another verdict
    ],
)
def test_redundant_is_a_tag_that_is_read_off_the_ensemble(case: Case, expected: bool) -> None:
    assert judge(record({"text": case, "image": SOUND}))[0].redundant is expected


@pytest.mark.parametrize("few", [{"samples": 199}, {"groups": 4}])
@given(cases=st.lists(CASES, min_size=2, max_size=2))
def test_nothing_is_told_from_too_few_samples_or_groups(few: dict[str, int], cases: list[Case]) -> None:
    few_of_them = record(dict(zip(("text", "image"), cases, strict=True)), **few)
    assert {verdict.label for verdict in judge(few_of_them)} == {"cannot tell"}


def test_under_synergy_the_ensemble_makes_nobody_dominant_and_no_partner_uninformative() -> None:
    cases = {
        "left": SOUND.but(ceiling=0.11, excess=0.4),
        "right": SOUND.but(excess=0.4),
        "noise": SOUND.but(ceiling=0.1),
    }
    together = record(cases, synergy={("left", "right"): 0.4})
    assert [pair.modalities for pair in synergies(together)] == [("left", "right")]
    assert [verdict.label for verdict in judge(together)] == ["cannot tell", "balanced", "uninformative"]
    apart = record(cases)
    assert synergies(apart) == ()
    assert [verdict.label for verdict in judge(apart)] == ["uninformative", "dominant", "uninformative"]


def test_under_synergy_the_ensemble_calls_nobody_redundant() -> None:
    cases = {"left": SOUND, "right": SOUND, "hint": SOUND.but(lost=0.0)}
    assert [verdict.redundant for verdict in judge(record(cases))] == [False, False, True]
    together = record(cases, synergy={("left", "right"): 0.4})
    assert not any(verdict.redundant for verdict in judge(together))


def test_a_synergy_must_be_sure_and_strong() -> None:
    def found(interaction: float) -> int:
        return len(synergies(record({"left": SOUND, "right": SOUND}, synergy={("left", "right"): interaction})))

    assert [found(value) for value in (0.05, 0.11, 0.13)] == [0, 0, 1]  # intervals of 2 points to either side


@given(records())
def test_everybody_has_one_verdict_whatever_the_numbers(diagnosis: DiagnosisRecord) -> None:
    verdicts = judge(diagnosis)
    assert tuple(verdict.modality for verdict in verdicts) == diagnosis.game.players
    assert all(verdict.label in LABELS for verdict in verdicts)


@given(st.lists(CASES, min_size=2, max_size=4), st.randoms())
def test_verdicts_do_not_depend_on_the_order_of_the_modalities(cases: list[Case], random) -> None:
    named = list(zip("abcd", cases, strict=False))
    shuffled = random.sample(named, len(named))
    first, second = ({v.modality: v for v in judge(record(dict(order)))} for order in (named, shuffled))
    assert first == second


@given(CASES, st.floats(0, 0.5))
def test_more_starvation_never_frees_from_being_starved(case: Case, more: float) -> None:
    if label(case) == "starved":
        assert label(case.but(probe_fused=case.probe_fused - more)) == "starved"


@given(CASES, CASES, CASES)
def test_the_verdict_on_one_does_not_depend_on_the_evidence_about_another(one: Case, other: Case, third: Case) -> None:
    assert judge(record({"text": one, "image": other}))[0] == judge(record({"text": one, "image": third}))[0]
