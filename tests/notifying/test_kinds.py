"""What is a kind's own: the webhook's signature and redirects, the mail's words and TLS, and which addresses may be."""

from __future__ import annotations

import hmac
import json
import ssl
from dataclasses import replace
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

import pytest

from records.notifiers import Target
from records.states import Security
from sunkitchen.notifying.mail import Mail
from sunkitchen.notifying.reaching import may_be_reached
from sunkitchen.notifying.webhook import Webhook
from tests.notifying.receivers import HERE, LOGIN, PASSWORD, post, web
from tests.notifying.test_contract import MESSAGE, SECRET
from vision.errors import NotDelivered


def test_the_receiver_of_a_webhook_can_tell_who_sent_it() -> None:
    with web() as server:
        Webhook(f"{server.address}/hook?key=1", SECRET, inside=True).send(MESSAGE)
    (asked,) = server.asked
    signed = f"{asked.headers['x-sunkitchen-timestamp']}.".encode() + asked.body
    expected = hmac.new(SECRET.encode(), signed, sha256).hexdigest()
    assert asked.headers["x-sunkitchen-signature"] == f"sha256={expected}"
    assert (asked.path, json.loads(asked.body)["facts"]) == ("/hook?key=1", MESSAGE.facts)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with web() as server:
        server.statuses.append(status)
        with pytest.raises(NotDelivered, match="redirect"):
            Webhook(server.address, SECRET, inside=True).send(MESSAGE)
    assert [asked.path for asked in server.asked] == ["/"]


def test_a_mail_is_one_letter_to_who_was_named(tmp_path: Path) -> None:
    with post(tmp_path) as server:
        _mail(server.port, server.tls).send(MESSAGE)
    (letter,) = server.taken
    assert (letter["To"], letter["Bcc"]) == ("m@example.cn, h@example.cn", None)
    assert "Bcc: x@evil.cn" in letter["Subject"]
    body = letter.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").strip() == MESSAGE.text


def test_no_password_goes_where_the_certificate_is_not_believed(tmp_path: Path) -> None:
    with post(tmp_path) as server:
        stranger = replace(_mail(server.port, server.tls), tls=Mail(_target(1), "").tls)
        with pytest.raises(NotDelivered, match="SSL"):
            stranger.send(MESSAGE)
    assert server.taken == []


def test_a_wrong_password_is_said(tmp_path: Path) -> None:
    with post(tmp_path) as server:
        wrong = replace(_mail(server.port, server.tls), password="wrong")
        with pytest.raises(NotDelivered, match="expected the mail to be taken"):
            wrong.send(MESSAGE)
    assert server.taken == []


@pytest.mark.parametrize(
    ("address", "outside", "inside"),
    [
        ("1.1.1.1", True, True),
        ("2606:4700::1111", True, True),
        ("10.1.2.3", False, True),
        ("192.168.1.9", False, True),
        ("fd00::1", False, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
    ],
)
def test_which_addresses_the_box_talks_to(address: str, outside: bool, inside: bool) -> None:
    one = ip_address(address)
    assert (may_be_reached(one, inside=False), may_be_reached(one, inside=True)) == (outside, inside)


def _target(port: int) -> Target:
    return Target(HERE, port, True, Security.STARTTLS, LOGIN, "box@example.cn", ("m@example.cn", "h@example.cn"))


def _mail(port: int, tls: ssl.SSLContext) -> Mail:
    return Mail(_target(port), PASSWORD, tls)
