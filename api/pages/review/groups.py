"""Flags of the same kind that came close together: one thing to decide, mostly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from cases.values import Case

Place = tuple[str, str, str, bool]


def place_of(case: Case) -> Place:
    """What cases must share to be of the same kind: site, stall (or zone that is nobody's), code, whether advice."""
    return case.site.id, case.merchant or case.lead.zone, case.lead.code, case.lead.advisory


def alike(one: Case, other: Case, within: timedelta) -> bool:
    """Whether two cases are of the same kind and were captured so close to each other."""
    near = abs(one.lead.opened_at - other.lead.opened_at) <= within
    return near and place_of(one) == place_of(other)


def grouped(cases: Iterable[Case], within: timedelta) -> tuple[tuple[Case, ...], ...]:
    """In the order they come: each goes to the first group whose first one is like it."""
    groups: list[list[Case]] = []
    for case in cases:
        home = next((group for group in groups if alike(group[0], case, within)), None)
        if home is None:
            groups.append([case])
        else:
            home.append(case)
    return tuple(map(tuple, groups))
