"""Somebody opens a page."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nicegui import Client
from starlette.requests import Request

from api.access.identity import Visitor, visitor_of
from api.context import Context
from records.grants import Grants


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is built from: the application, what was asked, and the browser's end that it is built for."""

    context: Context
    request: Request
    client: Client

    @property
    def visitor(self) -> Visitor:
        """Whom the guard let in."""
        return visitor_of(self.request)

    @property
    def grants(self) -> Grants:
        """What they hold."""
        return self.visitor.grants

    def named(self, name: str) -> UUID | None:
        """The id in the page's address; None where it is none."""
        try:
            return UUID(self.request.path_params[name])
        except ValueError:
            return None
