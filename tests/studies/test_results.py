import csv
import json
from contextlib import closing

import numpy as np
import pytest

from shapviz.errors import StoreError
from shapviz.games import summarise
from shapviz.games.outcome import outcome
from shapviz.runs import study_store
from shapviz.runs.info import Failure
from shapviz.runs.records import CalibrationRecord, Variant
from shapviz.runs.rightness import Sweeping
from shapviz.runs.store import RunStore
from shapviz.studies.results import collect, read, write
from tests.comparison.runs import epoch, final
from tests.runs import swept
from tests.studies.studies import study

ACCURACY = (0.25, 0.5, 0.5, 0.75)
JOINT = {"strategy": {"name": "joint"}}
SETTINGS = {"joint": JOINT, "own terms": JOINT | {"calibration": {"refit": "own_full"}}}
ONE = {"settings": {"joint": JOINT}, "datasets": {"race": {}}, "seeds": 3}


@pytest.fixture
def store(tmp_path):
    with closing(RunStore.open(str(tmp_path / "runs.db"))) as opened:
        yield opened


def trained(store, spec, *more):
    run = store.create(spec, origin="study")
    for record in (epoch(0, ACCURACY), epoch(1, ACCURACY, passes=10, updates=4, seconds=2.5), final(ACCURACY), *more):
        store.append(run.id, record)
    store.set_status(run.id, "finished")
    study_store.add(store, "small", [run.id])
    return run


def calibration(after):
    before, now = (np.random.default_rng(0).random((200, 4)) < np.array(worth) for worth in (ACCURACY, after))
    found = outcome(("image", "text"), before, now, resamples=100)
    same = Variant(valid=found, test=found)
    return CalibrationRecord(epoch=2, variants={"before": same, "refit": same}), found


def test_every_run_that_is_asked_for_has_a_result_as_far_as_it_has_come(store):
    asked = study(**ONE)
    study_store.save(store, asked)
    done = trained(store, asked.spec_of("race", "joint", 0))
    broken = store.create(asked.spec_of("race", "joint", 1), origin="study")
    store.set_status(broken.id, "failed", Failure(problem="The loss is nan.", remedy="Lower the rate."))
    study_store.add(store, "small", [broken.id])
    first, second, third = collect(store, asked)
    assert first.values["accuracy"] == 0.75
    assert first.values["seconds"] == 2.5
    assert first.without == {"image": 0.5, "text": 0.5}
    assert first.run == done.name
    assert (second.status, second.problem, second.values) == ("failed", "The loss is nan.", {})
    assert (third.status, third.run) == (None, None)


def test_a_calibrated_copy_is_a_setting_of_its_own(store):
    asked = study(**ONE | {"settings": {"joint": JOINT | {"calibration": {"refit": "full"}}}, "seeds": 1})
    study_store.save(store, asked)
    record, found = calibration((0.25, 0.5, 0.6, 0.9))
    trained(store, asked.spec_of("race", "joint", 0), record)
    plain, refit = collect(store, asked)
    assert (plain.setting, refit.setting) == ("joint", "head refit")
    assert refit.values["accuracy"] == pytest.approx(found.full.estimate)
    assert refit.values["missing"] == pytest.approx(found.one_missing.estimate)
    assert refit.without == pytest.approx({name: each.estimate for name, each in found.missing.items()})
    own = summarise(("image", "text"), [found.accuracy], payoff="accuracy", resamples=100)
    assert refit.values["edm"] == pytest.approx(own.edm.estimate, abs=1e-6)


def test_a_setting_that_differs_by_its_calibration_only_adds_its_copy_and_not_the_run_again(store):
    asked = study(**ONE | {"settings": SETTINGS, "seeds": 1})
    study_store.save(store, asked)
    for setting in SETTINGS:
        more = [calibration(ACCURACY)[0]] if setting == "own terms" else []
        trained(store, asked.spec_of("race", setting, 0), *more)
    assert [each.setting for each in collect(store, asked)] == ["joint", "head refit with own terms"]


def test_a_setting_that_differs_by_its_calibration_only_does_not_hide_its_failures(store):
    asked = study(**ONE | {"settings": SETTINGS, "seeds": 1})
    study_store.save(store, asked)
    broken = store.create(asked.spec_of("race", "own terms", 0))
    store.set_status(broken.id, "failed", Failure(problem="No memory.", remedy="Get some."))
    study_store.add(store, "small", [broken.id])
    assert [(each.setting, each.status) for each in collect(store, asked)] == [("joint", None), ("own terms", "failed")]


