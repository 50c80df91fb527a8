"""Amounts as people read them."""

from __future__ import annotations

from datetime import timedelta

from api.context import Context
from api.pages.shell.markup import Html
from api.pages.shell.say import say


def number(count: int) -> str:
    """`12,345`."""
    return f"{count:,}"


def megabytes(size_bytes: float) -> str:
    """`1.5 MB`; small ones in kB, large ones in GB."""
    if size_bytes >= 1e9:
        return gigabytes(size_bytes)
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1e5 else f"{size_bytes / 1e3:.1f} kB"


def gigabytes(size_bytes: float) -> str:
    """`12.3 GB`."""
    return f"{size_bytes / 1e9:.1f} GB"


def free_bytes(context: Context) -> int:
    """Room on the evidence's disk, as it was last looked at; looks where nobody did yet.

    Raises:
        StoreError: the folder cannot be used.
    """
    known = context.keeping().free_bytes
    return context.evidence.free_bytes() if known is None else known


def lasting(span: timedelta) -> Html:
    """A length of time, in its two largest units."""
    minutes = int(span.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return say(f"{days} 天 {hours} 小时", f"{days} d {hours} h")
    return say(f"{hours} 小时 {rest} 分", f"{hours} h {rest} min") if hours else say(f"{rest} 分", f"{rest} min")
