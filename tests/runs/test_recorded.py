"""The runs that ship with shapviz."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from shapviz.errors import UsageError
from shapviz.runs import afterwards, checkpoints, forks, recorded, samples
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.asked import RobustnessSpec
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Alternating, Joint, ModalityDropout, Unimodal
from shapviz.runs.recorded import FOLDER, Recording, files, import_recorded, recordings
from shapviz.runs.records import DiagnosisRecord, Progress
from shapviz.runs.spec import DatasetSpec, RunSpec, TrainingSpec
from shapviz.runs.store import RunStore
from tests.runs import backends

DAY = timedelta(days=1)
AGED = "the recordings have aged: run scripts/record_default.py"


@pytest.fixture(params=backends.NAMES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunStore]:
    with backends.new_store(request.param, tmp_path) as opened:
        yield opened


def test_the_default_run_ships_with_joint_training_the_ceilings_and_one_to_break() -> None:
    specs = [recording.info.spec for recording in recordings()]
    emoji = RunSpec(
        dataset=DatasetSpec(name="emoji3"),
        strategy=ModalityDropout(),
        training=TrainingSpec(epochs=30),
    )
    expected = [*(RunSpec(strategy=strategy) for strategy in (Joint(), Unimodal(), Alternating())), emoji]
    assert specs == expected, AGED


@pytest.mark.parametrize("recording", recordings(), ids=lambda recording: recording.info.name)
def test_a_recording_is_a_whole_finished_run(recording: Recording) -> None:
    unimodal = isinstance(recording.info.spec.strategy, Unimodal)
    *epochs, final = recording.records if unimodal else recording.records[:-1]
    assert recording.records[-1].kind == ("final" if unimodal else "diagnosis")
    assert [record.epoch for record in epochs] == list(range(recording.info.spec.training.epochs + 1))
    assert final.kind == "final"
    assert (recording.info.status, recording.info.epoch) == ("finished", final.epoch)
    assert recording.info.origin == "recorded"


@pytest.mark.parametrize("recording", recordings(), ids=lambda recording: recording.info.name)
def test_rounding_has_kept_what_is_shown(recording: Recording) -> None:
    for record in recording.records:
        known = record.game if isinstance(record, DiagnosisRecord) else record.valuation
        assert known is not None
        worth, values = known.worth, known.shapley
        assert sum(value.estimate for value in values) == pytest.approx(worth[-1] - worth[0], abs=1e-5)


@pytest.mark.parametrize("recording", recordings(), ids=lambda recording: recording.info.name)
def test_a_recording_travels_with_its_weights_and_its_samples_and_is_small(recording: Recording) -> None:
    along = {
        checkpoints.weights_name(epoch) for epoch in (1, 3, 6, 12, 20) if epoch < recording.info.spec.training.epochs
    }
    assert {file.name for file in files(recording)} == {checkpoints.WEIGHTS, samples.FILE, *along}
    assert sum(file.stat().st_size for file in files(recording)) < 5_500_000


def test_nothing_ships_that_belongs_to_no_recording() -> None:
    assert {file.parent.name for file in FOLDER.glob("*/*.safetensors")} == {each.info.name for each in recordings()}


@pytest.mark.parametrize("recording", recordings(), ids=lambda recording: recording.info.name)
def test_the_samples_say_what_the_records_say(recording: Recording, artifacts: ArtifactStore) -> None:
    for file in files(recording):
        artifacts.write(recording.info.id, file.name, file.read_bytes())
    final = next(record for record in recording.records if record.kind == "final")
    assert samples.read(artifacts, recording.info.id, "test").worth("accuracy").mean(axis=0) == pytest.approx(
        final.valuation.worth, abs=1e-6
    )


def test_importing_puts_them_into_the_store_once(store: RunStore, artifacts: ArtifactStore) -> None:
    added = import_recorded(store, artifacts)
    assert [info.name for info in added] == [recording.info.name for recording in recordings()]
    assert sorted(info.id for info in store.list()) == sorted(info.id for info in added)
    for recording in recordings():
        assert store.get(recording.info.id) == recording.info
        assert tuple(record for _, record in store.feed(recording.info.id)) == recording.records
        for file in files(recording):
            assert artifacts.read(recording.info.id, file.name) == file.read_bytes()
    revision = store.revision()
    assert import_recorded(store, artifacts) == ()
    assert store.revision() == revision


def test_artifacts_are_laid_where_only_they_are_missing_and_not_written_twice(
    store: RunStore, artifacts: ArtifactStore
) -> None:
    """As after an upgrade from a version whose recordings had none."""
    run = import_recorded(store, artifacts)[0]
    artifacts.delete_run(run.id)
    assert import_recorded(store, artifacts) == ()
    assert artifacts.names(run.id) == tuple(file.name for file in files(recordings()[0]))
    artifacts.write(run.id, checkpoints.WEIGHTS, b"as it was laid")
    import_recorded(store, artifacts)
    assert artifacts.read(run.id, checkpoints.WEIGHTS) == b"as it was laid"


def test_artifacts_of_an_older_recording_give_way_to_those_of_the_newer(
    store: RunStore, artifacts: ArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = import_recorded(store, artifacts)[0]
    artifacts.write(run.id, checkpoints.WEIGHTS, b"of the older one")
    made_anew = [later(each) for each in recordings()]
    monkeypatch.setattr(recorded, "recordings", lambda: made_anew)
    import_recorded(store, artifacts)
    assert artifacts.read(run.id, checkpoints.WEIGHTS) == files(recordings()[0])[-1].read_bytes()


def test_several_servers_may_start_at_once(tmp_path: Path) -> None:
    def start() -> int:
        opened = RunStore.open(str(tmp_path / "runs.db"))
        added = len(import_recorded(opened, ArtifactStore.open(str(tmp_path / "artifacts"))))
        opened.close()
        return added

    RunStore.open(str(tmp_path / "runs.db")).close()
    with ThreadPoolExecutor(4) as servers:
        added = list(servers.map(lambda _: start(), range(4)))
    assert sum(added) == len(recordings())
    assert not list((tmp_path / "artifacts").rglob("*.part"))


def test_a_fork_of_a_recorded_run_is_refused_as_it_could_not_go_on_exactly(
    store: RunStore, artifacts: ArtifactStore
) -> None:
    for run in import_recorded(store, artifacts):
        last = run.spec.training.epochs
        longer = run.spec.model_copy(update={"training": run.spec.training.model_copy(update={"epochs": last + 1})})
        with pytest.raises(UsageError, match="ships with its weights alone, so it cannot be forked") as refused:
            forks.fork(store, artifacts, run.id, last, longer)
        assert "Train the same settings on this machine" in refused.value.remedy


def test_what_needs_no_training_can_be_found_out_about_a_recorded_run(
    store: RunStore, artifacts: ArtifactStore
) -> None:
    from shapviz.experiment import run

    parent = import_recorded(store, artifacts)[0]
    child = afterwards.ask(store, artifacts, parent.id, RobustnessSpec(corruptions=("mispairing",), draws=1))
    assert artifacts.names(child.id) == (checkpoints.WEIGHTS,)
    events = run(child.spec, artifacts=artifacts, run_id=child.id, forked=True)
    last, final, robustness = (event for event in events if not isinstance(event, Progress))
    shown = [record for _, record in store.feed(parent.id) if not isinstance(record, DiagnosisRecord)]
    assert last.accuracy == pytest.approx(shown[-2].accuracy, abs=1e-6)
    assert final.accuracy == pytest.approx(shown[-1].accuracy, abs=0.002)
    assert robustness.kind == "robustness"
    # of a network without its optimizer's state no checkpoint is made: nobody may go on from it
    assert checkpoints.kept(artifacts, child.id) == ()
    assert checkpoints.network(artifacts, child.id) == checkpoints.WEIGHTS


def test_a_run_of_ones_own_with_default_settings_has_them_as_companions(
    store: RunStore, artifacts: ArtifactStore
) -> None:
    import_recorded(store, artifacts)
    own = store.create(RunSpec())
    assert {companion.name for companion in store.companions(own.id)} == {"race-joint", "race-unimodal"}


def test_what_was_done_with_them_stays_done_when_they_are_made_anew(
    store: RunStore, artifacts: ArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = store.create(RunSpec(), name="race-joint")
    joint, unimodal, *_ = import_recorded(store, artifacts)
    assert joint.name != own.name
    store.rename(joint.id, "my ghost")
    store.star(joint.id)
    store.annotate(joint.id, "for the lecture")
    store.delete(unimodal.id)
    assert import_recorded(store, artifacts) == ()

    newer = [later(each) for each in recordings()[:2]]
    monkeypatch.setattr(recorded, "recordings", lambda: newer)
    assert [info.id for info in import_recorded(store, artifacts)] == [joint.id, unimodal.id]
    now = store.get("my ghost")
    assert (now.created_at, now.starred, now.note) == (joint.created_at + DAY, True, "for the lecture")
    assert len(store.feed(joint.id)) == 2
    assert [info.id for info in store.list(deleted=True)] == [unimodal.id]


def later(each: Recording) -> Recording:
    """Return a recording as if it had been made anew, a day later and with two records only."""
    info: RunInfo = each.info.model_copy(update={"created_at": each.info.created_at + DAY})
    return Recording(info=info, records=each.records[:2])


@pytest.mark.parametrize("recording", recordings(), ids=lambda recording: recording.info.name)
def test_the_lab_opens_a_recorded_run_and_finds_what_it_recorded(
    recording: Recording, store: RunStore, artifacts: ArtifactStore
) -> None:
    from shapviz.experiment import opened
    from shapviz.robustness.bench import Bench
    from shapviz.runs.robustness import Conditions

    import_recorded(store, artifacts)
    setting, model = opened(recording.info.spec, artifacts, recording.info.id)
    measured = Bench(model, setting.dataset, setting.splits, resamples=100).measure(Conditions())
    final = next(record for record in recording.records if record.kind == "final")
    # another processor may round otherwise, and a near tie turns: two samples
    assert [each.estimate for each in measured.accuracy] == pytest.approx(final.accuracy, abs=2 / measured.samples)


@pytest.mark.parametrize("recording", recordings(), ids=lambda recording: recording.info.name)
def test_the_weights_of_an_epoch_on_the_way_are_those_that_it_recorded(
    recording: Recording, store: RunStore, artifacts: ArtifactStore
) -> None:
    from shapviz.experiment import opened
    from shapviz.models import BatchSource
    from shapviz.valuation.worth import coalition_worth

    import_recorded(store, artifacts)
    shown = {record.epoch: record.valuation.worth for record in recording.records if record.kind == "epoch"}
    for epoch in set(checkpoints.weighted(artifacts, recording.info.id)) - {recording.info.epoch}:
        ground, model = opened(recording.info.spec, artifacts, recording.info.id, epoch)
        worth, _ = coalition_worth(model, BatchSource(ground.dataset, ground.splits.valid), ["accuracy"])
        rows = len(worth["accuracy"])
        # they are kept in half precision, and a near tie may turn: two samples
        assert worth["accuracy"].mean(axis=0) == pytest.approx(shown[epoch], abs=2 / rows)


@pytest.mark.slow
def test_training_still_does_what_the_recording_shows() -> None:
    from shapviz.experiment import run

    recording = recordings()[0]
    shown = {record.epoch: record.accuracy for record in recording.records if record.kind == "epoch"}
    for event in run(recording.info.spec):
        if getattr(event, "kind", None) == "epoch":
            assert event.accuracy == pytest.approx(shown[event.epoch], abs=0.03), AGED
            if event.epoch == 3:  # by then a change has told
                break
