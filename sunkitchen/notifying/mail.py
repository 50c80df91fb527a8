"""Messages as e-mail, by SMTP; the password goes over TLS or nowhere."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate

from records.notifiers import Target
from records.states import Security
from sunkitchen.notifying.port import Message
from sunkitchen.notifying.reaching import TIMEOUT_S, connect
from vision.errors import NotDelivered


@dataclass(frozen=True, slots=True)
class Mail:
    """Some mailboxes behind a mail server.

    Attributes:
        target: the server, who sends, to whom. password: of target.login; nobody logs in where that is empty.
        tls: whom to believe.
    """

    target: Target
    password: str = field(repr=False)
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    def send(self, message: Message) -> None:
        """Hand it to the server; taken when it took it for every mailbox.

        Raises:
            NotDelivered: it did not.
        """
        host = self.target.host
        try:
            with self._greeted() as server:
                if self.target.login:
                    server.login(self.target.login, self.password)
                refused = server.send_message(self._letter(message))
        except smtplib.SMTPResponseException as error:
            raise NotDelivered(f"{host}: expected the mail to be taken, came {error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            words = getattr(error, "strerror", None) or type(error).__name__
            raise NotDelivered(f"{host}: expected the mail to be taken, came: {words}") from error
        if refused:
            raise NotDelivered(f"{host}: expected every mailbox to be known, refused: {', '.join(sorted(refused))}")

    def _greeted(self) -> smtplib.SMTP:
        """Connected, and secret where it is to be."""
        one = self.target
        if one.security is Security.TLS:
            server: smtplib.SMTP = _Secret(one, self.tls)
        else:
            server = _Plain(one)
        if one.security is Security.STARTTLS:
            try:
                server.starttls(context=self.tls)
            except BaseException:
                server.close()
                raise
        return server

    def _letter(self, message: Message) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = " ".join(message.subject.split())
        letter["From"], letter["To"] = self.target.sender, ", ".join(self.target.recipients)
        letter["Date"] = formatdate(usegmt=True)
        letter["Message-ID"] = f"<{message.id}@sunkitchen>"
        letter["X-Sunkitchen-Id"] = message.id
        letter.set_content(message.text)
        return letter


class _Plain(smtplib.SMTP):
    """Connects to the address that was looked at."""

    def __init__(self, target: Target) -> None:
        self._inside = target.inside
        super().__init__(target.host, target.port, timeout=TIMEOUT_S)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002 - smtplib's own
        return connect(host, port, inside=self._inside)


class _Secret(smtplib.SMTP_SSL):
    """The same with TLS from the first byte."""

    def __init__(self, target: Target, tls: ssl.SSLContext) -> None:
        self._inside, self._tls = target.inside, tls
        super().__init__(target.host, target.port, timeout=TIMEOUT_S, context=tls)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002 - smtplib's own
        return self._tls.wrap_socket(connect(host, port, inside=self._inside), server_hostname=host)
