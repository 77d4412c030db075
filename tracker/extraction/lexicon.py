"""The word lists of `lexicons/*.toml`, inflected and compiled into regular expressions. No rules live here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

VOWELS = "aeiou"


@cache
def load(name: str) -> dict[str, Any]:
    """The dictionary `lexicons/<name>.toml`."""
    text = (files("tracker.extraction") / "lexicons" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def words(name: str, key: str) -> frozenset[str]:
    """One list of a lexicon as a set."""
    return frozenset(load(name)[key])


@cache
def inflections(verb: str) -> tuple[str, ...]:
    """All forms of an English verb or of a phrase that begins with one: base, -s, -ing, past, participle."""
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    known = load("irregular").get(first)
    forms = [first, *known] if known else regular_forms(first)
    return tuple(dict.fromkeys(form + tail for form in forms))


def regular_forms(verb: str) -> list[str]:
    """Base, third person, present participle and past of a verb that follows the spelling rules."""
    if verb.endswith("e"):
        return [verb, verb + "s", verb[:-1] + "ing", verb + "d"]
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return [verb, verb[:-1] + "ies", verb + "ing", verb[:-1] + "ied"]
    third = verb + "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else verb + "s"
    doubled = verb + verb[-1] if doubles(verb) else verb
    return [verb, third, doubled + "ing", doubled + "ed"]


def doubles(verb: str) -> bool:
    """Whether the last letter doubles: one vowel and one consonant at the end of a one-syllable verb."""
    if len(verb) < 3 or verb[-1] in VOWELS + "wxy" or verb[-2] not in VOWELS or verb[-3] in VOWELS:
        return False
    return sum(c in VOWELS for c in verb) == 1


def past_participles(verb: str) -> tuple[str, ...]:
    """The forms that can stand in a passive or a perfect."""
    forms = inflections(verb)
    return tuple(f for f in forms[1:] if not f.split()[0].endswith("ing") and f != forms[1]) or forms[:1]


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of these words or phrases, longer ones first; blanks match any white space.

    Built as a trie, so that matching does not try hundreds of alternatives one by one at each position.
    """
    return trie(tuple(sorted(set(words))))


@cache
def trie(words: tuple[str, ...]) -> str:
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return branch(root)


def branch(node: dict[str, Any]) -> str:
    """The expression of what may follow: the longest continuation is tried first."""
    parts = []
    for letter in sorted(key for key in node if key):
        path, rest = letter, node[letter]
        while len(rest) == 1 and "" not in rest:
            (step, rest) = next(iter(rest.items()))
            path += step
        parts.append(re.escape(path).replace(r"\ ", r"\s+") + ("" if list(rest) == [""] else branch(rest)))
    if "" in node:
        return f"(?:{'|'.join(parts)})?" if parts else ""
    return f"(?:{'|'.join(parts)})"


def verb_alternation(verbs: Iterable[str]) -> str:
    """A regular expression for any form of these verbs."""
    return alternation(form for verb in verbs for form in inflections(verb))


def participle_alternation(verbs: Iterable[str]) -> str:
    """A regular expression for the past forms of these verbs."""
    return alternation(form for verb in verbs for form in past_participles(verb))


@cache
def word_pattern(expression: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The expression between word boundaries, compiled."""
    return re.compile(rf"(?<![\w’'-]){expression}(?![\w-])", flags)
