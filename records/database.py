"""Opening a database of ours and working with it: SQLite in WAL mode by default, any other by URL.

The column types are portable (PostgreSQL included); only SQLite is tested so far.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from records import tables
from records.chain.links import SIGNER, Signer
from records.migrations import history
from vision.errors import DiskFull, StoreError

PRODUCT = "sunkitchen"
BUSY_TIMEOUT_S = 60
SIZE = ("page_count", "page_size")


class Database:
    """A database of ours, migrated to this program's tables. Safe to share between threads.

    Attributes:
        id: identity of this database; the evidence folder repeats it.
        where: file or URL, without a password.
    """

    def __init__(self, engine: Engine, box: UUID, where: str) -> None:
        self.id = box
        self.where = where
        self._engine = engine
        self._pen = Lock()
        self._signer: Signer | None = None

    def sign_with(self, signer: Signer) -> None:
        """Let whatever is added to the chain from now on be signed."""
        self._signer = signer

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent picture of the database; writing is refused.

        Raises:
            StoreError: the database cannot be used.
        """
        with told(self.where), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is kept, or nothing. One writer at a time, whoever comes later waits.

        Raises:
            StoreError: the database cannot be used; nothing was kept.
            DiskFull: no room; nothing was kept.
        """
        engine = self._engine.execution_options(task="write")
        with self._pen, told(self.where), Session(engine, info={SIGNER: self._signer}) as session, session.begin():
            yield session

    def size_bytes(self) -> int | None:
        """How much it takes on its disk; None where it is no file of ours.

        Raises:
            StoreError: the database cannot be used.
        """
        if self._engine.dialect.name != "sqlite":
            return None
        with told(self.where), self._engine.connect() as connection:
            pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in SIZE)
            return int(pages) * int(size)

    def revision(self) -> str:
        """Which migration it stands at.

        Raises:
            StoreError: the database cannot be used.
        """
        with told(self.where), self._engine.connect() as connection:
            return history.revision(connection) or ""

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_database(url_or_path: str | Path) -> Database:
    """Create a database where there is none, bring an older one up to date, open the one that is there.

    Args:
        url_or_path: a file (SQLite), or a SQLAlchemy URL.

    Raises:
        StoreError: not a database of ours, made by a newer program, or out of reach; it is left as it was.
    """
    url = _url(url_or_path)
    where = url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    if url.get_backend_name() == "sqlite":
        _ready_file(Path(where))
    with told(where):
        engine = _engine(url, where)
        try:
            return Database(engine, _prepare(engine, where), where)
        except BaseException:
            engine.dispose()
            raise


@contextmanager
def told(where: str) -> Iterator[None]:
    """Tell of the driver's failures in our words, without statement, parameters or password."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(error.orig) if isinstance(error, StatementError) else type(error).__name__
        if "disk is full" in cause:
            raise DiskFull(
                f"database {where}: no room left on its disk; make room, nothing was kept ({cause})"
            ) from error
        raise StoreError(f"database {where}: expected it to take the work, came: {cause}; nothing was kept") from error


def _url(url_or_path: str | Path) -> URL:
    if isinstance(url_or_path, Path) or "://" not in url_or_path:
        return URL.create("sqlite", database=str(url_or_path))
    try:
        return make_url(url_or_path)
    except (ArgumentError, ValueError):
        # without the cause: it may quote a part of the URL that holds the password
        raise StoreError(
            "database: expected a file or a URL such as sqlite:///box.db, came a URL that cannot be read"
        ) from None


def _ready_file(path: Path) -> None:
    """Make the folder; refuse what is no SQLite file before anything could write to it."""
    if path.is_dir():
        raise _refusal(str(path), "a folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(
            f"database {path}: cannot be opened ({error.strerror}); give a file this user may write"
        ) from error
    if head and head != b"SQLite format 3\x00":
        raise _refusal(str(path), "a file that is not SQLite")


def _refusal(where: str, came: str) -> StoreError:
    return StoreError(
        f"database {where}: expected a database of {PRODUCT}, came {came}; nothing was changed, give another place"
    )


def _engine(url: URL, where: str) -> Engine:
    try:
        engine = create_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(
            f"database {where}: no driver for {url.drivername} is installed; use a file or install it"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _greet)
        event.listen(engine, "begin", _begin)
    return engine


def _greet(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Settings that belong to a connection; none of them writes to the file."""
    connection.isolation_level = None  # transactions are begun by _begin, not guessed by the driver
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_S * 1000}")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin(connection: Connection) -> None:
    """Writers queue at the door instead of failing half-way; readers cannot write."""
    task = connection.get_execution_options().get("task", "read")
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if task == 'read' else 'OFF'}")
    if task == "migrate":
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # a table may have to be rebuilt
    connection.exec_driver_sql("BEGIN" if task == "read" else "BEGIN IMMEDIATE")


def _prepare(engine: Engine, where: str) -> UUID:
    """Check, migrate, and give the database's identity."""
    with engine.connect() as connection:
        current = history.revision(connection) if _is_ours(connection, where) else None
    if current is not None and current not in history.known():
        raise StoreError(
            f"database {where}: expected revision {history.newest()} or older, came {current}, "
            f"made by a newer {PRODUCT}; update this program, or use another database"
        )
    if current != history.newest():
        _migrate(engine)
    with engine.connect() as connection:
        return connection.execute(select(tables.Box.id)).scalar_one()


def _is_ours(connection: Connection, where: str) -> bool:
    """True for ours, False for an empty one; anything else is refused."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return False
    columns = {c["name"] for c in inspect(connection).get_columns("box")} if "box" in names else set()
    product = connection.execute(select(tables.Box.product)).scalar() if columns >= {"id", "product"} else None
    if product != PRODUCT:
        raise _refusal(where, f"one with the tables {', '.join(sorted(names)[:5])}")
    return True


def _migrate(engine: Engine) -> None:
    """Up to the newest revision, all of it or nothing; whoever comes second finds it done."""
    with engine.execution_options(task="migrate").connect() as connection:
        with connection.begin():
            history.upgrade(connection)
            if connection.execute(select(tables.Box.id)).first() is None:
                connection.execute(insert(tables.Box).values(id=uuid4(), product=PRODUCT))
        connection.invalidate()  # its foreign keys are off: never lend it to anybody
