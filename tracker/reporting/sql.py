"""`tracker sql`: one SELECT of an analyst's, answered from either back end alike. It can only read (`reporting.readers`).

The same text serves both: the views may be written `report_claims` or `report.claims`, values are given as `:name`,
instants come back as UTC.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tracker.model.errors import InputError
from tracker.model.time import parse_instant
from tracker.reporting.readers import Budget, Fetch, reader
from tracker.store.catalog import VIEWS
from tracker.store.database import Database
from tracker.store.tables import instant_text

PAGE = 1000
STARTS = ("SELECT", "WITH", "VALUES")

_TOKEN = re.compile(
    r"""
    (?P<kept>'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/)
  | \breport(?:_|\s*\.\s*)(?P<view>VIEWS)\b
  | (?<![:\w]):(?P<param>[A-Za-z_]\w*)
    """.replace("VIEWS", "|".join(VIEWS)),
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_LEAD = re.compile(r"(?:\s|\(|--[^\n]*(?:\n|$)|/\*.*?\*/)*", re.DOTALL)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?")


class Answer:
    """The rows of a statement, read as they are asked for. `cut`: known when they are exhausted; some were left out."""

    def __init__(self, columns: list[str], fetch: Fetch, limit: int | None) -> None:
        self.columns = _distinct(columns)
        self.cut = False
        self._fetch, self._limit = fetch, limit

    def __iter__(self) -> Iterator[dict[str, Any]]:
        given = 0
        while page := self._fetch(PAGE if self._limit is None else min(PAGE, self._limit - given + 1)):
            for row in page:
                if given == self._limit:
                    self.cut = True
                    return
                given += 1
                yield dict(zip(self.columns, map(_plain, row), strict=True))


@contextlib.contextmanager
def ask(
    database: Database,
    statement: str,
    params: Mapping[str, str] | None = None,
    *,
    limit: int | None = 1000,
    seconds: float = 30.0,
) -> Iterator[Answer]:
    """Answer one statement; at most `limit` rows (None: all), and `seconds` of the database's time.

    `params` are the values of its `:name`s, as text: numbers and times are understood where the statement compares them
    with such. Raises `InputError` for what the statement does wrong, also for any attempt to write.
    """
    text, values = translate(statement, dict(params or {}), database.engine.dialect.name)
    with reader(database, text, values, Budget(seconds, seconds)) as (columns, fetch):
        yield Answer(columns, fetch, limit)


def translate(statement: str, params: dict[str, str], dialect: str) -> tuple[str, dict[str, Any]]:
    """The statement and the values of its parameters as that back end takes them; raises `InputError`."""
    text = statement.strip().rstrip("; \t\r\n")
    start = re.match(r"\w*", text[_LEAD.match(text).end() :]).group().upper()  # type: ignore[union-attr]
    if not text:
        raise InputError('there is no statement: write one like "SELECT * FROM report_states_now"')
    if re.search("[\0\ud800-\udfff]", text):
        raise InputError("the statement holds characters that are no text: write it in UTF-8")
    if start not in STARTS:
        raise InputError(
            f"refused, `tracker sql` can only read: begin with SELECT, WITH or VALUES, not {start or text[0]}"
        )
    sqlite, used = dialect == "sqlite", set()

    def replaced(found: re.Match[str]) -> str:
        if view := found["view"]:
            return f"report{'_' if sqlite else '.'}{view.lower()}"
        if name := found["param"]:
            used.add(name)
            return f":{name}" if sqlite else f"%({name})s"
        return _percent(found[0], escape)

    escape = not sqlite and bool(params)  # psycopg takes `%` for a parameter only where there are some
    pieces, end = [], 0
    for found in _TOKEN.finditer(text):
        pieces += [_percent(text[end : found.start()], escape), replaced(found)]
        end = found.end()
    _check_params(used, set(params))
    values = {name: _sqlite_value(value) if sqlite else value for name, value in params.items()}
    return "".join([*pieces, _percent(text[end:], escape)]), values


def _percent(text: str, escape: bool) -> str:
    return text.replace("%", "%%") if escape else text


def _check_params(used: set[str], given: set[str]) -> None:
    if missing := sorted(used - given):
        raise InputError(f"the statement needs a value for :{missing[0]}: give it with -p {missing[0]} VALUE")
    if unused := sorted(given - used):
        raise InputError(f"the statement has no :{unused[0]}, but -p {unused[0]} gives it a value")


def _sqlite_value(value: str) -> int | float | str:
    """A parameter for SQLite, which compares by type and keeps instants as text of fixed width."""
    if value == "now":
        return instant_text(datetime.now(UTC))
    if _DATE.fullmatch(value):
        return instant_text(parse_instant(value))
    if re.fullmatch(r"-?(0|[1-9]\d{0,17})", value):
        return int(value)
    return float(value) if re.fullmatch(r"-?\d+\.\d+", value) else value


def _plain(value: Any) -> Any:
    """A cell of an answer as JSON and CSV can hold it."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return datetime.fromisoformat(value) if _INSTANT.fullmatch(value) else value
        case float():
            return value if math.isfinite(value) else str(value)
        case Decimal():
            return _plain(int(value) if value == value.to_integral_value() else float(value))
        case datetime():
            return value.astimezone(UTC) if value.tzinfo else value.isoformat(sep=" ")
        case bytes() | memoryview():
            return bytes(value).hex()
        case list() | tuple():
            return [_plain(each) for each in value]
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case _:
            return str(value)


def _distinct(names: list[str]) -> list[str]:
    """Column names, the second of the same name as `name_2`."""
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return distinct
