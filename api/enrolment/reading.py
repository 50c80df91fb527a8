"""Which heads a person is shown."""

from __future__ import annotations

from api.context import Context
from records import samples
from records.samples import Kept

SHEET = 60
"""Unlabelled heads on a page: as many as a person looks at in ten minutes."""


def heads_to_see(context: Context, site: str, limit: int = SHEET) -> tuple[Kept, ...]:
    """Unlabelled heads, the most telling first (the newest where nobody can tell); then the labelled, newest first."""
    with context.database.reading() as session:
        known = samples.of_site(session, site)
    labelled = tuple(one for one in reversed(known) if one.words)
    return (*_unlabelled(context, site, known, limit), *labelled)


def _unlabelled(context: Context, site: str, known: tuple[Kept, ...], limit: int) -> tuple[Kept, ...]:
    fresh = {one.sample.id: one for one in reversed(known) if not one.words}
    if context.teacher is None:
        return tuple(fresh.values())[:limit]
    chosen = context.teacher.choose(site, limit)
    return tuple(fresh[one] for one in chosen if one in fresh)
