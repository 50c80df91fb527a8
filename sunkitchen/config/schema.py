"""The configuration tree: sites, their merchants and cameras, and the box itself.

Unknown keys are refused. Every field says its unit and its bounds.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    field_validator,
    model_validator,
)

from vision.facts import Point, Severity, Zone, ZoneKind
from vision.geometry import polygon_fault
from vision.rules import Demand
from vision.sampler import SamplerKind

FORBIDDEN_KINDS = frozenset({"toilet", "changing_room", "dorm", "dormitory", "nursing_room"})
HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")


class Strict(BaseModel):
    """Base of all parts: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _sound_polygon(points: tuple[Point, ...]) -> tuple[Point, ...]:
    fault = polygon_fault(points)
    if fault is not None:
        raise ValueError(f"is no polygon: {fault}")
    return points


def _sound_hours(text: str) -> str:
    if not HOURS.fullmatch(text):
        raise ValueError("expected opening hours such as '05:30-18:30'")
    return text


Polygon = Annotated[tuple[Point, ...], AfterValidator(_sound_polygon)]
Hours = Annotated[str, AfterValidator(_sound_hours)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Name = Annotated[str, Field(min_length=1, max_length=120)]


def _hours(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    begins, ends = text.split("-")
    return begins, ends


class ZoneConfig(Strict):
    """A staff area on one camera's picture."""

    id: Id = Field(description="unique over the box")
    kind: ZoneKind = Field(description="what the place is for; decides what must be worn")
    merchant: Id | None = Field(None, description="whose stall it is")
    polygon: Polygon = Field(description="three or more [x, y] points, 0-1 of the picture")
    rte_roi: Polygon | None = Field(
        None, description="where ready-to-eat food lies, [x, y] points; NO_GLOVES looks at hands in it"
    )
    schedule: Hours | None = Field(None, description="local hours when it is evaluated; default: the site's hours")
    max_people: int | None = Field(None, ge=1, le=100, description="more people in it at once are told as INTRUDER")
    closed: Hours | None = Field(None, description="local hours in which nobody may be in it; who is there is INTRUDER")
    requires: dict[str, Demand] = Field({}, description="the zone's own demands per attribute, over its site's")

    @field_validator("kind", mode="before")
    @classmethod
    def _not_forbidden(cls, kind: object) -> object:
        if kind in FORBIDDEN_KINDS:
            raise ValueError(
                f"a camera may not watch a {kind} (公共安全视频图像信息系统管理条例 第八条): "
                "remove this zone and turn the camera away"
            )
        return kind

    def zone(self, hours: str | None) -> Zone:
        """The zone as the watching half knows it; `hours` of the site where it has none of its own."""
        return Zone(
            id=self.id,
            kind=self.kind,
            polygon=self.polygon,
            merchant=self.merchant,
            schedule=_hours(self.schedule or hours),
            rte_roi=self.rte_roi,
            max_people=self.max_people,
            closed=_hours(self.closed),
        )


class SourceConfig(Strict):
    """Where frames come from: exactly one of file, folder, rtsp, rtsp_env."""

    file: Path | None = Field(None, description="recorded video; relative to the configuration file")
    folder: Path | None = Field(None, description="folder of pictures in name order")
    rtsp: SecretStr | None = Field(None, description="rtsp:// URL; one with a password belongs into rtsp_env")
    rtsp_env: str | None = Field(None, description="name of the environment variable that holds the URL")
    pace: Literal["realtime", "fast"] = Field("realtime", description="how fast a recording is played")
    loop: bool = Field(False, description="start a recording again at its end, as if it went on")
    start: datetime | None = Field(None, description="when a recording began; default: what the file says")
    fps: float = Field(1.0, gt=0, le=60, description="pictures per second of a folder")
    connect_timeout_s: float = Field(10.0, gt=0, le=120, description="patience with a live camera that does not answer")
    stall_timeout_s: float = Field(10.0, gt=0, le=120, description="patience with a live camera that sends nothing")

    @property
    def is_live(self) -> bool:
        """Whether it is a camera that is watched as things happen."""
        return self.file is None and self.folder is None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [name for name in ("file", "folder", "rtsp", "rtsp_env") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"expected exactly one of file, folder, rtsp, rtsp_env; got {', '.join(given) or 'none'}")
        return self

    @field_validator("start")
    @classmethod
    def _aware(cls, start: datetime | None) -> datetime | None:
        if start is not None and start.tzinfo is None:
            raise ValueError("expected a time with its zone, such as 2026-06-01T10:00:00+08:00")
        return start


class CameraConfig(Strict):
    """One camera and its zones."""

    id: Id
    name: Name | None = Field(None, description="where it hangs, for people; default: its id")
    source: SourceConfig
    zones: tuple[ZoneConfig, ...] = Field(min_length=1)
    privacy_masks: tuple[Polygon, ...] = Field((), description="burnt in before anything else sees the frame")
    gb_id: str | None = Field(None, pattern=r"^\d{20}$", description="GB/T 28181 id, 20 digits")
    enforcement_eligible: Literal[False] = Field(False, description="evidence is a lead, never a verdict")
    turns: bool = Field(False, description="it is meant to turn or zoom: another view is no CAM_OBSTRUCTED")
    looks_per_s: float = Field(2.0, gt=0, le=25, description="how often; by attention: while attended")
    sampler: SamplerKind | None = Field(
        None,
        description="attention: key frames while nobody is there or all are settled (the default of live cameras); "
        "fixed_rate: always looks_per_s (the default of recordings); key_frames: never more than these",
    )
    min_head_px: float = Field(28.0, ge=8, le=400, description="smaller heads cannot be judged, px on the full picture")
    samples_per_hour: int = Field(
        12, ge=0, le=3600, description="heads kept for `enrol collect`, of staff areas only; 0 keeps none"
    )
    clip_memory_mb: float = Field(
        16.0, ge=0, le=1024, description="of what last came, kept in memory for clips, MB; 0 keeps no clips"
    )
    min_hand_px: float = Field(24.0, ge=8, le=400, description="smaller hands cannot be judged, px on the full picture")

    @property
    def watched_by(self) -> SamplerKind:
        """What decides which of its frames are looked at."""
        return self.sampler or (SamplerKind.ATTENTION if self.source.is_live else SamplerKind.FIXED_RATE)

    @property
    def clip_bytes(self) -> int:
        """What is kept in memory for clips, bytes."""
        return round(self.clip_memory_mb * 1_000_000)


class MerchantConfig(Strict):
    """A stall or canteen."""

    id: Id
    name: Name
    stall: Name | None = None
    licence: Name | None = Field(None, description="licence or registration number, by which registers know it")
    kind: Literal["licensed_food_sale", "small_food_shop", "small_catering", "catering", "canteen", "food_stall"]

    @property
    def ref(self) -> str:
        """What registers outside the box call it."""
        return self.licence or self.id


def _known_timezone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"unknown time zone '{name}'; expected one such as Asia/Shanghai")
    return name


class SiteConfig(Strict):
    """A market, canteen or kitchen."""

    id: Id
    name: Name
    type: Literal[
        "farmers_market", "school_canteen", "elderly_care", "banquet_hall", "takeaway", "restaurant", "factory"
    ]
    operator: Name | None = None
    supervisor_office: Name | None = None
    street: Name | None = None
    district: Name | None = None
    timezone: Annotated[str, AfterValidator(_known_timezone)] = "Asia/Shanghai"
    hours: Hours | None = Field(None, description="when its zones are evaluated; default: always")
    requires: dict[ZoneKind, dict[str, Demand]] = Field(
        {}, description="the site's own demands per zone kind and attribute, over configs/rules/zones.yaml"
    )
    advisory: Literal["until_enrolled", "never"] = Field(
        "until_enrolled",
        description="until_enrolled: flags are shown but not counted until the box has learnt what is worn here "
        "(`sunkitchen enrol`); never: they count from the first day, the operator takes the base network's word, which "
        "in a kitchen it never saw calls many dark caps bare",
    )
    session_h: float = Field(
        3.0,
        gt=0,
        le=72,
        description="banquet_hall only: a silent camera is CAM_OFFLINE within so many hours after somebody was seen at "
        "work there; else it may be off",
    )
    merchants: tuple[MerchantConfig, ...] = ()
    cameras: tuple[CameraConfig, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _merchants_exist(self) -> Self:
        known = {merchant.id for merchant in self.merchants}
        for camera in self.cameras:
            for zone in camera.zones:
                if zone.merchant is not None and zone.merchant not in known:
                    raise ValueError(
                        f"zone {zone.id} belongs to merchant '{zone.merchant}', who is not listed under merchants; "
                        f"expected one of {', '.join(sorted(known)) or 'none'}"
                    )
        return self

    @property
    def zone_info(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)


class RuleOverride(Strict):
    """What a box changes of a rule's defaults."""

    enabled: bool | None = Field(None, description="on or off; default: as the rules say")
    severity: Severity | None = None
    observed_s: float | None = Field(None, gt=0, le=3600, description="seconds of looks against, to open")
    share: float | None = Field(None, gt=0.5, le=1, description="share of assessable looks against, to open")
    entry_grace_s: float | None = Field(None, ge=0, le=600)
    cooldown_s: float | None = Field(None, ge=0, le=86400)
    least_score: float | None = Field(
        None,
        ge=0,
        le=1,
        description="answers against that are less sure count neither way; default: what the models say",
    )


class BoxConfig(Strict):
    """The box itself."""

    data: Path = Field(Path("data"), description="database and evidence; relative to the configuration file")
    host: str = Field("127.0.0.1", description="address the pages listen on; 0.0.0.0 for the whole network")
    port: int = Field(8000, ge=1, le=65535)
    models: Path | None = Field(None, description="folder with manifest.json; default: the shipped models")
    health_certificates: Path | None = Field(
        None,
        description="CSV file with the columns merchant (licence or id), certificate, valid_until, a line per person; "
        "relative to the configuration file; none: nothing is told of certificates",
    )
    training_pictures: Literal["crops", "frames"] = Field(
        "crops", description="what export-hard may take out: close crops of heads and hands, or whole evidence frames"
    )
    retention: bool = Field(
        True, description="delete what its time is over of (configs/retention.yaml); false keeps everything, for a demo"
    )
    looks_hours: int = Field(
        24, ge=0, le=720, description="how long looks are kept, without pictures, to try rules on; 0: none are"
    )
    looks_mb: int = Field(1024, ge=1, le=65536, description="room for them; the oldest go first")
    upload_mb: int = Field(2048, ge=1, le=65536, description="the largest recording that a page takes in, MB")
    upload_days: int = Field(7, ge=1, le=90, description="how long such a recording and what came of it stay")
    workers: int = Field(1, ge=1, le=64, description="looks taken at the same time; one processor core each")


class Config(Strict):
    """A whole box."""

    version: Literal[1] = 1
    box: BoxConfig = BoxConfig()
    rules: dict[str, RuleOverride] = Field({}, description="per violation code")
    sites: tuple[SiteConfig, ...] = Field(min_length=1)
    _sha256: str = PrivateAttr("")
    _given: Config | None = PrivateAttr(None)

    @property
    def sha256(self) -> str:
        """Of the file it was read from, in hex: evidence names it. Empty where there was none."""
        return self._sha256

    @property
    def given(self) -> Config:
        """As the operator gave it, without what was set up on pages."""
        return self if self._given is None else self._given

    def read_from(self, sha256: str, given: Config | None = None) -> Self:
        """The same, knowing its file; `given`: what pages changed."""
        copy = self.model_copy()
        copy._sha256, copy._given = sha256, given
        return copy

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        cameras = [camera for site in self.sites for camera in site.cameras]
        groups = {
            "site": [site.id for site in self.sites],
            "camera": [camera.id for camera in cameras],
            "zone": [zone.id for camera in cameras for zone in camera.zones],
            "merchant": [merchant.id for site in self.sites for merchant in site.merchants],
        }
        for noun, ids in groups.items():
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f"{noun} id {', '.join(twice)} is used more than once; ids are unique over the box")
        return self
