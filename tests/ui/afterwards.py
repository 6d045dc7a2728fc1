"""A store of the app's own and a run in it, of which more is asked once it has been trained."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shapviz.jobs.queue import LocalQueue
from shapviz.runs import checkpoints
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.info import RunInfo
from shapviz.runs.spec import parse_spec
from shapviz.runs.store import RunStore
from shapviz.ui import resources
from tests.figures import records


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunStore]:
    opened = RunStore.open(f"sqlite:///{tmp_path / 'runs.db'}")
    artifacts = ArtifactStore.open(str(tmp_path / "artifacts"))
    monkeypatch.setattr(resources, "store", lambda: opened)
    monkeypatch.setattr(resources, "artifacts", lambda: artifacts)
    monkeypatch.setattr(resources, "queue", lambda: LocalQueue(opened, workers=0))
    yield opened
    opened.close()


def trained(store: RunStore, *, kept: bool = True, seed: int = 0) -> RunInfo:
    """Return a finished run of two epochs, with or without its last checkpoint."""
    run = store.create(parse_spec({"training": {"epochs": 2}, "seed": seed}))
    for record in records.course(2).records:
        store.append(run.id, record)
    store.set_status(run.id, "finished")
    if kept:
        resources.artifacts().write(run.id, checkpoints.checkpoint_name(2), b"weights")
    return store.get(run.id)
