"""States a record can be in."""

from __future__ import annotations

from enum import StrEnum


class ReviewState(StrEnum):
    """How far people have come with a violation; cases/table.py says what leads where. No timer ever confirms one."""

    PENDING_REVIEW = "pending_review"
    CONFIRMED = "confirmed"
    NOTIFIED = "notified"
    RECTIFIED = "rectified"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    SUPERVISOR_REVIEW = "supervisor_review"
    ORDER_ISSUED = "order_issued"
    APPEALED = "appealed"
    DISMISSED = "dismissed"
    MERGED = "merged"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CASE_REFERRED = "case_referred"


class OutboxKind(StrEnum):
    """What an outbox row tells of."""

    VIOLATION = "violation"
    STEP = "step"


class NotifierKind(StrEnum):
    """How somebody outside is told."""

    WEBHOOK = "webhook"
    EMAIL = "email"


class Security(StrEnum):
    """How the way there is kept secret: TLS from the first byte, asked for after greeting, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Topic(StrEnum):
    """Of what somebody outside is told."""

    FLAG = "flag"
    ESCALATED = "escalated"
    OVERDUE = "overdue"
    CAMERA = "camera"
    DISK = "disk"
    TEST = "test"


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
    TOKEN_STOPPED = "token_stopped"  # noqa: S105 - no token
    READ = "read"
    OPENED_ORIGINAL = "opened_original"
    EXPORTED = "exported"
    WROTE = "wrote"
    REPORTED = "reported"
    PRINTED = "printed"
    ENROLLED = "enrolled"
    UNENROLLED = "unenrolled"
    DELETED = "deleted"
    SWITCHED = "switched"
    TUNED = "tuned"


class Found(StrEnum):
    """What somebody found on a random head."""

    NOTHING = "nothing"
    HAT = "hat"
    MASK = "mask"
    UNSURE = "unsure"


class LinkKind(StrEnum):
    """What a link of the chain tells of."""

    VIOLATION = "violation"
    ADOPTED = "adopted"
    VERDICT = "verdict"
    ATTACHMENT = "attachment"
    CLIP = "clip"
    DELETION = "deletion"
    EXPORT = "export"
    KEY = "key"
    HOLD = "hold"
    REQUEST = "request"


class Matter(StrEnum):
    """Kinds of what is kept of a violation, by how long each is; a photo is one that people added."""

    CLIP = "clip"
    PICTURE = "picture"
    PHOTO = "photo"
    LOOKS = "looks"
    ROWS = "rows"


class RunOutcome(StrEnum):
    """How a run of retention ended: it did what was due, it waits for a clock, it needs somebody's word; or it was the
    disk floor's, by no clock."""

    DONE = "done"
    WAITING = "waiting"
    REFUSED = "refused"
    FLOOR = "floor"


class RequestKind(StrEnum):
    """What a person may ask about pictures of themselves (PIPL 45, 46, 47)."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"
