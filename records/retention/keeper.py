"""The keeper: takes away what a plan says, a few cases at a time, so that it may be stopped or killed at any point.

First a transaction with the tombstone, the removals and the files that are to be erased; then the files; then the note
that they are. Killed before the transaction, nothing happened. Killed after it, `finish` does the rest at the next run,
and meanwhile nobody is served what is on record as gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session

from records import tables
from records.chain.standing import FILED
from records.database import Database
from records.evidence import EvidenceFolder
from records.retention.holdings import holdings
from records.retention.plan import Going, Holding
from records.retention.removing import Gone, remove
from records.states import Matter

_Item = TypeVar("_Item")
Judge = Callable[[Sequence[Holding]], Sequence[Going]]
"""What may go of these holdings, asked again when it is about to."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Takes away what one store keeps; `chunk` cases in a transaction."""

    database: Database
    evidence: EvidenceFolder
    chunk: int

    def finish(self) -> int:
        """Erase what is on record as gone; how many files were left over.

        Raises:
            StoreError: database or folder cannot be used.
        """
        path = tables.Erasure.path
        known = (tables.Base.metadata.tables[name].c.path for name in FILED)
        recorded = or_(path.in_(select(tables.Removal.path)), and_(*(path.not_in(select(one)) for one in known)))
        with self.database.reading() as session:
            paths = list(session.scalars(select(path).where(recorded).order_by(path)))
        for some in _batches(paths, self.chunk * 10):
            self._erase(some)
        return len(paths)

    def carry_out(self, wanted: Sequence[Going], judge: Judge, at: datetime) -> Iterator[Gone]:
        """Take away what is wanted and still may go, chunk by chunk; gives what went with each.

        Raises:
            StoreError: database or folder cannot be used; a later call goes on.
        """
        keys = {one.key for one in wanted}
        order = list(dict.fromkeys(one.violation for one in wanted))
        for some in _batches(order, self.chunk):
            yield self._chunk(some, keys, judge, at)

    def remove_now(self, session: Session, going: Sequence[Going], at: datetime) -> Gone:
        """Put on record that these matters of one violation are gone; call finish() once that is kept."""
        present = self._present(going)
        return remove(session, present, at) if present else Gone()

    def _chunk(self, some: Sequence[UUID], keys: set[tuple[UUID, Matter]], judge: Judge, at: datetime) -> Gone:
        gone = Gone()
        with self.database.writing() as session:
            still = [one for one in judge(holdings(session, some)) if one.key in keys]
            for violation in some:
                gone += self.remove_now(session, [one for one in still if one.violation == violation], at)
        self.finish()
        return gone

    def _present(self, going: Sequence[Going]) -> list[Going]:
        """Without files that are lost already: no tombstone covers for whoever took them."""
        found = [replace(one, files=tuple(f for f in one.files if self.evidence.has(f.path))) for one in going]
        return [one for one in found if one.files or one.matter in (Matter.LOOKS, Matter.ROWS)]

    def _erase(self, paths: Sequence[str]) -> None:
        for path in paths:
            self.evidence.remove(path)
        with self.database.writing() as session:
            session.execute(delete(tables.Erasure).where(tables.Erasure.path.in_(paths)))


def _batches(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    return (items[start : start + size] for start in range(0, len(items), size))
