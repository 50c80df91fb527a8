"""Films and cameras the tests of sources share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rtsp.server import RtspServer
from tests.sources.films import write_film, write_folder


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one film of every kind."""
    folder = tmp_path_factory.mktemp("films")
    for codec in ("libx264", "libx265"):
        for ending in ("mp4", "mkv", "avi"):
            write_film(folder / f"{codec}.{ending}", codec)
    write_folder(folder / "images")
    return folder


@pytest.fixture
def camera(films: Path) -> Iterator[RtspServer]:
    """A live camera that asks for a password, four times as fast as life."""
    with RtspServer(films / "libx264.mp4", user="watcher", password="p@ss-w0rd", speed=4) as server:
        yield server
