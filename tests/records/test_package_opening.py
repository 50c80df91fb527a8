"""A zip that could harm whoever unpacks it, or that is no package, is refused in one sentence that names what is wrong."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from records.package.checking import verify_package
from vision.errors import PackageError


def named(name: str, data: bytes = b"x", mode: int = stat.S_IFREG | 0o644) -> Callable[[ZipFile], None]:
    """A member of any name, written as it is."""

    def write(package: ZipFile) -> None:
        info = ZipInfo("placeholder")
        info.filename = name
        info.external_attr = mode << 16
        package.writestr(info, data)

    return write


def twice(package: ZipFile) -> None:
    named("a.json")(package)
    with pytest.warns(UserWarning, match="Duplicate name"):
        named("a.json", b"another")(package)


def bomb(package: ZipFile) -> None:
    package.writestr("manifest.json", b"\0" * (64 << 20), ZIP_DEFLATED)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        pytest.param(named("../../etc/passwd"), "a path that leaves it", id="up and away"),
        pytest.param(named("/etc/passwd"), "a path that leaves it", id="from the root"),
        pytest.param(named("events/../../x"), "a path that leaves it", id="up from within"),
        pytest.param(named("events\\..\\x"), "a path that leaves it", id="the other slash"),
        pytest.param(named("C:x"), "a path that leaves it", id="a drive"),
        pytest.param(named("events//x"), "a path that leaves it", id="two slashes"),
        pytest.param(named("./x"), "a path that leaves it", id="a dot"),
        pytest.param(named("a\nb"), "a path that leaves it", id="a line end, which SHA256SUMS would read as two"),
        pytest.param(named("a\u202egpj.exe"), "a path that leaves it", id="written backwards"),
        pytest.param(named("link", b"/etc/passwd", stat.S_IFLNK | 0o777), "a link or a device", id="a link"),
        pytest.param(named("pipe", b"", stat.S_IFIFO | 0o644), "a link or a device", id="a pipe"),
        pytest.param(twice, "twice", id="a name twice"),
        pytest.param(bomb, "a zip bomb", id="a bomb"),
        pytest.param(named("x.txt"), "manifest.json: expected an evidence package", id="no manifest"),
        pytest.param(named("manifest.json", b"{}"), "cannot be read at", id="an empty manifest"),
        pytest.param(named("manifest.json", b"[" * 100_000), "cannot be read", id="a manifest without a bottom"),
        pytest.param(named("manifest.json", b"\xff\xfe"), "cannot be read", id="a manifest that is no text"),
    ],
)
def test_it_is_refused(tmp_path: Path, write: Callable[[ZipFile], None], words: str) -> None:
    path = tmp_path / "strange.zip"
    with ZipFile(path, "w") as package:
        write(package)
    with pytest.raises(PackageError, match=words):
        verify_package(path)


@pytest.mark.parametrize(
    "data",
    [pytest.param(b"", id="nothing"), pytest.param(b"PK\x03\x04", id="a beginning"), pytest.param(b"x" * 999, id="x")],
)
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "strange.zip"
    path.write_bytes(data)
    with pytest.raises(PackageError, match="expected the zip of an evidence package"):
        verify_package(path)


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    with ZipFile(path, "w") as package:
        package.writestr("manifest.json", b"{}")
    data = path.read_bytes()
    directory = data.index(b"PK\x01\x02")
    path.write_bytes(data[: directory + 8] + bytes([data[directory + 8] | 1]) + data[directory + 9 :])
    with pytest.raises(PackageError, match="an encrypted one"):
        verify_package(path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.package.opened.MOST_FILES", 2)
    path = tmp_path / "many.zip"
    with ZipFile(path, "w") as package:
        for number in range(3):
            package.writestr(f"{number}", b"")
    with pytest.raises(PackageError, match="at most 2 files"):
        verify_package(path)
