"""What lies where in a package, and how each kind of stored file goes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

FORMAT = "sunkitchen-evidence 1"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SUMS = "SHA256SUMS"
EXPORT = "export.jsonl"
OUTSIDE = (MANIFEST, SIGNATURE, EXPORT)
"""What no manifest can list, for it speaks of the manifest; SUMS lists these too, and everything but itself."""
README = "README.txt"
PROCEDURE = "VERIFY.md"
KEY = "public-key.pem"
VERSIONS = "versions.json"
EVENT, LOOKS, REVIEW = "event.json", "looks.json", "review.json"
HIDDEN_FOLDER = "faces_hidden"


class Copy(Enum):
    """How a copy with faces hidden is made for who may not have a file as it is."""

    OF_PICTURE = auto()
    OF_CLIP = auto()
    NONE = auto()


@dataclass(frozen=True, slots=True)
class FileKind:
    """How files of a kind are packed: the folder within the event's, and what who may not have them gets instead."""

    folder: str
    copy: Copy = Copy.NONE


KINDS: Mapping[str, FileKind] = {
    "original": FileKind("originals", Copy.OF_PICTURE),
    "annotated": FileKind("annotated", Copy.OF_PICTURE),
    "strip": FileKind("strips", Copy.OF_PICTURE),
    "clip": FileKind("clips", Copy.OF_CLIP),
    "attachment": FileKind("attachments"),
}
OTHER = FileKind("other")
"""A kind nobody wrote down here: packed for who may see originals, and for nobody else."""


def kind_of(word: str) -> FileKind:
    """How files of this kind are packed."""
    return KINDS.get(word, OTHER)


def event_path(event: str, *parts: str) -> str:
    """A path within an event's folder."""
    return "/".join(("events", event, *parts))


def chain_path(site: str) -> str:
    """Where a site's links lie. Site ids are letters, digits and `_.-`, and begin with none of these marks."""
    return f"chain/{site}.jsonl"


def key_path(fingerprint: str) -> str:
    """Where a public key lies."""
    return f"keys/{fingerprint}.pem"
