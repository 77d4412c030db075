"""What may be fetched, how long it may take and how large it may be; values alone."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from tracker import __version__
from tracker.model.errors import InputError
from tracker.sources.rejection import quoted

TOKEN = "tracker"
"""What robots.txt calls us."""


class Bounds(Struct, frozen=True, kw_only=True):
    """Where an exchange is cut off: bytes and seconds."""

    body: int = 15_000_000
    """Unpacked bytes of an answer."""
    wire: int = 15_000_000
    """Bytes of a body as it came over the line."""
    head: int = 65_536
    """Bytes that a server may send before its body begins."""
    redirects: int = 5
    connect: float = 10.0
    """Seconds for the name and for each attempt to connect, and for the TLS handshake."""
    read: float = 20.0
    """Seconds without a single byte."""
    total: float = 60.0
    """Seconds for one fetch with all its redirects, waiting for the host's turn aside."""


class Policy(Struct, frozen=True, kw_only=True):
    """How this program behaves in the net.

    `allow_hosts`: hosts whose addresses may be private, each `host` (on `ports`) or `host:port`. `contact`: a web or mail
    address for the operators of the sites. `delay`: seconds between two requests to a host, if its robots.txt does not
    ask for more. `patience`: the longest wait for a host's turn. `authorities`: a file of further certificates to trust.
    """

    allow_hosts: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    contact: str | None = None
    robots: bool = True
    delay: float = 1.0
    patience: float = 30.0
    authorities: Path | None = None
    bounds: Bounds = Bounds()


def user_agent(contact: str | None) -> str:
    """`tracker/<version> (+contact)`. Raises `InputError` for a contact that does not fit into a header."""
    if contact is None:
        return f"{TOKEN}/{__version__}"
    if not (contact.isascii() and contact.isprintable() and 0 < len(contact) <= 200) or set(contact) & set("() "):
        raise InputError(f"{quoted(contact)} is no contact: give a web or mail address, as in https://example.org/bot")
    return f"{TOKEN}/{__version__} (+{contact})"
