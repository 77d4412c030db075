"""One record, a line of JSON or a bare text, made into an `Article`: its id, outlet, publication time and title."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from msgspec import Struct

from tracker.model.article import Article
from tracker.model.errors import InputError
from tracker.model.time import parse_zone
from tracker.sources.page import dateline_of, title_of
from tracker.sources.published import Published, given, stated
from tracker.sources.rejection import Refused, quoted
from tracker.sources.text import as_stored, not_utf8, read_text

KEYS = ("id", "url", "outlet", "title", "published_at", "timezone", "text", "html", "file")
LONGEST_ID = 200
LONGEST = {"outlet": 200, "title": 1000, "url": 4000, "timezone": 100, "published_at": 100, "file": 4096}
"""Characters of a record's values."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_JSON_NAMES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}


class Defaults(Struct, frozen=True):
    """What holds for records that do not say it themselves. `now` (UTC): nothing is published after it."""

    now: datetime
    outlet: str | None = None
    published: datetime | None = None
    timezone: str | None = None


class Record(Struct, frozen=True, kw_only=True):
    """An article's text and what its source says about it."""

    id: str
    text: str
    outlet: str | None = None
    published_at: str | None = None
    timezone: str | None = None
    title: str | None = None
    url: str | None = None


def article_of(record: Record, defaults: Defaults) -> Article:
    """The article of a record. Raises `Refused`, naming all that is missing at once."""
    timezone = record.timezone or defaults.timezone
    own = _zone(timezone) if timezone else None
    outlet = record.outlet or defaults.outlet or _agency(record.text)
    problems = [] if outlet else ['no outlet is given and the text names none: give --outlet NAME or the key "outlet"']
    published = None
    try:
        published = _published(record, own, defaults)
    except Refused as problem:
        problems.append(str(problem))
    if outlet is None or published is None:
        raise Refused("; ".join(problems))
    return Article(
        id=record.id,
        text=record.text,
        outlet=outlet,
        published_at=published.at,
        published_basis=published.basis,
        timezone=timezone,
        title=record.title or title_of(record.text),
        url=record.url,
    )


def record_of(line: bytes, folder: Path) -> Record:
    """The record of one line of JSON; its `file` lies in `folder`. Raises `Refused`."""
    values = _values(_parsed(line))
    text = _text(values, folder)
    return Record(
        id=_id(values, text),
        text=text,
        outlet=values.get("outlet"),
        published_at=values.get("published_at"),
        timezone=values.get("timezone"),
        title=values.get("title"),
        url=values.get("url"),
    )


def file_named(line: bytes, folder: Path) -> Path | None:
    """The file that a line of an index names, if it is one that the line may name."""
    if b'"file"' not in line:  # most lines of most indexes: not worth parsing twice
        return None
    try:
        values = _values(_parsed(line))
        return _inside(values["file"], folder) if "file" in values and "text" not in values else None
    except Refused:
        return None


def is_id(name: str) -> bool:
    """Whether a name can be an article's id: 1 to 200 printable characters, no blanks at its ends."""
    return 0 < len(name) <= LONGEST_ID and name.isprintable() and name == name.strip()


