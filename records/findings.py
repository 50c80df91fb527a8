"""What verifying finds: a file, a row or a link that is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class FindingKind(StrEnum):
    """What is wrong."""

    MISSING = "missing"
    DIFFERS = "differs"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    Attributes:
        path: of a file, within the evidence folder or the package; `row:<table>/<key>`; `link:<site>/<number>`.
        expected, came: hashes in hex, values, or words.
        violation: whose evidence it is; None where that is not known.
    """

    kind: FindingKind
    path: str
    expected: str
    came: str
    violation: UUID | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.path}: expected {self.expected}, came {self.came}"
