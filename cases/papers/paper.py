"""A printed paper as values, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.reports.material import Book, Place, Stall
from cases.scores import Handled
from cases.states import Action
from cases.values import Transition
from cases.words import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """An evidence file the paper names, never shows: what it is, and its SHA-256."""

    words: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Docket:
    """A case with what its papers say.

    Attributes:
        handled: the case and its steps. place, stall, camera: where; stall None where it is nobody's.
        number: of the paper, as the market counts them; None: made from the case. at: now.
    """

    handled: Handled
    place: Place
    stall: Stall | None
    camera: str
    evidence: tuple[Shown, ...]
    book: Book
    at: datetime
    number: str | None = None

    def steps(self, *actions: Action) -> tuple[Transition, ...]:
        """Those of these actions, in order."""
        return tuple(step for step in self.handled.steps if step.action in actions)


@dataclass(frozen=True, slots=True)
class Line:
    """A named line of a paper; the value may have line breaks."""

    name: Words
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading."""

    title: Words
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to print.

    Attributes:
        name: its kind. at: when it is printed. mark: what its QR code says. notes: at the end.
        signers: who signs by hand, each with a date.
    """

    name: str
    title: Words
    number: str
    at: datetime
    mark: str
    parts: tuple[Part, ...]
    notes: tuple[Words, ...]
    signers: tuple[Words, ...]
