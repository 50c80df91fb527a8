"""A real database and evidence folder for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.chain.keyring import open_key
from records.database import Database, open_database
from records.evidence import EvidenceFolder
from records.sink import DatabaseSink
from tests.records.build import T0, copied, sink_of


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with open_database(copied(tmp_path)) as database:
        database.sign_with(open_key(database, tmp_path, T0))
        yield database


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
def folder(database: Database, root: Path) -> EvidenceFolder:
    return EvidenceFolder(root, database.id)


@pytest.fixture
def sink(database: Database, root: Path) -> DatabaseSink:
    return sink_of(database, root)
