"""One request at a time to a host, and a pause after each: whatever number of threads ask."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

from tracker.sources.http.errors import HostBusy

MOST_IDLE = 10_000
LONGEST_HOLD = 3600.0
"""Seconds for which one answer (`Retry-After`) can close a host."""


class _Host:
    __slots__ = ("free_at", "lock", "users")

    def __init__(self) -> None:
        self.lock, self.free_at, self.users = threading.Lock(), 0.0, 0


class Turns:
    """Whose turn it is at each host; times are those of `time.monotonic`."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    @contextlib.contextmanager
    def turn(self, host: str, *, url: str, delay: float, patience: float) -> Iterator[None]:
        """Wait for the host to be free, have it alone, and leave it closed for `delay` seconds.

        Raises `HostBusy` where that takes longer than `patience` seconds.
        """
        end = time.monotonic() + patience
        entry = self._enter(host)
        try:
            if not entry.lock.acquire(timeout=patience):
                raise _busy(url, host, patience)
            try:
                wait = entry.free_at - time.monotonic()
                if time.monotonic() + wait > end:
                    raise _busy(url, host, wait)
                if wait > 0:
                    time.sleep(wait)
                try:
                    yield
                finally:
                    entry.free_at = max(entry.free_at, time.monotonic() + delay)
            finally:
                entry.lock.release()
        finally:
            with self._guard:
                entry.users -= 1

    def hold(self, host: str, seconds: float) -> None:
        """Close a host for a while: it said so."""
        with self._guard:
            entry = self._hosts.setdefault(host, _Host())
            entry.free_at = max(entry.free_at, time.monotonic() + min(seconds, LONGEST_HOLD))

    def free_at(self, host: str) -> float:
        """When the host may be asked again."""
        with self._guard:
            entry = self._hosts.get(host)
            return entry.free_at if entry else 0.0

    def _enter(self, host: str) -> _Host:
        with self._guard:
            if len(self._hosts) > MOST_IDLE:
                now = time.monotonic()
                self._hosts = {name: at for name, at in self._hosts.items() if at.users or at.free_at > now}
            entry = self._hosts.setdefault(host, _Host())
            entry.users += 1
            return entry


def _busy(url: str, host: str, wait: float) -> HostBusy:
    return HostBusy(
        url, f"{host} is not to be asked again for {max(wait, 0):.0f} s: come again then", wait=max(wait, 0)
    )
