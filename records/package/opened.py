"""Opening a zip that somebody gave us: nothing is unpacked, and what could harm whoever unpacks it is refused."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from vision.errors import PackageError

MOST_FILES = 20_000
MOST_BYTES = 8 << 30
MOST_TEXT = 256 << 20
"""Of a file that is read as text."""
BLOWN_UP = 50
"""Times the zip's own size, beyond which its contents are no evidence but a bomb."""
CHUNK = 1 << 20
ENCRYPTED = 0x1
BAD = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What the library raises for damage, by the kind of damage."""


class Unreadable(Exception):
    """A file of the zip that cannot be read; says why."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A zip without danger: no path leaves it, no link, no bomb, no name twice."""

    _zip: ZipFile
    files: Mapping[str, ZipInfo]

    def data(self, path: str) -> bytes:
        """A file that is read as text or key.

        Raises:
            Unreadable: it is not there, damaged, or larger than any of ours.
        """
        info = self._info(path)
        if info.file_size > MOST_TEXT:
            raise Unreadable(f"{info.file_size} bytes, more than {MOST_TEXT}")
        return b"".join(self._chunks(info))

    def digest(self, path: str) -> str:
        """SHA-256 of a file, hex.

        Raises:
            Unreadable: it is not there or damaged.
        """
        hashed = sha256()
        for chunk in self._chunks(self._info(path)):
            hashed.update(chunk)
        return hashed.hexdigest()

    def _info(self, path: str) -> ZipInfo:
        if path not in self.files:
            raise Unreadable("no such file")
        return self.files[path]

    def _chunks(self, info: ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(info) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except BAD as error:
            raise Unreadable(f"damaged ({error})") from error


@contextmanager
def open_package(path: Path) -> Iterator[Opened]:
    """Open a zip.

    Raises:
        PackageError: no zip, or one that is dangerous to unpack.
    """
    try:
        opened = ZipFile(path)
    except BAD as error:
        raise PackageError(f"{path}: expected the zip of an evidence package, came something else ({error})") from error
    with opened:
        yield Opened(opened, _safe(path, opened.infolist()))


def _safe(path: Path, found: list[ZipInfo]) -> dict[str, ZipInfo]:
    if len(found) > MOST_FILES:
        raise PackageError(f"{path}: expected at most {MOST_FILES} files, came {len(found)}; nothing was unpacked")
    size, most = sum(info.file_size for info in found), min(MOST_BYTES, BLOWN_UP * path.stat().st_size)
    if size > most:
        raise PackageError(f"{path}: expected contents of at most {most} bytes, came {size}: a zip bomb; not unpacked")
    files: dict[str, ZipInfo] = {}
    for info in found:
        name, why = info.orig_filename, _danger(info)
        if why is None and name in files:
            why = "twice"
        if why is not None:
            raise PackageError(f"{path}: {name!a}: expected a plain file within the package, came {why}; not unpacked")
        if not info.is_dir():
            files[name] = info
    return files


def _danger(info: ZipInfo) -> str | None:
    """Why a member may not be unpacked; None where it may."""
    name = info.orig_filename
    kind = stat.S_IFMT(info.external_attr >> 16)
    if _leaves(name):
        return "a path that leaves it"
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "a link or a device"
    if info.flag_bits & ENCRYPTED:
        return "an encrypted one"
    return None


def _leaves(name: str) -> bool:
    plain = PurePosixPath(name)
    odd = "\\" in name or ":" in name or any(not character.isprintable() for character in name)
    return odd or plain.is_absolute() or ".." in plain.parts or str(plain) != name.removesuffix("/") or name == "."
