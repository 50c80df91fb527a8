"""The clerk's daily look at health certificates: what lacks is told, what was renewed ends."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from uuid import UUID, uuid5

from cases.certificates import HealthCertRegistry, Holding
from cases.states import TERMINAL, State
from records import certificates
from records.certificates import CopiedLine, Copy, Latest, Reading
from records.database import Database
from records.provenance import Recorder
from sunkitchen.certificates.csv_registry import CsvRegistry
from sunkitchen.certificates.remembered import Remembered
from sunkitchen.clock import clock_of
from sunkitchen.config import Config, MerchantConfig, PapersSpec, Rulebook, SiteConfig
from sunkitchen.store import Store
from vision.errors import RegistryError
from vision.facts import Phase, Severity, TimeSource, Violation

log = logging.getLogger(__name__)
PAPERS = UUID("5c1f8d0e-7f2a-5b34-9d3c-2a8e61f0b7c4")
AGAIN = timedelta(hours=1)
"""A register that could not be asked is asked again after this."""


@dataclass(slots=True)
class CertificateDuty:
    """Looks at every merchant once a day, at the first round of the site's day.

    Whom the register does not know, or cannot be asked about, is unknown: nothing is told of them, nor ended.
    """

    config: Config
    spec: PapersSpec
    registry: HealthCertRegistry
    database: Database
    recorder: Recorder
    _looked: dict[str, date] = field(default_factory=dict)
    _failed_at: dict[str, datetime] = field(default_factory=dict)

    def attend(self, at: datetime) -> None:
        """Look at the sites whose day has begun.

        Raises:
            StoreError: it cannot be remembered.
        """
        for site in self.config.sites:
            today = at.astimezone(site.zone_info).date()
            failed_at = self._failed_at.get(site.id)
            if self._looked.get(site.id) == today or (failed_at is not None and at - failed_at < AGAIN):
                continue
            asked = [self._look(site, merchant, at) for merchant in site.merchants]
            if all(asked):
                self._looked[site.id] = today
                self._failed_at.pop(site.id, None)
            else:
                self._failed_at[site.id] = at

    def _look(self, site: SiteConfig, merchant: MerchantConfig, at: datetime) -> bool:
        """Whether the register could be asked about a merchant."""
        holding, asked = self._ask(merchant)
        held = () if holding is None else holding.certificates
        with self.database.writing() as session:
            certificates.note(session, Reading(merchant.id, at, holding is not None, held))
            if holding is None:
                return asked
            before = certificates.latest(session, merchant.id, self.spec.code)
            today = at.astimezone(site.zone_info).date()
            lacks = holding.valid(today) < holding.total
            place = place_of(site, merchant.id)
            if lacks and place is not None and self._is_new(before, at):
                violation = self._violation(site, merchant, place, holding, at)
                lines = tuple(CopiedLine.of(merchant.ref, one) for one in holding.certificates)
                certificates.begin(session, violation, self.recorder, Copy(self.registry.name, at, lines))
            elif not lacks and before is not None and before.phase is not Phase.ENDED:
                certificates.end(session, before.violation, at, self.recorder)
        return asked

    def _ask(self, merchant: MerchantConfig) -> tuple[Holding | None, bool]:
        try:
            return self.registry.lookup(merchant.ref), True
        except RegistryError as error:
            log.warning("certificates of %s are unknown: %s", merchant.id, error)
            return None, False

    def _is_new(self, before: Latest | None, at: datetime) -> bool:
        """What lacks is told once; again only when people have closed it and it still lacks long after."""
        if before is None or before.phase is Phase.ENDED:
            return True
        return State(before.state) in TERMINAL and at - before.opened_at >= self.spec.again

    def _violation(
        self, site: SiteConfig, merchant: MerchantConfig, place: tuple[str, str], holding: Holding, at: datetime
    ) -> Violation:
        camera, zone = place
        today = at.astimezone(site.zone_info).date()
        lapsed = [one.valid_until for one in holding.lacking(today) if one.valid_until is not None]
        since = _end_of(min(lapsed), site) if lapsed else at
        return Violation(
            id=uuid5(PAPERS, f"{merchant.id}|{self.spec.code}|{at.isoformat()}"),
            phase=Phase.OPENED,
            code=self.spec.code,
            severity=self.spec.severity,
            advisory=self.spec.severity is Severity.ADV,
            camera=camera,
            zone=zone,
            merchant=merchant.id,
            track=uuid5(PAPERS, merchant.id),
            at=at,
            started_at=min(since, at),
            opened_at=at,
            ended_at=None,
            counted_s=0.0,
            assessable_s=0.0,
            unknown_s=0.0,
            score=1.0,
            repeats=0,
            looks=(),
            rule=f"{self.spec.code}@{self.spec.version}",
            model=f"register {self.registry.name}",
        )


def certificate_duty(config: Config, store: Store, rulebook: Rulebook) -> CertificateDuty | None:
    """The duty of a box; None where it has no register, or its rule is off."""
    path, spec = config.box.health_certificates, rulebook.papers
    if path is None or spec is None:
        return None
    recorder = Recorder(TimeSource.LIVE, clock_of(TimeSource.LIVE), version("sunkitchen"), config.sha256)
    registry = Remembered(CsvRegistry(path), lambda: datetime.now(UTC))
    return CertificateDuty(config, spec, registry, store.database, recorder)


def _end_of(day: date, site: SiteConfig) -> datetime:
    """The moment from which a certificate whose last day this was no longer holds."""
    return datetime.combine(day + timedelta(days=1), time(), site.zone_info)


def place_of(site: SiteConfig, merchant: str) -> tuple[str, str] | None:
    """Where a merchant is told of: the camera and zone that is theirs first; None where no camera looks at them."""
    for camera in site.cameras:
        for zone in camera.zones:
            if zone.merchant == merchant:
                return camera.id, zone.id
    return None
