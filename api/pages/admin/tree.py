"""The registry as a tree, district → street → site → stall: to choose a scope from, and to say one in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.context import Label
from api.pages.shell.markup import Html, h
from api.pages.shell.say import Tongue, pick
from records.registry import SiteEntry
from records.roles import LEVELS_OF, Level, Role
from records.scopes import Scope

LEVELS = {
    Level.ALL: Label("全部", "Everything"),
    Level.DISTRICT: Label("区", "district"),
    Level.STREET: Label("街道", "street"),
    Level.SITE: Label("场所", "site"),
    Level.MERCHANT: Label("摊位", "stall"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A place of the tree: what scope it is, its name, and how deep it stands."""

    scope: Scope
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class Tree:
    """All places, each below what it belongs to."""

    sites: tuple[SiteEntry, ...]

    def nodes(self) -> Iterator[Node]:
        """From the top down."""
        for district in sorted({site.district for site in self.sites}):
            if district:
                yield Node(Scope(Level.DISTRICT, district), district, 0)
            yield from self._streets(district)

    def words(self, scope: Scope) -> Label:
        """A scope in words; a place that is gone by its id."""
        level = LEVELS[scope.level]
        if scope.level is Level.ALL:
            return level
        name = next((node.name for node in self.nodes() if node.scope == scope), scope.place)
        return Label(f"{level.zh} {name}", f"{level.en} {name}")

    def options(self, tongue: Tongue, chosen: str = "") -> tuple[Html, ...]:
        """For a select: each with its level, indented by its depth."""
        everything = _option(Scope(Level.ALL), pick(LEVELS[Level.ALL], tongue), chosen)
        return everything, *(_option(node.scope, _indented(node, tongue), chosen) for node in self.nodes())

    def _streets(self, district: str) -> Iterator[Node]:
        here = [site for site in self.sites if site.district == district]
        for street in sorted({site.street for site in here}):
            if street and district:
                yield Node(Scope(Level.STREET, street, district), street, 1)
            for site in (s for s in here if s.street == street):
                yield Node(Scope(Level.SITE, site.id), site.name, 2)
                for one in site.merchants:
                    name = " · ".join(part for part in (one.name, one.stall) if part)
                    yield Node(Scope(Level.MERCHANT, one.id), name, 3)


def role_options(names: dict[Role, Label], tongue: Tongue, chosen: str = "") -> tuple[Html, ...]:
    """For a select: each role with the levels that it is given at."""
    return tuple(
        h(
            "option",
            pick(names[role], tongue),
            value=role,
            data_levels=" ".join(levels),
            selected="" if role == chosen else None,
        )
        for role, levels in LEVELS_OF.items()
        if role in names
    )


def _option(scope: Scope, text: str, chosen: str) -> Html:
    value = str(scope)
    return h("option", text, value=value, data_level=scope.level, selected="" if value == chosen else None)


def _indented(node: Node, tongue: Tongue) -> str:
    return f"{'　' * node.depth}{node.name}  ({pick(LEVELS[node.scope.level], tongue)})"
