"""Which of many words may spell one name: candidates by what is left of a word when letters are taken out. Pure.

Two words at most k edits apart share a form with at most k letters deleted (Garbe's symmetric delete), so that each word
meets only the few that may be near it, and a story's names are compared in linear time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

SHORTEST = 5
"""Letters. Shorter words are only equal to themselves; for places, see `shortest`."""
LONG = 9
"""From so many letters on, two may differ."""


@lru_cache(maxsize=1 << 16)
def near(a: str, b: str, *, shortest: int = SHORTEST) -> bool:
    """Whether two words may spell one name: equal, or at most one letter apart (two from nine letters on), the same
    first letter, and not merely with another ending in a vowel ("Ivanov", "Ivanova" are two people)."""
    if a == b:
        return True
    if not a or not b or a[0] != b[0] or min(len(a), len(b)) < shortest:
        return False
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    if long[:-1] == short and long[-1] in "aeiou":
        return False
    most = 2 if len(short) >= LONG else 1
    from rapidfuzz.distance import Levenshtein  # a question that resolves no names does not wait for it

    return Levenshtein.distance(a, b, score_cutoff=most) <= most


class Spellings:
    """Words, and for each the others that are near it."""

    def __init__(self, words: Iterable[str], *, shortest: int = SHORTEST) -> None:
        self.shortest = shortest
        self.words = frozenset(words)
        self._by_form: dict[str, set[str]] = defaultdict(set)
        for word in self.words:
            for form in _forms(word, shortest):
                self._by_form[form].add(word)

    def near(self, word: str) -> list[str]:
        """The words that may spell the same name, itself included where it is one of them, sorted."""
        found = {other for form in _forms(word, self.shortest) for other in self._by_form.get(form, ())}
        found |= {word} & self.words
        return sorted(other for other in found if near(word, other, shortest=self.shortest))


@lru_cache(maxsize=1 << 14)
def _forms(word: str, shortest: int) -> frozenset[str]:
    """The word with no, one or (where it is long) two letters left out; none of a word too short to be misspelt."""
    if len(word) < shortest:
        return frozenset()
    # The first letter has to agree, so it stays
    once = [(word[:at] + word[at + 1 :], at) for at in range(1, len(word))]
    twice = (
        [less[:at] + less[at + 1 :] for less, gone in once for at in range(gone, len(less))]
        if len(word) >= LONG
        else []
    )
    return frozenset([word, *(less for less, _ in once), *twice])
