"""What is asked for, checked and turned into what the records keep and what a file does."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from api.access.may import Right, reach
from api.accounts.schemas import GrantWanted
from api.notifiers.outside import Secret
from api.notifiers.schemas import EmailWanted, NotifierWanted, WebhookWanted
from api.problem import field_problem
from records.grants import Grant
from records.notifiers import New, Target, Wishes
from records.states import NotifierKind, Security, Topic

NEEDS = {
    Topic.FLAG: Right.SEE_VIOLATIONS,
    Topic.ESCALATED: Right.SEE_VIOLATIONS,
    Topic.OVERDUE: Right.SEE_VIOLATIONS,
    Topic.CAMERA: Right.SEE_CAMERAS,
    Topic.DISK: Right.SEE_METRICS,
}
"""What somebody must be able to see on the pages to be told of it."""


def wanted_new(wanted: NotifierWanted) -> tuple[New, Secret]:
    """Whom to tell, and the secrets.

    Raises:
        Problem: it cannot be obeyed.
    """
    grant = GrantWanted(role=wanted.role, scope=wanted.scope).grant()
    _expect_seen(grant, wanted.topics)
    severities = wanted.severities if Topic.FLAG in wanted.topics else ()
    wishes = Wishes(grant, tuple(dict.fromkeys(wanted.topics)), tuple(dict.fromkeys(severities)), wanted.pages)
    if (wanted.webhook is None) == (wanted.email is None):
        raise field_problem("webhook", "expected either a webhook or an e-mail")
    if wanted.webhook is not None:
        target, secret = _webhook(wanted.webhook, inside=wanted.inside)
        return New(wanted.name, NotifierKind.WEBHOOK, target, wishes), secret
    assert wanted.email is not None
    target, secret = _email(wanted.email, inside=wanted.inside)
    return New(wanted.name, NotifierKind.EMAIL, target, wishes), secret


def _expect_seen(grant: Grant, topics: tuple[Topic, ...]) -> None:
    unseen = [topic for topic in topics if not reach(frozenset({grant}), NEEDS[topic])]
    if unseen:
        raise field_problem("topics", f"expected what a {grant.role} sees there, came {', '.join(unseen)}")


def _webhook(wanted: WebhookWanted, *, inside: bool) -> tuple[Target, Secret]:
    parts = urlsplit(wanted.url)
    secure = parts.scheme == "https"
    if not (secure or inside):
        raise field_problem("webhook.url", "expected https; http only where the receiver stands inside")
    port = parts.port or (443 if secure else 80)
    target = Target(parts.hostname or "", port, inside, Security.TLS if secure else Security.NONE)
    return target, Secret(wanted.url, secrets.token_urlsafe(32))


def _email(wanted: EmailWanted, *, inside: bool) -> tuple[Target, Secret]:
    if wanted.security is Security.NONE and (not inside or wanted.login):
        raise field_problem("email.security", "expected TLS; none only inside, and without a login")
    if bool(wanted.login) != bool(wanted.password):
        raise field_problem("email.password", "expected login and password together, or neither")
    target = Target(wanted.host, wanted.port, inside, wanted.security, wanted.login, wanted.sender, wanted.recipients)
    return target, Secret("", wanted.password)
