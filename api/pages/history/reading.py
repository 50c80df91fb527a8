"""What the history reads: places once, a page of the list, and what happened."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.may import Right, reach, sight
from api.context import Context
from api.pages.history.choice import Choice
from api.pages.shell.places import Places
from cases.lookback import Question, past
from cases.past import Past
from records import violations
from records.grants import Grants
from records.tallies import Days
from records.violation_rows import Cursor, Page, ViolationFilter


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads for one choice, always within what somebody holds at that moment."""

    context: Context
    choice: Choice
    places: Places

    @classmethod
    def of(cls, context: Context, choice: Choice, grants: Grants) -> Reader:
        """With the places that the choice is of.

        Raises:
            StoreError: the database cannot be read.
        """
        with context.database.reading() as session:
            return cls(context, choice, Places.read(session, reach(grants, Right.SEE_VIOLATIONS)))

    @property
    def days(self) -> Days:
        """The days that are shown."""
        return self.choice.days(self.places, self.context.now())

    @property
    def least_coverage(self) -> float:
        """Watched less than this share, nothing is compared."""
        return self.context.desk.settings.scores.least_coverage

    def wanted(self, grants: Grants) -> ViolationFilter:
        """The filter."""
        return self.choice.wanted(self.places, sight(grants), self.days)

    def page(self, grants: Grants, cursor: Cursor | None, limit: int) -> Page:
        """A page of the list.

        Raises:
            StoreError: the database cannot be read.
        """
        with self.context.database.reading() as session:
            return violations.page(session, self.wanted(grants), cursor, limit)

    def past(self, grants: Grants) -> Past:
        """What happened.

        Raises:
            StoreError: the database cannot be read.
        """
        wanted, days = self.wanted(grants), self.days
        asked = Question(wanted, days, self.context.now(), self.least_coverage, self.choice.step)
        with self.context.database.reading() as session:
            return past(session, asked, self.places.sites)
