"""A step's payload as text for an append-only row, and back."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from cases.payloads import Payload
from cases.states import Action
from cases.table import payload_of
from vision.errors import BrokenHistory

ADAPTERS: dict[Action, TypeAdapter[Payload]] = {action: TypeAdapter(payload_of(action)) for action in Action}


def payload_text(action: Action, payload: Payload) -> str:
    """Compact JSON; the same for the same payload."""
    return ADAPTERS[action].dump_json(payload).decode()


def payload_from(action: Action, text: str) -> Payload:
    """What payload_text wrote.

    Raises:
        BrokenHistory: it did not write this.
    """
    try:
        return ADAPTERS[action].validate_json(text)
    except ValidationError as error:
        raise BrokenHistory(
            "处理记录内容损坏, 请核对数据库备份。",
            f"payload of {action}: expected a {payload_of(action).__name__}, came {text[:80]!r}; "
            f"compare the database with its backup",
        ) from error
