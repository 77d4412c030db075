"""How answers are printed: tables for people, CSV, JSON and JSON Lines for programs."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
import msgspec

from tracker.model.time import isoformat

ROW_FORMATS = ("table", "json", "jsonl", "csv")


def plain(value: Any) -> Any:
    """Structs as dictionaries and lists; instants stay as they are."""
    return msgspec.to_builtins(value, builtin_types=(datetime,))


def as_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text; instants as ISO 8601 in UTC with Z; other scripts as themselves."""
    return json.dumps(plain(value), ensure_ascii=False, indent=indent, default=_default)


def print_rows(rows: Iterable[Mapping[str, Any]], format_: str, *, columns: Sequence[str] | None = None) -> None:
    """Print rows of the same keys in one of `ROW_FORMATS`; `columns` chooses and orders those of a table or CSV."""
    match format_:
        case "jsonl":
            for row in rows:
                click.echo(as_json(row))
        case "json":
            click.echo(as_json(list(rows), indent=2))
        case "csv":
            _print_csv(rows, columns)
        case _:
            _print_table(list(rows), columns)


def table(rows: Sequence[Sequence[Any]], headers: Sequence[str], *, width: int | None = None) -> str:
    """A plain table, cells wrapped so that it fits the terminal (or `width` columns)."""
    from tabulate import tabulate

    cells = [[_cell(value) for value in row] for row in rows]
    text: str = tabulate(
        cells,
        headers=list(headers),
        tablefmt="simple",
        disable_numparse=True,
        maxcolwidths=_widths(cells, headers, width),
    )
    return text


@contextmanager
def progress(label: str, length: int | None) -> Iterator[Any]:
    """A progress bar on standard error where that is a terminal, nothing in a pipe; `.update(n)` moves it."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=length or 0, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield bar


def shown(instant: datetime | None) -> str:
    """An instant for a person, to the second, or the minute where that loses nothing: `2010-04-08 18:00Z`."""
    if instant is None:
        return ""
    text = isoformat(instant.replace(microsecond=0))
    return text[:16].replace("T", " ") + "Z" if text.endswith(":00Z") else text.replace("T", " ")


def safe(text: str) -> str:
    """A text of an article for a terminal, on one line: no control character of it gets through."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] | None) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    head = list(columns or ())
    if head:
        writer.writerow(head)
    for row in rows:
        if not head:
            head = list(row)
            writer.writerow(head)
        writer.writerow([_csv_cell(row.get(column)) for column in head])


def _print_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None) -> None:
    if rows:
        head = list(columns or rows[0])
        click.echo(table([[row.get(column) for column in head] for row in rows], [c.replace("_", " ") for c in head]))


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return shown(value)
        case list() | tuple():
            return ", ".join(map(_cell, value))
        case dict():
            return as_json(value)
        case _:
            return safe(str(value))


def _csv_cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return isoformat(value)
    return as_json(value) if isinstance(value, (list, tuple, dict)) else value


def _widths(cells: Sequence[Sequence[str]], headers: Sequence[str], width: int | None) -> list[int | None]:
    """The widest columns give way until the table fits: the share of each is at least 12 characters."""
    room = (width or shutil.get_terminal_size((120, 24)).columns) - 2 * (len(headers) - 1)
    natural = [max([len(headers[i]), *(len(row[i]) for row in cells)]) for i in range(len(headers))]
    widths = list(natural)
    while sum(widths) > room and max(widths) > 12:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return [max(w, 1) for w in widths]


def _default(value: Any) -> Any:
    if isinstance(value, datetime):
        return isoformat(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
