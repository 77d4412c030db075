"""The words of offices, token by token: heads, what may stand before one, and what no title goes past."""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction.lexicon import load, verb_alternation, words

TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_](?:[\w’'&/-]*[\w’'])?|\S")

QUOTES = frozenset('"“”‘')

POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")

LONGEST_HEAD = 5

CAPITAL_NAMES = frozenset(["WHO", "IT", "Met", "Near"])
"""Names that read like small words."""


def stops(token: re.Match[str]) -> bool:
    """Whether no title goes past this word."""
    word = token.group()
    return word not in CAPITAL_NAMES and POSSESSIVE.sub("", word.lower().replace("’", "'")) in words("offices", "stops")


def aside(tokens: list[re.Match[str]], close: int) -> bool:
    """Whether the bracket that closes at token `close` holds one capitalised word: "Democratic Forces (SDF)"."""
    return (
        close > 2
        and tokens[close].group() == ")"
        and tokens[close - 2].group() == "("
        and tokens[close - 1].group()[0].isupper()
    )


@cache
def heads() -> dict[tuple[str, ...], str]:
    """Every head as the tuple of its words, in small letters."""
    return {tuple(h.lower().replace("’", "'").split()): h for h in load("offices")["heads"]}


@cache
def befores() -> frozenset[str]:
    """Single words that may stand before a head."""
    lexicon = load("offices")
    keys = ("modifiers", "domains", "former", "ousted", "ignored")
    return frozenset(w.lower() for key in keys for w in lexicon[key]) | frozenset(
        w for head in heads() for w in head if w not in ("of", "the", "in", "to", "at")
    )


@cache
def verbs() -> re.Pattern[str]:
    lexicon = load("voices")
    return re.compile(
        rf"(?:{verb_alternation([*lexicon['certain'], *lexicon['deny'], *lexicon['wish']])})$", re.IGNORECASE
    )


@cache
def verb_like(word: str) -> bool:
    """Whether the word is a finite verb of reporting ("said", "warned"), which no name of an office goes past."""
    return word.islower() and bool(verbs().match(word)) and word not in befores() and not word.endswith("ing")


def head_ending(tokens: list[re.Match[str]], at: int) -> int:
    """How many tokens the longest head has that ends with token `at`; 0 for none ("4 pm" is no prime minister)."""
    known = heads()
    if low(tokens[at]) in words("offices", "abbreviated"):
        return int(tokens[at].group().isupper() and not (at and tokens[at - 1].group()[0].isdigit()))
    for size in range(min(LONGEST_HEAD, at + 1), 0, -1):
        if tuple(base(t) for t in tokens[at - size + 1 : at + 1]) in known:
            return size
    return 0


def base(token: re.Match[str]) -> str:
    """A word of a head without what says that it is over or new: "ex-president", "general-turned-president"."""
    return low(token).removeprefix("ex-").rsplit("-turned-", 1)[-1]


def low(token: re.Match[str]) -> str:
    return token.group().lower().replace("’", "'")


def tokens_of(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The tokens of a stretch without quotation marks: "the 'foreign minister'" reads as without them."""
    return [t for t in TOKEN.finditer(text, start, end) if t.group() not in QUOTES]


@cache
def openers() -> frozenset[str]:
    """Words that begin sentences without being part of a title."""
    return (
        frozenset(w.lower() for w in words("names", "openers")) | words("names", "adverbs") | words("offices", "empty")
    )


def bracketed(tokens: list[re.Match[str]], i: int) -> bool:
    """Whether token `i` is part of a bracket around one word."""
    return any(close < len(tokens) and aside(tokens, close) for close in range(i, i + 3))
