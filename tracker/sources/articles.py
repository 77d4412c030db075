"""The way in for files, folders, standard input and JSON Lines: one stream of `Article`s and `Rejected`s.

Lines and files are read one at a time. What grows with the input is one short note per record, by which an id that
comes twice is noticed, and the names of a folder's files.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from tracker.model.article import Article
from tracker.model.errors import InputError
from tracker.model.time import as_utc, isoformat, parse_zone
from tracker.sources.inputs import Source, check_paths, count_lines, sources_of
from tracker.sources.lines import MAX_LINE, peeked, read_lines
from tracker.sources.published import SKEW
from tracker.sources.records import LONGEST, Defaults, Record, article_of, digest, id_of_file, record_of
from tracker.sources.rejection import Refused, Rejected, printable, quoted, rejected
from tracker.sources.text import read_text


def read_articles(
    paths: Sequence[str | Path],
    *,
    outlet: str | None = None,
    published: datetime | None = None,
    timezone: str | None = None,
    now: datetime | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Rejected]:
    """Every article that the paths hold, in order, and a `Rejected` in the place of each record that is none.

    `paths`: text files, folders, JSON Lines, `-` for standard input (`stdin`). `outlet`, `published` (UTC) and `timezone`
    (IANA) hold for records that give none themselves; `now`: nothing may be published more than an hour after it.
    A record with the id of an earlier one is `Rejected` if its text differs, and an article again if not.

    Raises `InputError`, before the first record, for a path that does not exist or cannot be read and for an option
    that cannot be.
    """
    defaults = _defaults(outlet, published, timezone, as_utc(now) if now else datetime.now(UTC))
    check_paths(paths)
    return _unambiguous(_read_all(list(paths), defaults, stdin))


def count_records(paths: Sequence[str | Path]) -> int | None:
    """How many results `read_articles` will yield; None where only reading can tell. Raises `InputError` as it does."""
    check_paths(paths)
    count = 0
    for source in sources_of(paths):
        if source.kind == "stream":
            return None
        try:
            count += count_lines(source.path) if source.kind == "index" and source.path else 1
        except OSError:
            count += 1
    return count


def _defaults(outlet: str | None, published: datetime | None, timezone: str | None, now: datetime) -> Defaults:
    if timezone is not None:
        try:
            parse_zone(timezone)
        except InputError as error:
            raise InputError(f"--timezone: {error}") from None
    if outlet is not None:
        outlet = " ".join(outlet.split())
        if not outlet or len(outlet) > LONGEST["outlet"] or not outlet.isprintable():
            raise InputError(f"--outlet {quoted(outlet)} is no name: 1 to {LONGEST['outlet']} printable characters")
    if published is not None:
        published = as_utc(published)
        if published > now + SKEW:
            raise InputError(f"--published {isoformat(published)} is in the future: give the time of publication")
    return Defaults(now, outlet, published, timezone)


def _read_all(
    paths: list[str | Path], defaults: Defaults, stdin: BinaryIO | None
) -> Iterator[tuple[str, Article | Rejected]]:
    """Every result with the place of its record."""
    for source in sources_of(paths):
        try:
            if source.path is None:
                yield from _stream(source, stdin or sys.stdin.buffer, defaults)
            elif source.kind == "unreadable":
                yield source.shown, rejected(source.shown, "the folder cannot be read: mend its permissions")
            elif source.kind == "page":
                why = "web pages come with a later version: give the article's text as a .txt file or in JSON Lines"
                yield source.shown, rejected(source.shown, why)
            else:
                with source.path.open("rb") as stream:
                    yield from _opened(source, stream, defaults)
        except OSError as error:
            yield (
                source.shown,
                rejected(source.shown, f"cannot be read ({error.strerror or error}): mend it and try again"),
            )


def _opened(source: Source, stream: BinaryIO, defaults: Defaults) -> Iterator[tuple[str, Article | Rejected]]:
    match source.kind:
        case "index":
            return _index(source, stream, defaults)
        case "text":
            return _text(source, stream, defaults)
        case _:
            return _stream(source, stream, defaults)


def _stream(source: Source, stream: BinaryIO, defaults: Defaults) -> Iterator[tuple[str, Article | Rejected]]:
    """JSON Lines where the first character that is no white space is `{`; otherwise one text."""
    first, again = peeked(stream)
    return (_index if first == b"{" else _text)(source, again, defaults)


def _text(source: Source, stream: BinaryIO, defaults: Defaults) -> Iterator[tuple[str, Article | Rejected]]:
    try:
        text = read_text(stream)
        name = id_of_file(source.name) if source.path else f"stdin-{digest(text)}"
        result: Article | Rejected = article_of(Record(id=name, text=text), defaults)
    except Refused as problem:
        result = rejected(source.shown, problem)
    yield source.shown, result


def _index(source: Source, stream: BinaryIO, defaults: Defaults) -> Iterator[tuple[str, Article | Rejected]]:
    folder = source.path.parent if source.path else Path()
    empty = True
    for number, line in read_lines(stream):
        where = f"{source.shown}:{number}"
        if line is None:
            empty = False
            yield where, rejected(where, f'the line is longer than {MAX_LINE // 1_000_000} MB: split it or use "file"')
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        empty = False
        try:
            yield where, article_of(record_of(line, folder), defaults)
        except Refused as problem:
            yield where, rejected(where, problem)
    if empty:
        yield source.shown, rejected(source.shown, "is empty: write one JSON object a line")


def _unambiguous(results: Iterator[tuple[str, Article | Rejected]]) -> Iterator[Article | Rejected]:
    """Refuse an id that comes again with another text: which of the two is meant, nobody could tell later."""
    seen: dict[str, tuple[bytes, str]] = {}
    for where, result in results:
        if isinstance(result, Article):
            document = bytes.fromhex(result.document)
            first, place = seen.setdefault(result.id, (document, where))
            if first != document:
                came = f"id {quoted(result.id)} came first at {printable(place, 200)} with another text"
                result = rejected(where, f"{came}: give each article its own id")
        yield result
