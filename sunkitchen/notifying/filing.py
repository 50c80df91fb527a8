"""From news to messages: what each notifier is told of, filed in the transaction that says it was looked at."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid5

from sqlalchemy.orm import Session

from cases.states import Action
from records import deliveries, notifiers
from records.deliveries import Draft
from records.news import News, news
from records.notifiers import NotifierEntry, Wishes
from records.retention.room import Level
from records.roles import Role
from records.states import OutboxKind, Topic
from sunkitchen.notifying.words import HOME, Teller
from vision.facts import Phase

CHUNK = 200
STALE = timedelta(days=1)
"""What happened longer ago is no news: a recording that is analysed, a box that was off."""
CAMERA_CODES = frozenset({"CAM_OFFLINE", "CAM_OBSTRUCTED"})
MISSED = frozenset({Action.MARK_OVERDUE, Action.REVIEW_OVERDUE})


def file_news(session: Session, entry: NotifierEntry, teller: Teller, now: datetime) -> int:
    """File what is new for one; gives how many messages."""
    newest = notifiers.newest_news(session)
    found = news(session, entry.cursor, frozenset({entry.wishes.grant.scope}), CHUNK)
    filed = sum(_filed(session, entry, teller, one, now) for one in found)
    at = found[-1].seq if len(found) == CHUNK else newest
    if at != entry.cursor:
        notifiers.advance(session, entry.id, at)
    return filed


def file_disk(session: Session, entry: NotifierEntry, teller: Teller, level: Level, now: datetime) -> bool:
    """Tell that the disk is short, once a day and level."""
    if level is Level.OK or Topic.DISK not in entry.wishes.topics:
        return False
    key = uuid5(entry.id, f"disk {level} {now.astimezone(HOME):%Y-%m-%d}")
    return deliveries.file(session, Draft(key, entry.id, Topic.DISK, teller.disk(key, level, now).written()), now)


def topic_of(one: News, wishes: Wishes) -> Topic | None:
    """Of what somebody is told by news; None where they are not."""
    return next((topic for topic in _topics(one, wishes) if topic in wishes.topics), None)


def _topics(one: News, wishes: Wishes) -> list[Topic]:
    if one.kind is OutboxKind.VIOLATION:
        if one.phase is not Phase.OPENED:
            return []
        if one.code in CAMERA_CODES:
            return [Topic.CAMERA]
        return [Topic.FLAG] if one.severity in wishes.severities else []
    course = one.course
    if course is None:
        return []
    least = 3 if wishes.grant.role is Role.SUPERVISOR else 2
    rose = course.level > course.before and course.level >= least
    return [Topic.OVERDUE] * (course.action in MISSED) + [Topic.ESCALATED] * rose


def _filed(session: Session, entry: NotifierEntry, teller: Teller, one: News, now: datetime) -> bool:
    topic = topic_of(one, entry.wishes)
    if topic is None or now - one.at > STALE:
        return False
    key = uuid5(entry.id, str(one.id))
    body = teller.news(key, entry, topic, one).written()
    return deliveries.file(session, Draft(key, entry.id, topic, body, one.violation), now)
