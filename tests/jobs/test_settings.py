"""Settings from the environment."""

import pytest

from shapviz.errors import StoreError, UsageError
from shapviz.jobs.queue import LocalQueue
from shapviz.jobs.settings import Settings, settings
from shapviz.runs.store import RunStore


def test_what_is_not_set_has_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"SHAPVIZ_{field.upper()}", raising=False)
    monkeypatch.setenv("SHAPVIZ_WORKERS", "3")
    assert settings() == Settings(workers=3)


def test_all_that_cannot_be_understood_is_named_at_once(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHAPVIZ_WORKERS", "many")
    monkeypatch.setenv("SHAPVIZ_THREADS", "0")
    with pytest.raises(UsageError, match=r"SHAPVIZ_WORKERS=many: .*; SHAPVIZ_THREADS=0: "):
        LocalQueue(store)


def test_a_place_of_artifacts_that_no_worker_could_open_is_refused_before_anything_is_queued(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHAPVIZ_ARTIFACTS", "nowhere://bucket")
    with pytest.raises(StoreError, match=r"nowhere://bucket.*SHAPVIZ_ARTIFACTS"):
        LocalQueue(store)
