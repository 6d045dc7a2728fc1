"""A study is opened with the runs of all its settings on one dataset."""

from pathlib import Path

import pytest

from shapviz.errors import UnknownNameError
from shapviz.runs import study_store
from shapviz.runs.store import RunStore
from shapviz.runs.study import StudySpec, parse_study
from shapviz.ui.compare.study import chapter

SPEC = {
    "name": "why-own-loss",
    "settings": {"joint": {"strategy": {"name": "joint"}}, "own": {"strategy": {"name": "joint_unimodal"}}},
    "datasets": {"race": {}, "redundant": {"dataset": {"name": "redundant"}}},
    "seeds": 2,
    "baseline": "own",
}


@pytest.fixture
def studied(tmp_path: Path):
    """Return a store with all runs of the study."""
    store, spec = RunStore.open(f"sqlite:///{tmp_path}/runs.db"), parse_study(SPEC)
    study_store.save(store, spec)
    study_store.add(store, spec.name, [store.create(cell).id for cell in spec.cells().values()])
    yield store, spec
    store.close()


def names(store: RunStore, spec: StudySpec, dataset: str | None) -> list[tuple[str, str, int]]:
    found = chapter(store, spec.name, dataset)
    runs = [(store.get(run).spec, setting) for run, setting in found.settings.items()]
    return [(spec.dataset.name, setting, spec.seed) for spec, setting in runs]


def test_it_has_every_run_of_the_dataset_in_the_order_of_the_settings(studied) -> None:
    expected = [("redundant", setting, seed) for setting in ("joint", "own") for seed in (0, 1)]
    assert names(*studied, "redundant") == expected


def test_without_a_dataset_it_is_the_first_one(studied) -> None:
    assert {dataset for dataset, _, _ in names(*studied, None)} == {"race"}


def test_its_baseline_is_that_of_the_study(studied) -> None:
    store, spec = studied
    found = chapter(store, spec.name, "race")
    assert found.settings[found.baseline] == "own"


def test_what_was_deleted_is_left_out(studied) -> None:
    store, spec = studied
    store.delete(next(iter(chapter(store, spec.name, "race").settings)))
    assert len(chapter(store, spec.name, "race").settings) == 3


def test_unknown_names_are_told(studied) -> None:
    store, spec = studied
    with pytest.raises(UnknownNameError, match="why"):
        chapter(store, "why", None)
    with pytest.raises(UnknownNameError, match="penguins"):
        chapter(store, spec.name, "penguins")
