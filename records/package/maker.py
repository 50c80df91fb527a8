"""Makes a package: gathers, hashes, signs, and puts the export itself on record before anybody has a byte of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy.orm import Session

from records import audit
from records.canonical import Json, digest
from records.chain import links
from records.chain.links import SIGNER, Signer
from records.database import Database
from records.evidence import EvidenceFolder
from records.keys import public_keys
from records.package import excerpt, layout
from records.package.asked import MOST_EVENTS, Asked, Hiding, Imprint
from records.package.excerpt import Excerpt, View
from records.package.files import Fill
from records.package.gathering import Gathered, Gatherer, document, made
from records.package.manifest import ChainPart, Form, Manifest, Share
from records.package.readme import readme
from records.roles import Level
from records.scopes import Scope, covers
from records.states import LinkKind, Noted
from vision.errors import PackageError, StoreError

WHEN = (1980, 1, 1, 0, 0, 0)
"""Of every file in the zip: when it was packed is in the chain."""


@dataclass(frozen=True, slots=True)
class Made:
    """A package that was made: its manifest, the manifest's sha256, and the key that signed it."""

    manifest: Manifest
    sha256: str
    key: str


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes packages of one box.

    Attributes:
        imprint: what the program says of itself. hiding: makes of files what may be seen of them.
    """

    database: Database
    folder: EvidenceFolder
    imprint: Imprint
    hiding: Hiding

    def make(self, asked: Asked, target: BinaryIO) -> Made:
        """Write a package, and the export on record.

        Raises:
            PackageError: an event that is not there for who asks, too many, or none.
            StoreError: the records cannot be used or know no link of an event, or nothing signs. Then nothing is on
                record, and the target is no package.
        """
        _expect_some(asked)
        with self.database.reading() as session:
            gatherer = Gatherer(session, self.folder, asked, self.imprint, self.hiding)
            events = tuple(gatherer.event(event) for event in sorted(set(asked.events), key=str))
            chains = tuple(_chain(session, asked, events, site) for site in _sites(events))
            manifest, fills = self._manifest(session, events, chains)
        with ZipFile(target, "w", ZIP_STORED) as package:
            _write(package, fills)
            return self._seal(package, asked, manifest, chains)

    def _manifest(
        self, session: Session, events: Sequence[Gathered], chains: Sequence[Excerpt]
    ) -> tuple[Manifest, list[Fill]]:
        keys = public_keys(session)
        signed = {key for chain in chains for key in chain.keys}
        used = [key for key in keys if key is keys[-1] or key.fingerprint in signed]
        parts = tuple(event.part for event in events)
        fills = [
            made(layout.README, readme(parts, keys[-1].fingerprint), "readme"),
            made(layout.PROCEDURE, self.imprint.procedure.encode(), "readme"),
            made(layout.KEY, keys[-1].pem.encode(), "key"),
            *(made(layout.key_path(key.fingerprint), key.pem.encode(), "key") for key in used),
            document(layout.VERSIONS, self._versions(events), kind="versions"),
            *(made(layout.chain_path(chain.site), chain.data, "chain") for chain in chains),
            *(fill for event in events for fill in event.fills),
        ]
        manifest = Manifest(
            box=str(self.database.id),
            key=keys[-1].fingerprint,
            keys=tuple(key.fingerprint for key in used),
            events=parts,
            chains=tuple(
                ChainPart(chain.site, layout.chain_path(chain.site), chain.first, chain.last, chain.sha256)
                for chain in chains
            ),
            files=tuple(sorted((fill.packed for fill in fills), key=lambda packed: packed.path)),
            absent=tuple(absent for event in events for absent in event.absent),
        )
        return manifest, fills

    def _versions(self, events: Sequence[Gathered]) -> Json:
        recorded: Json = {event.part.id: event.versions for event in events}
        return {"exported_with": self.imprint.versions, "recorded_with": recorded}

    def _seal(self, package: ZipFile, asked: Asked, manifest: Manifest, chains: Sequence[Excerpt]) -> Made:
        data = manifest.data()
        sha256 = digest(data)
        with self.database.writing() as session:
            signature = _signer(session, manifest.key).sign(data)
            audit.note(session, _line(asked), asked.at)
            tails = [_record(session, asked, manifest, sha256, chain) for chain in chains]
        outside = {
            layout.MANIFEST: data,
            layout.SIGNATURE: signature,
            layout.EXPORT: b"".join(tail.data for tail in tails),
        }
        for path, content in outside.items():
            package.writestr(ZipInfo(path, WHEN), content)
        hashes = {path: digest(content) for path, content in outside.items()}
        package.writestr(ZipInfo(layout.SUMS, WHEN), sums(manifest, hashes))
        return Made(manifest, sha256, manifest.key)


def sums(manifest: Manifest, outside: dict[str, str]) -> bytes:
    """SHA256SUMS, as `sha256sum -c` reads it."""
    hashes = {file.path: file.sha256 for file in manifest.files} | outside
    return "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(hashes.items())).encode()


def _expect_some(asked: Asked) -> None:
    if not 1 <= len(set(asked.events)) <= MOST_EVENTS:
        raise PackageError(f"package: expected 1 to {MOST_EVENTS} events, came {len(set(asked.events))}")


def _sites(events: Iterable[Gathered]) -> list[str]:
    return sorted({event.part.site for event in events})


def _view(session: Session, asked: Asked, events: Iterable[Gathered], site: str) -> View:
    mine = [event.part for event in events if event.part.site == site]
    bodies = frozenset(part.id for part in mine if part.share is Share.WHOLE)
    all_heads = covers(session, asked.sight.within, Scope(Level.SITE, site))
    return View(bodies, frozenset(part.id for part in mine), all_heads)


def _chain(session: Session, asked: Asked, events: Sequence[Gathered], site: str) -> Excerpt:
    mine = frozenset(event.part.id for event in events if event.part.site == site)
    return excerpt.of_events(session, site, mine, _view(session, asked, events, site))


def _signer(session: Session, key: str) -> Signer:
    signer: Signer | None = session.info.get(SIGNER)
    if signer is None or signer.fingerprint != key:
        raise StoreError(
            "package: expected the box's key to sign it, came none that fits; bring signing.key back from a backup, or "
            "make a new one with `sunkitchen evidence new-key --reason …` and start the box again"
        )
    return signer


def _line(asked: Asked) -> audit.Entry:
    events = " ".join(sorted(map(str, asked.events)))
    return audit.Entry(asked.who, Noted.EXPORTED, events, asked.reason, asked.address)


def _record(session: Session, asked: Asked, manifest: Manifest, sha256: str, chain: Excerpt) -> Excerpt:
    """Put the export into a site's chain, and give the links since."""
    mine = [part for part in manifest.events if part.site == chain.site]
    pictures = sorted({file.form for file in manifest.files if file.form is not Form.MADE})
    note: dict[str, Json] = {
        "who": asked.who,
        "reason": asked.reason,
        "events": [part.id for part in mine],
        "manifest_sha256": sha256,
        "files": list(pictures),
    }
    links.append(session, links.Entry(chain.site, asked.at, LinkKind.EXPORT, sha256, note=note))
    whole = all(part.share is Share.WHOLE for part in mine)
    own = frozenset({sha256})
    all_heads = whole and covers(session, asked.sight.within, Scope(Level.SITE, chain.site))
    newest = links.newest(session, chain.site)
    assert newest is not None
    return excerpt.after(
        session, chain, lambda link: View(own if link.head.seq == newest.seq else frozenset(), own, all_heads)
    )


def _write(package: ZipFile, fills: Iterable[Fill]) -> None:
    for fill in fills:
        package.writestr(ZipInfo(fill.packed.path, WHEN), fill.data)
