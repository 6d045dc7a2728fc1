"""A store and a place for artifacts, as most tests of runs want them; tests of databases have stores of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.store import RunStore
from tests.runs import backends


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    with backends.new_store(backends.NAMES[0], tmp_path) as opened:
        yield opened


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path / "artifacts"))
