"""The evidence commands on a store of their own."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import numpy as np
import pytest

from records import registry
from records.provenance import Recorder
from records.sink import DatabaseSink
from sunkitchen.store import open_store
from tests.cli.command import sunkitchen
from tests.records.build import MARKET, snapshots, violation
from vision.facts import TimeSource
from vision.pixels import encode_jpeg


def test_a_store_is_verified_and_its_key_replaced(tmp_path: Path) -> None:
    with open_store(tmp_path):
        pass
    shown = sunkitchen("evidence", "key", tmp_path)
    assert shown.out.startswith("-----BEGIN PUBLIC KEY-----")
    assert sunkitchen("evidence", "new-key", "--reason", "disk broke", tmp_path).code == 0
    report = json.loads(sunkitchen("evidence", "verify", tmp_path, "--json").out)
    assert (report["files"], report["links"], report["findings"]) == (0, 2, [])
    assert len(report["keys"]) == 2


def recorded(place: Path) -> UUID:
    """A store with one violation that has a picture."""
    with open_store(place) as store:
        with store.database.writing() as session:
            registry.sync(session, [MARKET])
        sink = DatabaseSink(store.database, store.evidence, "recorded", Recorder(TimeSource.OPTION))
        image = encode_jpeg(np.zeros((36, 64, 3), np.uint8))
        pictures = [replace(one, jpeg=image, width=64, height=36) for one in snapshots()]
        sink.violation(violation(), pictures)
    return violation().id


def test_a_package_is_exported_and_verified_offline(tmp_path: Path) -> None:
    event, store, file, pem = recorded(tmp_path / "store"), tmp_path / "store", tmp_path / "e.zip", tmp_path / "key.pem"
    done = sunkitchen(*export(event, file, store), "--json")
    told = json.loads(done.out)
    assert (done.code, told["absent"]) == (0, [])
    pem.write_text(sunkitchen("evidence", "key", store).out, encoding="utf-8")
    shutil.move(store, tmp_path / "away")
    verified = sunkitchen("evidence", "verify", file, "--key", pem, "--json")
    report = json.loads(verified.out)
    assert (verified.code, report["findings"], report["events"]) == (0, [], [str(event)])
    assert (report["manifest_sha256"], report["keys"]) == (told["manifest_sha256"], [told["key"]])
    assert sunkitchen("evidence", "verify", tmp_path / "away").code == 0


def test_a_package_without_faces_says_so(tmp_path: Path) -> None:
    event, file = recorded(tmp_path), tmp_path / "e.zip"
    assert sunkitchen(*export(event, file, tmp_path), "--hide-faces").code == 0
    with ZipFile(file) as package:
        pictures = [name for name in package.namelist() if name.endswith(".jpg")]
    assert {name.split("/")[2] for name in pictures} == {"faces_hidden"}


def export(event: UUID, file: Path, store: Path) -> tuple[str, ...]:
    words = ("evidence", "export", event, "--out", file, "--reason", "an appeal", "--data", store)
    return tuple(map(str, words))


def test_a_changed_package_is_named_and_is_a_problem(tmp_path: Path) -> None:
    event, file = recorded(tmp_path), tmp_path / "e.zip"
    sunkitchen(*export(event, file, tmp_path))
    file.write_bytes(file.read_bytes().replace(b'"assessable_s"', b'"assessable_x"'))
    done = sunkitchen("evidence", "verify", file)
    assert (done.code, f"events/{event}/event.json" in done.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        pytest.param(("--out", "taken.zip", "--reason", "an appeal"), 1, "taken.zip", id="a file that is there"),
        pytest.param(("--out", "no/where.zip", "--reason", "an appeal"), 1, "no/where.zip", id="a folder that is not"),
        pytest.param(("--out", "new.zip", "--reason", " x "), 2, "--reason", id="hardly a reason"),
        pytest.param((str(UUID(int=7)), "--out", "new.zip", "--reason", "an appeal"), 1, str(UUID(int=7)), id="nobody"),
    ],
)
def test_what_cannot_be_exported_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, named: str
) -> None:
    event = recorded(tmp_path)
    (tmp_path / "taken.zip").write_bytes(b"?")
    monkeypatch.chdir(tmp_path)
    done = sunkitchen("evidence", "export", str(event), *words, "--data", tmp_path)
    assert (done.code, named in done.err, "Traceback" in done.err) == (code, True, False)
    assert [path.name for path in tmp_path.glob("*.zip")] == ["taken.zip"]
