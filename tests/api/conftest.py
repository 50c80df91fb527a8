"""A filled box, its server, and somebody who may ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_api, create_app
from tests.api.build import TestBox, filled_box, serving


@pytest.fixture(scope="session")
def shared_box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestBox]:
    """Read only: shared by all tests that change nothing."""
    with filled_box(tmp_path_factory.mktemp("box")) as box:
        yield box


@pytest.fixture(scope="session")
def whole(shared_box: TestBox) -> FastAPI:
    """The whole application with its pages; NiceGUI allows one in a process."""
    return create_app(shared_box.context)


@pytest.fixture(scope="session")
def site(whole: FastAPI) -> Iterator[str]:
    """Its address."""
    with serving(whole) as address:
        yield address


@pytest.fixture
def client(site: str, shared_box: TestBox) -> Iterator[httpx.Client]:
    """Somebody with a token."""
    with httpx.Client(base_url=site, headers=shared_box.bearer) as client:
        yield client


@pytest.fixture
def stranger(site: str) -> Iterator[httpx.Client]:
    """Somebody without."""
    with httpx.Client(base_url=site) as client:
        yield client


@pytest.fixture
def box(tmp_path: Path) -> Iterator[TestBox]:
    """A box of one's own, to change."""
    with filled_box(tmp_path) as box:
        yield box


@pytest.fixture
def door(box: TestBox) -> Iterator[httpx.Client]:
    """Somebody without credentials before the box of one's own."""
    with serving(create_api(box.context)) as address, httpx.Client(base_url=address) as client:
        yield client
