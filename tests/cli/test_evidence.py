"""The evidence commands on a store of their own."""

from __future__ import annotations

import json
from pathlib import Path

from sunkitchen.store import open_store
from tests.cli.command import sunkitchen


def test_a_store_is_verified_and_its_key_replaced(tmp_path: Path) -> None:
    with open_store(tmp_path):
        pass
    shown = sunkitchen("evidence", "key", tmp_path)
    assert shown.out.startswith("-----BEGIN PUBLIC KEY-----")
    assert sunkitchen("evidence", "new-key", "--reason", "disk broke", tmp_path).code == 0
    report = json.loads(sunkitchen("evidence", "verify", tmp_path, "--json").out)
    assert (report["files"], report["links"], report["findings"]) == (0, 2, [])
    assert len(report["keys"]) == 2