def test_results_are_the_same_from_the_file_as_from_the_store(store, tmp_path):
    asked = study(**ONE)
    study_store.save(store, asked)
    trained(store, asked.spec_of("race", "joint", 0))
    found, path = collect(store, asked), tmp_path / "new folder" / "small.csv"
    write(found, path)
    assert read(path) == found
    first = path.read_bytes()
    write(read(path), path)
    assert path.read_bytes() == first


@pytest.mark.parametrize("content", [None, "dataset,setting\nrace,joint\n", "seed\nx\n"])
def test_a_file_that_holds_no_results_is_refused_with_what_to_do(tmp_path, content):
    path = tmp_path / "small.csv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(StoreError, match="Write them again"):
        read(path)


def test_what_goes_by_modality_is_json_in_its_column(store, tmp_path):
    asked, path = study(**ONE), tmp_path / "small.csv"
    study_store.save(store, asked)
    trained(store, asked.spec_of("race", "joint", 0))
    write(collect(store, asked), path)
    with path.open() as file:
        row = next(iter(csv.DictReader(file)))
    assert json.loads(row["without"]) == {"image": 0.5, "text": 0.5}
    assert float(row["accuracy"]) == 0.75


NOISE, BLUR = Sweeping("image", "noise"), Sweeping("text", "typos")
BOTH = {"settings": {"joint": JOINT, "own + full": {}}, "datasets": {"race": {}}, "seeds": 1}


def test_corruptions_are_summed_up_and_their_errors_divided_by_those_of_the_baseline(store, tmp_path):
    """Everybody reaches 0.8; noise takes 0.1 a step from the one and 0.02 from the other, typos 0.04 from both."""
    asked = study(**BOTH)
    study_store.save(store, asked)
    for setting, step in {"joint": 0.1, "own + full": 0.02}.items():
        record = swept.record(2, {NOISE: step, BLUR: 0.04}, ("image", "text"))
        trained(store, asked.spec_of("race", setting, 0), record)
    joint, ours = collect(store, asked)
    assert joint.under == pytest.approx({"image: noise": 0.5, "text: typos": 0.68})
    assert ours.under == pytest.approx({"image: noise": 0.74, "text: typos": 0.68})
    assert joint.values["mce"] == 1
    assert ours.values["mce"] == pytest.approx((0.26 / 0.5 + 1) / 2)
    assert joint.values["corrupted"] == pytest.approx(0.59)
    assert joint.values["fall"] == pytest.approx(0.75 - 0.59)
    assert joint.values["missing_fall"] == pytest.approx(0.25)
    write((joint, ours), tmp_path / "small.csv")
    assert read(tmp_path / "small.csv") == (joint, ours)


def test_without_corruptions_nothing_is_said_of_them(store):
    asked = study(**BOTH)
    study_store.save(store, asked)
    trained(store, asked.spec_of("race", "joint", 0))
    trained(store, asked.spec_of("race", "own + full", 0), swept.record(2, {NOISE: 0.1}, ("image", "text")))
    joint, ours = collect(store, asked)
    assert not joint.under
    assert joint.values.keys().isdisjoint({"corrupted", "fall", "mce"})
    assert "corrupted" in ours.values
    assert "mce" not in ours.values, "the baseline was not corrupted"


def test_files_of_before_there_were_corruptions_can_be_read(store, tmp_path):
    asked = study(**ONE)
    study_store.save(store, asked)
    trained(store, asked.spec_of("race", "joint", 0))
    found = collect(store, asked)
    write(found, tmp_path / "new.csv")
    with (tmp_path / "new.csv").open(newline="") as new, (tmp_path / "old.csv").open("w", newline="") as old:
        rows = list(csv.DictReader(new))
        before = [name for name in rows[0] if name not in ("under", "corrupted", "fall", "mce", "missing_fall")]
        table = csv.DictWriter(old, before, extrasaction="ignore")
        table.writeheader()
        table.writerows(rows)
    first = read(tmp_path / "old.csv")[0]
    assert first.values == {name: value for name, value in found[0].values.items() if name != "missing_fall"}
