"""The command line's way to an evidence package: the box's keeper has all there is, on record like everybody."""

from __future__ import annotations

import getpass
import os
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from api.packages.shown import hiding
from records.package.asked import Asked
from records.package.maker import Made, Maker
from records.scopes import EVERYWHERE, Sight
from sunkitchen.evidence.imprint import imprint
from sunkitchen.networks.sets import FOLDER, ModelSets
from sunkitchen.paths import MODELS
from sunkitchen.rendering import DARKROOM
from sunkitchen.store import open_existing
from vision.errors import PackageError

FACELESS = Sight(EVERYWHERE, EVERYWHERE)
"""Whole pictures, and no head on them."""


def export(data: Path, events: Sequence[UUID], out: Path, reason: str, *, hide_faces: bool) -> Made:
    """Write a package of some events of a store, whole or not at all.

    Raises:
        PackageError: an event the store does not know, or a file that is there already or cannot be written.
        StoreError: the store cannot be used, or its key is not there.
    """
    if out.exists():
        raise PackageError(f"{out}: expected a new file, came one that is there; give another name")
    asked = Asked(
        events=tuple(events),
        who=f"command line: {getpass.getuser()}",
        reason=reason,
        at=datetime.now(UTC),
        sight=FACELESS,
        originals=frozenset() if hide_faces else EVERYWHERE,
    )
    with open_existing(data) as store:
        sets = ModelSets(MODELS, store.folder / FOLDER)
        return _written(Maker(store.database, store.evidence, imprint(sets), hiding(DARKROOM)), asked, out)


def _written(maker: Maker, asked: Asked, out: Path) -> Made:
    try:
        handle, name = tempfile.mkstemp(prefix=".package-", dir=out.parent)
    except OSError as error:
        raise PackageError(f"{out}: cannot be written ({error.strerror}); give a folder you may write") from error
    try:
        with os.fdopen(handle, "w+b") as target:
            made = maker.make(asked, target)
        Path(name).rename(out)
    except OSError as error:
        raise PackageError(f"{out}: cannot be written ({error.strerror}); give a place with room") from error
    finally:
        Path(name).unlink(missing_ok=True)
    return made
