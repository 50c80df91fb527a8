"""States a record can be in."""

from __future__ import annotations

from enum import StrEnum


class ReviewState(StrEnum):
    """How far people have come with a violation. A flag is a lead: no timer ever confirms one."""

    PENDING_REVIEW = "pending_review"


class OutboxKind(StrEnum):
    """What an outbox row tells of."""

    VIOLATION = "violation"
