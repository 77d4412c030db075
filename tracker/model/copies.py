"""Which paragraphs are copies of earlier ones: agency words that several outlets print, an outlet's own earlier version.

A paragraph is kept as a signature of 64 bytes; what resembles what is told from signatures alone. Pure. Whether two
claims in a paragraph and its copy are one and the same word is for others to say: docs/copies.md has the rules and figures.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import insort
from collections.abc import Hashable, Iterator
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Order = tuple[datetime, str]
"""When a paragraph was reported, and what decides between two of one instant: the canonical order of a story."""

SIMILAR = 0.5
"""From this similarity on a paragraph is taken for a copy; docs/copies.md has the measurements."""

WORDS = 12
"""A paragraph of fewer words has no signature: stock phrases and short quotes are everybody's."""

SHINGLE = 4
"""Words in a shingle. Of five, one edited word in twenty costs too much; three make formulas alike."""

BINS, FIGURES, NAMES = 44, 8, 12
"""Bytes of a signature: the sketch of its shingles, then marks of its figures and of its names."""

SIZE = BINS + FIGURES + NAMES

_PLAIN = str.maketrans("‘’‚‛“”„‟«»‐‑‒–—―−", '\'\'\'\'""""""-------')
_DATELINE = re.compile(
    r"""^.{0,160}?                                            # LONDON, May 8; also a stamp of the page before it
        \((?:[^()]{0,24}\b)?(?:Reuters|AP|AFP|CNN|UPI|PA|dpa|DPA|Xinhua|TASS|Interfax|ANSA|EFE|Kyodo|Bloomberg|IPS|KUNA
             |MENA|SANA|Associated\ Press|Agence\ France-Presse)(?:\ [^()]{0,24})?\)
        \s*[-:]{0,2}\s*
      | ^[A-Z][\w.'-]*(?:[ ,]+[\w.'-]+){0,7}\ -{1,2}\ (?=[A-Z"'])     # PORT ALBA, May 8 -- The
    """,
    re.VERBOSE,
)
_TOWN = re.compile(r"[A-Z][A-Z.'-]{2,}")
_CREDIT = re.compile(
    r"""^[\s("'*]*(?:(?:(?:additional|further)\ )?(?:reporting|writing|editing|compiled|written|edited|translation|photographs?)
        \ (?:by|for)\b | (?:copyright\b|©|\(c\)) )""",
    re.VERBOSE | re.IGNORECASE,
)
_STOPS = re.compile(r"\b((?:[^\W\d_]\.){2,})")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_WORD = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*")
_INSIDE = re.compile(r"""(?:(?<=[^.!?:;*("-]\ )|(?<=[^\ ]-))[^\Wa-z\d_][^\W\d_]*(?:'(?!s\b)[^\W\d_]+)*""", re.VERBOSE)
_DROPPED = re.compile(r"[aeiouyhw]|(.)(?=\1)")
_TITLES = frozenset(["mr", "mrs", "ms", "dr", "sir", "i"])

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_NUMBERS = {word: str(n) for n, word in enumerate([*_UNITS.split(), "eighteen", "nineteen"])} | {
    word: str(n)
    for word, n in {
        "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
        "dozen": 12, "dozens": 24, "scores": 40, "hundred": 100, "hundreds": 200, "thousand": 1000, "thousands": 2000,
        "million": 1000000, "millions": 2000000, "billion": 1000000000,
    }.items()
}  # fmt: skip


def signature(paragraph: str) -> bytes:
    """What is needed to recognise a paragraph again: `SIZE` bytes, the same on every machine and run.

    Empty for fewer than `WORDS` words (dateline and agency mark apart) and for lines that only name who wrote the text.
    The sketch is a one-permutation min-hash (Li, Owen & Zhang 2012): shingles fall into bins by their hash, and each bin
    keeps one byte of the least, 0 where it is empty.
    """
    text = _plain(paragraph)
    if _CREDIT.match(text):
        return b""
    words, figures, names = _read(text)
    if len(words) < WORDS:
        return b""
    least: list[int] = [0] * BINS
    for start in range(len(words) - SHINGLE + 1):
        shingle = " ".join(words[start : start + SHINGLE])
        rest, at = divmod(
            int.from_bytes(blake2b(shingle.encode(errors="surrogatepass"), digest_size=8).digest(), "big"), BINS
        )
        known = least[at]
        if not known or rest < known:
            least[at] = rest or 1
    sketch = bytes(rest % 255 + 1 if rest else 0 for rest in least)
    return sketch + _marks(figures, FIGURES) + _marks(names, NAMES)


def similarity(a: bytes, b: bytes) -> float:
    """The Jaccard index of the shingles of two paragraphs, estimated from their signatures, 0 to 1.

    The standard error is at most .08 for long paragraphs and vanishes for short ones. 0 where either has no signature.
    """
    if not a or not b:
        return 0.0
    x, y = int.from_bytes(a[:BINS], "big"), int.from_bytes(b[:BINS], "big")
    empty = (x | y).to_bytes(BINS, "big").count(0)
    return ((x ^ y).to_bytes(BINS, "big").count(0) - empty) / (BINS - empty)


def contradict(a: bytes, b: bytes) -> bool:
    """Whether each of two paragraphs has a figure that the other lacks, or each a name: 15 for 16, one town for another.

    What only one of them has is no contradiction: a copy may be shorter or longer. Of different figures or names about
    one in ten pass unseen, since marks may coincide.
    """
    return _apart(a, b, BINS, BINS + FIGURES) or _apart(a, b, BINS + FIGURES, SIZE)


