import json
from collections.abc import Callable, Generator
from typing import Any

import numpy as np
import pytest

from shapviz.games.outcome import outcome
from shapviz.runs import checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.records import CalibrationRecord, Event, Variant, VariantName
from shapviz.runs.spec import RunSpec, parse_spec
from shapviz.runs.store import RunStore
from tests.cli.conftest import PLAYERS, Shapviz, epoch_record, script


def calibration(epoch: int = 3) -> CalibrationRecord:
    """The head gains ten points with everybody present and loses ten without the fox."""
    before = np.tile(np.arange(100)[:, np.newaxis] < 50, (1, 8))
    after = before.copy()
    after[50:60, 0b111] = True
    after[:10, 0b101] = False
    variants: dict[VariantName, Variant] = {}
    for name, right in {"before": before, "refit": after}.items():
        found = outcome(PLAYERS, before, right, resamples=100)
        variants[name] = Variant(valid=found, test=found, l2=0.01 if name == "refit" else None)  # type: ignore[index]
    tempered = variants["before"].model_copy(update={"temperatures": {"hare": 2.0, "fox": 1.0, "tortoise": 0.75}})
    return CalibrationRecord(epoch=epoch, variants=variants | {"temperatures": tempered})


def calibrating(spec: RunSpec, *, artifacts: ArtifactStore, run_id: str, forked: bool) -> Generator[Event, None, None]:
    """What a training yields that ends with a calibration, if one is asked for."""
    yield from script(spec, artifacts=artifacts, run_id=run_id, forked=forked)
    if spec.calibration.asked:
        yield calibration(spec.training.epochs)


@pytest.fixture
def run(store: RunStore) -> RunInfo:
    """A run of three epochs that has ended, with a checkpoint of its last."""
    spec = parse_spec({"training": {"epochs": 3}, "probes": True, "calibration": {"temperatures": True}})
    info = store.create(spec, "mine")
    for epoch in range(4):
        store.append(info.id, epoch_record(epoch))
    ArtifactStore.open().write(info.id, checkpoints.checkpoint_name(3), b"weights")
    return store.get(info.id)


def test_gains_with_everybody_and_with_each_missing_stand_side_by_side(
    shapviz: Shapviz, scripted_worker: Callable[[Any], None], run: RunInfo
) -> None:
    scripted_worker(calibrating)
    shown = shapviz("calibrate", "mine", "--refit", "full", "--temperatures").stdout
    lines = {line.split("  ")[0].strip(): line for line in shown.splitlines()}
    assert "0.500 [" in lines["everybody"]
    assert "0.100 [" in lines["everybody"]
    assert "−0.100 [" in lines["all but fox"]
    assert "0.000 [0.000, 0.000]" in lines["all but hare"]
    assert "head fitted again: penalty 0.01" in shown
    assert "hare 2, fox 1, tortoise 0.75" in shown


def test_the_comparison_stands_in_a_fork_that_trains_no_further(
    shapviz: Shapviz, scripted_worker: Callable[[Any], None], store: RunStore, run: RunInfo
) -> None:
    scripted_worker(calibrating)
    said = json.loads(shapviz("calibrate", "mine", "--refit", "own_full", "--name", "again", "--json").stdout)
    child = store.get("again")
    assert (child.parent, child.parent_epoch, child.spec.training.epochs) == (run.id, 3, 3)
    assert child.spec.calibration.refit == "own_full"
    assert not child.spec.calibration.temperatures, "what the parent was asked for is not asked for again"
    assert not child.spec.probes
    assert said["calibration"]["variants"]["refit"]["test"]["gain"]["full"]["estimate"] == pytest.approx(0.1)
    assert store.calibration(run.id) is None


def test_a_run_that_was_asked_to_ends_with_its_calibration(
    shapviz: Shapviz, scripted_worker: Callable[[Any], None], store: RunStore
) -> None:
    scripted_worker(calibrating)
    result = shapviz("train", "--epochs", "2", "--refit", "own_full", "--temperatures", "--name", "mine")
    assert "Calibration after epoch 2" in result.stdout
    assert store.get("mine").spec.calibration.temperatures
    assert "Calibration after epoch 2" in shapviz("value", "mine").stdout
    variants = json.loads(shapviz("value", "mine", "--json").stdout)["calibration"]["variants"]
    assert list(variants) == ["before", "refit", "temperatures"]


def test_without_a_wish_nothing_is_queued(shapviz: Shapviz, store: RunStore, run: RunInfo) -> None:
    result = shapviz("calibrate", "mine")
    assert result.exit_code == 2
    assert "--refit own_full" in result.stderr
    assert len(store.list()) == 1


def test_a_run_without_checkpoint_cannot_be_calibrated(shapviz: Shapviz, store: RunStore, run: RunInfo) -> None:
    ArtifactStore.open().delete_run(run.id)
    result = shapviz("calibrate", "mine", "--temperatures")
    assert result.exit_code == 2
    assert "no checkpoints" in result.stderr
    assert len(store.list()) == 1


@pytest.mark.parametrize(("model", "said"), [({"head": "mlp"}, "'mlp'"), ({"prototypes": True}, "prototypes")])
def test_temperatures_of_what_is_no_sum_of_logits_are_refused_before_training(
    shapviz: Shapviz, store: RunStore, model: dict[str, Any], said: str
) -> None:
    flags = {"head": ("--head", "mlp"), "prototypes": ("--prototypes",)}[next(iter(model))]
    result = shapviz("train", *flags, "--temperatures")
    assert result.exit_code == 2
    assert "calibration.temperatures" in result.stderr
    assert said in result.stderr
    assert store.list() == ()
