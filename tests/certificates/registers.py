"""Registers of health certificates for tests: one in memory, and a box with stalls to ask them about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cases.certificates import Holding
from records.certificates import Certificate
from records.database import Database
from records.provenance import ClockReading, Recorder
from sunkitchen.certificates import CertificateDuty
from sunkitchen.config import Config, load_config, load_rulebook
from vision.errors import RegistryError
from vision.facts import TimeQuality, TimeSource

T0 = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 on the 2nd in Ningbo
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
BOX = """\
version: 1
box: {data: data, health_certificates: staff.csv}
sites:
  - id: market
    name: 月湖市场
    type: farmers_market
    merchants:
      - {id: m1, name: 阿明卤味, kind: licensed_food_sale, licence: JY1330203}
      - {id: m2, name: 甬味熟食, kind: licensed_food_sale}
      - {id: m3, name: 仓库, kind: licensed_food_sale}
    cameras:
      - id: c1
        source: {rtsp: 'rtsp://127.0.0.1:1/none'}
        zones:
          - {id: z1, kind: deli_counter, merchant: m1, polygon: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]}
          - {id: z2, kind: deli_counter, merchant: m2, polygon: [[0.5, 0], [1, 0], [1, 1], [0.5, 1]]}
"""
LICENCE = "JY1330203"


@dataclass
class Memory:
    """A register that says what it is told to, or that it cannot."""

    staff: dict[str, Sequence[Certificate]] = field(default_factory=dict)
    fails: bool = False
    asked: list[str] = field(default_factory=list)
    name: str = "memory"

    def lookup(self, merchant_ref: str) -> Holding | None:
        self.asked.append(merchant_ref)
        if self.fails:
            raise RegistryError("memory: out of reach; ask again")
        held = self.staff.get(merchant_ref)
        return Holding(tuple(held)) if held else None


def until(days: int, number: str = "3302031990") -> Certificate:
    """A certificate whose last day is so many days from today."""
    return Certificate(number, TODAY + days * DAY)


NONE = Certificate("", None)


def market(folder: Path) -> Config:
    """The box of these tests; its file lies in the folder."""
    path = folder / "box.yaml"
    path.write_text(BOX, encoding="utf-8")
    return load_config(path)


def duty(config: Config, register: Memory, database: Database) -> CertificateDuty:
    """The clerk's, with a clock that is good."""
    spec = load_rulebook({}).papers
    assert spec is not None
    recorder = Recorder(TimeSource.LIVE, lambda: ClockReading(TimeQuality.GOOD, 0.1), "test")
    return CertificateDuty(config, spec, register, database, recorder)
