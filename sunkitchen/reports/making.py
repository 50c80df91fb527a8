"""Reports and papers at the command line: from a box's store into a file, and who asked for it into the audit log."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from cases.filing import Wish, print_paper
from cases.gathering import Asked, gather
from cases.papers.kinds import PaperKind
from cases.reports.catalogue import Kind
from cases.reports.material import Book
from cases.reports.period import Period, usual
from cases.reports.table import Form
from cases.settings import CaseSettings
from cases.words import Words
from records import audit
from records.audit import Entry
from records.database import Database
from records.scopes import EVERYWHERE, Scope, above
from records.states import Noted
from sunkitchen.config import Config, Rulebook, load_casebook, load_legal_book, load_rulebook
from sunkitchen.printing.paper_file import paper_pdf
from sunkitchen.printing.printer import written
from sunkitchen.store import open_existing
from vision.errors import DataError, StoreError


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants written. period None: the usual one."""

    kind: Kind
    form: Form
    scope: Scope
    period: Period | None = None


def book_of(rulebook: Rulebook, settings: CaseSettings) -> Book:
    """Numbers, names and law, as they are in force."""
    names = {**{code: data.name for code, data in rulebook.declared.items()}, **rulebook.code_names}
    codes = {code: Words(name.zh, name.en) for code, name in names.items()}
    return Book(settings, codes, load_legal_book())


def write_report(config: Config, order: Order, file: Path, at: datetime | None = None) -> str:
    """Write a report; gives the file's SHA-256. That it was made, and of what, is in the audit log.

    Raises:
        StoreError: there is no store, no such place, or the file cannot be written.
    """
    now = at or datetime.now(UTC)
    book = book_of(load_rulebook(config.rules), load_casebook())
    period = order.period or usual(order.kind.span, now)
    with open_existing(config.box.data) as store:
        with store.database.reading() as session:
            above(session, order.scope)
            material = gather(session, Asked(period, now, frozenset({order.scope})), book)
        data = written(order.kind.make(material), order.form)
        digest = sha256(data).hexdigest()
        _note(store.database, order, period, digest, now)
    _save(file, data)
    return digest


def write_paper(
    config: Config, case: UUID, kind: PaperKind, file: Path, number: str | None = None, at: datetime | None = None
) -> str:
    """Print a paper of a case; gives the file's SHA-256, which is in the site's chain and the audit log.

    Raises:
        NothingToPrint: the step it tells of was not taken.
        DataError: there is no such case. StoreError: there is no store, or the file cannot be written.
    """
    book = book_of(load_rulebook(config.rules), load_casebook())
    wish = Wish(case, kind, _who(), at or datetime.now(UTC), number)
    with open_existing(config.box.data) as store:
        data = print_paper(store.database, wish, EVERYWHERE, book, paper_pdf)
        if data is None:
            raise DataError(f"case {case}: expected one of this box, came one it does not know")
        digest = sha256(data).hexdigest()
        with store.database.writing() as session:
            audit.note(session, Entry(wish.by, Noted.PRINTED, f"{kind.name} {case} sha256:{digest}"), wish.at)
    _save(file, data)
    return digest


def _who() -> str:
    return f"command line: {getpass.getuser()}"


def _note(database: Database, order: Order, period: Period, digest: str, at: datetime) -> None:
    """Before the file is there: what cannot be noted does not happen."""
    subject = order.kind.noted(period, str(order.scope), order.form, digest)
    with database.writing() as session:
        audit.note(session, Entry(_who(), Noted.REPORTED, subject), at)


def _save(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise StoreError(
            f"{file}: expected a place to write a report to, came {error.strerror}; give another"
        ) from error
