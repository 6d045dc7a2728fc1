"""A run that was trained can be opened again, and on the bench it is the network that was tested."""

from pathlib import Path

import pytest

import shapviz
from shapviz.errors import StoreError, UnknownNameError, UsageError
from shapviz.experiment import opened, run
from shapviz.robustness.bench import Bench
from shapviz.runs import checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import FinalRecord
from shapviz.runs.robustness import Conditions
from shapviz.runs.spec import DeviceSpec, RunSpec
from shapviz.runs.store import RunStore
from tests.training.runs import records, small

RUN, CHILD = "parent", "child"
SPECS = {
    "additive": small(),
    "mlp, learned token": small(model={"head": "mlp", "absence": "learned"}),
    "memory, prototypes": small(
        {"name": "alternating", "order": "random"}, model={"head": "gated", "prototypes": True}
    ),
    "double precision": small(device={"precision": "64-true"}, model={"mapping": True}),
    "batch normalisation": small(dataset="watch", training={"epochs": 1, "batch_size": 256}),
}


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path))


def trained(spec: RunSpec, artifacts: ArtifactStore, run_id: str = RUN, *, forked: bool = False) -> FinalRecord:
    """Train a network and return what its test said."""
    [final] = [
        record
        for record in records(run(spec, artifacts=artifacts, run_id=run_id, forked=forked))
        if isinstance(record, FinalRecord)
    ]
    return final


def bench(spec: RunSpec, artifacts: ArtifactStore, run_id: str = RUN) -> Bench:
    setting, model = opened(spec, artifacts, run_id)
    assert not any(module.training for module in model.modules())
    return Bench(model, setting.dataset, setting.splits, seed=spec.seed, resamples=spec.valuation.resamples)


def agrees(found: Bench, final: FinalRecord) -> None:
    """Make sure that clean inputs and the network's own stand-in give the record of its test, to the last bit."""
    measured = found.measure(Conditions())
    assert tuple(each.estimate for each in measured.accuracy) == final.accuracy
    for ours, recorded in zip(measured.shapley, final.valuation.shapley, strict=True):
        assert (ours.estimate, ours.low, ours.high) == pytest.approx((recorded.estimate, recorded.low, recorded.high))


@pytest.mark.parametrize("name", SPECS)
def test_an_opened_run_is_the_network_that_was_tested(name: str, artifacts: ArtifactStore) -> None:
    final = trained(SPECS[name], artifacts)
    agrees(bench(SPECS[name], artifacts), final)


def test_a_fork_that_has_trained_no_further_is_its_parent(artifacts: ArtifactStore) -> None:
    final = trained(small(), artifacts)
    artifacts.write(CHILD, checkpoints.START, artifacts.read(RUN, checkpoints.checkpoint_name(3)))
    agrees(bench(small(), artifacts, CHILD), final)


def test_a_fork_that_has_trained_on_is_its_own(artifacts: ArtifactStore) -> None:
    trained(small(), artifacts)
    artifacts.write(CHILD, checkpoints.START, artifacts.read(RUN, checkpoints.checkpoint_name(1)))
    spec = small({"name": "joint_unimodal"}, training={"epochs": 4})
    final = trained(spec, artifacts, CHILD, forked=True)
    agrees(bench(spec, artifacts, CHILD), final)


def test_an_earlier_epoch_is_the_network_as_it_was_then(artifacts: ArtifactStore) -> None:
    final = trained(small(), artifacts)
    shorter = trained(small(training={"epochs": 1}), artifacts, CHILD)
    setting, model = opened(small(), artifacts, RUN, epoch=1)
    agrees(Bench(model, setting.dataset, setting.splits, seed=0, resamples=small().valuation.resamples), shorter)
    assert shorter.accuracy != final.accuracy


@pytest.mark.parametrize(
    "device", [DeviceSpec(accelerator="cuda", precision="16-mixed"), DeviceSpec(accelerator="mps")]
)
def test_a_device_that_is_missing_is_no_reason_not_to_look(device: DeviceSpec, artifacts: ArtifactStore) -> None:
    final = trained(small(), artifacts)
    agrees(bench(small().model_copy(update={"device": device}), artifacts), final)


def test_what_is_not_there_is_said_in_words(artifacts: ArtifactStore) -> None:
    with pytest.raises(UsageError, match="not kept here"):
        opened(small(), artifacts, RUN)
    with pytest.raises(UnknownNameError, match="Did you mean 'penguins'"):
        opened(small(dataset="pinguins"), artifacts, RUN)
    trained(small(), artifacts)
    with pytest.raises(StoreError, match="does not fit the network that its settings describe"):
        opened(small(model={"head": "mlp"}), artifacts, RUN)


def test_a_recorded_run_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    info = RunStore.open().create(small(valuation={"resamples": 1000}), "calm bird")
    final = trained(info.spec, ArtifactStore.open(), info.id)
    agrees(shapviz.open_bench("calm bird"), final)
    with pytest.raises(UsageError, match="calm brd"):
        shapviz.open_bench("calm brd")
