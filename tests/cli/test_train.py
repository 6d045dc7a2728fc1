import json
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from shapviz.cli import follow
from shapviz.errors import TrainingError
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import Event
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.cli.conftest import Shapviz, epoch_record, script

WorkBy = Callable[[Any], None]


def test_it_shows_every_epoch_and_ends_with_the_result(shapviz: Shapviz, scripted_worker: WorkBy) -> None:
    scripted_worker(script)
    result = shapviz("train", "--epochs", "3", "--name", "mine")
    assert result.exit_code == 0
    lines = [line for line in result.stderr.splitlines() if line.startswith("epoch")]
    values = "accuracy 0.800  EDM 0.357  φ hare 0.400  fox 0.200  tortoise 0.100"
    assert lines == [f"epoch   {epoch}  {values}" for epoch in range(4)]
    for shown in ("100 test samples", "accuracy", "0.800", "accuracy of fox alone", "0.300", "0.357 [", "'mine'"):
        assert shown in result.stdout


def test_json_goes_to_stdout_alone(shapviz: Shapviz, scripted_worker: WorkBy, store: RunStore) -> None:
    scripted_worker(script)
    said = json.loads(shapviz("train", "--epochs", "2", "--json").stdout)
    run = store.get(said["id"])
    assert (said["name"], said["status"], said["epoch"], said["error"]) == (run.name, "finished", 2, None)
    assert RunSpec.model_validate(said["spec"]) == run.spec
    assert said["test"]["accuracy"] == pytest.approx(0.8)
    assert said["test"]["alone"] == pytest.approx({"hare": 0.5, "fox": 0.3, "tortoise": 0.2})
    assert said["test"]["edm"]["low"] <= said["test"]["edm"]["estimate"] <= said["test"]["edm"]["high"]
    assert set(said["test"]["shapley"]) == {"hare", "fox", "tortoise"}


def test_detach_says_the_id_and_leaves(shapviz: Shapviz, store: RunStore) -> None:
    result = shapviz("train", "--strategy", "joint", "--detach")
    assert result.exit_code == 0
    run = store.get(result.stdout.strip())
    assert (run.status, run.spec.strategy.name) == ("queued", "joint")


def test_probes_are_asked_for_by_a_flag_that_overrides_a_file(
    shapviz: Shapviz, store: RunStore, tmp_path: Path
) -> None:
    file = tmp_path / "spec.json"
    file.write_text(RunSpec(probes=True).model_dump_json())
    asked = {(): False, ("--probes",): True, ("--spec", file): True, ("--spec", file, "--no-probes"): False}
    for words, probes in asked.items():
        run = store.get(shapviz("train", "--detach", *words).stdout.strip())
        assert run.spec.probes is probes


def test_a_run_that_fails_says_why_and_exits_with_1(shapviz: Shapviz, scripted_worker: WorkBy) -> None:
    def fails(spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Generator[Event, None, None]:
        yield epoch_record(0)
        raise TrainingError("The loss is no longer finite.", remedy="Lower the learning rate.")

    scripted_worker(fails)
    result = shapviz("train")
    assert result.exit_code == 1
    assert "Error: The loss is no longer finite.\nLower the learning rate.\n" in result.stderr
    assert result.stdout == ""


def test_ctrl_c_stops_the_run_and_keeps_what_it_has(
    shapviz: Shapviz, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ctrl_c(seconds: float) -> None:
        store.append(store.list()[0].id, epoch_record(0))
        raise KeyboardInterrupt

    monkeypatch.setattr(follow.time, "sleep", ctrl_c)
    result = shapviz("train", "--name", "mine")
    assert result.exit_code == 130
    assert "Run 'mine' was stopped after epoch 0; what it recorded is kept." in result.stderr
    assert "Traceback" not in result.stderr
    assert store.get("mine").status == "stopped"
    assert len(store.epochs(store.get("mine").id)) == 1


def test_epochs_that_were_not_valued_are_shown_without_values() -> None:
    assert follow.line(epoch_record(7, valued=False)) == "epoch   7"


@pytest.mark.slow
def test_a_real_run_from_the_command_line_stands_in_the_store(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way: another process asks, a worker trains, a third process values what was recorded."""
    monkeypatch.setenv("SHAPVIZ_WORKERS", "1")
    monkeypatch.setenv("SHAPVIZ_LINGER", "0")
    command = [sys.executable, "-m", "shapviz"]
    asked = ["--dataset", "penguins", "--modalities", "bill,body", "--strategy", "alternating", "--epochs", "2"]
    trained = subprocess.run([*command, "train", *asked, "--json"], capture_output=True, text=True, check=True)
    said = json.loads(trained.stdout)
    assert said["status"] == "finished"
    assert [line[:9] for line in trained.stderr.splitlines() if line.startswith("epoch")] == [
        "epoch   0", "epoch   1", "epoch   2",
    ]  # fmt: skip
    valued = subprocess.run([*command, "value", said["name"], "--json"], capture_output=True, text=True, check=True)
    assert json.loads(valued.stdout)["epoch"] == 2
    assert json.loads(valued.stdout)["players"] == ["bill", "body"]
