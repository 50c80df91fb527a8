"""Networks as the API tells of them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import Out


class MeasuredOut(Out):
    """A measured share, 0-1, with its 95 % interval; null where there is none."""

    place: str
    value: float
    low: float | None
    high: float | None


class NetworkOut(Out):
    """One network: what it finds, or judges on which label."""

    name: str
    version: str
    size_bytes: int
    labels: tuple[str, ...]
    attributes: tuple[str, ...]


class SetOut(Out):
    """An installed set. `chosen`: it judges from the next start on; `fault`: what is wrong with its files; `behind`:
    numbers in which it falls behind the chosen one."""

    name: str
    chosen: bool
    networks: tuple[NetworkOut, ...]
    measured: tuple[MeasuredOut, ...]
    fault: str | None
    behind: tuple[str, ...]


class SetList(Out):
    """All sets, the shipped one first; `running` is the name of the one that judges now, null where nothing judges."""

    running: str | None
    items: tuple[SetOut, ...]


class UseWanted(BaseModel):
    """A switch; `reason` says why, although the set is worse. Without one a worse set is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reason: str = Field("", max_length=300)


class BackWanted(BaseModel):
    """A switch back to the set before."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SwitchOut(Out):
    """A switch that was written down: in force at the box's next start."""

    at: datetime
    who: str
    before: str
    after: str
    version: str
    behind: tuple[str, ...]
    reason: str
