import xml.etree.ElementTree as xml

import pytest

from scripts import results as script
from scripts.report import figures, prototype, sections, words
from shapviz.comparison import Difference
from shapviz.studies import presets
from shapviz.studies.results import write
from shapviz.studies.summary import summarise
from tests.studies.studies import result, results

LOW, HIGH, LIKE_HIGH = [0.50, 0.52, 0.51, 0.50], [0.80, 0.81, 0.82, 0.80], [0.81, 0.80, 0.82, 0.81]
MAIN = presets.preset("main")


def outcomes(**accuracies):
    """Return results of the recommended, the default and joint training on every dataset of the main study."""
    values = {"joint": LOW, presets.RECOMMENDED: HIGH, presets.DEFAULT: HIGH} | accuracies
    return [
        result(setting, seed, value, dataset=dataset)
        for dataset in MAIN.datasets
        for setting, found in values.items()
        for seed, value in enumerate(found)
    ]


def recommendation(found):
    return sections.recommendation(MAIN, found, presets.RECOMMENDED, presets.DEFAULT)


@pytest.mark.parametrize(
    ("size", "low", "high", "said"),
    [
        (0.03, 0.02, 0.04, "agrees"),
        (0.03, 0.01, 0.02, "agrees in direction"),
        (0.03, -0.01, 0.04, "within the interval"),
        (0.03, -0.01, 0.02, "not found"),
        (0.03, -0.02, -0.01, "contradicts"),
        (0.00, -0.01, 0.02, "agrees"),
        (0.00, 0.002, 0.007, "agrees"),
        (0.00, 0.01, 0.02, "contradicts"),
        (0.00, -0.02, -0.01, "contradicts"),
        (-0.03, -0.04, -0.02, "agrees"),
    ],
)
def test_what_a_difference_says_of_a_claimed_one(size, low, high, said):
    p = 0.5 if low <= 0 <= high else 0.01
    assert prototype.verdict(size, Difference((low + high) / 2, low, high, p, 5)) == said


def test_a_single_seed_and_none_say_nothing_of_a_claim():
    assert prototype.verdict(0.03, None) == "not measured"
    assert prototype.verdict(0.03, Difference(0.03, None, None, None, 1)) == "not measured"


def test_every_claim_is_about_settings_and_datasets_of_the_main_study():
    for claim in prototype.claims():
        assert claim.dataset in MAIN.datasets
        assert {claim.setting, claim.against} <= MAIN.settings.keys()


def test_claims_in_the_table_are_differences_in_the_measures_unit():
    found = {(claim.dataset, claim.setting, claim.measure): claim.size for claim in prototype.claims()}
    assert found["race", "joint + unimodal", "accuracy"] == 0.035
    assert found["race", "joint + unimodal", "edm"] == -0.26


def test_what_is_robust_and_unbeaten_may_be_recommended():
    said = recommendation(outcomes(cure=LIKE_HIGH))
    assert "It holds: it is beaten on 0 of 10 datasets, and more robust than joint training on 5 real ones" in said


def test_what_is_beaten_may_not():
    said = recommendation(outcomes(cure=[value + 0.1 for value in LIKE_HIGH]))
    assert "It does **not** hold: it is beaten on 10 of 10" in said


def test_what_is_no_more_robust_than_joint_training_may_not():
    said = recommendation(outcomes(joint=LIKE_HIGH))
    assert "It does **not** hold: it is beaten on 0 of 10" in said


def test_an_unfinished_study_says_so_and_what_failed():
    found = [*outcomes(), result("joint", 4, 0, problem="The loss is nan.")]
    assert "as far as the study has come" in recommendation(found).lower()
    said = sections.coverage(MAIN, found)
    assert f"{len(outcomes())} of {len(MAIN.cells())} runs are finished, 1 failed" in said
    assert "joint on race, 1 run: The loss is nan." in said


def test_what_did_not_help_is_named_and_what_did_is_not():
    short = sections.in_short(MAIN, outcomes(idle=LOW))
    [useless] = [line for line in short.splitlines() if "What did not help" in line]
    assert "idle" in useless
    assert presets.DEFAULT not in useless


def test_bold_means_significant_and_open_differences_say_so():
    lines = {line.setting: line for line in summarise(results(joint=LOW, good=HIGH, like=[*LOW[1:], 0.51]), "joint")}
    good, like = (words.contrast(lines[name].contrasts["accuracy"], "accuracy") for name in ("good", "like"))
    assert good.startswith("**+30.0 [")
    assert like.endswith("inconclusive")
    assert words.contrast(None, "accuracy") == "–"


def test_numbers_have_the_digits_that_a_reader_can_use():
    assert words.number(-0.0371, "accuracy", signed=True) == "−3.7"
    assert words.number(0.0371, "edm") == "0.04"
    assert words.number(120000, "encoder_passes") == "120,000"


def test_lists_read_as_sentences():
    assert [words.listed(each) for each in ([], ["a"], ["a", "b", "c"])] == ["none", "a", "a, b and c"]


def test_a_figure_is_valid_holds_every_difference_and_fills_what_is_significant():
    lines = summarise(results(joint=LOW, good=HIGH, like=LOW), "joint")
    root = xml.fromstring(figures.forest(lines, "accuracy", "Accuracy <here>", "joint"))
    circles = root.findall(".//{*}circle")
    assert [mark.get("class") for mark in circles] == ["mark", "mark open"]
    assert "Accuracy <here>" in root.get("aria-label")
    drawn = [float(mark.get("cx")) for mark in circles]
    assert 0 < drawn[1] < drawn[0] < float(root.get("width"))
    assert root.findall(".//{*}title")[0].text.startswith("good on race: +30.0 [")


def test_the_document_is_made_from_the_files_alone_and_twice_the_same(tmp_path, monkeypatch):
    (tmp_path / "images").mkdir()
    monkeypatch.setattr(script, "DOCS", tmp_path)
    monkeypatch.setattr("sys.argv", ["results.py"])
    write(outcomes(), tmp_path / "results" / "main.csv")
    script.main()
    text = (tmp_path / "results.md").read_text()
    script.main()
    assert (tmp_path / "results.md").read_text() == text
    assert "| race | joint + unimodal − joint |" in text
    linked = {line.split("](")[1].rstrip(")") for line in text.splitlines() if line.startswith("![")}
    assert linked == {f"images/{path.name}" for path in (tmp_path / "images").iterdir()}
