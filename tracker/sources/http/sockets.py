"""Sockets that reach public addresses alone and end in time: the guard sits where the connection is made.

A name is looked up once for a connection, every address it gives is judged, and the connection goes to the very address
that was judged: a name whose answer changes between two look-ups gains nothing.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.model.errors import InputError
from tracker.sources.http.addresses import why_refused
from tracker.sources.http.errors import Broken, FetchError, TooBig, TooSlow, Unreachable
from tracker.sources.http.policy import Bounds
from tracker.sources.http.urls import Target, refused_address

Found = tuple[socket.AddressFamily, tuple[Any, ...]]
"""An address family and what `connect` takes for it."""
Resolver = Callable[[str, int], list[Found]]
MOST_ADDRESSES = 8


def look_up(host: str, port: int) -> list[Found]:
    """The addresses of a host by the system's resolver, in its order. Raises `OSError`, `UnicodeError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found if family in (socket.AF_INET, socket.AF_INET6)]


class Meter:
    """What is left of one exchange's time and bytes; the sockets ask it before each step."""

    def __init__(self, url: str, bounds: Bounds, seconds: float) -> None:
        self.url, self.bounds = url, bounds
        self._seconds, self._end = seconds, time.monotonic() + seconds
        self._left = bounds.head
        self._within = "headers"

    def body_begins(self) -> None:
        """The headers have been read: from here on the body's bound counts. Its framing has room of its own."""
        self._left, self._within = self.bounds.wire + self.bounds.wire // 4 + self.bounds.head, "body"

    def seconds(self, longest: float) -> float:
        """How long the next step may take, `longest` at most. Raises `TooSlow` where no time is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.too_slow(0)
        return min(left, longest)

    def too_slow(self, longest: float) -> TooSlow:
        """The error for a step that took its time."""
        if time.monotonic() >= self._end:
            return TooSlow(self.url, f"no whole answer within {self._seconds:g} s: trying again later may help")
        return TooSlow(self.url, f"nothing came for {longest:g} s: trying again later may help")

    def room(self, wanted: int) -> int:
        """How many of the wanted bytes may be received. Raises `TooBig` where none is left."""
        if self._left <= 0:
            most = self.bounds.head if self._within == "headers" else self.bounds.wire
            raise TooBig(self.url, f"its {self._within} are more than {most:,} bytes: nothing of it is taken")
        return min(wanted, self._left)

    def received(self, count: int) -> None:
        """Count what came. Raises `Broken` for an end amid the headers, which http.client takes for their own end."""
        if not count and self._within == "headers":
            raise Broken(self.url, "the connection ended before the answer began: trying again later may help")
        self._left -= count


class MeteredSocket(socket.socket):
    """A TCP socket whose every read and write asks its meter."""

    meter: Meter

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(self.meter.seconds(self.meter.bounds.read))
        try:
            count = super().recv_into(buffer, self.meter.room(nbytes or len(buffer)), flags)
        except TimeoutError:
            raise self.meter.too_slow(self.meter.bounds.read) from None
        self.meter.received(count)
        return count

    def sendall(self, data: Any, flags: int = 0) -> None:
        self.settimeout(self.meter.seconds(self.meter.bounds.read))
        try:
            super().sendall(data, flags)
        except TimeoutError:
            raise self.meter.too_slow(self.meter.bounds.read) from None


class MeteredTlsSocket(ssl.SSLSocket):
    """The same over TLS; made by the context, which knows no meter, so that it is set afterwards."""

    meter: Meter

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        self.settimeout(self.meter.seconds(self.meter.bounds.read))
        try:
            count = super().recv_into(buffer, self.meter.room(nbytes or len(buffer)), flags)
        except TimeoutError:
            raise self.meter.too_slow(self.meter.bounds.read) from None
        self.meter.received(count)
        return count

    def send(self, data: Any, flags: int = 0) -> int:
        self.settimeout(self.meter.seconds(self.meter.bounds.read))
        try:
            return super().send(data, flags)
        except TimeoutError:
            raise self.meter.too_slow(self.meter.bounds.read) from None


@lru_cache(maxsize=4)
def tls_context(authorities: Path | None) -> ssl.SSLContext:
    """A context that always verifies, by the system's authorities and those in the file. Raises `InputError`."""
    context = ssl.create_default_context()  # reads some 150 certificates: once in a process, and not without need
    if authorities is not None:
        try:
            context.load_verify_locations(cafile=authorities)
        except OSError as error:
            said = error.strerror or "no certificate in it"
            raise InputError(f"{authorities} cannot be read as certificates ({said}): name a PEM file") from None
    context.sslsocket_class = MeteredTlsSocket
    return context


def connected(target: Target, meter: Meter, resolve: Resolver) -> MeteredSocket:
    """A connection to the first address of the target that may be reached and answers.

    Raises `AddressRefused` where none may be reached, `Unreachable` or `TooSlow` where none answers.
    """
    refused: FetchError | None = None
    failed: FetchError | None = None
    for family, address in _addresses(target, meter, resolve)[:MOST_ADDRESSES]:
        ip = str(address[0])
        why = None if target.allowed else why_refused(ip)
        if why:
            refused = refused_address(target, ip, why)
            continue
        longest = meter.seconds(meter.bounds.connect)
        connection = MeteredSocket(family, socket.SOCK_STREAM)
        connection.meter = meter
        try:
            connection.settimeout(longest)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.connect(address)
            return connection
        except TimeoutError:
            connection.close()
            failed = TooSlow(target.url, f"no connection to {ip} within {longest:g} s: trying again later may help")
        except OSError as error:
            connection.close()
            failed = Unreachable(target.url, f"no connection to {ip} ({error.strerror or error}): is the host up?")
    raise failed or refused or Unreachable(target.url, f"{target.host} has no address: check its spelling")


def _addresses(target: Target, meter: Meter, resolve: Resolver) -> list[Found]:
    """The target's addresses; a look-up has no time-out of its own, so it gets a thread that may be left behind."""
    if target.is_address:
        family = socket.AF_INET6 if ":" in target.host else socket.AF_INET
        return [(family, (target.host, target.port))]
    answer: list[list[Found] | Exception] = []

    def ask() -> None:
        try:
            answer.append(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answer.append(error)

    thread = threading.Thread(target=ask, name=f"look-up of {target.host}", daemon=True)
    thread.start()
    longest = meter.seconds(meter.bounds.connect)
    thread.join(longest)
    if not answer:
        raise TooSlow(target.url, f"{target.host} could not be looked up within {longest:g} s: is the network up?")
    if isinstance(answer[0], Exception):
        raise Unreachable(target.url, f"{target.host} has no address ({answer[0]}): check its spelling and the network")
    return answer[0]


def broken(url: str, error: BaseException) -> Broken:
    """The error for a connection that ended too early."""
    return Broken(url, f"the connection ended in the middle ({_words(error)}): trying again later may help")


def _words(error: BaseException) -> str:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(said).split())[:200]
