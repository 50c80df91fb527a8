"""The manifest: every file with its hash, what was left out and why, and up to which link of the chain it all stands.

It says nothing of who exported it when: the same records give the same manifest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue, TypeAdapter, ValidationError

from records.canonical import canonical
from records.package.layout import FORMAT
from vision.errors import PackageError


class Share(StrEnum):
    """How much of an event a package holds: all, or what a stall may see of it."""

    WHOLE = "whole"
    STALL = "stall"


class Form(StrEnum):
    """What a packed file is: made for the package, the stored file itself, or a copy of it with faces hidden (and, for
    a stall, cut to its zone)."""

    MADE = "made"
    STORED = "stored"
    FACES_HIDDEN = "faces_hidden"


class WhyAbsent(StrEnum):
    """Why a stored file is not in the package."""

    NOT_ALLOWED = "who exported it may not see it, and no copy without faces can be made"
    DELETED = "deleted, on record"
    MISSING = "there is no such file any more"
    DIFFERS = "the file there is not the one that was recorded"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as the box recorded it; `facts` as its kind has them (role, frame, at, width, height, derived_from …)."""

    id: str
    sha256: str
    size_bytes: int
    facts: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of the package; `stored` is what it is, or is a copy of."""

    path: str
    sha256: str
    size_bytes: int
    kind: str
    form: Form = Form.MADE
    event: str = ""
    stored: Stored | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """A file of the box that is not in the package."""

    event: str
    kind: str
    why: WhyAbsent
    stored: Stored


@dataclass(frozen=True, slots=True)
class EventPart:
    """An event of the package."""

    id: str
    code: str
    site: str
    share: Share


@dataclass(frozen=True, slots=True)
class ChainPart:
    """Links of a site's chain, from the first one of an event to the newest that tells of more than exports.

    Attributes:
        sha256: of the last one.
    """

    site: str
    path: str
    first: int
    last: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All of it; `key` is the fingerprint of the one that signs, `keys` are all that signed links."""

    box: str
    key: str
    keys: tuple[str, ...]
    events: tuple[EventPart, ...]
    chains: tuple[ChainPart, ...]
    files: tuple[Packed, ...]
    absent: tuple[Absent, ...]
    format: str = FORMAT

    def data(self) -> bytes:
        """As canonical JSON (RFC 8785)."""
        return canonical(ADAPTER.dump_python(self, mode="json"))

    def of_kind(self, kind: str, event: str = "") -> tuple[Packed, ...]:
        """The files of a kind, of an event or of the package."""
        return tuple(file for file in self.files if (file.kind, file.event) == (kind, event))


ADAPTER = TypeAdapter(Manifest)


def read_manifest(data: bytes) -> Manifest:
    """A manifest somebody gave us.

    Raises:
        PackageError: it is none, or of a format this program does not know.
    """
    try:
        found = ADAPTER.validate_json(data)
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"])) or "the file"
        raise PackageError(
            f"manifest.json: expected the manifest of an evidence package, came one that cannot be read at {place}"
        ) from error
    if found.format != FORMAT:
        raise PackageError(
            f"manifest.json: expected format {FORMAT!r}, came {found.format[:40]!r}; verify it with the program of "
            "that format, or by hand (docs/evidence.md)"
        )
    return found
