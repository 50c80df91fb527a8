"""The chains of a package: from an event's first link to the record of the export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from records.canonical import Json, parsed
from records.findings import Finding, FindingKind
from records.keys import PublicKey
from records.package import layout
from records.package.lines import Line, is_signed, read_lines, walk
from records.package.manifest import ChainPart, Manifest
from records.package.opened import Opened, Unreadable
from records.states import LinkKind


@dataclass(frozen=True, slots=True)
class Chains:
    """What was walked: how many links, what is wrong, and the lines of each chain file that could be read, by path."""

    links: int
    findings: tuple[Finding, ...]
    lines: Mapping[str, list[Line]]


def chains(opened: Opened, manifest: Manifest, sha256: str, keys: Mapping[str, PublicKey]) -> Chains:
    """Walk all of them; `sha256` is the manifest's, of which the last link of each must tell."""
    read = {path: _lines(opened, path) for path in (*(chain.path for chain in manifest.chains), layout.EXPORT)}
    found = {path: lines for path, lines in read.items() if isinstance(lines, list)}
    tails = _by_site(found.get(layout.EXPORT, []))
    findings = [lines for lines in read.values() if isinstance(lines, Finding)]
    for chain in manifest.chains:
        if chain.path in found:
            findings += _chain(chain, found[chain.path], tails.get(chain.site, []), sha256, keys)
    return Chains(sum(map(len, found.values())), tuple(findings), found)


def _chain(
    chain: ChainPart, lines: list[Line], tail: list[Line], sha256: str, keys: Mapping[str, PublicKey]
) -> Iterator[Finding]:
    yield from walk(chain.site, lines, None, keys)
    ends = (lines[0].seq, lines[-1].seq, lines[-1].sha256) if lines else None
    if ends != (chain.first, chain.last, chain.sha256):
        yield Finding(FindingKind.DIFFERS, chain.path, f"links {chain.first} to {chain.last}", f"{ends}")
        return
    yield from walk(chain.site, tail, lines[-1], keys)
    if not tail or not _tells_of(tail[-1], sha256):
        yield Finding(FindingKind.DIFFERS, layout.EXPORT, f"a link of {chain.site} on manifest {sha256}", "none")
    elif not is_signed(tail[-1], keys):
        yield Finding(FindingKind.UNSIGNED, layout.EXPORT, "a signature by a key of this box", "none that counts")


def _tells_of(line: Line, sha256: str) -> bool:
    link = line.link
    if link is None or link.body is None or (link.head.kind, link.head.subject) != (LinkKind.EXPORT, sha256):
        return False
    note = _note(link.body)
    return note.get("manifest_sha256") == sha256


def _note(body: str) -> Mapping[str, Json]:
    try:
        told = parsed(body)
    except (ValueError, RecursionError):
        return {}
    note = told.get("note") if isinstance(told, Mapping) else None
    return note if isinstance(note, Mapping) else {}


def _by_site(lines: list[Line]) -> Mapping[str, list[Line]]:
    """A link that is not given belongs to the next one that is: each site's last one always is."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    waiting: list[Line] = []
    for line in lines:
        waiting.append(line)
        if line.link is not None:
            found[line.link.head.site] += waiting
            waiting = []
    return found


def _lines(opened: Opened, path: str) -> list[Line] | Finding:
    try:
        return read_lines(opened.data(path))
    except Unreadable as error:
        return Finding(FindingKind.DIFFERS if path in opened.files else FindingKind.MISSING, path, "links", str(error))
    except ValueError as error:
        return Finding(FindingKind.DIFFERS, path, "lines of links", str(error))
