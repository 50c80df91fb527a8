"""Who keeps the cameras of a box: a seam, for the configuration is not our matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from records.live import LivePicture

Share = Annotated[float, Field(ge=0, le=1)]
PointIn = tuple[Share, Share]
Outline = Annotated[tuple[PointIn, ...], Field(max_length=200)]
Short = Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)]
Hours = Annotated[str, StringConstraints(max_length=11)]


class Told(BaseModel):
    """Base of what is told."""

    model_config = ConfigDict(frozen=True)


class ZoneSheet(BaseModel):
    """A zone as it is drawn; points (x, y) are 0-1 of the picture, hours such as 05:30-18:30.

    `requires`: what it asks for besides or instead of what its kind does, by attribute: must, should or none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Short
    kind: Short
    merchant: Short | None = None
    polygon: Outline
    rte_roi: Outline | None = None
    schedule: Hours | None = None
    max_people: int | None = None
    closed: Hours | None = None
    requires: dict[Short, Short] = Field(default_factory=dict, max_length=20)


class Draft(BaseModel):
    """A camera as somebody wants it. `url`: where it is, null: where it was. `version`: of what was changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    site: Short
    name: Short
    url: Annotated[SecretStr, Field(max_length=500)] | None = None
    zones: Annotated[tuple[ZoneSheet, ...], Field(max_length=40)]
    privacy_masks: Annotated[tuple[Outline, ...], Field(max_length=40)] = ()
    version: Short = ""


class Sheet(Told):
    """A camera as it is set up. `source`: where its picture comes from, without secrets. `by_page`: set up on a page.

    `in_force`: it is watched so now; else from the box's next start, `why` says why. `version` goes with a change.
    """

    id: str
    site: str
    name: str
    source: str
    zones: tuple[ZoneSheet, ...]
    privacy_masks: tuple[Outline, ...]
    by_page: bool
    in_force: bool
    why: str
    version: str


class PlaceChoice(Told):
    """A site with the merchants whose stalls a zone may be: (id, name)."""

    id: str
    name: str
    hours: str | None
    merchants: tuple[tuple[str, str], ...]


class KindChoice(Told):
    """A kind of zone, what it asks for by site and attribute; `barred`: no camera may look there, and why."""

    id: str
    zh: str
    en: str
    requires: Mapping[str, Mapping[str, str]]
    barred: bool = False


class Choices(Told):
    """What may be chosen; `attributes`: what can be asked for."""

    places: tuple[PlaceChoice, ...]
    kinds: tuple[KindChoice, ...]
    attributes: tuple[str, ...]


class StaleSheet(Exception):
    """Somebody else changed the cameras meanwhile."""


class CameraKeeper(Protocol):
    """Knows how cameras are set up, changes it, and looks through one on trial."""

    def choices(self) -> Choices:
        """What may be chosen."""
        ...

    def ids(self) -> frozenset[str]:
        """All cameras that can be set up here."""
        ...

    def blank(self) -> Sheet:
        """Where a new camera begins."""
        ...

    def sheet(self, camera: str) -> Sheet | None:
        """How a camera is set up; None where there is none."""
        ...

    def save(self, camera: str, draft: Draft, who: str) -> tuple[Sheet, str]:
        """Set it up anew, and what changed, in words.

        Raises:
            ConfigError: it cannot be so; says every mistake. StaleSheet: it is not what was changed.
            StoreError: it cannot be kept.
        """
        ...

    def restore(self, camera: str, version: str, who: str) -> Sheet | None:
        """Forget what pages said of it; None where it is gone then.

        Raises:
            ConfigError, StaleSheet, StoreError: as for save.
        """
        ...

    def trial(self, camera: str, url: str | None) -> LivePicture:
        """The first picture from a URL, or from where the camera is; it takes seconds.

        Raises:
            SourceError, ConfigError: why none came, without secrets.
        """
        ...
