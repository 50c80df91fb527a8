"""What random heads tell about what was missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from records.spot_checks import Spotted
from records.states import Found
from vision.wilson import Interval, wilson


@dataclass(frozen=True, slots=True)
class Missed:
    """Of random kept heads that somebody looked at.

    Attributes:
        judged: heads of which somebody could say. unsure: those of which nobody could.
        against: heads that lack what must be worn. missed: of these, without a flag near.
    """

    judged: int
    unsure: int
    against: int
    missed: int

    @property
    def interval(self) -> Interval | None:
        """95 % interval of the share missed among the judged."""
        return wilson(self.missed, self.judged)


def missed_of(some: Iterable[Spotted]) -> Missed:
    """All together."""
    known = tuple(some)
    judged = [one for one in known if one.found is not Found.UNSURE]
    against = [one for one in judged if one.found is not Found.NOTHING]
    return Missed(
        judged=sum(one.heads for one in judged),
        unsure=sum(one.heads for one in known if one.found is Found.UNSURE),
        against=sum(one.heads for one in against),
        missed=sum(one.heads for one in against if not one.flagged),
    )
