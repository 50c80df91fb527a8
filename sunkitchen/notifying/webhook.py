"""Messages as JSON to an address, signed so that the receiver knows who sent them.

`X-Sunkitchen-Signature: sha256=<hex>` is the HMAC-SHA256 of `<X-Sunkitchen-Timestamp>.<body>` with the shared secret.
"""

from __future__ import annotations

import hmac
import http.client
import socket
import ssl
import time
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from sunkitchen.notifying.port import Message
from sunkitchen.notifying.reaching import TIMEOUT_S, connect
from vision.errors import NotDelivered

MOST_ANSWER = 1024


@dataclass(frozen=True, slots=True)
class Webhook:
    """A web server that takes messages.

    Attributes:
        url: where; it may hold a secret and is never told. secret: shared with the receiver.
        inside: as of reaching. tls: whom to believe.
    """

    url: str = field(repr=False)
    secret: str = field(repr=False)
    inside: bool
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    def send(self, message: Message) -> None:
        """POST it; 2xx means it was taken, a redirect is not followed.

        Raises:
            NotDelivered: anything else.
        """
        body = message.written().encode()
        parts = urlsplit(self.url)
        host = parts.hostname or ""
        door = _Door(host, parts.port or (443 if parts.scheme == "https" else 80), timeout=TIMEOUT_S)
        door.sock = self._connected(host, door.port, secure=parts.scheme == "https")
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            door.request("POST", path, body, self._headers(message.id, body))
            answer = door.getresponse()
            answer.read(MOST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            raise NotDelivered(f"{host}: expected an answer within {TIMEOUT_S:g} s, came: {_words(error)}") from error
        finally:
            door.close()
        if not 200 <= answer.status < 300:
            redirect = "; a redirect is not followed" if 300 <= answer.status < 400 else ""
            raise NotDelivered(f"{host}: expected an answer 2xx, came {answer.status} {answer.reason}{redirect}")

    def _connected(self, host: str, port: int, *, secure: bool) -> socket.socket:
        plain = connect(host, port, inside=self.inside)
        if not secure:
            return plain
        try:
            return self.tls.wrap_socket(plain, server_hostname=host)
        except OSError as error:
            plain.close()
            raise NotDelivered(f"{host}: expected a certificate that can be believed, came: {_words(error)}") from error

    def _headers(self, key: str, body: bytes) -> dict[str, str]:
        at = str(int(time.time()))
        return {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "sunkitchen",
            "X-Sunkitchen-Id": key,
            "X-Sunkitchen-Timestamp": at,
            "X-Sunkitchen-Signature": f"sha256={signature(self.secret, at, body)}",
        }


def signature(secret: str, at: str, body: bytes) -> str:
    """What the receiver computes as well, and compares."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, sha256).hexdigest()


class _Door(http.client.HTTPConnection):
    """A connection that is made already: to the address that was looked at."""

    def connect(self) -> None:
        """Nothing is left to do."""


def _words(error: Exception) -> str:
    """Never the text of an answer, which is somebody else's."""
    return getattr(error, "strerror", None) or type(error).__name__
