"""What somebody asks to be packed, and what the program knows that the records do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from records.canonical import Json
from records.clips import ClipFile
from records.scopes import EVERYWHERE, OPEN_SIGHT, Reach, Sight
from records.violation_rows import EvidenceFile
from vision.facts import Box

MOST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class Hiding:
    """What makes copies with faces hidden of a file's bytes; None where nothing of it may be seen.

    Attributes:
        picture: knows the flagged head on it. clip: of one.
    """

    picture: Callable[[EvidenceFile, Box | None, bytes], bytes | None]
    clip: Callable[[ClipFile, bytes], bytes | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """An export.

    Attributes:
        events: to pack, MOST_EVENTS at most. who, reason, address, at: for the record.
        sight: what they may see of events. originals: where they may have files as they are stored.
    """

    events: tuple[UUID, ...]
    who: str
    reason: str
    at: datetime
    address: str = ""
    sight: Sight = OPEN_SIGHT
    originals: Reach = EVERYWHERE


def no_basis(_code: str, _merchant: str | None, _site: str) -> Json:
    """For a program that knows no law."""
    return []


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the program says of itself in a package.

    Attributes:
        versions: of program, rules and networks.
        basis: on what a code stands in law, by code, kind of merchant (or None) and type of site.
        procedure: how to verify a package without this program, Markdown.
    """

    versions: Mapping[str, Json] = field(default_factory=dict)
    basis: Callable[[str, str | None, str], Json] = no_basis
    procedure: str = ""