def resemble(a: bytes, b: bytes, similar: float = SIMILAR) -> bool:
    """Whether one of two paragraphs may be a copy of the other, whichever is earlier."""
    return similarity(a, b) >= similar and not contradict(a, b)


class Copies(Generic[Key]):
    """Paragraphs by signature, and of each the original: *the earliest original that it resembles*; what resembles no
    earlier original is one itself.

    The answers depend on the set of paragraphs and their order of report alone, not on the order of arrival; and on
    nothing that was reported later, so what was known at a moment stays as it was. Every copy resembles its original
    itself: there are no chains of small edits from one fact to another.
    """

    def __init__(self, similar: float = SIMILAR) -> None:
        self.similar = similar
        self._signatures: dict[Key, tuple[Order, bytes]] = {}
        self._printed: dict[bytes, list[tuple[Order, Key]]] = {}
        self._bands: dict[bytes, set[bytes]] = {}
        self._near: dict[bytes, set[bytes]] = {}
        self._originals: dict[bytes, bytes] = {}

    def add(self, key: Key, signature: bytes, order: Order) -> None:
        """Take a paragraph in. The same key again replaces it; one without signature is never a copy."""
        if self._signatures.get(key) == (order, signature):
            return
        self.remove(key)
        self._signatures[key] = (order, signature)
        if not signature:
            return
        self._originals.clear()
        if signature not in self._printed:
            self._printed[signature] = []
            self._index(signature)
        insort(self._printed[signature], (order, key), key=lambda each: each[0])

    def remove(self, key: Key) -> None:
        """Take a paragraph out; unknown ones are no error."""
        order, signature = self._signatures.pop(key, (None, b""))
        if order is None or not signature:
            return
        self._originals.clear()
        left = self._printed[signature] = [each for each in self._printed[signature] if each[1] != key]
        if not left:
            del self._printed[signature]
            for band in set(_bands(signature)):
                self._bands[band].discard(signature)
            for other in self._near.pop(signature):
                self._near[other].discard(signature)

    def original(self, key: Key) -> Key:
        """The key of the paragraph that this one copies; its own where it copies none. Raises `KeyError`."""
        _, signature = self._signatures[key]
        return self._printed[self._original(signature)][0][1] if signature else key

    def _index(self, signature: bytes) -> None:
        """Find what resembles a new signature among those that share a band with it."""
        bands = set(_bands(signature))
        candidates: set[bytes] = set().union(*(self._bands.get(band, ()) for band in bands))
        self._near[signature] = near = {other for other in candidates if resemble(signature, other, self.similar)}
        for other in near:
            self._near[other].add(signature)
        for band in bands:
            self._bands.setdefault(band, set()).add(signature)

    def _original(self, signature: bytes) -> bytes:
        """The signature of the original: of all that are linked to it by ever earlier ones, decided in order of report."""
        decided = self._originals
        if signature not in decided:
            waiting, linked = [signature], {signature}
            while waiting:
                each = waiting.pop()
                first = self._first(each)
                earlier = {n for n in self._near[each] if n not in decided and self._first(n) < first}
                waiting += earlier - linked
                linked |= earlier
            for each in sorted(linked, key=self._first):
                known = (n for n in self._near[each] if decided.get(n) == n and self._first(n) < self._first(each))
                decided[each] = min(known, key=self._first, default=each)
        return self._originals[signature]

    def _first(self, signature: bytes) -> tuple[Order, bytes]:
        """When a signature was first printed; a total order."""
        return (self._printed[signature][0][0], signature)


def _plain(paragraph: str) -> str:
    """NFKC, straight quotes, plain dashes, single spaces, no dateline; case stays, since names show by it."""
    if not paragraph.isascii():
        paragraph = unicodedata.normalize("NFKC", paragraph).translate(_PLAIN)
    text = " ".join(paragraph.split())
    text = _STOPS.sub(lambda found: found[1].replace(".", ""), _THOUSANDS.sub("", text))  # U.S. is US, 3,000 is 3000
    start = _DATELINE.match(text)
    return text[start.end() :] if start and _TOWN.search(start[0]) else text


def _read(text: str) -> tuple[list[str], set[str], set[str]]:
    """The words of a plain text, casefolded; the figures among them; and the skeletons of what is capitalised inside a
    sentence: "Gadhafi" and "Gaddafi" have one."""
    words = _WORD.findall(text.casefold())
    figures = {word for word in words if word[0].isdecimal()} | {_NUMBERS[word] for word in _NUMBERS.keys() & words}
    names = {found.casefold() for found in _INSIDE.findall(text) if found[0].isupper()} - _TITLES
    return words, figures, {_skeleton(name) for name in names}


@lru_cache(maxsize=8192)
def _skeleton(word: str) -> str:
    return word[:1] + _DROPPED.sub("", word[1:])


def _marks(words: set[str], size: int) -> bytes:
    """A set of words as bits, one a word (a Bloom filter of one hash)."""
    bits = 0
    for word in words:
        bits |= 1 << _number(word) % (size * 8)
    return bits.to_bytes(size, "big")


@lru_cache(maxsize=8192)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(errors="surrogatepass"), digest_size=4).digest(), "big")


def _apart(a: bytes, b: bytes, start: int, end: int) -> bool:
    x, y = int.from_bytes(a[start:end], "big"), int.from_bytes(b[start:end], "big")
    return bool(x & ~y) and bool(y & ~x)


def _bands(signature: bytes) -> Iterator[bytes]:
    """What similar signatures share: each bin that is used, with the next one that is, around the circle."""
    used = [at for at in range(BINS) if signature[at]]
    for at, after in zip(used, used[1:] + used[:1], strict=True):
        yield bytes((at, signature[at], after, signature[after]))
