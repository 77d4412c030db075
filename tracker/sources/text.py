"""Bytes or a JSON string into the text of an article, as it will be stored; or the reason why it cannot be one.

A byte order mark at the start is dropped and line endings (CRLF, CR) become LF. Nothing else changes: claims carry
offsets into exactly this text.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from tracker.sources.rejection import Refused

MAX_TEXT = 4_000_000
"""Bytes of UTF-8: some 700,000 English words, more than any article or live page."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r")) + b"\x7f"
_MOST_CONTROLS = 0.1
_SURROGATE = re.compile("[\ud800-\udfff]")
_PAGE = re.compile(r"\s*(?:<!doctype\s+html|<html|<\?xml|<rss|<feed)\b", re.IGNORECASE)


def read_text(stream: BinaryIO) -> str:
    """The text of a stream. Raises `Refused`; reads no more than `MAX_TEXT` bytes and one."""
    data = stream.read(MAX_TEXT + 1)
    if len(data) > MAX_TEXT:
        raise Refused(_too_long())
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("is in UTF-16, not in UTF-8: save it as UTF-8")
    if b"\0" in data:
        raise Refused(f"is binary, not text (a NUL at byte {data.index(0)}): give its text in UTF-8")
    try:
        return as_stored(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Refused(not_utf8(error)) from None


def as_stored(text: str) -> str:
    """The text with its line endings as LF and without a byte order mark. Raises `Refused` where no article is in it."""
    if lone := _SURROGATE.search(text):
        raise Refused(f"the text has a lone surrogate at character {lone.start()}: write it as valid Unicode")
    if "\0" in text:
        raise Refused(f"the text has a NUL at character {text.index(chr(0))}: give it without")
    encoded = text.encode("utf-8")
    if len(encoded) > MAX_TEXT:
        raise Refused(_too_long())
    if len(encoded) - len(encoded.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(encoded):
        raise Refused("is binary, not text (mostly control characters): give its text in UTF-8")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Refused("is empty: give it a text or leave it out")
    if _PAGE.match(text[:1000]):
        raise Refused("is a web page or feed (HTML or XML): pages come with a later version, give the article's text")
    return text


def not_utf8(error: UnicodeDecodeError) -> str:
    """What is wrong with bytes that are no UTF-8, and where."""
    return f"is not UTF-8 (byte 0x{error.object[error.start]:02x} at offset {error.start}): save it as UTF-8"


def _too_long() -> str:
    return f"the text is longer than {MAX_TEXT // 1_000_000} MB: split it into articles"
