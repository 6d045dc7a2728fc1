"""docs/corruptions.md says what was measured, with the levels that are."""

from xml.etree import ElementTree

import numpy as np
import pytest

from scripts import corruption_report as script
from scripts.report import corruption_sections as sections
from scripts.report import monotony, sheets
from shapviz.data import catalog
from shapviz.runs.corruptions import FITTING, about

CELLS = monotony.read(script.MEASURED)


def a_cell(everybody, without, rise, **changes):
    cell = {
        "dataset": "emoji3",
        "modality": "noto",
        "kind": "image",
        "corruption": "jpeg",
        "levels": about("image", "jpeg").levels,
        "seeds": 1,
        "samples": 100,
        "everybody": everybody,
        "alone": (0.6, 0.5, 0.5, 0.4, 0.4, 0.4),
        "without": without,
        "nobody": 0.1,
        "rise": rise,
        "finer": rise,
    }
    return monotony.Cell.model_validate(cell | changes)


def right(*accuracies, samples=200):
    """Return who is right at each severity: the first so many samples."""
    return [np.arange(samples) < round(accuracy * samples) for accuracy in accuracies]


def test_the_document_is_what_the_script_makes_of_what_was_measured():
    assert (script.DOCS / "corruptions.md").read_text(encoding="utf-8") == sections.document(CELLS)


def test_every_corruption_of_every_modality_that_ships_was_measured_at_the_levels_that_are():
    shipped = {
        (name, modality.name, corruption): about(modality.kind, corruption).levels
        for name in catalog.names()
        for modality in catalog.info(name).modalities
        for corruption in FITTING[modality.kind]
    }
    assert {(cell.dataset, cell.modality, cell.corruption): cell.levels for cell in CELLS} == shipped


def test_accuracy_falls_with_severity_in_nine_cells_of_ten():
    assert np.mean([cell.falls for cell in CELLS]) >= 0.9


def test_a_rise_beyond_its_interval_is_found_between_any_two_severities():
    rise = monotony.steepest(monotony.SEVERITIES, right(0.8, 0.6, 0.7, 0.5, 0.5, 0.5))
    assert (rise.start, rise.end) == (1, 2)
    assert rise.mean == pytest.approx(0.1)
    half = 1.96 * np.sqrt(0.1 * 0.9 / 199)  # 20 of 200 samples gain, none loses
    assert (rise.low, rise.high) == (pytest.approx(0.1 - half, abs=1e-4), pytest.approx(0.1 + half, abs=1e-4))


def test_a_steady_fall_holds():
    rise = monotony.steepest(monotony.SEVERITIES, right(0.8, 0.7, 0.6, 0.5, 0.4, 0.4))
    assert a_cell((0.8, 0.7, 0.6, 0.5, 0.4, 0.4), 0.5, rise).falls
    assert rise.mean <= 0


@pytest.mark.parametrize(
    ("without", "reason"),
    [
        (0.9, "no help here: 90.0 % without"),
        (0.7, "no better than without it, 60.0 % against 70.0 %"),
        (0.5, "not explained"),
    ],
)
def test_a_rise_is_explained_by_what_the_network_does_without_the_modality(without, reason):
    everybody = (0.8, 0.6, 0.7, 0.5, 0.5, 0.5)
    cell = a_cell(everybody, without, monotony.steepest(monotony.SEVERITIES, right(*everybody)))
    assert not cell.falls
    assert reason in sections.why(cell)


def test_what_is_left_is_a_share_of_what_the_modality_knows_beyond_nobody():
    rise = CELLS[0].rise
    assert a_cell((0.8,) * 6, 0.7, rise).left == pytest.approx((0.4 - 0.1) / (0.6 - 0.1))
    assert a_cell((0.8,) * 6, 0.7, rise, nobody=0.55).left is None


def test_cells_survive_their_file(tmp_path):
    monotony.write(CELLS[:3], tmp_path / "cells.jsonl")
    assert monotony.read(tmp_path / "cells.jsonl") == CELLS[:3]


@pytest.mark.parametrize("kind", sheets.SHOWN)
def test_a_sheet_shows_every_corruption_at_every_severity(kind):
    drawn = ElementTree.fromstring(sheets.sheet(kind))
    tiles = drawn.findall("{http://www.w3.org/2000/svg}g")
    assert len(tiles) == 6 * (len(FITTING[kind]) - len(sheets.UNSEEN))
    assert len({ElementTree.tostring(tile[0]) for tile in tiles if len(tile)}) > len(tiles) / 2
