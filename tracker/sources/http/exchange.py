"""One request and its answer, on a connection of its own; redirects are none of its business.

A connection serves one exchange: nothing that a server sends too much can be taken for the next answer, and the guard
sees every request. Cookies, proxies and credentials do not exist here.
"""

from __future__ import annotations

import http.client
import logging
import socket
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import urllib3.exceptions
from msgspec import Struct
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import BaseHTTPResponse

from tracker.sources.http.decoding import Overflow, Undecodable, unpacked
from tracker.sources.http.errors import BadAnswer, TlsRefused, TooBig
from tracker.sources.http.headers import encodings
from tracker.sources.http.policy import Bounds
from tracker.sources.http.sockets import Meter, Resolver, broken, connected, tls_context
from tracker.sources.http.urls import Target

CHUNK = 65_536
Take = Literal["whole", "begin", "nothing"]

# It logs headers that it cannot parse with a traceback; what matters of them becomes an error here.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


class Exchanged(Struct, frozen=True):
    """What came back. `headers`: names in lower case; `body`: unpacked, read for a status of 2xx alone."""

    status: int
    headers: dict[str, str]
    body: bytes
    wire: int
    address: str


def exchange(
    target: Target,
    *,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None = None,
    bounds: Bounds,
    seconds: float,
    resolve: Resolver,
    authorities: Path | None,
    take: Take = "whole",
) -> Exchanged:
    """Send one request and read its answer within `seconds`. Raises a `FetchError`.

    `take`: of a body beyond its bound nothing (`whole`), or what lies within it (`begin`); or never any (`nothing`).
    """
    meter = Meter(target.url, bounds, seconds)
    connection: _Plain | _Tls = _Plain(target, meter, resolve)
    if target.scheme == "https":
        connection = _Tls(target, meter, resolve, tls_context(authorities))
    response: BaseHTTPResponse | None = None
    try:
        connection.request(method, target.path, body, headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        if response.status < 200:
            raise BadAnswer(target.url, f"answers with status {response.status}, which is no answer")
        if response.headers.get("transfer-encoding", "chunked").strip().lower() not in ("chunked", "identity"):
            raise BadAnswer(target.url, "sends its body in a way that was not asked for (Transfer-Encoding)")
        meter.body_begins()
        pieces = _Pieces(response, target.url, bounds, take)
        packing = encodings(response.headers.get("content-encoding"))
        wanted = 200 <= response.status < 300 and take != "nothing"
        content = _content(pieces, packing, target.url, bounds, take) if wanted else b""
        return Exchanged(
            status=response.status,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=content,
            wire=pieces.count,
            address=connection.address,
        )
    except ssl.SSLError as error:
        raise _tls_refused(target, error) from None
    except urllib3.exceptions.InvalidHeader as error:
        raise BadAnswer(target.url, f"its headers contradict each other ({error}): nothing of it is taken") from None
    except (ConnectionError, EOFError, urllib3.exceptions.IncompleteRead, http.client.IncompleteRead) as error:
        raise broken(target.url, error) from None
    except urllib3.exceptions.ProtocolError as error:
        raise broken(target.url, error) from None
    except TimeoutError:
        raise meter.too_slow(bounds.connect) from None
    except OSError as error:
        raise broken(target.url, error) from None
    except (http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise BadAnswer(target.url, f"what answers there does not speak HTTP ({said[:200]})") from None
    finally:
        if response is not None:
            response.close()  # http.client has handed the socket over to it
        connection.close()


def _content(pieces: _Pieces, packing: list[str], url: str, bounds: Bounds, take: Take) -> bytes:
    try:
        return unpacked(pieces, packing, bounds.body, cut=take == "begin")
    except Overflow:
        raise TooBig(url, f"is more than {bounds.body:,} bytes unpacked: nothing of it is taken") from None
    except Undecodable as why:
        raise BadAnswer(url, f"cannot be unpacked, {why}: nothing of it is taken") from None


class _Pieces:
    """The body as it comes over the line, counted."""

    def __init__(self, response: BaseHTTPResponse, url: str, bounds: Bounds, take: Take) -> None:
        self._response, self._url, self._most = response, url, bounds.wire
        self._strict = take == "whole"
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        length = self._response.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:18]) > self._most and self._strict:
            raise TooBig(self._url, f"announces {length[:18]} bytes, more than {self._most:,}: nothing of it is taken")
        for piece in self._response.stream(CHUNK, decode_content=False):
            self.count += len(piece)
            if self.count > self._most and self._strict:
                raise TooBig(self._url, f"is more than {self._most:,} bytes: nothing of it is taken")
            yield piece


class _Plain(HTTPConnection):
    """urllib3's connection over a socket of ours."""

    def __init__(self, target: Target, meter: Meter, resolve: Resolver) -> None:
        super().__init__(target.host, target.port, timeout=meter.bounds.read)
        self._target, self._meter, self._resolve = target, meter, resolve
        self.address = ""

    def _new_conn(self) -> socket.socket:
        connection = connected(self._target, self._meter, self._resolve)
        self.address = str(connection.getpeername()[0])
        return connection


class _Tls(HTTPSConnection):
    def __init__(self, target: Target, meter: Meter, resolve: Resolver, context: ssl.SSLContext) -> None:
        super().__init__(
            target.host, target.port, timeout=meter.bounds.read, ssl_context=context, cert_reqs="CERT_REQUIRED"
        )
        self._target, self._meter, self._resolve = target, meter, resolve
        self.address = ""

    def _new_conn(self) -> socket.socket:
        connection = connected(self._target, self._meter, self._resolve)
        self.address = str(connection.getpeername()[0])
        connection.settimeout(self._meter.seconds(self._meter.bounds.connect))  # the handshake, as a whole
        return connection

    def connect(self) -> None:
        super().connect()
        self.sock.meter = self._meter  # type: ignore[union-attr]


def _tls_refused(target: Target, error: ssl.SSLError) -> TlsRefused:
    if isinstance(error, ssl.SSLCertVerificationError):
        said = f"its certificate does not prove that it is {target.host} ({error.verify_message})"
    else:
        said = f"no secure connection ({error.reason or error})"
    return TlsRefused(target.url, f"{said}: it is not read without one")
