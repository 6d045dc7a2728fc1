"""Kill and resume: nothing lost, nothing doubled, and not one bit different from an undisturbed run."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from shapviz.experiment import run
from shapviz.runs import checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import EpochRecord, Event, Progress
from shapviz.runs.spec import RunSpec
from shapviz.training import checkpoint
from tests.training.runs import Record, records, small

RUN = "a-run"
SPECS = {
    "random order, guided": small(
        {"name": "alternating", "order": "random", "loss": "inherit", "budget": "guided"},
        training={"optimizer": "adamw"},
    ),
    "weak first, seldom valued": small({"name": "alternating"}, valuation={"every": 2}),
    "dropout, sgd, mlp head": small(
        {"name": "modality_dropout"},
        training={"optimizer": "sgd", "learning_rate": 0.05},
        model={"head": "mlp", "absence": "learned"},
    ),
    "aligned, halved": small(
        {"name": "alternating"},
        training={"halve_after": 1, "learning_rate": 0.02, "align_features": 0.1, "align_samples": 0.1},
        model={"mapping": True},
    ),
    "guided by potential, ties drawn": small(
        {"name": "alternating", "guide": "potential", "ties": "random", "budget": "guided"}
    ),
    "memory and prototypes, random order": small(
        {"name": "alternating", "order": "random", "loss": "inherit"},
        training={"epochs": 4},
        model={"head": "gated", "prototypes": True},
    ),
    "batch normalisation": small({"name": "alternating"}, dataset="watch", training={"epochs": 2, "batch_size": 256}),
}
every_spec = pytest.mark.parametrize("spec", SPECS.values(), ids=list(SPECS))


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path))


def epochs_kept(artifacts: ArtifactStore) -> list[int]:
    return list(checkpoints.kept(artifacts, RUN))


def until_progress(events: Iterator[Event], epoch: int) -> list[Event]:
    """Return what happens up to the first batch of an epoch."""
    return list(takewhile(lambda event: not (isinstance(event, Progress) and event.epoch == epoch), events))


def stored(before: list[Record], after: list[Record]) -> list[Record]:
    """Return what a store holds, which keeps one record for each epoch."""
    known = {(record.kind, record.epoch) for record in before}
    return before + [record for record in after if (record.kind, record.epoch) not in known]


@every_spec
def test_a_run_resumes_from_every_epoch_as_if_nothing_had_happened(spec: RunSpec, artifacts: ArtifactStore) -> None:
    undisturbed = records(run(spec, artifacts=artifacts, run_id=RUN))
    weights = {name: artifacts.read(RUN, name) for name in artifacts.names(RUN)}
    for epoch in range(spec.training.epochs):
        for later in range(epoch + 1, spec.training.epochs + 1):
            artifacts.delete(RUN, f"epoch-{later:04d}.safetensors")
        resumed = records(run(spec, artifacts=artifacts, run_id=RUN))
        assert resumed == undisturbed[epoch:]
        assert tensors_of(artifacts) == {name: payload(data) for name, data in weights.items()}


@every_spec
def test_a_run_killed_in_the_middle_of_an_epoch_goes_on(spec: RunSpec, artifacts: ArtifactStore) -> None:
    undisturbed = records(run(spec))
    before = records(until_progress(run(spec, artifacts=artifacts, run_id=RUN), epoch=2))
    assert [record.epoch for record in before] == [0, 1]
    after = records(run(spec, artifacts=artifacts, run_id=RUN))
    assert stored(before, after) == undisturbed


def test_a_record_that_was_never_stored_is_handed_out_again(artifacts: ArtifactStore) -> None:
    spec = SPECS["random order, guided"]
    events = run(spec, artifacts=artifacts, run_id=RUN)
    before = until_progress(events, epoch=2)
    lost = next(event for event in events if isinstance(event, EpochRecord))
    assert lost.epoch == max(epochs_kept(artifacts)) == 2, "the checkpoint is written before anybody sees the record"
    events.close()
    after = list(run(spec, artifacts=artifacts, run_id=RUN))
    assert after[0] == lost, "seconds included"
    assert stored(records(before), records(after)) == records(run(spec))


def test_a_finished_run_yields_its_end_again_and_trains_nothing(artifacts: ArtifactStore) -> None:
    once = records(run(small(), artifacts=artifacts, run_id=RUN))
    again = list(run(small(), artifacts=artifacts, run_id=RUN))
    assert records(again) == once[-2:]
    assert not any(isinstance(event, Progress) for event in again)


def test_checkpoints_of_another_specification_are_left_alone(artifacts: ArtifactStore) -> None:
    list(run(small(seed=1), artifacts=artifacts, run_id=RUN))
    first = next(run(small(seed=2), artifacts=artifacts, run_id=RUN))
    assert isinstance(first, EpochRecord)
    assert first.epoch == 0


def test_small_checkpoints_are_kept_for_every_epoch(artifacts: ArtifactStore) -> None:
    list(run(small(), artifacts=artifacts, run_id=RUN))
    assert epochs_kept(artifacts) == [0, 1, 2, 3]


def test_of_large_checkpoints_the_last_two_are_kept(artifacts: ArtifactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "SMALL", 0)
    list(run(small(), artifacts=artifacts, run_id=RUN))
    assert epochs_kept(artifacts) == [2, 3]


def payload(data: bytes) -> bytes:
    """Return the tensors of a checkpoint, without the header, in which the seconds stand."""
    return data[8 + int.from_bytes(data[:8], "little") :]


def tensors_of(artifacts: ArtifactStore) -> dict[str, bytes]:
    return {name: payload(artifacts.read(RUN, name)) for name in artifacts.names(RUN)}
