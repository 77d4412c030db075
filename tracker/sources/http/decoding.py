"""Unpacks a body as it comes, and never holds more than the bound: a bomb costs its bound and one step beyond it."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable
from typing import Any, Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
STEP = 65_536
MEMBERS = 100
"""Streams one after the other in one body: gzip and Zstandard allow them, and millions of empty ones cost time."""
WINDOW_LOG = 23
"""8 MB, the largest window of Zstandard in HTTP (RFC 9659): the window is allocated before anything is unpacked."""


class Overflow(Exception):
    """More than the bound came out."""


class Undecodable(Exception):
    """The body is not packed as its header says; the message says how."""


class Decoder(Protocol):
    """One coding. After `feed`, `waiting` says that more may come out without further input."""

    waiting: bool
    complete: bool

    def feed(self, data: bytes, most: int) -> bytes:
        """At most about `most` bytes of what `data` unpacks to."""


class _Inflate:
    """`deflate`: zlib's format, or the bare stream that some servers send under this name; two bytes tell them apart."""

    def __init__(self) -> None:
        self.waiting = self.complete = False
        self._head, self._stream = b"", zlib.decompressobj()

    def feed(self, data: bytes, most: int) -> bytes:
        if len(self._head) < 2:
            data = self._head + data
            self._head = data[:2]
            if len(data) < 2:
                return b""
            if data[0] & 0x0F != 8 or int.from_bytes(self._head, "big") % 31:  # RFC 1950, 2.2: no header of zlib's
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        out = self._stream.decompress(self._stream.unconsumed_tail + data, most)
        self.complete = self._stream.eof
        self.waiting = not self.complete and (bool(self._stream.unconsumed_tail) or len(out) >= most)
        return out


class _Members:
    """`gzip` and `zstd`: one stream after the other."""

    def __init__(self, make: Any, magic: bytes) -> None:
        self._make, self._stream, self._rest, self._members = make, make(), b"", 1
        self._magic, self._padding = magic, False
        self.waiting = self.complete = False

    def feed(self, data: bytes, most: int) -> bytes:
        data, self._rest = self._rest + data, b""
        if self._stream.eof:
            self._padding = self._padding or not data.startswith(
                self._magic[: len(data)]
            )  # what follows is passed over, as gzip does
            if not data or self._padding:
                self.waiting = False
                return b""
            self._members += 1
            if self._members > MEMBERS:
                raise Undecodable(f"more than {MEMBERS} packed streams one after the other")
            self._stream = self._make()
        out: bytes = self._stream.decompress(data, most)
        self.complete = self._stream.eof
        if self.complete:
            self._rest = self._stream.unused_data
            self.waiting = bool(self._rest)
        else:
            self._rest = getattr(self._stream, "unconsumed_tail", b"")
            self.waiting = bool(self._rest) or len(out) >= most
        return out


class _Brotli:
    def __init__(self) -> None:
        self.waiting = self.complete = False
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes, most: int) -> bytes:
        out: bytes = self._stream.process(data, output_buffer_limit=most)
        self.complete = self._stream.is_finished()
        self.waiting = not self.complete and not self._stream.can_accept_more_data()
        return out


def decoder(coding: str) -> Decoder:
    """The decoder of a coding. Raises `Undecodable` for one that was not asked for."""
    if coding == "gzip":
        return _Members(lambda: zlib.decompressobj(16 + zlib.MAX_WBITS), b"\x1f\x8b")
    if coding == "zstd":
        options = {int(zstd.DecompressionParameter.window_log_max): WINDOW_LOG}
        return _Members(lambda: zstd.ZstdDecompressor(options=options), b"\x28\xb5\x2f\xfd")
    if coding == "deflate":
        return _Inflate()
    if coding == "br":
        return _Brotli()
    raise Undecodable("a coding that was not asked for")


def unpacked(chunks: Iterable[bytes], codings: list[str], most: int, *, cut: bool = False) -> bytes:
    """The body that the chunks hold. Raises `Overflow` beyond `most` bytes (with `cut`: ends there), and `Undecodable`."""
    if len(codings) > 1:
        raise Undecodable("it is packed more than once")
    out = bytearray()
    coding = decoder(codings[0]) if codings else None
    begun = False
    for chunk in chunks:
        begun = begun or bool(chunk)
        data, waiting = chunk, bool(chunk)
        while waiting:
            if coding is None:
                out += data
                waiting = False
            else:
                out += _fed(coding, codings[0], data, min(STEP, most - len(out) + 1))
                data, waiting = b"", coding.waiting
            if len(out) > most:
                if cut:
                    return bytes(out[:most])
                raise Overflow
    if coding is not None and begun and not coding.complete:
        raise Undecodable(f"its {codings[0]} stream ends too early")
    return bytes(out)


def _fed(coding: Decoder, name: str, data: bytes, most: int) -> bytes:
    try:
        return coding.feed(data, most)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError, MemoryError) as error:
        raise Undecodable(f"it is no {name} stream ({' '.join(str(error).split())})") from None
