"""Keeps credentials out of everything that is printed, stored or shown."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Greedy to the last @ of the word: passwords hold @ and / more often than camera paths hold @.
USERINFO = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)\S*@|[^\s'\"/@:]+:\S*@", re.IGNORECASE)
FIELDS = r"passw(?:or)?d|passwd|pass|pwd|psw|token|secret|auth\w*|user(?:name)?|key"
# Query values, and the `user=admin_password=tlJwpbo6_channel=1` paths of some recorders.
SECRET_VALUE = re.compile(
    rf"(?P<name>(?:^|(?<=[?&;/_\s]))(?:{FIELDS})=)[^&;\s'\"]*?(?=[&;\s'\"]|_[a-z]+=|$)", re.IGNORECASE
)


def redact(text: str) -> str:
    """The text with user, password and secret parameters of every URL in it replaced by ***."""
    text = USERINFO.sub(lambda found: f"{found['scheme'] or ''}***@", text)
    return SECRET_VALUE.sub(r"\g<name>***", text)


def is_rtsp(url: str) -> bool:
    """Whether this is an rtsp:// URL with a host and, if any, a sensible port."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "rtsp" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def address(url: str) -> tuple[str, int]:
    """Host and port of an RTSP URL."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or 554
