"""Writes what pages say of cameras: whole or not at all, for the box's owner alone, and keeps what stood before."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import yaml

from sunkitchen.config.overlay import CamerasFile
from vision.errors import StoreError

HISTORY = "cameras-history"
MOST = 50
"""Versions that are kept."""
HEAD = "# Written by the cameras page; laid over the given configuration (docs/decisions/0020-cameras-by-page.md).\n"


def version_of(path: Path) -> str:
    """Another one whenever the file says something else; empty where there is none."""
    return sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def write_cameras(path: Path, file: CamerasFile, at: datetime, who: str) -> None:
    """Write, after putting aside what stood there. It holds addresses with passwords: nobody else may read it.

    Raises:
        StoreError: it cannot be written; what stood there stands.
    """
    text = f"{HEAD}# {at:%Y-%m-%dT%H:%M:%SZ} {who}\n" + yaml.safe_dump(
        plain(file), allow_unicode=True, sort_keys=False, default_flow_style=None, width=120
    )
    try:
        _put_aside(path, at)
        _write_whole(path, text)
    except OSError as error:
        raise StoreError(f"{path}: could not be written ({error.strerror}); nothing was changed") from error


def plain(file: CamerasFile) -> dict[str, object]:
    """As YAML holds it: only what somebody said, addresses in the clear."""
    placed = []
    for one in file.cameras:
        camera = one.camera.model_dump(mode="json", exclude_defaults=True)
        if one.camera.source.rtsp is not None:
            camera["source"]["rtsp"] = one.camera.source.rtsp.get_secret_value()
        placed.append({"site": one.site, "camera": camera})
    return {"version": file.version, "cameras": placed}


def _put_aside(path: Path, at: datetime) -> None:
    if not path.is_file():
        return
    folder = path.parent / HISTORY
    folder.mkdir(mode=0o700, exist_ok=True)
    shutil.copy2(path, folder / f"{at:%Y%m%dT%H%M%S%fZ}.yaml")
    for old in sorted(folder.glob("*.yaml"))[:-MOST]:
        old.unlink()


def _write_whole(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
