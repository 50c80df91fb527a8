"""Reading what came of an analysis: a store of its own, shown as every store is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from api.access.may import Right, reach
from api.context import Context
from records.database import open_database
from records.evidence import EvidenceFolder
from records.grants import Grants
from records.scopes import EVERYWHERE, Sight
from records.uploads import Upload, Uploads, UploadState
from records.violation_rows import ViolationFilter, ViolationRow
from records.violations import page

DATABASE, EVIDENCE = "sunkitchen.db", "evidence"
MOST = 100


def sight_of(grants: Grants) -> Sight:
    """All of the recording, for it is theirs; what staff wear on their heads, for who judges somewhere."""
    judging = EVERYWHERE if reach(grants, Right.JUDGE_PICTURES) else frozenset()
    return Sight(EVERYWHERE, EVERYWHERE, judging)


def found_in(context: Context, uploads: Uploads, upload: Upload, grants: Grants) -> tuple[ViolationRow, ...]:
    """What was found, oldest first, the first hundred at most; nothing before it is done."""
    if upload.state is not UploadState.DONE:
        return ()
    with inside(context, uploads, upload.id) as own, own.database.reading() as session:
        rows = page(session, ViolationFilter(sight=sight_of(grants)), limit=MOST).items
    return tuple(reversed(rows))


@contextmanager
def inside(context: Context, uploads: Uploads, upload_id: UUID) -> Iterator[Context]:
    """The application as if the analysis' store were its own."""
    out = uploads.out_of(upload_id)
    with open_database(out / DATABASE) as database:
        yield replace(context, database=database, evidence=EvidenceFolder(out / EVIDENCE, database.id))
