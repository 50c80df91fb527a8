"""What every notifier does, whatever kind it is: takes a message there, or says that it did not, without a secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from records.notifiers import Target
from records.states import NotifierKind, Security
from sunkitchen.notifying.kinds import KINDS
from sunkitchen.notifying.mail import Mail
from sunkitchen.notifying.port import Message, Notifier
from sunkitchen.notifying.webhook import Webhook
from tests.notifying.receivers import HERE, LOGIN, PASSWORD, free_port, post, web
from vision.errors import NotDelivered

SECRET = "key-nobody-may-see"
MESSAGE = Message(
    "3f0c", "【阳光厨房】新线索 no hat\r\nBcc: x@evil.cn", "月湖市场\n阿明卤味", {"case": "3f0c", "level": None}
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A notifier and its receiver.

    Attributes:
        taken: ids of what arrived. refuse: makes the receiver refuse from now on. gone: the same, out of reach.
        outside: the same, but not told that the receiver stands inside.
    """

    notifier: Notifier
    taken: Callable[[], list[str]]
    refuse: Callable[[], None]
    gone: Notifier
    outside: Notifier


@contextmanager
def a_webhook(_folder: Path) -> Iterator[Setting]:
    with web() as server:
        url = f"{server.address}/hook?key={SECRET}"
        one = Webhook(url, SECRET, inside=True)
        gone = replace(one, url=f"http://{HERE}:{free_port()}/?key={SECRET}")
        yield Setting(
            one,
            lambda: [asked.headers["x-sunkitchen-id"] for asked in server.asked],
            lambda: server.statuses.append(503),
            gone,
            replace(one, inside=False),
        )


@contextmanager
def mail(folder: Path) -> Iterator[Setting]:
    with post(folder) as server:
        target = Target(HERE, server.port, True, Security.STARTTLS, LOGIN, "box@example.cn", ("m@example.cn",))
        one = Mail(target, PASSWORD, server.tls)

        def refuse() -> None:
            server.refused = f"550 no {SECRET}"

        yield Setting(
            one,
            lambda: [str(letter["X-Sunkitchen-Id"]) for letter in server.taken],
            refuse,
            replace(one, target=replace(target, port=free_port())),
            replace(one, target=replace(target, inside=False)),
        )


@pytest.fixture(params=[a_webhook, mail])
def setting(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Setting]:
    with ExitStack() as stack:
        yield stack.enter_context(request.param(tmp_path))


def test_every_kind_is_in_the_table() -> None:
    assert set(KINDS) == set(NotifierKind)


def test_a_message_arrives_as_often_as_it_is_sent_under_one_id(setting: Setting) -> None:
    setting.notifier.send(MESSAGE)
    setting.notifier.send(MESSAGE)
    assert setting.taken() == [MESSAGE.id, MESSAGE.id]


def test_what_is_refused_is_said_without_what_the_receiver_wrote(setting: Setting) -> None:
    setting.refuse()
    with pytest.raises(NotDelivered, match=HERE) as told:
        setting.notifier.send(MESSAGE)
    assert SECRET not in str(told.value)


@pytest.mark.parametrize("case", ["gone", "outside"])
def test_who_cannot_be_reached_is_said(setting: Setting, case: str) -> None:
    with pytest.raises(NotDelivered, match=HERE) as told:
        getattr(setting, case).send(MESSAGE)
    assert SECRET not in str(told.value)
    assert setting.taken() == []


def test_no_notifier_shows_its_secret(setting: Setting) -> None:
    assert not {SECRET, PASSWORD} & set(repr(setting.notifier).split("'"))
