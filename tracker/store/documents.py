"""Documents: the texts of articles, addressed by what they say. The same text of a story is stored once."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from tracker.model.article import document_hash
from tracker.model.errors import DatabaseError
from tracker.store.database import insert_for
from tracker.store.tables import documents

MAX_CHARACTERS = 100_000_000
"""More than any article: a body that unpacks to more is damaged or hostile."""


def put(connection: Connection, story: str, texts: Iterable[str]) -> None:
    """Store texts that are not there yet. Called by the event log, inside the transaction of the events that name them."""
    rows = []
    for text in texts:
        body = zlib.compress(text.encode("utf-8"), 6)
        rows.append(
            {
                "story": story,
                "sha256": document_hash(text),
                "characters": len(text),
                "body": body,
                "body_sha256": hashlib.sha256(body).hexdigest(),
            }
        )
    if rows:
        present = select(documents.c.sha256).where(
            documents.c.story == story, documents.c.sha256.in_([row["sha256"] for row in rows])
        )
        have = set(connection.execute(present).scalars())
        missing = {row["sha256"]: row for row in rows if row["sha256"] not in have}
        if missing:
            connection.execute(insert_for(connection.dialect.name, documents), list(missing.values()))


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
    """Delete the words, keep the row. The database refuses it unless an `ArticleErased` event names the document."""
    forgotten = [{"document": sha256} for sha256 in hashes]
    if not forgotten:
        return
    forget = (
        update(documents)
        .where(documents.c.story == story, documents.c.sha256 == bindparam("document"))
        .values(body=None, body_sha256=None)
    )
    connection.execute(forget, forgotten)


def unpack(row: Any) -> tuple[str | None, str | None]:
    """(what is wrong with the row, its text): one of the two is None."""
    body = bytes(row["body"])
    if hashlib.sha256(body).hexdigest() != row["body_sha256"]:
        return "was altered: its stored bytes do not have the stored hash", None
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(body, MAX_CHARACTERS).decode("utf-8")
    except (zlib.error, UnicodeDecodeError) as error:
        return f"cannot be unpacked ({error})", None
    if document_hash(text) != row["sha256"]:
        return "was altered: its text does not have the hash that it is filed under", None
    if len(text) != row["characters"]:
        return f"has {len(text)} characters, not {row['characters']}", None
    return None, text