def digest(text: str) -> str:
    """The first 12 hex digits of a SHA-256, for an id where no name can be one."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Refused(not_utf8(error)) from None
    except json.JSONDecodeError as error:
        raise Refused(f"invalid JSON at column {error.colno}: {error.msg}; write one object a line") from None
    except RecursionError:
        raise Refused("invalid JSON: nested too deeply; write one flat object a line") from None
    except ValueError as error:  # a number of thousands of digits
        raise Refused(f"invalid JSON: {error}") from None
    if not isinstance(value, dict):
        shown = _JSON_NAMES.get(type(value), "null" if value is None else "a string")
        raise Refused(f'not a JSON object but {shown}: write {{"id": …, "text": …}} on each line')
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def _values(found: dict[str, Any]) -> dict[str, str]:
    """The keys that the record has, of those that are known, as strings fit to be stored. Null and blank count as absent."""
    values: dict[str, str] = {}
    for key in KEYS:
        value = found.get(key)
        if value is None:
            continue
        if not isinstance(value, str):
            raise Refused(f'"{key}" is {_JSON_NAMES[type(value)]}: it must be a string')
        if key == "id" and not is_id(value):
            raise Refused(
                f'"id" is {quoted(value)}: it must be 1 to {LONGEST_ID} printable characters, no blanks around'
            )
        if key in ("text", "html", "id"):
            values[key] = value
        elif bare := _one_line(key, value):
            values[key] = bare
    return values


def _one_line(key: str, value: str) -> str:
    """A short value without line breaks or blanks around it."""
    bare = value.strip() if key == "file" else " ".join(value.split())
    try:
        bare.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(f'"{key}" has a lone surrogate at character {error.start}: write it as valid Unicode') from None
    if _CONTROL.search(bare):
        raise Refused(f'"{key}" has control characters: {quoted(bare)}')
    if len(bare) > LONGEST[key]:
        raise Refused(f'"{key}" is longer than {LONGEST[key]} characters: {quoted(bare)}')
    return bare


def _text(values: dict[str, str], folder: Path) -> str:
    """The record's text: its `text`, else its `file`'s."""
    if "text" in values:
        try:
            return as_stored(values["text"])
        except Refused as problem:
            raise Refused(f'"text": {problem}') from None
    if "file" in values:
        return _file_text(values["file"], folder)
    if "html" in values:
        raise Refused('"html": web pages come with a later version; give the article\'s text as "text" or "file"')
    raise Refused('the keys "text" and "file" are missing: give the text in one of them')


def _file_text(name: str, folder: Path) -> str:
    path, shown = _inside(name, folder), f'"file" {quoted(name)}'
    try:
        if path.is_dir():
            raise Refused(f"{shown} is a folder: name a text file")
        if not path.exists():
            raise Refused(f"{shown} does not exist: correct the index or add the file")
        if not path.is_file():
            raise Refused(f"{shown} is no regular file: name a text file")
        with path.open("rb") as stream:
            return read_text(stream)
    except OSError as error:
        raise Refused(f"{shown} cannot be read ({error.strerror}): mend it or its permissions") from None
    except Refused as problem:
        raise problem if str(problem).startswith(shown) else Refused(f"{shown}: {problem}") from None


def _inside(name: str, folder: Path) -> Path:
    """The file's real path. Raises `Refused` unless it lies in the index's folder, symbolic links followed."""
    shown = f'"file" {quoted(name)}'
    windows = PureWindowsPath(name)
    if PurePosixPath(name).is_absolute() or windows.drive or windows.root:
        raise Refused(f"{shown} is absolute: write it relative to the index, whose folder it may not leave")
    if ".." in windows.parts:
        raise Refused(f"{shown} leaves the index's folder: move the file there, or the index")
    try:
        real, home = (folder / name).resolve(), folder.resolve()
    except (OSError, RuntimeError, ValueError):  # a name too long, links in a circle
        raise Refused(f"{shown} cannot be followed: name a text file") from None
    if not real.is_relative_to(home):
        raise Refused(f"{shown} leaves the index's folder through a symbolic link: move the file there")
    return real


def _id(values: dict[str, str], text: str) -> str:
    if "id" in values:
        return values["id"]
    if "url" in values:
        return values["url"] if is_id(values["url"]) else f"url-{digest(values['url'])}"
    if "file" in values and "text" not in values:
        return id_of_file(PureWindowsPath(values["file"]).as_posix())
    return f"text-{digest(text)}"


def id_of_file(name: str) -> str:
    """The id of an article that only its file names: the same for every revision of the file."""
    return name if is_id(name) else f"file-{digest(name)}"


def _zone(name: str) -> ZoneInfo:
    try:
        return parse_zone(name)
    except InputError as error:
        raise Refused(f'"timezone": {error}') from None


def _published(record: Record, own: ZoneInfo | None, defaults: Defaults) -> Published:
    if record.published_at:
        return given(record.published_at, own, defaults.now)
    if defaults.published:
        return Published(defaults.published, "given")
    return stated(record.text, own, defaults.now)


def _agency(text: str) -> str | None:
    dateline = dateline_of(text)
    return dateline.agency if dateline else None
