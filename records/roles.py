"""The roles there are, and how wide each may reach: a closed table that accounts, cases and pages share."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who acts. SYSTEM is the box itself: timers and looks, never a judgement, and never an account."""

    OPERATOR = "operator"
    MANAGER = "manager"
    HEAD = "head"
    GRID_WORKER = "grid_worker"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Level(StrEnum):
    """How wide a scope is: everything, or a subtree of the registry from a district down to one stall."""

    ALL = "all"
    DISTRICT = "district"
    STREET = "street"
    SITE = "site"
    MERCHANT = "merchant"


LEVELS_OF = {
    Role.OPERATOR: (Level.MERCHANT,),
    Role.MANAGER: (Level.SITE,),
    Role.HEAD: (Level.SITE,),
    Role.GRID_WORKER: (Level.STREET, Level.SITE),
    Role.SUPERVISOR: (Level.ALL, Level.DISTRICT, Level.STREET),
    Role.ADMIN: (Level.ALL,),
    Role.AUDITOR: (Level.ALL, Level.DISTRICT),
}
"""At which levels a role is given; a role that is not here is given to nobody."""
