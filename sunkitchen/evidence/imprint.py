"""What this program says of itself in an evidence package: versions, hashes, and on what codes stand in law."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from cases.legal import Basis, LegalBook, Provision
from cases.states import MerchantKind, SiteType
from records.canonical import Json, parsed
from records.package.asked import Imprint
from sunkitchen.config import load_legal_book
from sunkitchen.networks.sets import ModelSets
from sunkitchen.paths import CONFIGS, ROOT
from vision.detect.manifest import Manifest, read_manifest
from vision.errors import ModelError

DOCUMENT = ROOT / "docs" / "evidence.md"
RUNTIME = "onnxruntime"
NOT_TOLD: dict[str, Any] = {"measured": True, "card": True, "attributes": {"__all__": {"measured"}}}
"""Of a network: how good it was measured to be, which is in its card."""


def imprint(sets: ModelSets) -> Imprint:
    """Of this program, with these sets of networks installed.

    Raises:
        ConfigError: the legal basis cannot be read.
    """
    book = load_legal_book()
    versions: dict[str, Json] = {
        "software": {"name": "sunkitchen", "version": version("sunkitchen"), "commit": commit()},
        "runtime": {
            "name": RUNTIME,
            "version": version(RUNTIME),
            "provider": "CPU",
            "python": platform.python_version(),
        },
        "rules_sha256": dict(_rules()),
        "legal_basis": book.version,
        "models": [entry for name in sets.names() for entry in _models(sets, name)],
    }
    return Imprint(versions, lambda code, merchant, site: basis(book, code, merchant, site), procedure())


def procedure() -> str:
    """How to verify a package by hand, as docs/evidence.md tells it; empty where the documents are not installed."""
    if not DOCUMENT.is_file():
        return ""
    _, heading, section = DOCUMENT.read_text(encoding="utf-8").partition("## Verify without our software")
    return heading + section


def basis(book: LegalBook, code: str, merchant: str | None, site: str) -> Json:
    """On what a code stands there; nothing for kinds of merchant or site that the book does not know."""
    if site not in list(SiteType) or merchant not in (None, *MerchantKind):
        return []
    kind = None if merchant is None else MerchantKind(merchant)
    return [_basis(one) for one in book.of(code, kind, SiteType(site))]


def commit() -> str:
    """The commit this program runs from, with `-dirty` where it was changed; empty where nobody can tell."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return ""
    command = [git, "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)  # noqa: S603 - our own words
    return done.stdout.strip() if done.returncode == 0 else ""


def _rules() -> Iterator[tuple[str, str]]:
    for path in sorted([*CONFIGS.glob("rules/*.yaml"), CONFIGS / "cases.yaml"]):
        yield path.relative_to(CONFIGS).as_posix(), sha256(path.read_bytes()).hexdigest()


def _models(sets: ModelSets, name: str) -> Iterator[Json]:
    """What a set's manifest says its networks are: hash, input, classes, thresholds. A set that cannot be read is only
    named."""
    try:
        manifest = read_manifest(sets.folder(name))
    except ModelError:
        yield {"set": name, "readable": False}
        return
    yield from _entries(name, manifest)


def _entries(name: str, manifest: Manifest) -> Iterator[Json]:
    for entry in manifest.models:
        told = parsed(entry.model_dump_json(exclude=NOT_TOLD))
        assert isinstance(told, dict)
        yield {"set": name, "version": entry.version, **told}


def _basis(one: Basis) -> Json:
    duty, consequence = ([_provision(p) for p in clauses] for clauses in (one.duty, one.consequence))
    return {"id": one.id, "party": one.party, "duty": duty, "consequence": consequence}


def _provision(one: Provision) -> Json:
    """An unchecked clause is never printed, here as anywhere."""
    return {"id": one.id, "shown": one.shown, "text": one.text if one.verified else None, "verified": one.verified}
