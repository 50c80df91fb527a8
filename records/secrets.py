"""Secrets for talking to others: a file each, 0600, in a 0700 folder beside the database; in no table and no log."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from records.evidence import settle
from vision.errors import StoreError

FOLDER = "secrets"


@dataclass(frozen=True, slots=True)
class SecretFiles:
    """The secrets of a store, by the id of what needs them. Its repr shows none."""

    folder: Path

    def put(self, owner: UUID, text: str) -> None:
        """Keep a secret: whole or not at all, also after a power cut.

        Raises:
            StoreError: the folder cannot be used.
        """
        part = self.folder / f".{owner}.part"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path(owner))
        except OSError as error:
            raise self._fault(error) from error
        settle(self.folder)

    def get(self, owner: UUID) -> str:
        """A secret.

        Raises:
            StoreError: there is none, or it cannot be read.
        """
        try:
            return self._path(owner).read_text(encoding="utf-8")
        except OSError as error:
            raise self._fault(error) from error

    def drop(self, owner: UUID) -> None:
        """Forget a secret; nothing where there is none.

        Raises:
            StoreError: the folder cannot be used.
        """
        try:
            self._path(owner).unlink(missing_ok=True)
        except OSError as error:
            raise self._fault(error) from error

    def _path(self, owner: UUID) -> Path:
        return self.folder / f"{owner}.secret"

    def _fault(self, error: OSError) -> StoreError:
        return StoreError(
            f"secrets {self.folder}: expected a folder that only this user may use, came: {error.strerror}; "
            "mend it, or set the notifier up again"
        )
