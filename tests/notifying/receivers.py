"""Those outside, as real servers: a web server and a mail server that take, refuse, or are not there."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Condition, Thread

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

LOGIN, PASSWORD = "box", "a password of the box"
HERE = "127.0.0.1"
PATIENCE_S = 30.0


def free_port() -> int:
    """Nobody listens there."""
    with socket.create_server((HERE, 0)) as door:
        port: int = door.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its headers in small letters, and its body."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Web:
    """A web server; `statuses` are its next answers, 200 when there are none left."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    news: Condition = field(default_factory=Condition)

    def wait(self, count: int) -> list[Asked]:
        """All requests, once there were so many."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.asked) >= count, PATIENCE_S)
            return list(self.asked)

    @property
    def address(self) -> str:
        return f"http://{HERE}:{self.port}"


@contextmanager
def web() -> Iterator[Web]:
    """On a free port."""
    one = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with one.news:
                one.asked.append(Asked(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                one.news.notify_all()
            status = one.statuses.pop(0) if one.statuses else 200
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{one.address}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is there
            """Quiet."""

    server = ThreadingHTTPServer((HERE, 0), Handler)
    one.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield one
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(slots=True)
class Post:
    """A mail server with STARTTLS that lets LOGIN in; `refused` is what it answers instead of taking a mail."""

    port: int
    tls: ssl.SSLContext
    taken: list[EmailMessage] = field(default_factory=list)
    refused: str = ""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        if self.refused:
            return self.refused
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.taken.append(letter)
        return "250 taken"


@contextmanager
def post(folder: Path) -> Iterator[Post]:
    """On a free port, with a certificate of its own that `Post.tls` believes."""
    certificate, key = _certificate(folder)
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(certificate, key)
    one = Post(0, ssl.create_default_context(cafile=str(certificate)))

    def known(_server: object, _session: object, _envelope: object, _how: str, given: object) -> AuthResult:
        assert isinstance(given, LoginPassword)
        right = (given.login, given.password) == (LOGIN.encode(), PASSWORD.encode())
        return AuthResult(success=right)

    controller = Controller(
        one, hostname=HERE, port=free_port(), tls_context=server_side, require_starttls=True, authenticator=known
    )
    controller.start()
    try:
        one.port = controller.port
        yield one
    finally:
        controller.stop()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HERE)])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(built.public_bytes(Encoding.PEM))
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, private
