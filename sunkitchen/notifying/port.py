"""The seam: something that takes a message to somebody outside."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """What is told.

    Attributes:
        id: the same each time it is sent, so that whoever gets it twice can tell.
        subject: one line, text: all of it, both in Chinese and English. facts: the same for programs.
    """

    id: str
    subject: str
    text: str
    facts: Mapping[str, str | int | None]

    def written(self) -> str:
        """As one JSON object."""
        body = {"id": self.id, "subject": self.subject, "text": self.text, "facts": dict(self.facts)}
        return json.dumps(body, ensure_ascii=False, sort_keys=True)

    @classmethod
    def parse(cls, text: str) -> Message:
        """What written() wrote."""
        body = json.loads(text)
        return cls(body["id"], body["subject"], body["text"], body["facts"])


class Notifier(Protocol):
    """Takes messages to one place. Safe to call from several threads."""

    def send(self, message: Message) -> None:
        """Take it there; returns when it was taken over.

        Raises:
            NotDelivered: it was not, or nobody knows. The words name no secret.
        """
