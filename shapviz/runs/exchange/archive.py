"""The ZIP file in which a run travels, and why nobody need trust one.

`manifest.json` says what the file is and holds the SHA-256 of every other member: `run.json` (the run), `records.jsonl`
(a record a line) and, under `artifacts/`, its checkpoints if they travel along. Whatever else a ZIP file can hold is
refused by name before a byte of it is unpacked, and nothing is ever unpacked into the file system.
"""

import hashlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import BinaryIO, Final, Literal, Self

from pydantic import Field, ValidationError

import shapviz
from shapviz.errors import UsageError
from shapviz.runs.artifacts import SAFE
from shapviz.runs.options import Options

VERSION: Final = 1  # of this layout
MANIFEST, RUN, RECORDS, ARTIFACTS = "manifest.json", "run.json", "records.jsonl", "artifacts/"
MEBIBYTE = 2**20
MOST_BYTES = (
    256 * MEBIBYTE
)  # of all members, unpacked: some hundred checkpoints of a small network, or a few large ones
MOST_MEMBERS = 1300  # a run has at most 1000 epochs, and a sweep for each corruption of each modality
MOST_RATIO = 200  # unpacked to packed. Records come to about 10, a network of zeros to 1000
HARMLESS = 8 * MEBIBYTE  # so little may be packed as tightly as it likes
AGAIN = "Export the run once more, with: shapviz export RUN --format zip"

# What the library raises for files that are not what they claim to be.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError),
    *(OSError, ValueError, OverflowError, KeyError),
)


class ArchiveError(UsageError):
    """A file that is not a run's archive, or not one that can be trusted."""


class Member(Options):
    """What the manifest knows of another member."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)


class Manifest(Options):
    """What an archive says of itself."""

    format: Literal["shapviz-run"] = "shapviz-run"
    version: int = Field(VERSION, ge=1)
    shapviz: str = Field(max_length=32, description="the version that made the archive")
    members: dict[str, Member]


class _Claim(Options, extra="ignore"):
    """So much every version of the manifest says, so that a newer one can be told from nonsense."""

    format: Literal["shapviz-run"]
    version: int
    shapviz: str


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return an archive of these members. The same members give the same bytes.

    Raises:
        ArchiveError: If they are more than `open` takes in.
    """
    _check_total(sum(map(len, members.values())))
    listed = {name: Member(sha256=hashlib.sha256(data).hexdigest(), size=len(data)) for name, data in members.items()}
    manifest = Manifest(shapviz=shapviz.__version__, members=listed).model_dump_json(indent=2).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in {MANIFEST: manifest, **members}.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


class Archive:
    """A run's archive, opened for reading. Use `Archive.open`.

    Args:
        file: The ZIP file.
        manifest: What it says of itself.
    """

    def __init__(self, file: zipfile.ZipFile, manifest: Manifest) -> None:
        self._file = file
        self.manifest = manifest

    @classmethod
    def open(cls, file: BinaryIO) -> Self:
        """Return the archive in `file`, whose members are what they should be by name, number, kind and size.

        Raises:
            ArchiveError: If it is none, was made by a newer version, or holds anything that an archive does not.
        """
        try:
            opened = zipfile.ZipFile(file)
        except BROKEN as error:
            raise ArchiveError(
                f"The file is no ZIP archive that can be read, or a part of it is missing ({_said(error)}).",
                remedy=f"Copy it once more. {AGAIN}",
            ) from error
        members = opened.infolist()
        for member in members:
            _check_member(member)
        _check_sizes(members)
        _check_names([member.filename for member in members])
        archive = cls(opened, Manifest(shapviz="", members={}))
        archive.manifest = _manifest(archive._unpacked(MANIFEST))
        _check_listed({member.filename: member.file_size for member in members}, archive.manifest)
        return archive

    def artifacts(self) -> tuple[str, ...]:
        """Return the names of the artifacts in it, in order."""
        return tuple(
            sorted(name.removeprefix(ARTIFACTS) for name in self.manifest.members if name.startswith(ARTIFACTS))
        )

    def read(self, name: str) -> bytes:
        """Return a member.

        Raises:
            ArchiveError: If it is not what the manifest says.
        """
        data = self._unpacked(name)
        if hashlib.sha256(data).hexdigest() != self.manifest.members[name].sha256:
            raise ArchiveError(
                f"'{name}' in the archive is not what was exported: its checksum differs.",
                remedy=f"Copy the file once more. {AGAIN}",
            )
        return data

    def _unpacked(self, name: str) -> bytes:
        """Return a member's bytes, never more of them than the archive has declared."""
        try:
            with self._file.open(name) as member:
                return member.read(self._file.getinfo(name).file_size)
        except BROKEN as error:
            raise ArchiveError(
                f"'{name}' in the archive cannot be unpacked ({_said(error)}).",
                remedy=f"Copy the file once more. {AGAIN}",
            ) from error


