"""The demo's site as its own process, as people open it."""

from __future__ import annotations

import fcntl
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import httpx
from playwright.sync_api import Browser

from tests.browsing import Visit, opened
from tests.desk.demo_box import PASSWORDS

ROOT = Path(__file__).parents[2]
UP_S = 400.0


@dataclass(frozen=True, slots=True)
class DemoSite:
    """Where it is served, and everybody's password."""

    address: str
    folder: Path
    passwords: dict[str, str]

    def visit(self, browser: Browser, login: str, width: int = 1280, *, dark: bool = False) -> Visit:
        """Somebody logged in, at the page they begin with."""
        visit = opened(browser, self.address, width, dark=dark)
        visit.log_in(login, self.passwords[login])
        return visit


def template(shared: Path) -> Path:
    """A folder with the quarter that nobody opens: it is copied. Made once for all processes of a test run."""
    place = shared / "demo-template"
    with (shared / "demo-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / PASSWORDS).is_file():
            subprocess.run([sys.executable, "-m", "tests.desk.demo_box", place, "0"], cwd=ROOT, check=True)
    return place


@contextmanager
def served(source: Path, place: Path) -> Iterator[DemoSite]:
    """A copy of a template, served until the end."""
    copytree(source, place, dirs_exist_ok=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-m", "tests.desk.demo_box", place, str(port)], cwd=ROOT)
    try:
        wait_for(process, address)
        yield DemoSite(address, place, json.loads((place / PASSWORDS).read_text(encoding="utf-8")))
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    """Until the pages are up."""
    end = time.monotonic() + UP_S
    while time.monotonic() < end:
        assert process.poll() is None, "the demo's process ended before its pages were up"
        try:
            httpx.get(f"{address}/healthz", timeout=5)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} did not come up within {UP_S:.0f} s")


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
