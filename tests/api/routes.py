"""The routes of an application, as tests walk over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from api.access.may import Right
from api.access.needs import right_of


class Way(NamedTuple):
    """A method on a path with its parameters open, and the right it names."""

    method: str
    path: str
    right: Right | None

    @property
    def about(self) -> bool:
        """Whether it is about one thing, named in its path."""
        return "{" in self.path

    def filled(self, names: Mapping[str, str]) -> str:
        """The path with its parameters filled in."""
        return self.path.format_map(names)


def ways(app: FastAPI) -> Iterator[Way]:
    """All of ours; what is mounted (NiceGUI's own) the guard alone opens."""
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            for method in sorted(context.methods or ()):
                yield Way(method, context.path or "", right_of(context.original_route))
