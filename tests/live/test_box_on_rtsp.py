"""A box on a live camera: through drop, stall, refusal and loss, its state is what the API says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from api.app import create_api
from api.context import Context, Press
from cases.desk import Desk
from records import accounts, grants, tokens
from records.grants import OF_THE_FIRST
from records.verify import verify
from sunkitchen.box import Box, build_box
from sunkitchen.config import load_casebook, load_config, load_rulebook
from sunkitchen.networks.eyes import open_eyes
from sunkitchen.paths import MODELS, SAMPLE_VIDEOS
from sunkitchen.printing.paper_file import paper_pdf
from sunkitchen.printing.printer import written
from sunkitchen.rendering import DARKROOM
from sunkitchen.reports.making import book_of
from sunkitchen.store import open_store
from sunkitchen.telling import names
from tests.api.build import serving
from tests.rtsp.server import RtspServer

PATIENCE_S = 60.0
BOX = """\
version: 1
box: {{data: data}}
rules:
  NO_HAT: {{entry_grace_s: 0}}
sites:
  - id: market
    name: 市场
    type: farmers_market
    cameras:
      - id: C1
        source: {{rtsp: '{url}', stall_timeout_s: 2, connect_timeout_s: 5}}
        zones: [{{id: Z1, kind: deli_special_room, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}}]
"""


@dataclass
class Watched:
    """A box at work, and its API."""

    box: Box
    client: httpx.Client

    def state(self) -> str:
        health = self.client.get("/api/v1/cameras/C1").json()["health"]
        return str(health["state"]) if health else "not reported"

    def states(self) -> list[str]:
        """All states so far, oldest first."""
        items = self.client.get("/api/v1/cameras/C1/health").json()["items"]
        return [item["state"] for item in reversed(items)]

    def clips(self) -> list[dict[str, Any]]:
        """Of all violations that have one."""
        items = self.client.get("/api/v1/violations").json()["items"]
        told = [self.client.get(f"/api/v1/violations/{item['id']}").json()["clip"] for item in items]
        return [clip for clip in told if clip is not None]

    def corrupt(self) -> int:
        return sum(row["corrupt"] for row in self.client.get("/api/v1/coverage").json()["items"])


def until(happened: Callable[[], bool]) -> bool:
    """Whether it happens before patience runs out."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def box_on(url: str, folder: Path) -> Iterator[Watched]:
    path = folder / "box.yaml"
    path.write_text(BOX.format(url=url), encoding="utf-8")
    config = load_config(path)
    rulebook = load_rulebook(config.rules)
    with open_store(config.box.data) as store:
        box = build_box(config, store, open_eyes(MODELS), rulebook)
        now = datetime.now(UTC)
        with store.database.writing() as session:
            accounts.create_account(session, "admin", now)
            token = tokens.issue(session, "admin", "test", now, now + timedelta(hours=1))
            for grant in OF_THE_FIRST:
                grants.give(session, "admin", grant, now)
        desk = Desk(store.database, load_casebook())
        press = Press(book_of(rulebook, desk.settings), written, paper_pdf)
        api = create_api(Context(store.database, store.evidence, desk, names(rulebook), DARKROOM, press, "test"))
        box.start()
        try:
            headers = {"Authorization": f"Bearer {token}"}
            with serving(api) as address, httpx.Client(base_url=address, headers=headers) as client:
                yield Watched(box, client)
        finally:
            box.stop()


@pytest.fixture
def server() -> Iterator[RtspServer]:
    with RtspServer(SAMPLE_VIDEOS / "deli_counter_01.mp4", user="box", password="right-horse") as one:
        yield one


def test_dropped_and_back(server: RtspServer, tmp_path: Path) -> None:
    with box_on(server.url, tmp_path) as watched:
        assert until(lambda: watched.state() == "watching")
        server.drop()
        assert until(lambda: watched.states().count("watching") == 2)
        assert "lost" in watched.states()


def test_stalled_and_back(server: RtspServer, tmp_path: Path) -> None:
    with box_on(server.url, tmp_path) as watched:
        assert until(lambda: watched.state() == "watching")
        server.switches.stalled = True
        assert until(lambda: watched.state() in {"lost", "connected_without_media"})
        server.switches.stalled = False
        assert until(lambda: watched.state() == "watching")


def test_refused(server: RtspServer, tmp_path: Path) -> None:
    with box_on(server.url_as("box", "wrong-horse"), tmp_path) as watched:
        assert until(lambda: watched.state() == "refused")
        assert "wrong-horse" not in watched.client.get("/api/v1/cameras/C1/health").text


def test_packet_loss_is_counted_and_watching_goes_on(server: RtspServer, tmp_path: Path) -> None:
    server.switches.loss = 0.05
    with box_on(server.url, tmp_path) as watched:
        assert until(lambda: watched.corrupt() > 0)
        assert watched.state() == "watching"


def test_what_opens_is_filmed_as_the_camera_sent_it(tmp_path: Path) -> None:
    with RtspServer(SAMPLE_VIDEOS / "deli_room_02.mp4") as server, box_on(server.url, tmp_path) as watched:
        assert until(lambda: bool(watched.clips()))
        clip = watched.clips()[0]
        video = watched.client.get(clip["url"])
    assert (clip["copied"], clip["width"], video.headers["content-type"]) == (True, 1280, "video/mp4")
    with av.open(BytesIO(video.content), "r") as film:
        pictures = list(film.decode(video=0))
    assert len(pictures) >= 10
    assert pictures[-1].time > 5
    with open_store(tmp_path / "data") as store:
        assert verify(store.database, store.evidence).findings == ()
