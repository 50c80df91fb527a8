"""The pages are up before anybody watches: what is built by one thread is not looked at by another meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

import uvicorn
from fastapi import FastAPI

from sunkitchen.serve import ServerFirst


def test_others_begin_when_the_application_has_started() -> None:
    order: list[str] = []

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        order.append("application")
        yield
        order.append("over")

    def begin() -> None:
        order.append("cameras")
        server.should_exit = True

    app = FastAPI(lifespan=life)
    server = ServerFirst(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None), begin)
    serving = Thread(target=server.run)  # a loop of its own: the browser of other tests has one here
    serving.start()
    serving.join(60)
    assert order == ["application", "cameras", "over"]
