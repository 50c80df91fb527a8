"""A filled box, its server, and somebody who may ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_api, create_app
from tests.api.build import PATIENCE_S, Key, TestBox, fill_box, open_box, serving


class Template(NamedTuple):
    """A filled box nobody opens: it is copied."""

    place: Path
    key: Key


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Template:
    place = tmp_path_factory.mktemp("template")
    return Template(place, fill_box(place))


@pytest.fixture(scope="session")
def shared_box(filled: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestBox]:
    """Read only: shared by all tests that change nothing."""
    place = copytree(filled.place, tmp_path_factory.mktemp("box"), dirs_exist_ok=True)
    with open_box(place, filled.key) as box:
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
    with httpx.Client(base_url=site, timeout=PATIENCE_S, headers=shared_box.bearer) as client:
        yield client


@pytest.fixture
def stranger(site: str) -> Iterator[httpx.Client]:
    """Somebody without."""
    with httpx.Client(base_url=site, timeout=PATIENCE_S) as client:
        yield client


@pytest.fixture
def box(filled: Template, tmp_path: Path) -> Iterator[TestBox]:
    """A box of one's own, to change."""
    copytree(filled.place, tmp_path, dirs_exist_ok=True)
    with open_box(tmp_path, filled.key) as box:
        yield box


@pytest.fixture
def door(box: TestBox) -> Iterator[httpx.Client]:
    """Somebody without credentials before the box of one's own."""
    with serving(create_api(box.context)) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
        yield client
