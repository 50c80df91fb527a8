"""Whether the documents and stored files of an event are those its links tell of: made again from them and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from records.canonical import Json, parsed
from records.chain.standing import Standing, standing_of
from records.findings import Finding, FindingKind
from records.package import layout
from records.package.chains import Chains
from records.package.documents import Rows, event_of, files_of, looks_of, register_of, review_of
from records.package.lines import Line
from records.package.manifest import EventPart, Form, Manifest, Share
from records.package.opened import Opened, Unreadable

DOCUMENTS: Mapping[str, Callable[[Rows], Json]] = {
    layout.EVENT: lambda rows: {"event": event_of(rows), "register": register_of(rows)},
    layout.LOOKS: looks_of,
    layout.REVIEW: review_of,
}


def compare(opened: Opened, manifest: Manifest, part: EventPart, chains: Chains) -> Iterator[Finding]:
    """What of an event is not what its links say; nothing where their bodies were not given.

    Bodies that a deletion erased are no gap: what stays is said again in its link.
    """
    told = _told(part, manifest, chains)
    if told is None or part.share is not Share.WHOLE:
        return
    for name, making in DOCUMENTS.items():
        path = layout.event_path(part.id, name)
        came = _document(opened, path)
        if name == layout.EVENT and isinstance(came, Mapping):
            came = {"event": came.get("event"), "register": came.get("register")}
        try:
            expected = making(told.rows)
        except (KeyError, ValueError, TypeError):
            expected = None
        if came != expected:
            yield Finding(FindingKind.DIFFERS, path, "what the links of the chain tell", "something else")
    yield from _files(manifest, part, told)


def _told(part: EventPart, manifest: Manifest, chains: Chains) -> Standing | None:
    lines = [line for chain in manifest.chains if chain.site == part.site for line in chains.lines.get(chain.path, [])]
    mine = [line for line in lines if line.link is not None and line.link.head.subject == part.id]
    bodies = [body for line in mine if (body := _body(line)) is not None]
    if not bodies or not all(line.told for line in mine):
        return None
    try:
        return standing_of(bodies)
    except (ValueError, KeyError, TypeError, AssertionError, RecursionError):
        return None


def _body(line: Line) -> str | None:
    return None if line.link is None else line.link.body


def _files(manifest: Manifest, part: EventPart, told: Standing) -> Iterator[Finding]:
    there = {file.stored.id: file for file in manifest.files if file.event == part.id and file.stored is not None}
    absent = {file.stored.id for file in manifest.absent if file.event == part.id}
    for key, row in files_of(told.rows).items():
        file = there.get(key)
        if file is None or file.stored is None:
            if key not in absent and row["path"] not in told.gone:
                yield Finding(FindingKind.MISSING, f"evidence {key}", "the file, or why it is absent", "neither")
            continue
        as_recorded = {row["sha256"], file.stored.sha256} | ({file.sha256} if file.form is Form.STORED else set())
        if len(as_recorded) > 1:
            yield Finding(FindingKind.DIFFERS, file.path, f"{row['sha256']} of the chain", file.sha256)


def _document(opened: Opened, path: str) -> Json:
    try:
        return parsed(opened.data(path))
    except (Unreadable, ValueError, RecursionError):
        return None
