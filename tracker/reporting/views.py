"""The SQL views that analysts ask: one file each under `views/`, which is the text of today.

A file is one SELECT. The comment at its top describes the view, the one behind each `AS column` that column; on
PostgreSQL both become comments of the database. `{…}` stands for what the back ends write differently: see `DIALECTS`.
Migrations carry frozen copies.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from tracker.store.catalog import VIEWS

FOLDER = Path(__file__).parent / "views"
DIALECTS = {
    "sqlite": {"now": "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"},
    "postgresql": {"now": "now()"},
}


class View(Struct, frozen=True):
    """A view: what it is called without prefix or schema, what it holds, and its columns with theirs."""

    name: str
    comment: str
    columns: dict[str, str]
    text: str

    def select(self, dialect: str) -> str:
        """Its SELECT in that back end's SQL."""
        text = self.text
        for word, sql in DIALECTS[dialect].items():
            text = text.replace("{" + word + "}", sql)
        return text


def views() -> list[View]:
    """All views, as their files describe them."""
    return [parse(name, (FOLDER / f"{name}.sql").read_text("utf-8")) for name in VIEWS]


def parse(name: str, text: str) -> View:
    """The view that a file's text defines."""
    head = re.match(r"(?:--[^\n]*\n)+", text)
    comment = re.sub(r"^--\s?", "", head.group(), flags=re.M) if head else ""
    columns = dict(re.findall(r"\bAS (\w+),?\s+-- (.+)$", text, flags=re.M))
    return View(name, " ".join(comment.split()), columns, text)
