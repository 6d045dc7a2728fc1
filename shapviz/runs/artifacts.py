"""Files that belong to a run, such as its checkpoints: in a local folder, or at any URL that fsspec knows."""

import os
import re
import uuid
from pathlib import Path
from typing import Any, Self

import fsspec
from fsspec.implementations.local import LocalFileSystem

from shapviz import paths
from shapviz.errors import StoreError

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
HALF = ".part"  # what a write that was cut off leaves behind; never listed


class ArtifactStore:
    """A folder for each run, named by its id, with plain files in it. A file is there whole or not at all.

    Args:
        filesystem: Any fsspec file system.
        root: The folder in it that holds the runs' folders.
    """

    def __init__(self, filesystem: Any, root: str) -> None:
        self._files = filesystem
        self._root = root.rstrip("/")

    @classmethod
    def open(cls, url: str | None = None) -> Self:
        """Return the store at `url`: a path, an fsspec URL, `SHAPVIZ_ARTIFACTS`, or a folder beside the run store."""
        chosen = url or os.environ.get("SHAPVIZ_ARTIFACTS") or str(paths.home() / "artifacts")
        try:
            return cls(*fsspec.url_to_fs(chosen))
        except (ValueError, ImportError) as error:
            raise StoreError(
                f"The place of artifacts '{chosen}' cannot be used: {error}.",
                remedy="Set SHAPVIZ_ARTIFACTS to a folder or to a URL that fsspec knows, and install what it needs.",
            ) from error

    @property
    def place(self) -> str:
        """Where the artifacts are, for people."""
        return self._root

    def write(self, run_id: str, name: str, data: bytes) -> None:
        """Store `data`, in place of what had that name; a reader sees the old or the new, never a part.

        Raises:
            StoreError: If it cannot be written, such as on a full disk; what was there is then unharmed.
        """
        path = self._path(run_id, name)
        half = f"{path}.{uuid.uuid4().hex}{HALF}"
        try:
            self._files.makedirs(self._folder(run_id), exist_ok=True)
            if isinstance(self._files, LocalFileSystem):
                _replace(Path(path), Path(half), data)
            else:
                self._files.pipe_file(half, data)
                self._files.mv(half, path)
        except OSError as error:
            raise StoreError(
                f"The artifact {path} cannot be written: {error.strerror or error}.",
                remedy="Make room or give yourself the right to write there. All that was recorded before is kept.",
            ) from error

    def read(self, run_id: str, name: str) -> bytes:
        """Return what was stored.

        Raises:
            StoreError: If there is no such artifact.
        """
        path = self._path(run_id, name)
        try:
            content: bytes = self._files.cat_file(path)
        except FileNotFoundError as error:
            known = ", ".join(self.names(run_id)) or "none"
            raise StoreError(f"There is no artifact {path}.", remedy=f"This run has: {known}.") from error
        return content

    def names(self, run_id: str) -> tuple[str, ...]:
        """Return the names of the run's artifacts, sorted."""
        folder = self._folder(run_id)
        if not self._files.exists(folder):
            return ()
        self._files.invalidate_cache(folder)
        found = (str(path).rsplit("/", 1)[-1] for path in self._files.ls(folder, detail=False))
        return tuple(sorted(name for name in found if not name.endswith(HALF)))

    def delete(self, run_id: str, name: str) -> None:
        """Remove one artifact; none is fine."""
        path = self._path(run_id, name)
        if self._files.exists(path):
            self._files.rm_file(path)

    def delete_run(self, run_id: str) -> None:
        """Remove all artifacts of the run; none is fine."""
        folder = self._folder(run_id)
        if self._files.exists(folder):
            self._files.rm(folder, recursive=True)

    def move_run(self, run_id: str, target: str) -> None:
        """Give all artifacts of one run to another, which has none; none is fine.

        Raises:
            StoreError: If the other has some, or if they cannot be moved.
        """
        if self.names(target):
            raise StoreError(
                f"There are artifacts in {self._folder(target)} already, of a run that is not in this store.",
                remedy="Move that folder away, or set SHAPVIZ_ARTIFACTS to one that this store has for itself.",
            )
        try:
            if self.names(run_id):
                self.delete_run(target)  # an empty folder would be moved into, not replaced
                self._files.mv(self._folder(run_id), self._folder(target), recursive=True)
        except OSError as error:
            raise StoreError(
                f"The artifacts cannot be moved to {self._folder(target)}: {error.strerror or error}.",
                remedy="Make room or give yourself the right to write there.",
            ) from error

    def _folder(self, run_id: str) -> str:
        return f"{self._root}/{_safe(run_id)}"

    def _path(self, run_id: str, name: str) -> str:
        return f"{self._folder(run_id)}/{_safe(name)}"


def _safe(name: str) -> str:
    """Return `name` if it can be nothing but a plain file's or folder's name."""
    if not SAFE.fullmatch(name) or name.endswith(HALF):
        raise ValueError(f"an artifact's name is letters, digits, '.', '_' and '-', found {name!r}")
    return name


def _replace(path: Path, half: Path, data: bytes) -> None:
    """Write `data` beside `path`, force it onto the disk, and let it take the name."""
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
