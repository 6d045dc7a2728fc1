"""What can be wrong with the database of a run store, in words and with a remedy."""

import os
from collections.abc import Sequence
from pathlib import Path

import psutil
from sqlalchemy import URL
from sqlalchemy.engine import ExceptionContext

from shapviz.errors import StoreError

SERVER = "use a PostgreSQL server by setting SHAPVIZ_STORE=postgresql://user@host/database"
ELSEWHERE = "Choose another place with SHAPVIZ_HOME=/some/folder"

NETWORK_FILESYSTEMS = """
nfs nfs4 cifs smb2 smb3 smbfs afpfs webdav davfs afs ceph glusterfs lustre beegfs gpfs
fuse.sshfs fuse.rclone fuse.s3fs fuse.gcsfuse fuse.glusterfs fuse.davfs2
"""

# What SQLite says -> what was found, what to do. Anything else is a bug of ours and keeps its traceback.
SQLITE_SAYS = {
    "file is not a database": ("is not a database", "Move that file away, or name another store with SHAPVIZ_STORE."),
    "disk image is malformed": (
        "is damaged",
        "Restore it from a backup, or try `sqlite3 FILE .recover`; move it away to begin a new one.",
    ),
    "unable to open database file": (
        "cannot be opened",
        f"Check that its folder exists and may be written. {ELSEWHERE}.",
    ),
    "readonly database": ("may only be read", f"Give yourself the right to write it. {ELSEWHERE}."),
    "disk is full": ("cannot grow: the disk is full", "Make room. All that was recorded before is kept."),
    "disk I/O error": ("cannot be read or written: the disk reports an error", f"Check the disk. {ELSEWHERE}."),
    "database is locked": (
        "has been locked by another program for too long",
        f"Close what else has it open (a backup, a database browser), or {SERVER}.",
    ),
}


def translate(context: ExceptionContext) -> None:
    """Turn a driver's error into a StoreError where the database is to blame. Listens to SQLAlchemy's handle_error."""
    said = str(context.original_exception)
    place = shown(context.engine.url) if context.engine else "?"
    dbapi = context.dialect.loaded_dbapi
    if context.dialect.name == "sqlite":
        for fragment, (found, remedy) in SQLITE_SAYS.items():
            if fragment in said:
                raise StoreError(f"The run store {place} {found}.", remedy=remedy)
    elif isinstance(context.original_exception, dbapi.OperationalError):
        first = said.strip().splitlines()[0] if said.strip() else type(context.original_exception).__name__
        raise StoreError(
            f"The run store {place} does not answer: {first.rstrip('.')}.",
            remedy="Check that the server runs and that SHAPVIZ_STORE names it correctly.",
        )


def shown(url: URL) -> str:
    """Return the place of a store for people: a file's path, or a URL without its password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string()


def refuse_network_drive(path: Path) -> None:
    """Raise StoreError if `path` lies on a network drive, where SQLite's write-ahead log is unsafe.

    The log is shared memory, and machines do not share memory: sqlite.org/wal.html, "Disadvantages".
    """
    kind = filesystem(path)
    if kind in NETWORK_FILESYSTEMS.split():
        raise StoreError(
            f"The run store {path} would lie on a network drive ({kind}), where SQLite can lose data.",
            remedy=f"{ELSEWHERE} on a local disk, or {SERVER}.",
        )


def filesystem(path: Path) -> str:
    """Return the type of the file system that holds `path`, e.g. "ext4" or "nfs4"; empty where it is not known."""
    holding = [
        mount for mount in psutil.disk_partitions(all=True) if path.is_relative_to(mount.mountpoint) and mount.fstype
    ]
    return max(holding, key=lambda mount: len(mount.mountpoint)).fstype.lower() if holding else ""


def refuse_unwritable(path: Path) -> None:
    """Make the folder of `path` if needed; raise StoreError if a store there could not be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {path.parent} of the run store cannot be made: {error.strerror}.", remedy=f"{ELSEWHERE}."
        ) from error
    for place in (path.parent, path):  # SQLite writes its log beside the file
        if place.exists() and not os.access(place, os.W_OK):
            raise StoreError(
                f"The run store {path} may only be read.",
                remedy=f"Give yourself the right to write {place}. {ELSEWHERE}.",
            )
    if path.is_dir():
        raise StoreError(f"The run store {path} is a folder.", remedy="Name a file, such as runs.db in that folder.")


def not_a_url(found: str) -> StoreError:
    """Return the error for a place that is neither SQLite nor PostgreSQL."""
    return StoreError(
        f"A run store is a SQLite file or a PostgreSQL database, found '{found}'.",
        remedy="Use a path, sqlite:////path/to/runs.db or postgresql://user@host/database.",
    )


def no_driver(module: str) -> StoreError:
    """Return the error for PostgreSQL without its driver."""
    return StoreError(
        f"PostgreSQL needs the package {module}, which is not installed.",
        remedy='Install it with: pip install "shapviz[postgres]"',
    )


def another_programs(url: URL, tables: Sequence[str]) -> StoreError:
    """Return the error for a database that holds tables, but not a run store's."""
    return StoreError(
        f"The database {shown(url)} belongs to another program: it holds {', '.join(sorted(tables)[:3])}.",
        remedy="Nothing was changed. Name an empty or new database with SHAPVIZ_STORE.",
    )


def newer(url: URL, revision: str) -> StoreError:
    """Return the error for a store that a newer shapviz has migrated."""
    return StoreError(
        f"The run store {shown(url)} was made by a newer shapviz (its revision is {revision}).",
        remedy="Nothing was changed. Update shapviz with: pip install --upgrade shapviz",
    )
