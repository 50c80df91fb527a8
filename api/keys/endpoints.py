"""GET /sites/{id}/keys: to check a site's evidence by."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter

from api.access.may import Right
from api.access.needs import needs
from api.keys.schemas import KeyList
from api.problem import Problem
from api.session import Reading
from records import registry
from records.keys import public_keys
from records.scopes import Reach


def keys_router() -> APIRouter:
    """GET /sites/{id}/keys."""
    router = APIRouter(prefix="/sites", tags=["evidence"])

    @router.get("/{site_id}/keys", responses={404: {"description": "no such site, or not yours to see"}})
    def listed(site_id: str, within: Annotated[Reach, needs(Right.SEE_KEYS)], session: Reading) -> KeyList:
        """The public keys that the site's evidence is signed by."""
        if site_id not in {site.id for site in registry.sites(session, within)}:
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no site {site_id[:64]}")
        return KeyList.of(site_id, public_keys(session))

    return router
