"""Which titles of one person are one office, and how a cell's values are written. Pure.

"president", "President of Kyrgyzstan" and "acting president" of one person are one cell; "vice president" is another.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from tracker.projections.words import ARTICLES, Countries, listed, thing, tokens

PASSING = listed("acting interim former ex outgoing incumbent current new then elect ousted deposed toppled")
"""Words that say how an office is held, not which one it is."""

STANDING_IN = listed("acting interim")


def office_key(title: str, countries: Countries) -> tuple[str, ...]:
    """The words of an office that tell it from others: no articles, no country, not how it is held."""
    what, _ = thing(title.replace("-", " "), countries)
    words = [w for w in (what.split() or tokens(title)) if w not in ARTICLES]
    kept = tuple(w for w in words if w not in PASSING)
    return kept or tuple(words) or (title,)


def office_cells(titles: Iterable[str], countries: Countries) -> dict[str, tuple[str, ...]]:
    """Of one person's titles, the key of the office that each names: where one key begins another, the shorter one."""
    keys = {title: office_key(title, countries) for title in titles}
    distinct = sorted(set(keys.values()), key=lambda k: (len(k), k))
    return {title: next(d for d in distinct if key[: len(d)] == d) for title, key in keys.items()}


def shown_title(title: str, key: tuple[str, ...], names: dict[tuple[str, ...], str]) -> str:
    """The office as an answer writes it: its plain name, with "acting" or "interim" where the claim says so."""
    before = itertools.takewhile(lambda w: w in PASSING | ARTICLES, tokens(title))
    held = [w for w in before if w in STANDING_IN]
    return " ".join([*held[:1], names[key]])


def plain_title(titles: Iterable[str], key: tuple[str, ...]) -> str:
    """The shortest title of an office without the words that say how it is held, as articles write it."""
    plain = []
    for title in titles:
        words = title.split()
        while len(words) > 1 and all(w in PASSING | ARTICLES for w in tokens(words[0])):
            words = words[1:]
        plain.append(" ".join(words))
    return min(plain, key=lambda t: (len(tokens(t)), t[:1].isupper(), t)) if plain else " ".join(key)
