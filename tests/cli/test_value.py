import json
from dataclasses import replace

import pytest

from shapviz.games import Valuation
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.cli.conftest import Shapviz, a_game, epoch_record
from tests.diagnosis.cases import Case, record


@pytest.fixture
def run(store: RunStore) -> RunInfo:
    """A run of five epochs, of which odd ones were not valued."""
    info = store.create(RunSpec(), "mine")
    for epoch in range(6):
        store.append(info.id, epoch_record(epoch, valued=epoch % 2 == 0))
    return info


def rows(text: str) -> dict[str, list[str]]:
    """Return what stands right of the first column, by what stands in it."""
    cells = [line.strip().split("   ") for line in text.splitlines()]
    return {row[0].strip(): [cell.strip() for cell in row[1:] if cell.strip()] for row in cells}


def test_coalitions_values_shares_and_edm_are_shown(shapviz: Shapviz, run: RunInfo) -> None:
    result = shapviz("value", "mine")
    assert result.exit_code == 0
    shown = rows(result.stdout)
    assert shown["nobody"] == ["0.100"]
    assert shown["hare + tortoise"] == ["0.600"]
    assert shown["hare + fox + tortoise"] == ["0.800"]
    assert [cell.split()[0] for cell in shown["fox"]] == ["0.200", "0.286"]  # the row of the modality is the later one
    assert "mine: race, alternating, after epoch 4, on 100 validation samples" in result.stdout
    assert "EDM to equal shares: 0.357 [" in result.stdout


def test_coalitions_stand_from_nobody_to_everybody(shapviz: Shapviz, run: RunInfo) -> None:
    shown = list(rows(shapviz("value", "mine").stdout))
    names = ["nobody", "hare", "hare + fox", "hare + fox + tortoise"]
    assert [name for name in shown if name in names] == names


@pytest.mark.parametrize("reference", ["name", "id", "prefix"])
def test_a_run_goes_by_name_id_or_the_beginning_of_its_id(shapviz: Shapviz, run: RunInfo, reference: str) -> None:
    word = {"name": run.name, "id": run.id, "prefix": run.id[:6]}[reference]
    assert json.loads(shapviz("value", word, "--json").stdout)["run"] == run.id


def test_json_is_the_whole_valuation(shapviz: Shapviz, run: RunInfo) -> None:
    said = json.loads(shapviz("value", "mine", "--epoch", "2", "--json").stdout)
    game: Valuation = a_game()
    assert (said["epoch"], said["split"], said["players"]) == (2, "valid", list(game.players))
    assert said["worth"] == list(game.worth)
    assert game.edm is not None
    assert said["edm"]["low"] == game.edm.low


@pytest.mark.parametrize(("epoch", "nearest"), [(3, 2), (99, 4)])
def test_an_epoch_that_was_not_valued_is_answered_with_the_nearest_one(
    shapviz: Shapviz, run: RunInfo, epoch: int, nearest: int
) -> None:
    result = shapviz("value", "mine", "--epoch", str(epoch))
    assert result.exit_code == 2
    assert f"no valuation after epoch {epoch}" in result.stderr
    assert f"--epoch {nearest}" in result.stderr


def test_synergy_and_redundancy_are_named_where_there_are_some(shapviz: Shapviz, store: RunStore) -> None:
    pairs = ((0.0, 0.3, -0.2), (0.3, 0.0, 0.1), (-0.2, 0.1, 0.0))
    record = epoch_record(0)
    info = store.create(RunSpec(), "mine")
    store.append(info.id, record.model_copy(update={"valuation": replace(a_game(), interactions=pairs)}))
    shown = shapviz("value", "mine").stdout
    assert "Strongest synergy: hare and fox, 0.300" in shown
    assert "Strongest redundancy: hare and tortoise, −0.200" in shown


def test_undefined_shares_are_said_to_be_undefined(shapviz: Shapviz, store: RunStore) -> None:
    record = epoch_record(0)
    info = store.create(RunSpec(), "mine")
    store.append(info.id, record.model_copy(update={"valuation": replace(a_game(), shares=None, edm=None)}))
    shown = shapviz("value", "mine").stdout
    assert "EDM to equal shares: undefined" in shown
    assert "no Shapley value is positive" in shown


def test_a_diagnosis_is_shown_verdict_by_verdict(shapviz: Shapviz, store: RunStore, run: RunInfo) -> None:
    cases = {"hare": Case(excess=0.2), "fox": Case(probe_fused=0.5), "tortoise": Case()}
    diagnosis = record(cases, synergy={("hare", "fox"): 0.3})
    store.append(run.id, diagnosis)
    shown = shapviz("value", "mine").stdout
    assert "Diagnosis after epoch 20" in shown
    assert "in the fused model 50 % [48, 52]: starved. Try joint + unimodal losses." in shown
    assert "Do not use the ensemble as target here: hare and fox" in shown
    said = json.loads(shapviz("value", "mine", "--json").stdout)["diagnosis"]
    assert {name: each["verdict"] for name, each in said["verdicts"].items()} == {
        "hare": "balanced", "fox": "starved", "tortoise": "balanced"
    }  # fmt: skip
    assert said["evidence"]["fox"]["starvation"]["estimate"] == pytest.approx(0.2)


def test_without_probes_there_is_no_diagnosis(shapviz: Shapviz, run: RunInfo) -> None:
    assert "Diagnosis" not in shapviz("value", "mine").stdout
    assert json.loads(shapviz("value", "mine", "--json").stdout)["diagnosis"] is None
