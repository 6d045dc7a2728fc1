"""The run store: what goes in comes out, once, in order, whoever else is writing."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from shapviz.errors import UnknownNameError, UsageError
from shapviz.games.summary import Interval, Valuation
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import Failure
from shapviz.runs.options import Joint, Unimodal
from shapviz.runs.records import EpochRecord, FinalRecord, Turn
from shapviz.runs.spec import DeviceSpec, RunSpec, TrainingSpec
from shapviz.runs.store import RunStore
from shapviz.runs.tables import records
from tests.diagnosis import cases
from tests.runs import backends

UNKNOWN_ID = "0" * 32


def epoch(number: int) -> EpochRecord:
    third = Interval(1 / 3, 0.1, 0.6)
    return EpochRecord(
        epoch=number,
        turns=(Turn(modalities=("hare",), start=0, end=1, why="hare first", gradient_norm={"hare": 0.1 + number}),),
        train_loss=None if number == 0 else 0.5,
        valid_loss=2 / 3,
        accuracy=(0.25, 0.5, 0.5, 0.75),
        valuation=Valuation(
            ("hare", "fox"),
            "accuracy",
            10,
            (0.25, 0.5, 0.5, 0.75),
            (third, third),
            None,
            None,
            ((0.0, 0.1), (0.1, 0.0)),
        ),
        encoder_passes=number * 10,
        head_updates=number,
        seconds=0.1,
    )


def final(number: int) -> FinalRecord:
    valuation = epoch(number).valuation
    assert valuation is not None
    return FinalRecord(epoch=number, accuracy=(0.25, 0.5, 0.5, 0.75), valuation=valuation)


@pytest.fixture(params=backends.NAMES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunStore]:
    with backends.new_store(request.param, tmp_path) as opened:
        yield opened


def test_a_created_run_comes_back_by_id_name_and_beginning_of_id(store: RunStore) -> None:
    run = store.create(RunSpec(seed=7))
    assert store.get(run.id) == store.get(run.name) == store.get(run.id[:12]) == run
    assert (run.status, run.epoch, run.error, run.origin) == ("queued", None, None, "user")


def test_runs_outlive_the_store_that_made_them(store: RunStore) -> None:
    run = store.create(RunSpec(), name="mine")
    store.append(run.id, epoch(0))
    store.close()
    reopened = RunStore.open(store.url)
    assert reopened.list() == (run.model_copy(update={"epoch": 0}),)
    reopened.close()


def test_a_diagnosis_is_kept_once_and_does_not_count_as_an_epoch(store: RunStore) -> None:
    run = store.create(RunSpec(probes=True))
    diagnosis = cases.record({"hare": cases.Case(), "fox": cases.Case(excess=None)})
    assert store.diagnosis(run.id) is None
    seqs = [store.append(run.id, record) for record in (epoch(0), diagnosis, diagnosis)]
    assert seqs[1] == seqs[2]
    assert store.diagnosis(run.id) == diagnosis
    assert [record for _, record in store.feed(run.id)] == [epoch(0), diagnosis]
    assert store.epochs(run.id) == (epoch(0),)
    assert store.final(run.id) is None


def test_runs_that_differ_by_probes_too_are_companions(store: RunStore) -> None:
    probed = store.create(RunSpec(strategy=Joint(), probes=True))
    plain = store.create(RunSpec(strategy=Unimodal()))
    assert [other.id for other in store.companions(probed.id)] == [plain.id]


def test_names_are_drawn_distinct_and_two_words(store: RunStore) -> None:
    drawn = {store.create(RunSpec()).name for _ in range(20)}
    assert len(drawn) == 20
    assert all(len(name.split("-")) == 2 for name in drawn)


def test_unknown_run_names_the_nearest(store: RunStore) -> None:
    store.create(RunSpec(), name="calm-otter")
    with pytest.raises(UnknownNameError, match="Did you mean 'calm-otter'"):
        store.get("calm-oter")


def test_a_beginning_that_fits_several_lists_them(store: RunStore) -> None:
    made = [store.create(RunSpec()) for _ in range(17)]  # sixteen first digits: two ids share theirs
    digits = [run.id[0] for run in made]
    shared = next(digit for digit in digits if digits.count(digit) > 1)
    with pytest.raises(UsageError, match=f"fits {digits.count(shared)} runs") as caught:
        store.get(shared)
    assert all(run.name in caught.value.problem for run in made if run.id[0] == shared)


@pytest.mark.parametrize("ref", ["", "%", "_"])
def test_wildcards_find_nothing(store: RunStore, ref: str) -> None:
    store.create(RunSpec())
    with pytest.raises(UnknownNameError):
        store.get(ref)


def test_records_come_back_equal_and_in_order(store: RunStore) -> None:
    run = store.create(RunSpec())
    written = [epoch(0), epoch(1), epoch(2), final(2)]
    numbers = [store.append(run.id, record) for record in written]
    assert numbers == sorted(set(numbers))
    assert store.feed(run.id) == tuple(zip(numbers, written, strict=True))
    assert store.epochs(run.id) == tuple(written[:3])
    assert store.final(run.id) == final(2)
    assert store.get(run.id).epoch == 2


def test_appending_an_epoch_again_keeps_the_first(store: RunStore) -> None:
    run = store.create(RunSpec())
    first = store.append(run.id, epoch(3))
    again = store.append(run.id, epoch(3).model_copy(update={"seconds": 99.0}))
    assert again == first
    assert store.feed(run.id) == ((first, epoch(3)),)


def test_feed_after_a_number_gives_only_what_came_later(store: RunStore) -> None:
    run, other = store.create(RunSpec()), store.create(RunSpec())
    seen = store.append(run.id, epoch(0))
    store.append(other.id, epoch(0))
    assert store.feed(run.id, after=seen) == ()
    later = store.append(run.id, epoch(1))
    assert store.feed(run.id, after=seen) == ((later, epoch(1)),)


def test_a_record_needs_its_run(store: RunStore) -> None:
    with pytest.raises(UnknownNameError):
        store.append(UNKNOWN_ID, epoch(0))


def test_revision_rises_with_every_visible_change_and_only_then(store: RunStore) -> None:
    seen = [store.revision()]
    run = store.create(RunSpec())
    seen.append(store.revision())
    store.append(run.id, epoch(0))
    seen.append(store.revision())
    store.set_status(run.id, "running")
    seen.append(store.revision())
    store.delete(run.id)
    seen.append(store.revision())
    assert seen == sorted(set(seen))
    store.list()
    with store.writing(visible=False):
        pass
    assert store.revision() == seen[-1]


def test_a_failure_is_kept_until_the_status_changes(store: RunStore) -> None:
    run = store.create(RunSpec())
    why = Failure(problem="The loss is NaN.", remedy="Lower the learning rate.")
    store.set_status(run.id, "failed", why)
    assert store.get(run.id).error == why
    store.set_status(run.id, "queued")
    assert store.get(run.id).error is None


def test_companions_differ_in_strategy_only_and_finished_ones_come_first(store: RunStore) -> None:
    run = store.create(RunSpec())
    finished = store.create(RunSpec(strategy=Joint()))
    store.set_status(finished.id, "finished")
    newest = store.create(RunSpec(strategy=Unimodal(), device=DeviceSpec(accelerator="cuda")))
    store.create(RunSpec())  # the same strategy
    store.create(RunSpec(strategy=Joint(), seed=1))
    store.create(RunSpec(strategy=Joint(), training=TrainingSpec(epochs=3)))
    store.delete(store.create(RunSpec(strategy=Joint())).id)
    assert [companion.id for companion in store.companions(run.id)] == [finished.id, newest.id]


def test_rename_is_stripped_unique_and_may_be_repeated(store: RunStore) -> None:
    run, other = store.create(RunSpec(), name="one"), store.create(RunSpec(), name="two")
    assert store.rename(run.id, "  first try ").name == "first try"
    assert store.rename(run.id, "first try").name == "first try"
    with pytest.raises(UsageError, match="named 'two'"):
        store.rename(run.id, "two")
    store.delete(other.id)
    with pytest.raises(UsageError, match="may be a deleted one"):
        store.rename(run.id, "two")
    assert store.get(run.id).name == "first try"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "line\nbreak", "nul\x00"])
def test_what_is_no_name_is_refused(store: RunStore, name: str) -> None:
    with pytest.raises(UsageError, match="printable"):
        store.create(RunSpec(), name=name)
    assert store.list() == ()


def test_deleted_runs_leave_the_list_and_come_back_whole(store: RunStore) -> None:
    run = store.create(RunSpec())
    store.append(run.id, epoch(0))
    store.delete(run.id)
    assert store.list() == ()
    assert [gone.id for gone in store.list(deleted=True)] == [run.id]
    assert store.get(run.id).deleted_at is not None
    with pytest.raises(UnknownNameError):
        store.get(run.name)
    store.restore(run.id)
    assert store.list() == (run.model_copy(update={"epoch": 0}),)
    assert store.epochs(run.id) == (epoch(0),)


def test_purge_removes_what_has_been_deleted_for_long_and_nothing_else(store: RunStore, tmp_path: Path) -> None:
    artifacts = ArtifactStore.open(str(tmp_path / "artifacts"))
    kept, gone = store.create(RunSpec()), store.create(RunSpec())
    for run in (kept, gone):
        store.append(run.id, epoch(0))
        artifacts.write(run.id, "checkpoint", b"weights")
    store.delete(gone.id)
    assert store.purge(artifacts) == ()
    assert store.purge(artifacts, older_than=timedelta(0)) == (gone.id,)
    assert store.feed(gone.id) == ()
    assert artifacts.names(gone.id) == ()
    assert store.epochs(kept.id) == (epoch(0),)
    assert artifacts.read(kept.id, "checkpoint") == b"weights"


def test_listing_reads_no_record(store: RunStore) -> None:
    run = store.create(RunSpec())
    with store.writing() as connection:
        connection.execute(insert(records).values(run=run.id, kind="epoch", epoch=0, body="not a record"))
    assert [info.id for info in store.list()] == [run.id]


APPEND = """
import sys
from shapviz.runs.records import EpochRecord
from shapviz.runs.store import RunStore

