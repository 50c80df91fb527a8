"""The evidence folder: written once, whole or not at all, never outside."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.evidence import MARKER, EvidenceFolder, StoredFile, evidence_path
from tests.records.build import SEED, on_a_small_disk, snapshots, violation
from vision.errors import StoreError

PATH = "c1/2026-03-02/v/first-00000001.original.jpg"


def test_bytes_come_back_as_they_were_put(folder: EvidenceFolder) -> None:
    stored = folder.put(b"picture", PATH)
    with folder.open(PATH) as file:
        assert file.read() == b"picture"
    assert stored == StoredFile(PATH, sha256(b"picture").hexdigest(), 7)


def test_the_same_bytes_again_change_nothing(folder: EvidenceFolder) -> None:
    first = folder.put(b"picture", PATH)
    before = folder.resolve(PATH).stat()
    assert folder.put(b"picture", PATH) == first
    assert folder.resolve(PATH).stat() == before


def test_other_bytes_are_refused_and_the_first_stay(folder: EvidenceFolder) -> None:
    folder.put(b"picture", PATH)
    with pytest.raises(StoreError, match=r"first-00000001.*never overwritten"):
        folder.put(b"forgery", PATH)
    assert folder.sha256(PATH) == sha256(b"picture").hexdigest()


def test_nothing_but_the_file_is_left(folder: EvidenceFolder) -> None:
    folder.put(b"picture", PATH)
    assert list(folder.paths()) == [PATH]


ESCAPES = [
    pytest.param("", id="empty"),
    pytest.param(".", id="itself"),
    pytest.param("..", id="above"),
    pytest.param("../box.db", id="beside"),
    pytest.param("c1/../../box.db", id="through a camera"),
    pytest.param("/etc/passwd", id="absolute"),
    pytest.param("//etc/passwd", id="twice absolute"),
    pytest.param("c1\\..\\x.jpg", id="backslashes"),
    pytest.param("c1/\0.jpg", id="zero byte"),
    pytest.param(MARKER, id="the marker"),
    pytest.param("c1/.part-x", id="a part"),
    pytest.param("link/x.jpg", id="a folder link"),
    pytest.param("c1/file-link", id="a file link"),
]


@pytest.fixture
def trapped(folder: EvidenceFolder, tmp_path: Path) -> EvidenceFolder:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.jpg").write_bytes(b"secret")
    (folder.root / "c1").mkdir()
    (folder.root / "link").symlink_to(tmp_path / "outside")
    (folder.root / "c1" / "file-link").symlink_to(tmp_path / "outside" / "x.jpg")
    return folder


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_is_written_outside(trapped: EvidenceFolder, path: str) -> None:
    with pytest.raises(StoreError, match="leaves it"):
        trapped.put(b"picture", path)


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_is_read_outside(trapped: EvidenceFolder, path: str) -> None:
    with pytest.raises(StoreError, match="leaves it"):
        trapped.open(path)


@given(st.text(st.sampled_from("ab./\\\0~ -:"), max_size=12))
def test_whatever_is_resolved_lies_inside(path: str) -> None:
    folder = EvidenceFolder.__new__(EvidenceFolder)
    folder.root = Path("/srv/evidence")
    try:
        inside = Path(os.path.normpath(folder.resolve(path))).is_relative_to(folder.root / "")
    except StoreError:
        inside = True
    assert inside


@pytest.mark.parametrize("path", [pytest.param("c1/none.jpg", id="nothing there"), pytest.param("c1", id="a folder")])
def test_what_is_no_file_is_told(folder: EvidenceFolder, path: str) -> None:
    folder.put(b"picture", "c1/one.jpg")
    with pytest.raises(StoreError, match="expected a file"):
        folder.open(path)


def test_one_role_may_be_kept_more_than_once() -> None:
    names = {evidence_path(violation(), picture) for frame in (1, 2) for picture in snapshots(frame)}
    assert len(names) == 4


def test_the_folder_opens_again_for_its_own_database(folder: EvidenceFolder) -> None:
    folder.put(b"picture", PATH)
    assert EvidenceFolder(folder.root, UUID((folder.root / MARKER).read_text().strip())).sha256(PATH)


def test_another_database_is_refused(folder: EvidenceFolder) -> None:
    with pytest.raises(StoreError, match=f"expected the one of database {SEED}.*belong together"):
        EvidenceFolder(folder.root, SEED)


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"sea")
    with pytest.raises(StoreError, match="other files"):
        EvidenceFolder(tmp_path, SEED)
    assert [entry.name for entry in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be used"):
        EvidenceFolder(tmp_path / "file", SEED)


def test_a_broken_write_leaves_nothing(folder: EvidenceFolder) -> None:
    (folder.root / "c1").write_bytes(b"a file where a folder should be")
    with pytest.raises(StoreError, match="cannot be used"):
        folder.put(b"picture", PATH)
    assert list(folder.paths()) == ["c1"]


FILL = """
import sys
from pathlib import Path
from uuid import UUID
from records.evidence import EvidenceFolder
from vision.errors import DiskFull

folder = EvidenceFolder(Path(sys.argv[1]) / "evidence", UUID(int=1))
folder.put(b"x" * 50_000, "c1/fits.jpg")
try:
    folder.put(b"x" * 500_000, "c1/much.jpg")
except DiskFull as error:
    print(error)
print(sorted(folder.paths()), len(folder.sha256("c1/fits.jpg")))
folder.put(b"x" * 1_000, "c1/small.jpg")
"""


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    told, left = on_a_small_disk(tmp_path, "256k", FILL).splitlines()
    assert "expected room for a picture, came a full disk (0." in told
    assert str(tmp_path) in told
    assert left == "['c1/fits.jpg'] 64"


def test_pictures_are_for_their_owner(folder: EvidenceFolder) -> None:
    folder.put(b"picture", PATH)
    assert stat.S_IMODE(folder.resolve(PATH).stat().st_mode) == 0o600
