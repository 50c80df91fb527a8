"""Which revisions exist, where a database stands, and the way up."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def newest() -> str:
    """The revision this program's tables have."""
    (head,) = _scripts().get_heads()
    return head


def known() -> tuple[str, ...]:
    """All revisions this program knows, newest first."""
    return tuple(script.revision for script in _scripts().walk_revisions())


def revision(connection: Connection) -> str | None:
    """Where a database stands; None where it never began."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection, to: str = "head") -> None:
    """Walk up to a revision within the caller's transaction; does nothing when already there."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
