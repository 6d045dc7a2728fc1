"""docs/robustness.md says what the results say: further, less far, or inconclusive."""

import pytest

from scripts import robustness as script
from scripts.report import robustness
from shapviz.runs.study import StudySpec, parse_study
from shapviz.studies import presets
from shapviz.studies.results import Result, write

SPEC = parse_study(
    {
        "name": "small",
        "settings": {
            "joint": {"strategy": {"name": "joint"}},
            "cure": {"strategy": {"name": "joint_unimodal"}},
            "twin": {"strategy": {"name": "unimodal"}},
        },
        "datasets": {"race": {}, "redundant": {"dataset": {"name": "redundant"}}},
        "seeds": 4,
        "baseline": "joint",
    }
)
FALLS = {
    "race": {"joint": [0.30, 0.32, 0.31, 0.30], "cure": [0.10, 0.11, 0.12, 0.10], "twin": [0.31, 0.30, 0.32, 0.30]},
    "redundant": {"joint": [0.1, 0.12, 0.11, 0.1], "cure": [0.2, 0.21, 0.22, 0.2], "twin": [0.11, 0.1, 0.12, 0.1]},
}


def result(dataset: str, setting: str, seed: int, fall: float) -> Result:
    """A network that reaches 0.9 and falls by as much with a modality missing as with one corrupted."""
    left = 0.9 - fall
    values = {"accuracy": 0.9, "missing": left, "missing_fall": fall, "corrupted": left, "fall": fall, "mce": 1.0}
    under = {"fox: noise": left - 0.05, "hare: noise": left + 0.05}
    name = f"{dataset}-{setting}-{seed}"
    return Result(dataset=dataset, setting=setting, seed=seed, run=name, status="finished", values=values, under=under)


def results(spec: StudySpec = SPEC) -> list[Result]:
    return [
        result(dataset, setting, seed, fall)
        for dataset, settings in FALLS.items()
        for setting, falls in settings.items()
        for seed, fall in enumerate(falls)
    ]


def test_the_answer_is_further_less_far_or_inconclusive() -> None:
    missing, corrupted = robustness.in_short(SPEC, results()).split("**With one modality corrupted**")
    for said in (missing, corrupted):
        assert "- beside cure: further on race; less far on redundant." in said
        assert "- beside twin: inconclusive on race and redundant." in said


def test_what_was_not_measured_is_said_so() -> None:
    assert "- beside cure: not measured." in robustness.in_short(
        SPEC, [each for each in results() if each.setting != "cure"]
    )


@pytest.mark.parametrize("part", [robustness.falls, robustness.levels, robustness.by_corruption])
def test_a_study_that_has_not_begun_has_empty_tables(part) -> None:
    assert part(SPEC, [])


def test_tables_have_a_row_for_each_setting_with_its_number_of_seeds() -> None:
    [row] = [line for line in robustness.falls(SPEC, results()).splitlines() if "race | cure" in line][:1]
    assert "| 4 | 10.8 [" in row
    assert "**−20.0 [" in row
    levels = robustness.levels(SPEC, results())
    assert levels.count("| 4 |") == 6


def test_corruptions_are_compared_one_by_one() -> None:
    said = robustness.by_corruption(SPEC, results())
    [row] = [line for line in said.splitlines() if line.startswith("| fox: noise | 54.")]
    assert "+20.0 [" in row
    assert "inconclusive" in row


def test_the_document_is_made_from_a_file(tmp_path, monkeypatch) -> None:
    """Whatever the studies have found by then."""
    preset = presets.preset("robustness")
    monkeypatch.setattr(script, "FILE", tmp_path / "robustness.csv")
    found = [
        result(dataset, setting, seed, 0.1 + 0.01 * seed)
        for dataset in preset.datasets
        for setting in preset.settings
        for seed in range(2)
    ]
    write(found, script.FILE)
    text = script.document(preset, script.read(script.FILE))
    assert "32 of 128 runs are finished, none failed" in text
    assert "{" not in text


def test_the_document_that_travels_says_what_its_results_say() -> None:
    text = (script.DOCS / "robustness.md").read_text(encoding="utf-8")
    assert text == script.document(presets.preset("robustness"), script.read(script.FILE))
