"""A record that could not be read: where it is, what is wrong with it and what to do, on one line."""

from __future__ import annotations

from msgspec import Struct

MAX_WHY = 600


class Rejected(Struct, frozen=True):
    """A record that is not an article. `where`: its file and line ("index.jsonl:3", "notes/a.txt", "stdin"); `why`: one line."""

    where: str
    why: str


class Refused(Exception):
    """Raised inside `sources` with the words of a `Rejected.why`; never leaves the package."""


def rejected(where: str, why: object) -> Rejected:
    """A `Rejected` whose parts fit on one line of a terminal, whatever the input put into them."""
    return Rejected(printable(where), printable(str(why), MAX_WHY))


def printable(text: str, limit: int = 4096) -> str:
    """The text on one line, cut to `limit` characters; line breaks, controls and lone surrogates as escapes."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def quoted(text: str, limit: int = 80) -> str:
    """What the input said, in quotes, short enough for a message."""
    return f"'{printable(text, limit)}'"
