"""Listens to live cameras' readers, and tells of those that send nothing for too long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from records import coverage
from records.database import Database
from records.sink import DatabaseSink
from sunkitchen.config import SiteConfig
from vision.camera_facts import CameraHealth
from vision.facts import Suppressed
from vision.rules import CameraOffline
from vision.rules.standing import Told

Expected = Callable[[datetime], bool]


@dataclass(frozen=True, slots=True)
class Listener:
    """Listens to one live camera.

    Attributes:
        rules: weigh what its reader says. expected: whether anybody counts on the camera at a UTC time.
    """

    rules: tuple[CameraOffline, ...]
    sink: DatabaseSink
    expected: Expected

    def hear(self, health: CameraHealth) -> None:
        """A change of the camera's state; from the reader's thread."""
        for rule in self.rules:
            rule.hear(health)

    def attend(self, at: datetime) -> None:
        """Tell what is to be told now; there are no pictures of what was not seen.

        Raises:
            StoreError: it cannot be remembered.
        """
        expected = bool(self.rules) and self.expected(at)
        for rule in self.rules:
            self._tell(rule.ask(at, expected=expected))

    def finish(self) -> None:
        """The box stops.

        Raises:
            StoreError: it cannot be remembered.
        """
        for rule in self.rules:
            self._tell(rule.finish())

    def _tell(self, told: Iterable[Told]) -> None:
        for fact in told:
            if isinstance(fact, Suppressed):
                self.sink.suppressed([fact])
            else:
                self.sink.violation(fact, [])


def expected_at(site: SiteConfig, database: Database) -> Expected:
    """When a site's cameras are counted on, within the hours of their zones.

    A banquet hall is empty for days: its cameras may be off until somebody was seen at work there.
    """
    if site.type != "banquet_hall":
        return lambda _: True
    session = timedelta(hours=site.session_h)

    def seen_at_work(at: datetime) -> bool:
        with database.reading() as reading:
            return coverage.staffed_since(reading, site.id, at - session)

    return seen_at_work
