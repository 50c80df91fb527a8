"""Which set of networks judged from when on, and who switched to it why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from records.tables.base import Base


class ModelSwitch(Base):
    """One switch from a set of networks to another; rows are added, never changed.

    `version` names the networks of the set switched to. `behind` lists the numbers in which it fell behind; it is empty
    unless the switch was forced, and then `reason` says why.
    """

    __tablename__ = "model_switch"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    who: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    version: Mapped[str]
    behind: Mapped[tuple[str, ...]]
    reason: Mapped[str]
