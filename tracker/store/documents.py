"""Documents: the texts of articles, addressed by what they say. The same text of a story is stored once."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select, update

from tracker.model.article import document_hash
from tracker.model.errors import DatabaseError, InputError
from tracker.store.database import insert_for
from tracker.store.tables import documents

MAX_BYTES = 100_000_000
"""Of a text in UTF-8, more than any article: a body that unpacks to more is damaged or hostile."""


def put(connection: Connection, story: str, texts: Iterable[str]) -> None:
    """Store texts that are not there yet. Called by the event log, inside the transaction of the events that name them.

    Raises `InputError` for a text that is too long or not Unicode (half of a surrogate pair).
    """
    encoded = dict(_encoded(text) for text in texts)
    if not encoded:
        return
    present = select(documents.c.sha256).where(documents.c.story == story, documents.c.sha256.in_(encoded))
    rows = []
    for sha256 in encoded.keys() - connection.execute(present).scalars():
        utf8, characters = encoded[sha256]
        body = zlib.compress(utf8, 6)
        body_sha256 = hashlib.sha256(body).hexdigest()
        rows.append(
            {"story": story, "sha256": sha256, "characters": characters, "body": body, "body_sha256": body_sha256}
        )
    if rows:
        connection.execute(insert_for(connection.dialect.name, documents), rows)


def get(connection: Connection, story: str, sha256: str) -> str | None:
    """The text, or None where it was erased; raises `DatabaseError` where there is no such document or it is damaged."""
    row = connection.execute(
        select(documents).where(documents.c.story == story, documents.c.sha256 == sha256)
    ).one_or_none()
    if row is None:
        raise DatabaseError(f"story {story!r} has no document {sha256[:12]}…: run `tracker verify`")
    if row.body is None:
        return None
    problem, text = unpack(row._mapping)
    if problem or text is None:
        raise DatabaseError(f"document {sha256[:12]}… of story {story!r} {problem}: run `tracker verify`")
    return text


def erase(connection: Connection, story: str, hashes: Iterable[str]) -> None:
    """Delete the words, keep the row. The database refuses it unless an `ArticleErased` event names the document.

    Raises `InputError` where the story has no such document.
    """
    wanted = set(hashes)
    if not wanted:
        return
    there = documents.c.story == story, documents.c.sha256.in_(wanted)
    if missing := wanted - set(connection.execute(select(documents.c.sha256).where(*there)).scalars()):
        raise InputError(f"story {story!r} has no document {min(missing)}: nothing erased")
    connection.execute(update(documents).where(*there).values(characters=0, body=None, body_sha256=None))


def unpack(row: Any) -> tuple[str | None, str | None]:
    """(what is wrong with the row, its text): one of the two is None."""
    body = row["body"]
    if not isinstance(body, bytes) or hashlib.sha256(body).hexdigest() != row["body_sha256"]:
        return "was altered: its stored bytes do not have the stored hash", None
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(body, MAX_BYTES).decode("utf-8")
    except (zlib.error, UnicodeDecodeError) as error:
        return f"cannot be unpacked ({error})", None
    if document_hash(text) != row["sha256"]:
        return "was altered: its text does not have the hash that it is filed under", None
    if len(text) != row["characters"]:
        return f"has {len(text)} characters, not {row['characters']}", None
    return None, text


def _encoded(text: str) -> tuple[str, tuple[bytes, int]]:
    """(address, (UTF-8, characters)) of a text."""
    try:
        utf8 = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(f"a text cannot be stored: {error}") from None
    if len(utf8) > MAX_BYTES:
        raise InputError(f"a text of {len(utf8):,} bytes cannot be stored: {MAX_BYTES:,} is the most")
    return hashlib.sha256(utf8).hexdigest(), (utf8, len(text))
