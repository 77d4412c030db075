"""Which words a regular expression cannot match without: a text that has none of them need not be searched.

Patterns that begin with optional words are tried by `re` at every character; looking for a literal costs a hundredth.
What a pattern needs is derived from the pattern itself, so that no list has to be kept in step with it. Not for
patterns that any text may match: those need nothing, and are always searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

MOST = 300
"""Literals that a set may have; what would need more is not told."""
FEW = 30
"""Literals that are looked for one by one; more than that are one expression."""
FOLDS = str.maketrans({"ſ": "s", "ı": "i", "İ": "i", "\N{KELVIN SIGN}": "k"})
"""The letters that match an ASCII letter where case is ignored."""
Literals = frozenset[str]


class Filtered:
    """A pattern with what it needs. `search` and `finditer` give what the pattern's own would."""

    __slots__ = ("needed", "one_of", "pattern")

    def __init__(self, pattern: re.Pattern[str], outline: str = "") -> None:
        """`outline`: an expression that matches more than the pattern, to tell it from where that one is long."""
        found = sorted(needed(outline or pattern.pattern, pattern.flags))
        self.pattern = pattern
        self.needed = tuple(found) if len(found) <= FEW else ()
        self.one_of = re.compile("|".join(map(re.escape, found))) if len(found) > FEW else None

    def may_match(self, text: str) -> bool:
        """Whether a match is possible at all."""
        if self.one_of is not None:
            return self.one_of.search(folded(text)) is not None
        if not self.needed:
            return True
        low = folded(text)
        return any(literal in low for literal in self.needed)

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text) if self.may_match(text) else iter(())


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """The text in small letters, with digits of any script as 0."""
    if text.isascii():
        return text.lower()
    low = text.translate(FOLDS).lower()
    return "".join("0" if c.isdecimal() and not c.isascii() else c for c in low)


def needed(expression: str, flags: int) -> Literals:
    """Folded literals one of which every match of the expression contains; none where that cannot be told."""
    try:
        # There is no public parser of regular expressions in the standard library (`sre_parse` is the same, deprecated)
        from re import _parser  # type: ignore[attr-defined]

        tree = _parser.parse(expression, flags)
        return _best(_candidates(tree)) or frozenset()
    except (ImportError, AttributeError, KeyError):  # another Python's parser: search always
        return frozenset()


def _plain(found: Literals) -> Literals:
    """Without the literals that begin with another one of the set, which would say no more."""
    return frozenset(a for a in found if not any(a[:n] in found for n in range(1, len(a))))


def _best(candidates: list[Literals]) -> Literals | None:
    """The set least likely to be met by chance; None for none that says anything."""
    chosen = min(map(_plain, candidates), key=_chance, default=None)
    return chosen if chosen is not None and _chance(chosen) < 1 else None


def _chance(literals: Literals) -> float:
    return sum(0.1 * 0.3 ** len(word) if word.isdigit() else 9 * 0.2 ** len(word) for word in literals)


def _candidates(tree: Any) -> list[Literals]:
    """Sets of literals each of which a match of the sequence needs one of: what stands between its parts of any text."""
    found: list[Literals] = []
    run: Literals = frozenset([""])
    for item in tree:
        exact = _exact(item)
        grown = frozenset(a + b for a in run for b in exact) if exact and len(run) * len(exact) <= MOST else None
        found.append(run)
        if grown is not None:
            run = grown
            continue
        run = exact if exact is not None else frozenset([""])
        inner = _inside(item) if exact is None else None
        if inner is not None:
            found.append(inner)
    return [row for row in [*found, run] if "" not in row]


def _exact(item: Any) -> Literals | None:
    """All texts that a part of a pattern can match, folded; None for too many."""
    kind, value = str(item[0]), item[1]
    if kind in ("AT", "ASSERT", "ASSERT_NOT"):
        return frozenset([""])
    if kind == "LITERAL":
        return _letters([chr(value)])
    if kind == "IN":
        return _class(value)
    if kind == "SUBPATTERN":
        return _sequence(value[-1])
    if kind == "BRANCH":
        return _union([_sequence(branch) for branch in value[1]])
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and int(value[1]) <= 4:
        one = _sequence(value[2])
        return _repeated(one, int(value[0]), int(value[1])) if one is not None else None
    return None


def _letters(letters: list[str]) -> Literals | None:
    if any(not c.isascii() and c.lower() != c.upper() for c in letters):
        return None
    return frozenset(c.lower() for c in letters)


def _class(parts: Any) -> Literals | None:
    letters: list[str] = []
    for kind, value in ((str(kind), value) for kind, value in parts):
        if kind == "LITERAL":
            letters.append(chr(value))
        elif kind == "RANGE" and value[1] - value[0] < 12:
            letters += [chr(c) for c in range(value[0], value[1] + 1)]
        elif kind == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            letters += "0123456789"
        else:
            return None
    return _letters(letters)


def _sequence(tree: Any) -> Literals | None:
    run: Literals = frozenset([""])
    for item in tree:
        exact = _exact(item)
        if exact is None or len(run) * len(exact) > MOST:
            return None
        run = frozenset(a + b for a in run for b in exact)
    return run


def _union(sets: list[Literals | None]) -> Literals | None:
    known = [row for row in sets if row is not None]
    found = frozenset[str]().union(*known)
    return found if len(known) == len(sets) and len(found) <= MOST else None


def _repeated(one: Literals, least: int, most: int) -> Literals | None:
    found, run = set[str](), frozenset([""])
    for count in range(most + 1):
        found |= run if count >= least else set()
        if count == most:
            break
        if len(run) * len(one) > MOST:
            return None
        run = frozenset(a + b for a in run for b in one)
    return frozenset(found) if len(found) <= MOST else None


def _inside(item: Any) -> Literals | None:
    """What a part of a pattern that can match many texts needs."""
    kind, value = str(item[0]), item[1]
    if kind == "SUBPATTERN":
        return _best(_candidates(value[-1]))
    if kind == "BRANCH":
        rows = [_best(_candidates(branch)) for branch in value[1]]
        return _union(list(rows))
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] >= 1:
        return _best(_candidates(value[2]))
    if kind == "ATOMIC_GROUP":
        return _best(_candidates(value))
    return None
