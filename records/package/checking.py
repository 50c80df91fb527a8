"""Verifies a package offline: every hash, the signature, the links, and that the documents say what the links say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from records.canonical import digest
from records.findings import Finding, FindingKind
from records.keys import PublicKey
from records.package import layout
from records.package.chains import chains
from records.package.manifest import EventPart, Manifest, read_manifest
from records.package.opened import Opened, Unreadable, open_package
from records.package.telling import compare
from vision.errors import PackageError, StoreError


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What a package holds and what is wrong with it, by path.

    Attributes:
        key: fingerprint of the key that signed it. links: that were walked; exports are among them.
    """

    events: tuple[EventPart, ...]
    files: int
    links: int
    key: str
    sha256: str
    findings: tuple[Finding, ...]


def verify_package(path: Path, trusted: Sequence[PublicKey] = ()) -> PackageReport:
    """Go through a package; nothing is unpacked.

    Args:
        trusted: keys one knows to be the box's from elsewhere; without, the one in the package.

    Raises:
        PackageError: no package of ours, or one that is dangerous to open.
    """
    with open_package(path) as opened:
        try:
            data = opened.data(layout.MANIFEST)
        except Unreadable as error:
            raise PackageError(f"{path}: {layout.MANIFEST}: expected an evidence package, came: {error}") from error
        manifest = read_manifest(data)
        keys = _keys(opened, manifest)
        walked = chains(opened, manifest, digest(data), keys)
        findings = [
            *_hashes(opened, manifest),
            *_strays(opened, manifest),
            *_sums(opened, manifest),
            *_signature(opened, manifest, data, trusted or [keys[key] for key in keys if key == manifest.key]),
            *walked.findings,
            *(finding for part in manifest.events for finding in compare(opened, manifest, part, walked)),
        ]
    in_order = tuple(sorted(dict.fromkeys(findings), key=lambda finding: (finding.path, finding.expected)))
    return PackageReport(manifest.events, len(manifest.files), walked.links, manifest.key, digest(data), in_order)


def _hashes(opened: Opened, manifest: Manifest) -> Iterator[Finding]:
    for file in manifest.files:
        came = _digest(opened, file.path)
        if came != file.sha256:
            missing = file.path not in opened.files
            kind = FindingKind.MISSING if missing else FindingKind.DIFFERS
            yield Finding(kind, file.path, file.sha256, came)


def _strays(opened: Opened, manifest: Manifest) -> Iterator[Finding]:
    known = {file.path for file in manifest.files} | {*layout.OUTSIDE, layout.SUMS}
    for path in opened.files.keys() - known:
        yield Finding(FindingKind.UNKNOWN, path, "no such file", "a file the manifest does not list")


def _sums(opened: Opened, manifest: Manifest) -> Iterator[Finding]:
    """SHA256SUMS says what the manifest says; what no manifest can list is held against it."""
    try:
        text = opened.data(layout.SUMS)
    except Unreadable as error:
        yield Finding(_kind(opened, layout.SUMS), layout.SUMS, "a list of hashes", str(error))
        return
    listed = {file.path: file.sha256 for file in manifest.files}
    came = dict(line.split("  ", 1)[::-1] for line in text.decode("utf-8", "replace").splitlines() if "  " in line)
    for path in layout.OUTSIDE:
        listed[path] = _digest(opened, path)
        if came.get(path) not in (None, listed[path]):
            yield Finding(_kind(opened, path), path, f"{came[path]} of {layout.SUMS}", listed[path])
    expected = "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(listed.items())).encode()
    if text != expected:
        yield Finding(FindingKind.DIFFERS, layout.SUMS, digest(expected), digest(text))


def _signature(opened: Opened, manifest: Manifest, data: bytes, keys: Sequence[PublicKey]) -> Iterator[Finding]:
    signature = b""
    with suppress(Unreadable):
        signature = opened.data(layout.SIGNATURE)
    if not any(key.fingerprint == manifest.key and key.vouches(signature, data) for key in keys):
        known = ", ".join(f"{key.fingerprint[:16]}…" for key in keys) or f"{manifest.key[:16]}…, which is not here"
        came = "one that does not fit the manifest" if signature else "none"
        yield Finding(
            _kind(opened, layout.SIGNATURE), layout.SIGNATURE, f"a signature of {layout.MANIFEST} by {known}", came
        )


def _keys(opened: Opened, manifest: Manifest) -> Mapping[str, PublicKey]:
    """The keys in the package that are what they are called."""
    found: dict[str, PublicKey] = {}
    for fingerprint in manifest.keys:
        with suppress(Unreadable, StoreError, UnicodeDecodeError):
            key = PublicKey.parse(opened.data(layout.key_path(fingerprint)).decode())
            if key.fingerprint == fingerprint:
                found[fingerprint] = key
    return found


def _digest(opened: Opened, path: str) -> str:
    try:
        return opened.digest(path)
    except Unreadable as error:
        return str(error)


def _kind(opened: Opened, path: str) -> FindingKind:
    return FindingKind.DIFFERS if path in opened.files else FindingKind.MISSING
