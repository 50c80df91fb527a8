"""Subtrees of the registry, and the conditions that keep a query within them.

Filtering happens in SQL, before anything is counted or cut into pages; no reader ever gets more rows than it may show.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from records import tables
from records.roles import Level
from vision.errors import AccountError

_Row = TypeVar("_Row", tables.Site, tables.Merchant)


@dataclass(frozen=True, slots=True)
class Scope:
    """A subtree: a district's or street's name, a site's or merchant's id. A street belongs to its `district`."""

    level: Level
    place: str = ""
    district: str = ""

    def __str__(self) -> str:
        if self.level is Level.ALL:
            return self.level
        place = f"{self.district}/{self.place}" if self.level is Level.STREET else self.place
        return f"{self.level}:{place}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what str() wrote.

        Raises:
            ValueError: something else; says what was expected.
        """
        level, _, place = text.partition(":")
        if level == Level.ALL and not place:
            return cls(Level.ALL)
        district, slash, street = place.partition("/")
        if level == Level.STREET and district and slash and street:
            return cls(Level.STREET, street, district)
        if level in (Level.DISTRICT, Level.SITE, Level.MERCHANT) and place:
            return cls(Level(level), place)
        raise ValueError(
            f"scope: expected all, district:NAME, street:DISTRICT/NAME, site:ID or merchant:ID, came {text[:80]!r}"
        )


Reach = frozenset[Scope]
"""All that somebody may reach for one purpose; nothing where it is empty."""

EVERYWHERE: Reach = frozenset({Scope(Level.ALL)})


@dataclass(frozen=True, slots=True)
class Sight:
    """What of violations may be seen; where `whole` pictures may be: elsewhere they are cut to the zone; and where what
    staff wear on their heads, for `judging`: elsewhere no head is seen."""

    within: Reach
    whole: Reach
    judging: Reach = frozenset()


OPEN_SIGHT = Sight(EVERYWHERE, EVERYWHERE, EVERYWHERE)


def above(session: Session, scope: Scope) -> frozenset[Scope]:
    """The scope itself and all that contain it.

    Raises:
        AccountError: the registry knows no such place.
    """
    if scope.level is Level.ALL:
        return EVERYWHERE
    if scope.level is Level.MERCHANT:
        site = _known(session.get(tables.Merchant, scope.place), scope).site
        return frozenset({scope}) | above(session, Scope(Level.SITE, site))
    itself = frozenset({scope})
    row = session.scalars(_whole_sites(itself)).first()
    return itself | _places_of(_known(row, scope), scope.level)


def covers(session: Session, reach: Reach, scope: Scope) -> bool:
    """Whether all of a scope is within the reach; a place the registry does not know never is."""
    try:
        return not reach.isdisjoint(above(session, scope))
    except AccountError:
        return False


def violation_in(reach: Reach) -> ColumnElement[bool]:
    """On the violation table."""
    v = tables.Violation
    return _either(reach, v.site.in_(_ids(reach)), v.merchant.in_(_stalls(reach)))


def tally_in(reach: Reach) -> ColumnElement[bool]:
    """On the tally, as violation_in on what it counts."""
    t = tables.TALLY.c
    return _either(reach, t.site.in_(_ids(reach)), t.merchant.in_(_stalls(reach)))


def site_in(reach: Reach) -> ColumnElement[bool]:
    """On the site table: sites of which anything is within the reach."""
    s, m = tables.Site, tables.Merchant
    return _either(reach, _of_site(reach), s.id.in_(select(m.site).where(m.id.in_(_stalls(reach)))))


def merchant_in(reach: Reach) -> ColumnElement[bool]:
    """On the merchant table."""
    m = tables.Merchant
    return _either(reach, m.site.in_(_ids(reach)), m.id.in_(_stalls(reach)))


def camera_in(reach: Reach) -> ColumnElement[bool]:
    """On the camera table: those that look at anything within the reach."""
    c = tables.Camera
    return _either(reach, c.site.in_(_ids(reach)), c.id.in_(_stall_cameras(reach)))


def zone_in(reach: Reach) -> ColumnElement[bool]:
    """On the zone table."""
    z, c = tables.Zone, tables.Camera
    cameras = select(c.id).where(c.site.in_(_ids(reach)))
    return _either(reach, z.camera.in_(cameras), z.merchant.in_(_stalls(reach)))


def cameras_of(reach: Reach) -> Select[str]:
    """Ids of the cameras within the reach."""
    return select(tables.Camera.id).where(camera_in(reach))


def _either(reach: Reach, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return true() if reach >= EVERYWHERE else or_(false(), *conditions)


def _of_site(reach: Reach) -> ColumnElement[bool]:
    return or_(false(), *(_site_of(scope) for scope in sorted(reach, key=str)))


def _site_of(scope: Scope) -> ColumnElement[bool]:
    """Whether a site lies within the scope as a whole."""
    s = tables.Site
    match scope.level:
        case Level.ALL:
            return true()
        case Level.DISTRICT:
            return s.district == scope.place
        case Level.STREET:
            return and_(s.district == scope.district, s.street == scope.place)
        case Level.SITE:
            return s.id == scope.place
        case Level.MERCHANT:
            return false()


def _whole_sites(reach: Reach) -> Select[tables.Site]:
    return select(tables.Site).where(_of_site(reach)).order_by(tables.Site.id)


def _ids(reach: Reach) -> Select[str]:
    return select(tables.Site.id).where(_of_site(reach))


def _stalls(reach: Reach) -> list[str]:
    return sorted(scope.place for scope in reach if scope.level is Level.MERCHANT)


def _stall_cameras(reach: Reach) -> Select[str]:
    z = tables.Zone
    return select(z.camera).where(z.merchant.in_(_stalls(reach)), ~z.retired)


def _places_of(site: tables.Site, up_from: Level) -> frozenset[Scope]:
    """Street and district of a site, and everything."""
    places = {Scope(Level.DISTRICT, site.district)} if site.district else set()
    if site.street and site.district and up_from is Level.SITE:
        places.add(Scope(Level.STREET, site.street, site.district))
    return EVERYWHERE | places


def _known(row: _Row | None, scope: Scope) -> _Row:
    if row is None:
        raise AccountError(f"scope {scope}: expected a place the box knows, came one it never heard of")
    return row
