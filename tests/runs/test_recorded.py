"""The runs that ship with shapviz."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shapviz.runs import recorded
from shapviz.runs.info import RunInfo
from shapviz.runs.options import Alternating, Joint, Unimodal
from shapviz.runs.recorded import Recording, import_recorded, recordings
from shapviz.runs.records import DiagnosisRecord
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.runs import backends

AGED = "the recordings have aged: run scripts/record_default.py"


@pytest.fixture(params=backends.NAMES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunStore]:
    with backends.new_store(request.param, tmp_path) as opened:
        yield opened


def test_the_default_run_ships_with_joint_training_and_the_ceilings() -> None:
    specs = [recording.info.spec for recording in recordings()]
    expected = [RunSpec().with_strategy(strategy) for strategy in (Joint(), Unimodal(), Alternating())]
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


def test_importing_puts_them_into_the_store_once(store: RunStore) -> None:
    added = import_recorded(store)
    assert [info.name for info in added] == [recording.info.name for recording in recordings()]
    assert sorted(info.id for info in store.list()) == sorted(info.id for info in added)
    for recording in recordings():
        assert store.get(recording.info.id) == recording.info
        assert tuple(record for _, record in store.feed(recording.info.id)) == recording.records
    revision = store.revision()
    assert import_recorded(store) == ()
    assert store.revision() == revision


def test_a_run_of_ones_own_with_default_settings_has_them_as_companions(store: RunStore) -> None:
    import_recorded(store)
    own = store.create(RunSpec())
    assert {companion.name for companion in store.companions(own.id)} == {"race-joint", "race-unimodal"}


def test_what_was_done_with_them_stays_done_when_they_are_made_anew(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = store.create(RunSpec(), name="race-joint")
    joint, unimodal, _ = import_recorded(store)
    assert joint.name != own.name
    store.rename(joint.id, "my ghost")
    store.delete(unimodal.id)
    assert import_recorded(store) == ()

    def later(info: RunInfo) -> RunInfo:
        return info.model_copy(update={"created_at": info.created_at + timedelta(days=1)})

    newer = [Recording(info=later(each.info), records=each.records[:2]) for each in recordings()[:2]]
    monkeypatch.setattr(recorded, "recordings", lambda: newer)
    assert [info.id for info in import_recorded(store)] == [joint.id, unimodal.id]
    assert store.get("my ghost").created_at == joint.created_at + timedelta(days=1)
    assert len(store.feed(joint.id)) == 2
    assert [info.id for info in store.list(deleted=True)] == [unimodal.id]


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
