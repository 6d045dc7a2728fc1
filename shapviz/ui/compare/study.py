"""A study as something to compare: the runs of all its settings on one of its datasets."""

from collections.abc import Mapping
from dataclasses import dataclass

from shapviz.errors import UnknownNameError
from shapviz.runs import study_store
from shapviz.runs.store import RunStore
from shapviz.studies.conduct import standing_in


@dataclass(frozen=True)
class Chapter:
    """What a study has trained on one dataset."""

    study: str
    dataset: str  # as the study calls it
    settings: Mapping[str, str]  # run id: the setting, as the study calls it; in the order of the study
    baseline: str | None  # the id of a run of the baseline's setting


def chapter(store: RunStore, name: str, dataset: str | None) -> Chapter:
    """Return what the study of this name has trained on a dataset, the first one if None.

    Raises:
        UnknownNameError: If there is no such study, or it has no such dataset.
    """
    study = study_store.study(store, name)
    datasets = tuple(study.spec.datasets)
    if dataset is not None and dataset not in datasets:
        raise UnknownNameError("dataset in this study", dataset, datasets)
    chosen = dataset or datasets[0]
    cells = {place: cell for place, cell in study.spec.cells().items() if place.dataset == chosen}
    found = standing_in(cells, store.list(), study.runs)
    settings = {
        run.id: setting for setting in study.spec.settings for place, run in found.items() if place.setting == setting
    }
    baseline = next((run for run, setting in settings.items() if setting == study.spec.baseline), None)
    return Chapter(name, chosen, settings, baseline)
