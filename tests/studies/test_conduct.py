from contextlib import closing

import pytest

from shapviz.errors import SpecError
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import study_store
from shapviz.runs.info import Failure
from shapviz.runs.store import RunStore
from shapviz.studies import conduct
from tests.studies.studies import STUDY, study


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path))
    monkeypatch.delenv("SHAPVIZ_STORE", raising=False)
    with closing(RunStore.open()) as opened:
        yield opened


@pytest.fixture
def queue(store):
    return LocalQueue(store, workers=0)


def finish(store, runs):
    for run in runs:
        store.set_status(run.id, "finished")


def test_what_is_missing_is_queued_behind_everything_else_and_is_the_studys(store, queue):
    asked = store.create(study().spec_of("race", "joint", 9))
    queue.submit(asked.id)
    done = conduct.begin(store, queue, study())
    assert done == (12, 0, 0, 0)
    jobs = queue.jobs()
    assert jobs[0].run_id == asked.id
    assert [store.get(job.run_id).spec for job in jobs[1:]] == list(study().cells().values())
    assert {run.origin for run in study_store.runs_of(store, "small")} == {"study"}


def test_begun_twice_it_queues_nothing_twice(store, queue):
    conduct.begin(store, queue, study())
    before = store.list()
    conduct.begin(store, queue, study())
    assert store.list() == before


def test_a_study_that_grows_trains_only_what_is_new(store, queue):
    conduct.begin(store, queue, study())
    finish(store, store.list())
    done = conduct.begin(store, queue, study(seeds=3))
    assert (done.runs, done.finished) == (18, 12)
    assert {store.get(job.run_id).spec.seed for job in queue.jobs()} == {2}


def test_a_finished_run_is_taken_whoever_asked_for_it(store, queue):
    theirs = store.create(study().spec_of("race", "joint", 0))
    finish(store, [theirs])
    done = conduct.begin(store, queue, study())
    assert done.finished == 1
    assert theirs.id in study_store.study(store, "small").runs
    assert store.get(theirs.id).origin == "user"


def test_forks_and_what_others_have_stopped_are_not_taken(store, queue):
    parent = store.create(study().spec_of("race", "joint", 0))
    finish(store, [parent])
    fork = store.create(study().spec_of("race", "cure", 0), parent=(parent.id, 1))
    stopped = store.create(study().spec_of("race", "own + full", 0))
    finish(store, [fork])
    store.set_status(stopped.id, "stopped")
    conduct.begin(store, queue, study())
    assert not {fork.id, stopped.id} & study_store.study(store, "small").runs
    assert store.get(stopped.id).status == "stopped"


def test_its_own_failed_and_stopped_runs_are_queued_once_more(store, queue):
    conduct.begin(store, queue, study())
    first, second, *_ = study_store.runs_of(store, "small")
    store.set_status(first.id, "failed", Failure(problem="No memory.", remedy="Get some."))
    store.set_status(second.id, "stopped")
    assert conduct.standing(store, study()) == (12, 0, 1, 1)
    assert conduct.begin(store, queue, study()) == (12, 0, 0, 0)
    assert len(store.list()) == 12


def test_stopping_keeps_what_is_finished(store, queue):
    conduct.begin(store, queue, study())
    finish(store, study_store.runs_of(store, "small")[:3])
    conduct.stop(store, queue, study())
    assert conduct.standing(store, study()) == (12, 3, 0, 9)
    assert queue.jobs() == ()


def test_a_run_that_is_deleted_meanwhile_does_not_let_anybody_wait(store, queue):
    conduct.begin(store, queue, study())
    look = conduct.watch(store, study())
    store.delete(study_store.runs_of(store, "small")[0].id)
    assert look().ended == 1


def test_what_a_dataset_refuses_is_said_of_every_setting_before_anything_is_queued(store, queue):
    misspelt = {"emoji": {"dataset": {"name": "emoji", "modalities": ["image", "word"]}}}
    nobody = {"fixed": {"strategy": {"name": "alternating", "order": "fixed", "sequence": ["x"]}}}
    wrong = study(datasets=STUDY["datasets"] | misspelt, settings=STUDY["settings"] | nobody)
    with pytest.raises(SpecError) as error:
        conduct.begin(store, queue, wrong)
    assert "'joint' on 'emoji': dataset.modalities: 'emoji' has no modality 'word'" in str(error.value)
    assert "'fixed' on 'race': strategy.sequence" in str(error.value)
    assert store.list() == ()
    assert study_store.studies(store) == ()


def test_an_unknown_dataset_is_told_the_nearest(store, queue):
    with pytest.raises(SpecError, match="Did you mean 'race'"):
        conduct.begin(store, queue, study(datasets={"rase": {"dataset": {"name": "rase"}}}))


def test_a_plan_counts_what_is_to_do_and_says_where_nobody_knows_how_long(store, queue):
    asked = study(seconds={"race": 2.0})
    assert conduct.plan(store, asked) == {"race": (6, 12.0), "emoji": (6, None)}
    assert store.list() == ()
    conduct.begin(store, queue, asked)
    finish(store, study_store.runs_of(store, "small")[:3])
    assert conduct.plan(store, asked)["race"] == (3, 6.0)
