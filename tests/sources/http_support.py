"""Servers on loopback that answer as they are told, with raw bytes: real sockets, real threads, no mocks."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.sources.http import Bounds, Fetcher, Policy

TIGHT = Bounds(body=200_000, wire=100_000, head=16_384, connect=0.5, read=0.3, total=1.0)
"""Bounds that a test reaches within a second."""


@dataclass
class Asked:
    """A request as the server read it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: socket.socket
    at: float

    def reset(self) -> None:
        """Drop the connection so that the other side gets a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


Reply = bytes | Iterable[bytes] | None
Script = Callable[[Asked], Reply]


class Site:
    """A server. `script` gives the bytes of each answer, at once or in pieces; None leaves the connection as it is."""

    def __init__(self, script: Script | bytes, *, host: str = "127.0.0.1", port: int = 0, tls: Any = None) -> None:
        self.asked: list[Asked] = []
        self.connections = 0
        self._script = (lambda _: script) if isinstance(script, bytes) else script
        self._tls = tls
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.socket(family)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((host, port))
        self._listener.listen(256)
        self.host, self.port = host, self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: set[socket.socket] = set()
        self._threads[0].start()

    def url(self, path: str = "/", *, host: str | None = None, scheme: str = "http") -> str:
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        connection = plain
        self._open.add(plain)
        try:
            plain.settimeout(5)
            if self._tls is not None:
                connection = self._tls.wrap_socket(plain, server_side=True)
            asked = _read(connection)
            if asked is not None:
                self.asked.append(asked)
                reply = self._script(asked)
                for piece in (reply,) if isinstance(reply, bytes) else reply or ():
                    connection.sendall(piece)
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            self._open.discard(plain)
            connection.close()
            plain.close()


def _read(connection: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65_536)
    method, path, _ = first.split(" ")
    return Asked(method, path, headers, body, connection, time.monotonic())


def answer(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer with its length, as HTTP/1.1."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def head(*headers: str, status: str = "200 OK") -> bytes:
    """The beginning of an answer whose body the caller sends."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers]).encode("latin-1") + b"\r\n\r\n"


def redirect(location: str, status: int = 302) -> bytes:
    return answer(b"", f"Location: {location}", status=f"{status} Moved")


def slowly(data: bytes, pause: float, size: int = 1) -> Iterator[bytes]:
    """The data in pieces, with a pause before each."""
    for start in range(0, len(data), size):
        time.sleep(pause)
        yield data[start : start + size]


def fetcher(*sites: Site, names: Mapping[str, str | list[str]] | None = None, **options: Any) -> Fetcher:
    """A fetcher that may reach these sites by their address, without pauses; `names`: what other names resolve to."""
    known = dict(names or {})
    settings: dict[str, Any] = {"bounds": TIGHT, "delay": 0.0, "robots": False, "patience": 5.0}
    settings["allow_hosts"] = frozenset({site.name for site in sites} | set(options.pop("allow", ())))
    return Fetcher(Policy(**{**settings, **options}), resolve=lambda host, port: addresses(known[host], port))


def addresses(ips: str | list[str], port: int) -> list[tuple[socket.AddressFamily, tuple[Any, ...]]]:
    """What a resolver gives for these addresses."""
    return [
        (socket.AF_INET6, (ip, port, 0, 0)) if ":" in ip else (socket.AF_INET, (ip, port))
        for ip in ([ips] if isinstance(ips, str) else ips)
    ]
