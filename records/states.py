"""States a record can be in."""

from __future__ import annotations

from enum import StrEnum


class ReviewState(StrEnum):
    """How far people have come with a violation. A flag is a lead: no timer ever confirms one."""

    PENDING_REVIEW = "pending_review"


class OutboxKind(StrEnum):
    """What an outbox row tells of."""

    VIOLATION = "violation"


class Noted(StrEnum):
    """What the audit log tells of."""

    LOGGED_IN = "logged_in"
    LOGIN_REFUSED = "login_refused"
    ACCOUNT_ADDED = "account_added"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - no password
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    GRANTED = "granted"
    REVOKED = "revoked"
    TOKEN_MADE = "token_made"  # noqa: S105 - no token
    READ = "read"
    WROTE = "wrote"
