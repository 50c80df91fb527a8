"""People who handle cases through the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from cases.states import Action
from records.grants import Grant
from records.roles import Role
from tests.api.build import TestBox, somebody

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody before the box of one's own, by the role they have."""

    door: httpx.Client
    headers: Mapping[str, str]

    def sees(self, case: UUID) -> Json:
        """The case as they see it."""
        answer = self.door.get(f"/api/v1/cases/{case}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told

    def tries(self, case: UUID, action: Action, version: int | None = None, /, **payload: object) -> httpx.Response:
        """A step, after having looked unless a version is given."""
        looked = self.sees(case)["version"] if version is None else version
        body = {"version": looked} | ({"payload": payload} if payload else {})
        return self.door.post(f"/api/v1/cases/{case}/{action}", headers=self.headers, json=body)

    def takes(self, case: UUID, action: Action, /, **payload: object) -> Json:
        """The case after a step."""
        answer = self.tries(case, action, **payload)
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told

    def sends(self, case: UUID, data: bytes, name: str) -> httpx.Response:
        """A file for the case."""
        path = f"/api/v1/cases/{case}/attachments"
        return self.door.post(path, headers=self.headers, files={"file": (name, data, "image/jpeg")})

    def adds(self, case: UUID, data: bytes, name: str) -> Json:
        """A file that is kept."""
        answer = self.sends(case, data, name)
        assert answer.status_code == 201, answer.text
        told: Json = answer.json()
        return told

    def queue(self, **query: object) -> Json:
        """Cases that wait."""
        answer = self.door.get("/api/v1/cases", headers=self.headers, params=query)  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
        told: Json = answer.json()
        return told


def hand(box: TestBox, door: httpx.Client, role: Role) -> Hand:
    """Whoever has one role."""
    return Hand(door, box.bearer_of(role))


def another(box: TestBox, door: httpx.Client, login: str, grant: Grant) -> Hand:
    """One more person."""
    with box.database.writing() as session:
        token = somebody(session, login, grant)
    return Hand(door, {"Authorization": f"Bearer {token}"})
