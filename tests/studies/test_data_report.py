"""The tables of docs/data.md: made from rows that travel with it, in the places that are marked for them."""

import pytest

from scripts import data as script
from scripts.report import data_tables as tables
from shapviz.studies.results import Result

DATASET = "heart"


def row(seed: int, setting: str, accuracy: float, dataset: str = DATASET) -> Result:
    values = {"accuracy": accuracy, "missing": accuracy - 0.1, "edm": 0.25}
    alone = {"ecg": accuracy - 0.2, "bedside": 0.5}
    return Result(dataset=dataset, setting=setting, seed=seed, status="finished", values=values, alone=alone)


def rows(seeds: int = 3) -> list[Result]:
    """Return runs on all datasets, whose accuracies are 0.80, 0.81 and so on."""
    each = [(seed, 0.8 + seed / 100) for seed in range(seeds)]
    return [
        row(seed, setting, value, dataset)
        for dataset in tables.REAL
        for setting in tables.SETTINGS
        for seed, value in each
    ]


def test_the_document_that_travels_says_what_its_rows_say() -> None:
    text = script.TEXT.read_text(encoding="utf-8")
    assert text == tables.filled(text, script.found())


def test_every_row_that_travels_is_one_that_is_measured() -> None:
    noisy = {label for noise, label in tables.NOISES.items() if noise}
    asked = [
        place
        for place in script.study().cells()
        if place.setting != "own + full (weak first)" or place.dataset not in noisy
    ]
    found = [(each.dataset, each.setting, each.seed) for each in script.read(script.FILE)]
    assert sorted(found) == sorted(map(tuple, asked))


def test_a_row_has_means_with_intervals_and_how_many_seeds_there_are() -> None:
    [line] = [line for line in tables.together(rows()).splitlines() if line.startswith(f"| {DATASET} |")]
    level = "81.0 [78.5, 83.5] | 71.0 [68.5, 73.5]"  # 81 ± 4.303 * 1 / sqrt(3)
    assert line == f"| {DATASET} | 3 | {level} | {level} |"
    alone = [line for line in tables.alone(rows()).splitlines() if line.startswith(f"| {DATASET} |")]
    assert alone[0].startswith(f"| {DATASET} | ecg | 3 | 61.0 [58.5, 63.5] |")
    assert alone[1] == f"| {DATASET} | bedside | 3 | 50.0 | 50.0 | 50.0 |", "no interval where all seeds agree"


def test_runs_of_other_seeds_do_not_stand_in_one_row() -> None:
    with pytest.raises(ValueError, match="too many values"):
        tables.together([*rows(), row(7, "joint", 0.8)])


def test_what_people_write_stays_and_a_table_has_one_place() -> None:
    text = script.TEXT.read_text(encoding="utf-8")
    assert tables.filled(text.replace("| heart | ecg |", "| heart | ECG |"), script.found()) == text
    for wrong in (
        text.replace("<!-- made by scripts/data.py: race -->", ""),
        text + text,
        text.replace("<!-- end -->", ""),
    ):
        with pytest.raises(ValueError, match="expected the table 'race' in one place"):
            tables.filled(wrong, script.found())