url, run, first, record = sys.argv[1:]
store = RunStore.open(url)
for number in range(int(first), 80, 2):
    store.append(run, EpochRecord.model_validate_json(record).model_copy(update={"epoch": number}))
"""


def test_two_processes_append_to_one_run_and_nothing_is_lost(store: RunStore) -> None:
    run, record = store.create(RunSpec()), epoch(0).model_dump_json()
    both = [subprocess.Popen([sys.executable, "-c", APPEND, store.url, run.id, first, record]) for first in ("0", "1")]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    feed = store.feed(run.id)
    assert sorted(appended.epoch for _, appended in feed) == list(range(80))
    assert [number for number, _ in feed] == sorted({number for number, _ in feed})


def test_a_star_and_a_note_are_kept_and_taken_away(store: RunStore) -> None:
    run = store.create(RunSpec())
    store.star(run.id)
    store.annotate(run.id, "  <b>the one</b>\nwith noise  ")
    assert (store.get(run.id).starred, store.get(run.id).note) == (True, "<b>the one</b>\nwith noise")
    store.star(run.id, False)
    store.annotate(run.id, "")
    assert store.get(run.id) == run


@pytest.mark.parametrize("note", ["x" * 501, "nul\x00", "a\x1b[31mb"])
def test_what_cannot_be_a_note_is_refused(store: RunStore, note: str) -> None:
    run = store.create(RunSpec())
    with pytest.raises(UsageError, match="A note has at most 500 printable characters"):
        store.annotate(run.id, note)
    assert store.get(run.id).note == ""
