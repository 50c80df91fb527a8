"""What reports are made of: plain values, gathered elsewhere, as far as whoever asks may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from cases.legal import LegalBook
from cases.reports.period import Period
from cases.reports.watching import together
from cases.scores import Handled, Score, Watched, ranking, score
from cases.settings import CaseSettings
from cases.states import MerchantKind, SiteType
from cases.words import Words

UNWATCHED = Watched(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Place:
    """A site."""

    id: str
    name: str
    type: SiteType
    street: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True)
class Stall:
    """A merchant: its name, and where to find it."""

    id: str
    name: str
    stall: str
    site: str
    kind: MerchantKind | None = None

    @property
    def shown(self) -> str:
        """Name and place for people."""
        return f"{self.name} {self.stall}".strip()


@dataclass(frozen=True, slots=True)
class Eye:
    """A camera.

    Attributes:
        watched: within its hours. up_s: of these, seconds its reader said it watched. outages: how often it stopped.
        longest_s: the longest time it did not. obstructed_s: seconds its picture was told to be obstructed.
    """

    id: str
    name: str
    site: str
    watched: Watched
    up_s: float = 0.0
    outages: int = 0
    longest_s: float = 0.0
    obstructed_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Certified:
    """A merchant's health certificates on a day, as its register last said.

    Attributes:
        valid: of `held`, which are all it knows of. next_expiry: the first last day among the valid ones.
    """

    valid: int
    held: int
    next_expiry: date | None


@dataclass(frozen=True, slots=True)
class Switched:
    """Other networks were put in force."""

    at: datetime
    before: str
    after: str
    version: str
    reason: str


@dataclass(frozen=True, slots=True)
class Book:
    """What does not come from the records: numbers, names, law."""

    settings: CaseSettings
    codes: Mapping[str, Words]
    legal: LegalBook

    def code(self, code: str) -> str:
        """Its Chinese name, and the code itself."""
        words = self.codes.get(code)
        return code if words is None else f"{words.zh} {code}"


@dataclass(frozen=True, slots=True)
class Material:
    """Everything of a period, as it stands now.

    Attributes:
        period: whole days. at: when it was gathered; nothing later is in it. scope: over what, in words.
        handled: cases with their steps, also those of the look-back before the period, oldest first.
        watched: by merchant, over its cameras. cameras_of_zones: by zone the camera that looks at it.
        weeks: by the first day of each week of the period, the coverage of all cameras in it.
        certified: by merchant whose register knows it, on the last day of the period or today.
        broken: cases left aside, for their written steps do not follow from each other.
    """

    period: Period
    at: datetime
    scope: str
    book: Book
    places: tuple[Place, ...]
    stalls: tuple[Stall, ...]
    eyes: tuple[Eye, ...]
    handled: tuple[Handled, ...]
    watched: Mapping[str, Watched]
    cameras_of_zones: Mapping[str, str]
    weeks: Mapping[date, float | None]
    switches: tuple[Switched, ...] = ()
    certified: Mapping[str, Certified] = field(default_factory=dict)
    broken: int = 0

    @property
    def mine(self) -> tuple[Handled, ...]:
        """Cases captured within the period, advice left out: it is never counted."""
        return tuple(
            one for one in self.handled if self.period.holds(one.case.lead.opened_at) and not one.case.lead.advisory
        )

    @property
    def advice(self) -> int:
        """How often it was only advised within the period."""
        return sum(one.case.lead.advisory and self.period.holds(one.case.lead.opened_at) for one in self.handled)

    @property
    def everywhere(self) -> Watched:
        """How far all cameras together were watched."""
        return together(eye.watched for eye in self.eyes)

    def of_stall(self, merchant: str) -> tuple[Handled, ...]:
        """A stall's cases within the period."""
        return tuple(one for one in self.mine if one.case.merchant == merchant)

    def of_site(self, site: str) -> tuple[Handled, ...]:
        """A site's cases within the period."""
        return tuple(one for one in self.mine if one.case.site.id == site)

    def stall(self, merchant: str | None) -> str:
        """What people call a stall."""
        if merchant is None:
            return "（公共区域）"
        return next((one.shown for one in self.stalls if one.id == merchant), merchant)

    def kind_of(self, merchant: str | None) -> MerchantKind | None:
        """What a merchant is registered as; None where nobody knows."""
        return next((one.kind for one in self.stalls if one.id == merchant), None)

    def place(self, site: str) -> str:
        """What people call a site."""
        return next((one.name for one in self.places if one.id == site), site)

    def watched_by(self, merchant: str) -> Watched:
        """How far a stall was watched, over its cameras."""
        return self.watched.get(merchant, UNWATCHED)

    def watched_at(self, site: str) -> Watched:
        """How far a site's cameras were watched together."""
        return together(eye.watched for eye in self.eyes if eye.site == site)

    def scores(self, site: str | None = None) -> tuple[Score, ...]:
        """The score of each stall, of one site or of all."""
        return tuple(self._score(one.id) for one in self.stalls if site in (None, one.site))

    def ranks(self, scores: Iterable[Score]) -> dict[str, int]:
        """By merchant its place, from 1; who is not compared has none."""
        return {one.merchant: number for number, one in enumerate(ranking(scores), start=1)}

    def _score(self, merchant: str) -> Score:
        own = [one for one in self.handled if one.case.merchant == merchant and not one.case.lead.advisory]
        until = [one for one in own if one.case.lead.opened_at < self.period.end]
        return score(merchant, until, self.watched_by(merchant), self.at, self.book.settings, self.period.begin)
