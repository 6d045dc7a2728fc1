"""What is known of a run's attributions without asking its network: what jobs have found, and its own records."""

from collections.abc import Mapping
from functools import lru_cache

from shapviz.games.summary import Valuation
from shapviz.runs import afterwards, attributed
from shapviz.runs.attribution import Attribution, Question
from shapviz.runs.info import RunInfo
from shapviz.runs.records import AttributionRecord
from shapviz.ui import resources

KEPT = 16  # runs and questions of which it is remembered until anything is recorded


def stored(run: RunInfo, question: Question) -> Mapping[str, tuple[str, Attribution]]:
    """Return what jobs have found of a run as it stands, by method: which run has kept it, and what it is.

    Raises:
        StoreError: If an artifact cannot be read.
    """
    return _stored(run.id, question, resources.store().revision())


def recorded(run: RunInfo) -> Mapping[int, Valuation]:
    """Return the run's own valuations of its validation split, by epoch."""
    return _recorded(run.id, resources.store().revision())


def retrained(run: RunInfo, question: Question) -> str | None:
    """Return what a job has found that trains networks anew, and what all other checks say, as JSON of `Sanity`."""
    return _retrained(run.id, question, resources.store().revision())


@lru_cache(maxsize=KEPT)
def _stored(run_id: str, question: Question, revision: int) -> Mapping[str, tuple[str, Attribution]]:
    return attributed.sources(resources.store(), resources.artifacts(), run_id, question)


@lru_cache(maxsize=KEPT)
def _retrained(run_id: str, question: Question, revision: int) -> str | None:
    store = resources.store()
    records = (store.only(run.id, AttributionRecord) for run in afterwards.looking(store, run_id))
    checked = (record.sanity for record in records if record and record.question == question and record.sanity)
    return next((sanity.model_dump_json() for sanity in checked if sanity.of("shuffled_labels")), None)


@lru_cache(maxsize=KEPT)
def _recorded(run_id: str, revision: int) -> Mapping[int, Valuation]:
    epochs = resources.store().epochs(run_id)
    return {record.epoch: record.valuation for record in epochs if record.valuation is not None}
