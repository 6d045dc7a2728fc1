import pytest
from sqlalchemy import update

from shapviz.errors import StoreError, UnknownNameError
from shapviz.runs import study_store
from shapviz.runs.spec import RunSpec
from shapviz.runs.tables import studies
from tests.runs import backends
from tests.studies.studies import study


@pytest.fixture(params=backends.NAMES)
def store(request, tmp_path):
    with backends.new_store(request.param, tmp_path) as opened:
        yield opened


def test_a_study_is_kept_and_found_by_its_name(store):
    study_store.save(store, study())
    assert study_store.study(store, "small").spec == study()
    with pytest.raises(UnknownNameError, match="Did you mean 'small'"):
        study_store.study(store, "smal")


def test_saved_again_it_is_what_is_asked_for_now_and_keeps_its_runs(store):
    run = store.create(RunSpec(), origin="study")
    study_store.save(store, study())
    study_store.add(store, "small", [run.id, run.id])
    study_store.add(store, "small", [run.id])
    again = study_store.save(store, study(seeds=5))
    assert again.spec.seeds == 5
    assert again.runs == {run.id}
    assert len(study_store.studies(store)) == 1


def test_a_run_knows_its_studies_and_a_study_its_runs(store):
    ours, other = store.create(RunSpec()), store.create(RunSpec(seed=1))
    for name in ("small", "large"):
        study_store.save(store, study(name=name))
        study_store.add(store, name, [ours.id])
    assert study_store.studies_of(store, ours.id) == ("large", "small")
    assert study_store.studies_of(store, other.id) == ()
    assert [run.id for run in study_store.runs_of(store, "small")] == [ours.id]


def test_runs_in_the_bin_are_in_no_study_until_they_are_back(store):
    run = store.create(RunSpec())
    study_store.save(store, study())
    study_store.add(store, "small", [run.id])
    store.delete(run.id)
    assert study_store.study(store, "small").runs == frozenset()
    assert study_store.statuses(store, "small") == {}
    store.restore(run.id)
    study_store.add(store, "small", [run.id])
    assert study_store.statuses(store, "small") == {run.id: "queued"}


def test_forgetting_a_study_keeps_its_runs(store):
    run = store.create(RunSpec())
    study_store.save(store, study())
    study_store.add(store, "small", [run.id])
    study_store.forget(store, "small")
    assert study_store.studies(store) == ()
    assert study_store.studies_of(store, run.id) == ()
    assert store.get(run.id) == run


def test_a_study_of_another_version_is_in_nobodys_way_and_says_so_when_asked_for(store):
    for name in ("small", "strange"):
        study_store.save(store, study(name=name))
    body = study(name="strange").model_dump_json().replace('"baseline"', '"basis"')
    with store.writing() as connection:
        connection.execute(update(studies).where(studies.c.name == "strange").values(spec=body))
    assert [each.name for each in study_store.studies(store)] == ["small"]
    with pytest.raises(StoreError, match="'strange' asks for what this version of shapviz does not know"):
        study_store.study(store, "strange")
