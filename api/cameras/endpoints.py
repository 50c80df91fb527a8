"""GET /cameras, /cameras/{id} and /cameras/{id}/health."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from api.access.may import Right
from api.access.needs import needs
from api.cameras.schemas import CameraList, CameraOut, HealthHistory, HealthOut
from api.context import Told
from api.problem import Problem
from api.schemas import Time
from api.session import Reading
from records import health, registry
from records.registry import CameraEntry
from records.scopes import Reach

NO_CAMERA: dict[int | str, dict[str, Any]] = {404: {"description": "no such camera, or not yours to see"}}
Cameras = Annotated[Reach, needs(Right.SEE_CAMERAS)]


def cameras_router() -> APIRouter:
    """The list, one, and its changes of state."""
    router = APIRouter(prefix="/cameras", tags=["cameras"])

    @router.get("")
    def listed(within: Cameras, session: Reading, context: Told, site: str | None = None) -> CameraList:
        """Cameras in use with their zones and what they are doing."""
        newest = {report.camera: report for report in health.latest(session, within)}
        cameras = registry.cameras(session, site, within)
        return CameraList(items=tuple(CameraOut.of(c, newest.get(c.id), context.names) for c in cameras))

    @router.get("/{camera_id}", responses=NO_CAMERA)
    def one(camera_id: str, within: Cameras, session: Reading, context: Told) -> CameraOut:
        """One camera, retired ones too."""
        camera = _camera(session, camera_id, within)
        newest = next(iter(health.history(session, camera_id, limit=1)), None)
        return CameraOut.of(camera, newest, context.names)

    @router.get("/{camera_id}/health", responses=NO_CAMERA)
    def changes(
        camera_id: str,
        within: Cameras,
        session: Reading,
        since: Time | None = None,
        until: Time | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> HealthHistory:
        """Its changes of state in since <= at < until, newest first."""
        _camera(session, camera_id, within)
        found = health.history(session, camera_id, since, until, limit)
        return HealthHistory(items=tuple(HealthOut.model_validate(change) for change in found))

    return router


def _camera(session: Session, camera_id: str, within: Reach) -> CameraEntry:
    camera = registry.camera(session, camera_id, within)
    if camera is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no camera {camera_id[:64]}")
    return camera
