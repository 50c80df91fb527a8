"""Which addresses the box talks to, and connecting to just the one that was looked at.

The rule: public addresses only, unless the notifier says that its receiver stands inside; then private networks and
this machine, too. Link-local (where clouds keep credentials), multicast and unspecified addresses never. A name is
looked up once and the connection goes to what was found, so that it cannot lead elsewhere meanwhile.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from vision.errors import NotDelivered

TIMEOUT_S = 10.0


def connect(host: str, port: int, *, inside: bool) -> socket.socket:
    """A connection to a host.

    Raises:
        NotDelivered: it is unknown, out of reach, or not to be talked to.
    """
    address = _looked_up(host, port)
    if not may_be_reached(address, inside=inside):
        where = "never" if inside else "unless the notifier says that its receiver stands inside"
        raise NotDelivered(f"{host}: expected an address the box may talk to, came {address}: {where}")
    try:
        return socket.create_connection((str(address), port), TIMEOUT_S)
    except OSError as error:
        raise NotDelivered(f"{host}:{port}: expected it to answer, came: {error.strerror or error}") from error


def may_be_reached(address: IPv4Address | IPv6Address, *, inside: bool) -> bool:
    """Whether the rule allows it; an IPv4 address in an IPv6 one is what counts."""
    mapped = getattr(address, "ipv4_mapped", None)
    one = mapped or address
    if one.is_link_local or one.is_multicast or one.is_unspecified:
        return False
    return one.is_global or (inside and (one.is_private or one.is_loopback))


def _looked_up(host: str, port: int) -> IPv4Address | IPv6Address:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotDelivered(f"{host}: expected a name that can be looked up, came: {error}") from error
    return ip_address(str(found[0][4][0]).partition("%")[0])
