"""A run that travels arrives as it left."""

import csv
import io
import json
import math
from pathlib import Path

import numpy as np
import pytest

from shapviz.data import catalog
from shapviz.errors import UnknownNameError, UsageError
from shapviz.runs import exchange, forks
from shapviz.runs.exchange import archive
from shapviz.runs.options import Unimodal
from shapviz.runs.recorded import Recording, recordings
from shapviz.runs.spec import RunSpec
from shapviz.runs.unreadable import UnreadableRunError
from tests.runs.exchange.cases import CHECKPOINT, Place, exported, trained
from tests.runs.test_unreadable import estrange


@pytest.fixture
def here(tmp_path: Path) -> Place:
    return Place.at(tmp_path / "here")


@pytest.fixture
def there(tmp_path: Path) -> Place:
    return Place.at(tmp_path / "there")


def test_a_run_arrives_with_records_outline_checkpoints_and_note(here: Place, there: Place) -> None:
    run = trained(here)
    arrived = exchange.take_in(there.store, there.artifacts, io.BytesIO(exported(here, run)), catalog.info)
    assert arrived.run == there.store.get(run.id) == run.model_copy(update={"origin": "imported"})
    assert [record for _, record in there.store.feed(run.id)] == [record for _, record in here.store.feed(run.id)]
    assert there.store.outlines() == here.store.outlines()
    assert there.artifacts.names(run.id) == here.artifacts.names(run.id)
    assert there.artifacts.read(run.id, "epoch-0002.safetensors") == CHECKPOINT


def test_what_has_arrived_leaves_as_it_came(here: Place, there: Place) -> None:
    run = trained(here)
    exchange.take_in(there.store, there.artifacts, io.BytesIO(exported(here, run)), catalog.info)
    again = exported(there, there.store.get(run.id))
    assert exchange.take_in(here.store, here.artifacts, io.BytesIO(again), catalog.info, copy=True).run.note == run.note


def test_it_can_be_forked_where_it_has_arrived(here: Place, there: Place) -> None:
    run = trained(here)
    exchange.take_in(there.store, there.artifacts, io.BytesIO(exported(here, run)), catalog.info)
    spec = run.spec.with_strategy(Unimodal())
    assert forks.fork(there.store, there.artifacts, run.id, 1, spec).parent == run.id


def test_checkpoints_may_stay_behind(here: Place, there: Place) -> None:
    run = trained(here)
    data = exported(here, run, checkpoints=False)
    assert len(data) < len(exported(here, run))
    exchange.take_in(there.store, there.artifacts, io.BytesIO(data), catalog.info)
    assert there.artifacts.names(run.id) == ()
    assert len(there.store.epochs(run.id)) == 4


