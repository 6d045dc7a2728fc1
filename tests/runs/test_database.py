"""Opening a store: from nothing, from what is there, and from what had better be left alone."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, inspect
from sqlalchemy.exc import IntegrityError

from shapviz.errors import StoreError
from shapviz.runs import database, migrations, tables, troubles
from shapviz.runs.spec import RunSpec
from shapviz.runs.store import RunStore
from tests.runs.test_store import epoch

ROOT = Path(__file__).parents[2]
OPEN = "import sys; from shapviz.runs.store import RunStore; store = RunStore.open(sys.argv[1])"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs.db"


def opened(path: Path) -> RunStore:
    return RunStore.open(str(path))


def in_a_fresh_interpreter(code: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_migrations_make_the_tables_that_the_code_expects(path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    opened(path).close()
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": tables.VERSION_TABLE})
        assert compare_metadata(context, tables.metadata) == []
        assert context.get_current_revision() == tables.REVISION
    engine.dispose()


def test_the_expected_revision_is_the_newest_migration(path: Path) -> None:
    from alembic.script import ScriptDirectory

    with database.reading(create_engine("sqlite://")) as connection:
        assert ScriptDirectory.from_config(migrations.config(connection)).get_current_head() == tables.REVISION


def test_a_current_store_opens_without_loading_alembic(path: Path) -> None:
    code = f"{OPEN}; print('alembic' in sys.modules)"
    said = [in_a_fresh_interpreter(code, str(path)).communicate()[0].strip() for _ in range(2)]
    assert said == ["True", "False"]


def test_processes_that_open_a_new_store_at_once_do_not_disturb_each_other(path: Path) -> None:
    code = f"{OPEN}; print(len(store.list()))"
    said = [process.communicate() for process in [in_a_fresh_interpreter(code, str(path)) for _ in range(3)]]
    assert said == [("0\n", "")] * 3


def test_a_migration_that_fails_leaves_the_store_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(config: object, revision: str) -> None:
        config.attributes["connection"].exec_driver_sql("CREATE TABLE half (id INTEGER)")  # type: ignore[attr-defined]
        raise RuntimeError("power cut")

    monkeypatch.setattr(migrations.command, "upgrade", broken)
    with pytest.raises(RuntimeError):
        opened(path)
    monkeypatch.undo()
    assert tables_of(path) == set()
    opened(path).close()
    assert "runs" in tables_of(path)


def tables_of(path: Path) -> set[str]:
    engine = create_engine(f"sqlite:///{path}")
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_the_store_is_in_the_home_unless_the_environment_or_the_caller_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHAPVIZ_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SHAPVIZ_STORE", raising=False)
    assert database.locate().database == str(tmp_path / "home" / "runs.db")
    monkeypatch.setenv("SHAPVIZ_STORE", f"sqlite:///{tmp_path}/other.db")
    assert database.locate().database == str(tmp_path / "other.db")
    assert database.locate(str(tmp_path / "third.db")).database == str(tmp_path / "third.db")


@pytest.mark.parametrize("url", ["postgresql://me:secret@host/runs", "postgres://me:secret@host/runs"])
def test_a_password_is_handed_on_but_not_shown(url: str) -> None:
    located = database.locate(url)
    assert located.drivername == "postgresql+psycopg"
    assert "secret" in located.render_as_string(hide_password=False)
    assert "secret" not in troubles.shown(located)


@pytest.mark.parametrize("url", ["mysql://host/runs", "sqlite://", "sqlite:///:memory:", "http://host", "://"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(StoreError, match="SQLite file or a PostgreSQL database"):
        RunStore.open(url)


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.write_text("my diary, " * 1000)
    with pytest.raises(StoreError, match="is not a database"):
        opened(path)
    assert path.read_text() == "my diary, " * 1000


def test_another_programs_database_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(StoreError, match="another program: it holds bookmarks"):
        opened(path)
    assert tables_of(path) == {"bookmarks"}


def test_a_newer_store_is_left_alone(path: Path) -> None:
    store = opened(path)
    run = store.create(RunSpec())
    store.close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"UPDATE {tables.VERSION_TABLE} SET version_num = '9999'")
        newer.commit()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer shapviz \(its revision is 9999\)"):
        opened(path)
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as kept:
        assert kept.execute("SELECT id FROM runs").fetchall() == [(run.id,)]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        RunStore.open(str(tmp_path))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be made: Not a directory"):
        RunStore.open(str(tmp_path / "file" / "folder" / "runs.db"))


@pytest.mark.parametrize("part", ["file", "folder"])
def test_a_store_that_may_only_be_read_is_refused(path: Path, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(path).close()
    closed = path if part == "file" else path.parent
    if os.geteuid() == 0:  # root may write everything: let the system's answer be that of anyone else
        monkeypatch.setattr(troubles.os, "access", lambda place, mode: place != closed)
    closed.chmod(0o555)
    try:
        with pytest.raises(StoreError, match="may only be read"):
            opened(path)
    finally:
        closed.chmod(0o755)


@pytest.fixture
def store(path: Path) -> Iterator[RunStore]:
    made = opened(path)
    yield made
    made.close()


def test_a_database_that_turns_read_only_says_so(store: RunStore) -> None:
    with store.reading() as connection:  # the next one is the same, from the pool
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="may only be read"):
        store.create(RunSpec())


def test_a_full_disk_says_so_and_keeps_what_was_recorded(store: RunStore) -> None:
    run = store.create(RunSpec())
    store.append(run.id, epoch(0))
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

    def fill() -> None:
        for number in range(1, 100):
            store.append(run.id, epoch(number))

    with pytest.raises(StoreError, match="the disk is full") as caught:
        fill()
    assert "kept" in caught.value.remedy
    kept = store.epochs(run.id)
    assert kept == tuple(epoch(number) for number in range(len(kept)))
    assert store.get(run.id).epoch == kept[-1].epoch
    with store.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    store.append(run.id, epoch(len(kept)))  # with room again, it goes on


def test_a_database_that_others_lock_for_too_long_says_so(
    path: Path, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as greedy:
        greedy.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            store.create(RunSpec())
        assert store.list() == (), "reading needs no lock"


@pytest.mark.parametrize(("visible", "level"), [(True, 2), (False, 1)], ids=["records", "signs of life"])
def test_what_is_shown_is_forced_onto_the_disk(store: RunStore, visible: bool, level: int) -> None:
    for _ in range(2):  # also after the other kind
        with store.writing(visible=not visible):
            pass
        with store.writing(visible=visible) as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == level  # 1 NORMAL, 2 FULL


def test_our_own_mistakes_keep_their_names(store: RunStore) -> None:
    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO records (run, kind, epoch, body) VALUES ('nobody', 'epoch', 0, '')")


@pytest.mark.parametrize(
    ("place", "kind"),
    [("/home/me/runs.db", "ext4"), ("/home/me/shared/runs.db", "nfs4"), ("/home/me/sharedness/runs.db", "ext4")],
)
def test_the_innermost_mount_tells_the_file_system(place: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = {"/": "ext4", "/home/me/shared": "NFS4", "/proc": "proc"}
    monkeypatch.setattr(
        troubles.psutil,
        "disk_partitions",
        lambda all: [SimpleNamespace(mountpoint=point, fstype=fstype) for point, fstype in mounts.items()],
    )
    assert troubles.filesystem(Path(place)) == kind


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs"])
def test_network_drives_are_refused_before_anything_is_written(
    path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(troubles, "filesystem", lambda place: kind)
    with pytest.raises(StoreError, match=rf"network drive \({kind}\)") as caught:
        opened(path)
    assert "postgresql://" in caught.value.remedy
    assert not path.exists()


def test_postgresql_without_its_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="needs the package psycopg") as caught:
        RunStore.open("postgresql://me@host/runs")
    assert "shapviz[postgres]" in caught.value.remedy


def test_a_store_of_the_first_revision_keeps_its_runs_and_learns_of_forks(path: Path) -> None:
    with create_engine(f"sqlite:///{path}").begin() as connection:
        migrations.command.upgrade(migrations.config(connection), "0001")
        connection.exec_driver_sql(
            "INSERT INTO runs (id, name, created_at, origin, spec, setting, status, version)"
            " VALUES ('aa', 'old', '2026-01-01 00:00:00', 'user', '{}', '', 'finished', '0.1.0')"
        )
    with closing(opened(path)) as store:
        assert (store.get("old").parent_epoch, store.get("old").spec) == (None, RunSpec())
        child = store.create(RunSpec(), parent=("aa", 3))
        assert store.get(child.id).parent_epoch == 3
