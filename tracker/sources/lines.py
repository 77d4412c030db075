"""Byte streams read piece by piece, so that no input, however long its lines, is ever held in memory whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

MAX_LINE = 15_000_000
"""Bytes. A longer line is skipped: four times the longest text, which JSON's escapes may stretch."""

_STEP = 1 << 16


def read_lines(stream: BinaryIO, limit: int = MAX_LINE) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number from 1; None in place of a line of more than `limit` bytes."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        del line  # before the next one is read: two such lines need not fit
        while (rest := stream.readline(_STEP)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first byte that is no white space (empty where there is none), and a stream that begins at the start again.

    Works on pipes. A run of white space longer than the longest text ends the search.
    """
    head = b""
    while len(head) < MAX_LINE and (step := stream.read(_STEP)):
        head += step
        if bare := head.removeprefix(b"\xef\xbb\xbf").lstrip():
            return bare[:1], _again(head, stream)
    return b"", _again(head, stream)


def _again(head: bytes, rest: BinaryIO) -> BinaryIO:
    return io.BufferedReader(_Rejoined(head, rest), _STEP)


class _Rejoined(io.RawIOBase):
    """Bytes that were read already, then the rest of their stream, which stays open."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