def test_nothing_leaves_that_could_not_come_in(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    run = trained(here)
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    with pytest.raises(archive.ArchiveError, match="--no-checkpoints"):
        exported(here, run)


def test_the_same_run_gives_the_same_archive(here: Place) -> None:
    run = trained(here)
    assert exported(here, run) == exported(here, run)


def test_a_run_under_way_arrives_stopped(here: Place, there: Place) -> None:
    run = here.store.create(RunSpec())
    here.store.set_status(run.id, "running")
    arrived = exchange.take_in(there.store, there.artifacts, io.BytesIO(exported(here, run)), catalog.info)
    assert (arrived.run.status, arrived.run.epoch) == ("stopped", None)


@pytest.mark.parametrize("recording", recordings(), ids=lambda recording: recording.info.name)
def test_the_runs_that_ship_with_shapviz_travel(recording: Recording, here: Place, there: Place) -> None:
    run = here.store.create(recording.info.spec)
    for record in recording.records:
        here.store.append(run.id, record)
    here.store.set_status(run.id, "finished")
    exchange.take_in(there.store, there.artifacts, io.BytesIO(exported(here, run)), catalog.info)
    assert tuple(record for _, record in there.store.feed(run.id)) == recording.records


def test_a_run_that_is_here_is_refused_be_it_in_the_bin_and_a_copy_is_not(here: Place) -> None:
    run = trained(here)
    data = exported(here, run)
    before = here.everything()
    with pytest.raises(UsageError, match=r"is here already, as 'calm-otter' in the list\..*--copy"):
        exchange.take_in(here.store, here.artifacts, io.BytesIO(data), catalog.info)
    assert here.everything() == before
    here.store.delete(run.id)
    with pytest.raises(UsageError, match="in the bin"):
        exchange.take_in(here.store, here.artifacts, io.BytesIO(data), catalog.info)
    twin = exchange.take_in(here.store, here.artifacts, io.BytesIO(data), catalog.info, copy=True)
    assert twin.run.id != run.id
    assert twin.run.name != twin.called == "calm-otter"
    assert here.artifacts.names(twin.run.id) == here.artifacts.names(run.id)


def test_a_name_that_is_taken_gives_way(here: Place, there: Place) -> None:
    run = trained(here)
    there.store.create(RunSpec(), run.name)
    arrived = exchange.take_in(there.store, there.artifacts, io.BytesIO(exported(here, run)), catalog.info)
    assert (arrived.called, there.store.get(run.id).name) == ("calm-otter", arrived.run.name)
    assert arrived.run.name != "calm-otter"


def test_csv_has_a_row_an_epoch_and_says_what_the_records_say(here: Place) -> None:
    run = trained(here)
    text = exchange.export(here.store, here.artifacts, run.id, "csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    for row, record in zip(rows, here.store.epochs(run.id), strict=True):
        assert int(row["epoch"]) == record.epoch
        assert float(row["seconds"]) == record.seconds
        game = record.valuation
        if game is None:
            assert row["accuracy hare+fox+tortoise"] == row["phi hare"] == row["EDM"] == ""
            continue
        assert record.accuracy is not None
        assert float(row["accuracy nobody"]) == record.accuracy[0]
        assert float(row["accuracy hare+tortoise"]) == record.accuracy[0b101]
        assert float(row["phi fox low"]) == game.shapley[1].low
        if game.shares and game.edm:
            assert float(row["share tortoise high"]) == game.shares[2].high
            assert float(row["EDM"]) == game.edm.estimate
    assert rows[1]["turns"].count("; ") == 2


def test_a_run_without_a_record_has_headings_only(here: Place) -> None:
    run = here.store.create(RunSpec())
    lines = exchange.export(here.store, here.artifacts, run.id, "csv").decode().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("epoch,train_loss")
    assert np.load(io.BytesIO(exchange.export(here.store, here.artifacts, run.id, "npz")))["edm"].shape == (0, 3)


def test_npz_opens_without_leave_and_says_what_the_records_say(here: Place) -> None:
    run = trained(here)
    arrays = np.load(io.BytesIO(exchange.export(here.store, here.artifacts, run.id, "npz")), allow_pickle=False)
    epochs = here.store.epochs(run.id)
    assert arrays["modalities"].tolist() == ["hare", "fox", "tortoise"]
    assert RunSpec.model_validate_json(arrays["spec"].item()) == run.spec
    assert arrays["accuracy"].shape == (4, 8)
    for place, record in enumerate(epochs):
        if record.valuation is None:
            assert np.isnan(arrays["shapley"][place]).all()
        else:
            expected = [(each.estimate, each.low, each.high) for each in record.valuation.shapley]
            assert arrays["shapley"][place].tolist() == [list(each) for each in expected]
    final = here.store.final(run.id)
    assert final is not None
    assert arrays["test_accuracy"].tolist() == list(final.accuracy)
    assert math.isnan(arrays["train_loss"][0])


def test_json_is_the_run_with_all_its_records(here: Place) -> None:
    run = trained(here)
    found = Recording.model_validate_json(exchange.export(here.store, here.artifacts, run.id, "json"))
    assert found == Recording(info=run, records=tuple(record for _, record in here.store.feed(run.id)))


def test_a_run_that_cannot_be_read_leaves_as_it_stands(here: Place, there: Place) -> None:
    run = trained(here)
    estrange(here.store, run.id)
    document = json.loads(exchange.export(here.store, here.artifacts, run.id, "json"))
    assert document["info"]["spec"]["telepathy"] is True
    with pytest.raises(UnreadableRunError):
        exchange.export(here.store, here.artifacts, run.id, "npz")
    with pytest.raises(archive.ArchiveError, match=r"telepathy.*made by shapviz 0\.1\.0"):
        exchange.take_in(there.store, there.artifacts, io.BytesIO(exported(here, run)), catalog.info)


def test_an_unknown_format_names_those_there_are(here: Place) -> None:
    with pytest.raises(UnknownNameError, match="Known: csv, json, npz, zip"):
        exchange.export(here.store, here.artifacts, trained(here).id, "xlsx")


@pytest.mark.parametrize(
    ("name", "file"), [("calm-otter", "calm-otter.csv"), ("../a b/c", "a-b-c.csv"), ("★", "run.csv"), (".x", "x.csv")]
)
def test_a_file_is_named_after_its_run_and_never_leads_elsewhere(name: str, file: str) -> None:
    assert exchange.filename(name, "csv") == file
