"""What an action must bring along, typed per action. Each says for itself what is still missing of it.

A file is named by its SHA-256, 64 hexadecimal digits; who brings it and when stands on the transition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.states import DismissReason, ReferralGround

SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Nothing:
    """The action says it all."""

    def missing(self) -> tuple[str, ...]:
        """Nothing ever is."""
        return ()


NOTHING = Nothing()


@dataclass(frozen=True, slots=True)
class Statement:
    """Why, in words."""

    text: str

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return _blank(text=self.text)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Why the lead is none."""

    reason: DismissReason
    note: str = ""

    def missing(self) -> tuple[str, ...]:
        """Nothing: the reason is always one of them."""
        return ()


@dataclass(frozen=True, slots=True)
class Merging:
    """The case that tells of the same thing and goes on."""

    into: UUID

    def missing(self) -> tuple[str, ...]:
        """Nothing: an id is an id."""
        return ()


@dataclass(frozen=True, slots=True)
class Dissuasion:
    """劝阻记录: somebody of the market spoke to the stall. An element of the local law, not a comment.

    Attributes:
        stall: which. words: what was said. spoken_at: when. answer: of the stall, if any.
    """

    stall: str
    words: str
    spoken_at: datetime
    answer: str = ""

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return (*_blank(stall=self.stall, words=self.words), *_naive(spoken_at=self.spoken_at))


@dataclass(frozen=True, slots=True)
class Proof:
    """What was done or found, in words and pictures (SHA-256 of each)."""

    text: str
    photos: tuple[str, ...]

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return (*_blank(text=self.text), *_files("photos", self.photos, at_least=1))


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody found or claims; pictures where there are some."""

    text: str
    photos: tuple[str, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return (*_blank(text=self.text), *_files("photos", self.photos, at_least=0))


@dataclass(frozen=True, slots=True)
class Compliance:
    """What the camera saw afterwards: so many looks in a row that could tell, all compliant."""

    looks: int

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return () if self.looks > 0 else ("looks (one or more)",)


@dataclass(frozen=True, slots=True)
class Order:
    """责令改正通知书 of the agency: its number and date; the paper itself is theirs.

    Attributes:
        second_officer: enforcement takes two (行政处罚法 42).
    """

    number: str
    issued_on: date
    second_officer: str

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return _blank(number=self.number, second_officer=self.second_officer)


@dataclass(frozen=True, slots=True)
class Referral:
    """线索移送: why, with which documents (SHA-256 of each), by which two."""

    ground: ReferralGround
    text: str
    documents: tuple[str, ...]
    second_officer: str

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        blank = _blank(text=self.text, second_officer=self.second_officer)
        return (*blank, *_files("documents", self.documents, at_least=1))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a referral, as the agency writes back."""

    number: str
    decided_on: date
    penalised: bool

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return _blank(number=self.number)


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture of the same thing soon after another one."""

    captured_at: datetime

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return _naive(captured_at=self.captured_at)


@dataclass(frozen=True, slots=True)
class StrikeCount:
    """How many counted cases of a merchant and family stand within the look-back, this one included."""

    strikes: int

    def missing(self) -> tuple[str, ...]:
        """Parts that are not there."""
        return () if self.strikes > 0 else ("strikes (one or more)",)


Payload = (
    Nothing
    | Statement
    | Dismissal
    | Merging
    | Dissuasion
    | Proof
    | Finding
    | Compliance
    | Order
    | Referral
    | Outcome
    | Capture
    | StrikeCount
)


def files_of(payload: Payload) -> tuple[str, ...]:
    """SHA-256 of the files that a payload names."""
    match payload:
        case Proof(photos=files) | Finding(photos=files) | Referral(documents=files):
            return files
        case _:
            return ()


def _blank(**texts: str) -> tuple[str, ...]:
    return tuple(name for name, text in texts.items() if not text.strip())


def _naive(**times: datetime) -> tuple[str, ...]:
    return tuple(f"{name} (a time with its zone)" for name, at in times.items() if at.tzinfo is None)


def _files(name: str, digests: Iterable[str], at_least: int) -> tuple[str, ...]:
    given = tuple(digests)
    if len(given) < at_least:
        return (f"{name} (at least {at_least})",)
    bad = [digest for digest in given if not SHA256.fullmatch(digest)]
    return (f"{name} (each a SHA-256 of 64 hexadecimal digits, came {bad[0][:20]!r})",) if bad else ()
