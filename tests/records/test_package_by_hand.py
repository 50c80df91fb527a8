"""The procedure of docs/evidence.md, run as it stands there with the real programs: it accepts a package, and refuses one
that was changed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from records.database import Database
from records.evidence import EvidenceFolder
from records.sink import DatabaseSink
from sunkitchen.evidence.imprint import imprint
from sunkitchen.networks.sets import ModelSets
from sunkitchen.paths import MODELS
from tests.records.build import HOUSE
from tests.records.packages import ASKED, EVENT, PackageStore, contents, filled, rezipped

DOCUMENT = HOUSE / "docs" / "evidence.md"
Files = dict[str, bytes]


def procedure() -> str:
    """All commands of the section, in order."""
    return commands(DOCUMENT.read_text(encoding="utf-8").partition("## Verify without our software")[2])


def commands(text: str) -> str:
    return "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))


def run(package: Path, place: Path) -> subprocess.CompletedProcess[str]:
    """The commands in a shell that ends at the first one that fails."""
    place.mkdir()
    environment = {"PACKAGE": str(package), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    shell = ["bash", "-euo", "pipefail", "-c", procedure()]
    return subprocess.run(shell, cwd=place, env=environment, capture_output=True, text=True, check=False, timeout=100)


@pytest.fixture
def store(database: Database, folder: EvidenceFolder, sink: DatabaseSink, tmp_path: Path) -> PackageStore:
    return filled(database, folder, sink, tmp_path)


def test_the_commands_are_those_of_the_document() -> None:
    used = procedure()
    assert all(word in used for word in ("unzip ", "sha256sum -c ", "openssl pkeyutl -verify ", "python3 -"))


def test_the_package_brings_the_procedure(store: PackageStore) -> None:
    whole = replace(store.maker, imprint=imprint(ModelSets(MODELS, store.place / "models")))
    with BytesIO() as target:
        whole.make(ASKED, target)
        with ZipFile(target) as package:
            assert commands(package.read("VERIFY.md").decode()) == procedure()


def test_a_package_passes(store: PackageStore, tmp_path: Path) -> None:
    store.package()  # the one before is a link more in export.jsonl
    package, made = store.package()
    done = run(package, tmp_path / "hand")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Signature Verified Successfully") == 2
    assert made.key in done.stdout


def changed(name: str) -> Callable[[Files], Files]:
    """The middle of a file."""

    def change(files: Files) -> Files:
        data = bytearray(files[name])
        data[len(data) // 2] ^= 1
        return files | {name: bytes(data)}

    return change


def added(files: Files) -> Files:
    return files | {"events/more.jpg": b"?"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(changed(f"events/{EVENT}/originals/first-00000025.original.jpg"), id="a picture"),
        pytest.param(changed("manifest.json"), id="the manifest"),
        pytest.param(changed("manifest.sig"), id="its signature"),
        pytest.param(changed("chain/market.jsonl"), id="the chain"),
        pytest.param(changed("export.jsonl"), id="the export"),
        pytest.param(changed("SHA256SUMS"), id="the list"),
        pytest.param(added, id="a file too many"),
    ],
)
def test_a_changed_package_does_not(store: PackageStore, tmp_path: Path, change: Callable[[Files], Files]) -> None:
    package, _ = store.package()
    done = run(rezipped(tmp_path / "changed.zip", change(contents(package))), tmp_path / "hand")
    assert done.returncode != 0


def test_hashes_that_were_made_to_fit_do_not_help(store: PackageStore, tmp_path: Path) -> None:
    """Each check by itself: the list was written anew, so that only the signature and the chain can tell."""
    package, _ = store.package()
    files = contents(package)
    lines = files["chain/market.jsonl"].replace(b"mgr", b"mgx")
    files |= {"chain/market.jsonl": lines}
    listed = [line.split("  ", 1)[1] for line in files["SHA256SUMS"].decode().splitlines()]
    files["SHA256SUMS"] = "".join(f"{_sha256(files[name])}  {name}\n" for name in listed).encode()
    done = run(rezipped(tmp_path / "changed.zip", files), tmp_path / "hand")
    assert (done.returncode, "not what the manifest lists" in done.stderr) == (1, True)


def _sha256(data: bytes) -> str:
    return subprocess.run(["sha256sum"], input=data, capture_output=True, check=True).stdout.decode().split()[0]