def _check_member(member: zipfile.ZipInfo) -> None:
    """Raise ArchiveError unless this is a plain file with a name that an archive's member has."""
    name = member.orig_filename  # the library has cut and turned round what stands in `filename`
    if name not in (MANIFEST, RUN, RECORDS) and not _is_artifact(name):
        raise _foreign(f"It holds {name[:80]!a}, which no run's archive does")
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise _foreign(f"Its member '{name}' is a link or something else that is no file")
    if member.flag_bits & 1:
        raise _foreign(f"Its member '{name}' is encrypted")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _foreign(f"Its member '{name}' is compressed in a way that shapviz does not use")


def _is_artifact(name: str) -> bool:
    plain = name.removeprefix(ARTIFACTS)
    return plain != name and SAFE.fullmatch(plain) is not None and plain.endswith(".safetensors")


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    """Raise ArchiveError if there is more in the archive than in any run, or if it is packed like a bomb."""
    packed, unpacked = (sum(getattr(each, size) for each in members) for size in ("compress_size", "file_size"))
    if len(members) > MOST_MEMBERS:
        raise _foreign(f"It has {len(members)} members, and a run at most {MOST_MEMBERS}")
    _check_total(unpacked)
    if unpacked > max(HARMLESS, MOST_RATIO * packed):
        raise _foreign(f"It unpacks to {unpacked / max(packed, 1):,.0f} times its size, as no run does")


def _check_total(unpacked: int) -> None:
    if unpacked > MOST_BYTES:
        raise ArchiveError(
            f"The run comes to {unpacked / MEBIBYTE:,.0f} MiB, and an archive holds at most {MOST_BYTES // MEBIBYTE}.",
            remedy="Export it without its checkpoints, with: shapviz export RUN --format zip --no-checkpoints",
        )


def _check_names(names: list[str]) -> None:
    """Raise ArchiveError if a member is there twice, or one is missing."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _foreign(f"It holds '{twice[0]}' more than once")
    missing = [name for name in (MANIFEST, RUN, RECORDS) if name not in names]
    if missing:
        raise _foreign(f"It has no {' and no '.join(missing)}")


def _check_listed(sizes: dict[str, int], manifest: Manifest) -> None:
    """Raise ArchiveError unless the manifest lists exactly what is there."""
    listed = {name: member.size for name, member in manifest.members.items()}
    found = {name: size for name, size in sizes.items() if name != MANIFEST}
    if differing := sorted({name for name, _ in listed.items() ^ found.items()}):
        raise _foreign(f"Its manifest and its contents differ in {differing[0][:80]!a}")


def _manifest(data: bytes) -> Manifest:
    try:
        claim = _Claim.model_validate_json(data)
        if claim.version > VERSION:
            raise ArchiveError(
                f"The archive was made by shapviz {claim.shapviz[:32]} and has format {claim.version}; this is shapviz "
                f"{shapviz.__version__}, which reads up to format {VERSION}.",
                remedy="Update shapviz with: pip install --upgrade shapviz",
            )
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        raise _foreign("Its manifest is not one of shapviz") from error


def _foreign(found: str) -> ArchiveError:
    return ArchiveError(f"The file is not an archive of a run. {found}.", remedy=f"Nothing was taken in. {AGAIN}")


def _said(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
