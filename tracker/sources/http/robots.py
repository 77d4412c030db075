"""robots.txt (RFC 9309): what a site lets us read, and how slowly; read by protego, kept for a day."""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct
from protego import Protego

from tracker.sources.http.errors import RobotsRefused, TooManyRedirects
from tracker.sources.http.policy import TOKEN
from tracker.sources.http.urls import Target

MOST_BYTES = 512_000
"""What is read of a robots.txt; RFC 9309 asks for 500 KiB at least."""
KEPT = 86_400.0
KEPT_UNREADABLE = 600.0
MOST_KEPT = 10_000
LONGEST_DELAY = 86_400.0

_AGENT = re.compile(r"\s*user[ -]?agent\s*:?\s*([^#]*)", re.IGNORECASE)


class Rules(Struct, frozen=True):
    """What one origin's robots.txt says. `closed`: it could not be read for the server's own fault, so all is refused."""

    parsed: Protego | None = None
    delay: float = 0.0
    closed: str | None = None

    def check(self, target: Target) -> None:
        """Raise `RobotsRefused` where the rules keep us from the target."""
        if self.closed:
            raise RobotsRefused(
                target.url, f"{self.closed}, so nothing is read there for now", passing=True, wait=KEPT_UNREADABLE
            )
        if self.parsed is not None and not self.parsed.can_fetch(target.url, TOKEN):
            raise RobotsRefused(target.url, f"{target.origin}/robots.txt keeps {TOKEN} out: ask its operators")


def rules_of(status: int, body: bytes, origin: str) -> Rules:
    """The rules that an answer to a request for robots.txt makes (RFC 9309, 2.3.1)."""
    if status >= 500:
        return Rules(closed=f"{origin}/robots.txt answers with status {status}")
    if not 200 <= status < 300:
        return Rules()
    parsed = Protego.parse(of_concern(body.decode("utf-8-sig", "replace")))
    delay = parsed.crawl_delay(TOKEN) or 0.0
    rate = parsed.request_rate(TOKEN)
    if rate is not None:
        delay = max(delay, min(rate.seconds, LONGEST_DELAY) / rate.requests)
    return Rules(parsed=parsed, delay=min(delay, LONGEST_DELAY))


def of_concern(text: str) -> str:
    """The text with all groups for other programs under one name.

    protego keeps each rule once for each agent of its group: half a megabyte of agents and rules would fill the memory.
    """
    return "\n".join(map(_own_agent, text.splitlines()))


def _own_agent(line: str) -> str:
    found = _AGENT.match(line)
    if not found:
        return line
    name = found.group(1).strip().lower()
    ours = name == "*" or (name.strip("*") and TOKEN.startswith(name.replace("*", "")))
    return f"User-agent: {name if ours else 'another'}"


class RulesCache:
    """The rules of each origin, read when first needed."""

    def __init__(self, read: Callable[[str], tuple[int, bytes]]) -> None:
        """`read` fetches a robots.txt: its status and body."""
        self._read = read
        self._kept: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._lock = threading.Lock()

    def rules(self, target: Target) -> Rules:
        """The rules of the target's origin. Raises the `FetchError` that keeps them from being read at all."""
        with self._lock:
            until, rules = self._kept.get(target.origin, (0.0, Rules()))
        if time.monotonic() < until:
            return rules
        try:
            status, body = self._read(f"{target.origin}/robots.txt")
        except TooManyRedirects:
            status, body = 404, b""  # RFC 9309, 2.3.1.2: as if there were none
        rules = rules_of(status, body, target.origin)
        with self._lock:
            self._kept.pop(target.origin, None)
            self._kept[target.origin] = (time.monotonic() + (KEPT_UNREADABLE if rules.closed else KEPT), rules)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return rules
