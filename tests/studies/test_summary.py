import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shapviz.studies.findings import difference, standings, tally
from shapviz.studies.summary import summarise
from tests.studies.studies import result, results

accuracies = st.lists(st.integers(0, 100).map(lambda hits: hits / 100), min_size=2, max_size=5)


def line_of(lines, setting, dataset="race"):
    return next(line for line in lines if (line.setting, line.dataset) == (setting, dataset))


@given(accuracies, accuracies, accuracies)
def test_a_line_has_the_mean_of_its_runs_and_differences_are_paired_with_the_baselines(joint, cure, other):
    lines = summarise(results(joint=joint, cure=cure, other=other), "joint")
    assert line_of(lines, "joint").contrasts == {}
    for setting, values in (("cure", cure), ("other", other)):
        line = line_of(lines, setting)
        common = min(len(joint), len(values))
        expected = sum(values[:common]) / common - sum(joint[:common]) / common
        assert line.means["accuracy"].mean == pytest.approx(sum(values) / len(values))
        assert line.contrasts["accuracy"].difference.mean == pytest.approx(expected)
        assert line.contrasts["accuracy"].difference.n == common


def test_p_is_adjusted_for_the_settings_of_a_dataset_and_not_for_other_datasets():
    joint, cure, other = [0.70, 0.72, 0.71, 0.69], [0.75, 0.80, 0.76, 0.78], [0.71, 0.71, 0.73, 0.70]
    here = results(joint=joint, cure=cure, other=other)
    elsewhere = [each.model_copy(update={"dataset": "emoji"}) for each in results(joint=joint, cure=cure)]
    lines = summarise([*here, *elsewhere], "joint")
    plain = stats.ttest_rel(cure, joint).pvalue
    assert line_of(lines, "cure").contrasts["accuracy"].p == pytest.approx(2 * plain)
    assert line_of(lines, "cure", "emoji").contrasts["accuracy"].p == pytest.approx(plain)


def test_failed_runs_are_counted_with_their_reasons_and_leave_the_others_alone():
    diverged = "The loss is nan."
    found = results(joint=[0.5, 0.6, 0.7], cure=[0.6, 0.8])
    found.append(result("cure", 2, 0, problem=diverged))
    line = line_of(summarise(found, "joint"), "cure")
    assert (line.finished, line.asked, line.problems) == (2, 3, {diverged: 1})
    assert line.means["accuracy"].n == line.contrasts["accuracy"].difference.n == 2


def test_without_a_baseline_there_are_means_and_no_differences():
    found = [
        *results(cure=[0.6, 0.8]),
        result("joint", 0, 0, problem="No memory."),
        result("joint", 1, 0, problem="No."),
    ]
    lines = summarise(found, "joint")
    assert line_of(lines, "cure").contrasts == {}
    assert line_of(lines, "cure").means["accuracy"].mean == pytest.approx(0.7)
    assert line_of(lines, "joint").means == {}


def test_a_single_seed_is_inconclusive_and_never_significant():
    contrast = line_of(summarise(results(joint=[0.1], cure=[0.9]), "joint"), "cure").contrasts["accuracy"]
    assert contrast.inconclusive
    assert not contrast.significant


BAD = [0.50, 0.52, 0.51, 0.50]
GOOD = [0.80, 0.81, 0.82, 0.80]
LIKE_GOOD = [0.81, 0.80, 0.82, 0.81]


def test_a_record_says_where_a_setting_is_better_worse_or_open():
    lines = summarise(results(joint=BAD, cure=GOOD, other=BAD), "joint")
    [cure, other] = tally(lines, "accuracy", ["race"])
    assert (cure.better, cure.worse, cure.open) == (("race",), (), ())
    assert (other.better, other.worse, other.open) == ((), (), ("race",))
    [back] = tally(summarise(results(joint=BAD, cure=GOOD), "cure"), "accuracy", ["race"])
    assert back.worse == ("race",)
    assert tally(lines, "accuracy", ["emoji"]) == ()


def test_a_default_that_another_beats_for_sure_is_told_so():
    [standing] = standings(results(joint=BAD, default=BAD, best=GOOD), "default", "joint")
    assert (standing.best, standing.beaten_by) == ("best", ("best",))


def test_a_default_as_good_as_the_best_is_not_beaten():
    [standing] = standings(results(joint=BAD, default=GOOD, best=LIKE_GOOD), "default", "joint")
    assert (standing.best, standing.beaten_by) == ("best", ())
    assert standing.robustness.significant
    assert standing.lead.inconclusive


def test_the_best_has_no_lead_over_itself():
    [standing] = standings(results(joint=BAD, default=GOOD), "default", "joint")
    assert (standing.best, standing.lead) == ("default", None)


def test_where_the_default_has_not_run_it_has_no_standing():
    assert standings(results(joint=BAD, best=GOOD), "default", "joint") == ()


def test_a_difference_of_settings_that_share_no_seed_is_none():
    found = [result("cure", 0, 0.5), result("joint", 1, 0.5)]
    assert difference(found, "race", "cure", "joint", "accuracy") is None
    assert difference(results(joint=[0.5], cure=[0.75]), "race", "cure", "joint", "accuracy").mean == 0.25
