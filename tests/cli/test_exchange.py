"""`shapviz export` and `import`: files that are written whole, and never over others."""

from contextlib import closing
from pathlib import Path

import pytest

from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.cli.conftest import Shapviz, epoch_record
from tests.runs.test_unreadable import estrange


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which commands are typed."""
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def run(store: RunStore) -> str:
    made = store.create(RunSpec(), "calm-otter")
    store.append(made.id, epoch_record(0))
    store.set_status(made.id, "finished")
    return made.id


def test_a_run_goes_out_and_comes_in(folder: Path, run: str, shapviz: Shapviz, monkeypatch: pytest.MonkeyPatch) -> None:
    out = shapviz("export", "calm-otter")
    assert (out.exit_code, [file.name for file in folder.iterdir()]) == (0, ["calm-otter.zip"])
    monkeypatch.setenv("SHAPVIZ_HOME", str(folder / "elsewhere"))
    told = shapviz("import", "calm-otter.zip")
    assert (told.exit_code, told.stderr) == (0, f"Took in 'calm-otter' ({run[:8]}).\n")
    with closing(RunStore.open()) as store:
        assert store.get("calm-otter").origin == "imported"
        assert store.epochs(run) == (epoch_record(0),)
    again = shapviz("import", "calm-otter.zip")
    assert (again.exit_code, "is here already" in again.stderr) == (2, True)
    copied = shapviz("import", "calm-otter.zip", "--copy")
    assert "Another run was called 'calm-otter' already." in copied.stderr


@pytest.mark.parametrize("suffix", ["csv", "json", "npz", "zip"])
def test_the_file_says_the_format(folder: Path, run: str, shapviz: Shapviz, suffix: str) -> None:
    assert shapviz("export", run[:8], "-o", f"it.{suffix}").exit_code == 0
    start = {"csv": b"epoch,", "json": b"{", "npz": b"PK", "zip": b"PK"}[suffix]
    assert (folder / f"it.{suffix}").read_bytes().startswith(start)


def test_nothing_is_overwritten_unless_asked(folder: Path, run: str, shapviz: Shapviz) -> None:
    (folder / "it.csv").write_text("mine")
    told = shapviz("export", run, "-o", "it.csv")
    assert (told.exit_code, "exists already" in told.stderr, (folder / "it.csv").read_text()) == (2, True, "mine")
    assert shapviz("export", run, "-o", "it.csv", "--force").exit_code == 0
    assert (folder / "it.csv").read_text().startswith("epoch,")
    assert [file.name for file in folder.iterdir()] == ["it.csv"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["-o", "it.xlsx"], "There is no format named 'xlsx'"),
        (["-o", "nowhere/it.csv"], "cannot be written"),
        (["-o", "taken/it.csv"], "cannot be written"),
        (["--format", "cvs"], "Did you mean 'csv'?"),
    ],
)
def test_what_cannot_be_written_is_said(folder: Path, run: str, shapviz: Shapviz, words: list[str], found: str) -> None:
    (folder / "taken").write_text("a file")
    told = shapviz("export", run, *words)
    assert told.exit_code in (1, 2)
    assert found in told.stderr
    assert [file.name for file in folder.iterdir()] == ["taken"]


def test_what_is_no_archive_is_refused_and_a_missing_file_is_said(folder: Path, shapviz: Shapviz) -> None:
    (folder / "photo.zip").write_bytes(b"\x89PNG")
    told = shapviz("import", "photo.zip")
    assert (told.exit_code, "no ZIP archive" in told.stderr) == (2, True)
    assert "cannot be read" in shapviz("import", "nothing.zip").stderr
    assert "cannot be read" in shapviz("import", ".").stderr


def test_a_run_that_cannot_be_read_is_listed_and_exported_as_it_stands(
    folder: Path, run: str, store: RunStore, shapviz: Shapviz
) -> None:
    estrange(store, run)
    assert "made by shapviz 99.0" in shapviz("runs").stderr
    assert shapviz("export", "calm-otter", "-o", "it.json").exit_code == 0
    assert "telepathy" in (folder / "it.json").read_text()
    assert "does not understand" in shapviz("export", "calm-otter", "-o", "it.npz").stderr


def test_a_starred_run_is_marked_in_the_list(run: str, store: RunStore, shapviz: Shapviz) -> None:
    store.star(run)
    assert "★ calm-otter" in shapviz("runs").stdout
