"""Artifacts are there whole or not at all, and never outside their folder."""

import errno
import os
from pathlib import Path

import pytest

from shapviz.errors import StoreError
from shapviz.runs.artifacts import ArtifactStore

RUN = "a" * 32


@pytest.fixture(params=["local", "memory"])
def artifacts(request: pytest.FixtureRequest, tmp_path: Path) -> ArtifactStore:
    return ArtifactStore.open(str(tmp_path) if request.param == "local" else f"memory://{tmp_path}")


def test_what_is_written_is_read_and_listed(artifacts: ArtifactStore) -> None:
    assert artifacts.names(RUN) == ()
    artifacts.write(RUN, "epoch-2.safetensors", b"two")
    artifacts.write(RUN, "epoch-1.safetensors", b"one")
    artifacts.write("b" * 32, "other", b"")
    assert artifacts.names(RUN) == ("epoch-1.safetensors", "epoch-2.safetensors")
    assert artifacts.read(RUN, "epoch-2.safetensors") == b"two"


def test_writing_again_replaces(artifacts: ArtifactStore) -> None:
    artifacts.write(RUN, "state", b"old and long")
    artifacts.write(RUN, "state", b"new")
    assert artifacts.read(RUN, "state") == b"new"
    assert artifacts.names(RUN) == ("state",)


def test_one_or_all_of_a_run_can_be_deleted_and_none_is_fine(artifacts: ArtifactStore) -> None:
    for name in ("a", "b", "c"):
        artifacts.write(RUN, name, b"")
    artifacts.write("b" * 32, "kept", b"")
    artifacts.delete(RUN, "a")
    artifacts.delete(RUN, "a")
    assert artifacts.names(RUN) == ("b", "c")
    artifacts.delete_run(RUN)
    artifacts.delete_run(RUN)
    assert artifacts.names(RUN) == ()
    assert artifacts.names("b" * 32) == ("kept",)


def test_a_missing_artifact_names_those_that_are_there(artifacts: ArtifactStore) -> None:
    artifacts.write(RUN, "epoch-1", b"")
    with pytest.raises(StoreError, match="This run has: epoch-1"):
        artifacts.read(RUN, "epoch-2")


@pytest.mark.parametrize("name", ["", ".", "..", "../runs.db", "a/b", "/etc/passwd", ".hidden", "a\\b", "x.part"])
def test_only_plain_names_are_accepted(artifacts: ArtifactStore, name: str) -> None:
    with pytest.raises(ValueError, match="an artifact's name"):
        artifacts.write(RUN, name, b"")
    with pytest.raises(ValueError, match="an artifact's name"):
        artifacts.write(name, "state", b"")


def test_a_write_that_fails_leaves_the_old_and_no_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    artifacts = ArtifactStore.open(str(tmp_path))
    artifacts.write(RUN, "state", b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device"):
        artifacts.write(RUN, "state", b"new")
    assert artifacts.read(RUN, "state") == b"old"
    assert [file.name for file in (tmp_path / RUN).iterdir()] == ["state"]


def test_what_a_killed_writer_left_is_not_listed(tmp_path: Path) -> None:
    artifacts = ArtifactStore.open(str(tmp_path))
    artifacts.write(RUN, "state", b"whole")
    (tmp_path / RUN / "state.0123.part").write_bytes(b"ha")
    assert artifacts.names(RUN) == ("state",)


def test_a_place_that_nobody_knows_is_refused() -> None:
    with pytest.raises(StoreError, match="nowhere://there"):
        ArtifactStore.open("nowhere://there")


def test_they_lie_beside_the_store_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SHAPVIZ_ARTIFACTS", raising=False)
    ArtifactStore.open().write(RUN, "state", b"")
    assert (tmp_path / "home" / "artifacts" / RUN / "state").exists()
    monkeypatch.setenv("SHAPVIZ_ARTIFACTS", str(tmp_path / "elsewhere"))
    ArtifactStore.open().write(RUN, "state", b"")
    assert (tmp_path / "elsewhere" / RUN / "state").exists()


def test_all_of_a_run_may_move_to_one_that_has_none(artifacts: ArtifactStore) -> None:
    artifacts.write(RUN, "a", b"1")
    artifacts.write(RUN, "b", b"2")
    artifacts.write("b" * 32, "gone", b"")
    artifacts.delete("b" * 32, "gone")
    artifacts.move_run(RUN, "b" * 32)
    artifacts.move_run("c" * 32, "d" * 32)
    assert artifacts.names(RUN) == artifacts.names("d" * 32) == ()
    assert {name: artifacts.read("b" * 32, name) for name in artifacts.names("b" * 32)} == {"a": b"1", "b": b"2"}


def test_artifacts_never_move_over_others(artifacts: ArtifactStore) -> None:
    artifacts.write(RUN, "a", b"1")
    artifacts.write("b" * 32, "a", b"another's")
    with pytest.raises(StoreError, match="of a run that is not in this store"):
        artifacts.move_run(RUN, "b" * 32)
    assert artifacts.read(RUN, "a") == b"1"
    assert artifacts.read("b" * 32, "a") == b"another's"
