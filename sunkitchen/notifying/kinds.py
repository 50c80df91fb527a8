"""The kinds of notifiers as a table: another kind is another file and another row."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from types import MappingProxyType

from api.notifiers.outside import Secret
from records.notifiers import NotifierEntry
from records.states import NotifierKind
from sunkitchen.notifying.mail import Mail
from sunkitchen.notifying.port import Notifier
from sunkitchen.notifying.webhook import Webhook

Make = Callable[[NotifierEntry, Secret, ssl.SSLContext], Notifier]


def _webhook(entry: NotifierEntry, secret: Secret, tls: ssl.SSLContext) -> Notifier:
    return Webhook(secret.url, secret.key, entry.target.inside, tls)


def _mail(entry: NotifierEntry, secret: Secret, tls: ssl.SSLContext) -> Notifier:
    return Mail(entry.target, secret.key, tls)


KINDS: Mapping[NotifierKind, Make] = MappingProxyType({NotifierKind.WEBHOOK: _webhook, NotifierKind.EMAIL: _mail})
