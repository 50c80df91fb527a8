"""The seam to those outside who are told: their secrets, and a message to try them. How it gets there is not ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from records.notifiers import NotifierEntry
from records.secrets import SecretFiles


@dataclass(frozen=True, slots=True)
class Secret:
    """What nobody is shown: the address of a webhook, which often holds a key, and a password or shared key."""

    url: str = field(default="", repr=False)
    key: str = field(default="", repr=False)

    def written(self) -> str:
        """As its file holds it."""
        return json.dumps({"url": self.url, "key": self.key})

    @classmethod
    def parse(cls, text: str) -> Secret:
        """What written() wrote."""
        kept = json.loads(text)
        return cls(kept["url"], kept["key"])


@dataclass(frozen=True, slots=True)
class Outside:
    """What may be done.

    Attributes:
        secrets: where they are kept. test: sends a message that says nothing; raises NotDelivered where it fails.
    """

    secrets: SecretFiles
    test: Callable[[NotifierEntry], None]
