"""Offices of several at once: "Presidents Ann Doe and Jan Olsen", "Ann Doe and several other opposition MPs"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction import title_grammar, title_names
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.office_names import full_title
from tracker.extraction.lexicon import load
from tracker.extraction.names import HONORIFICS, Mention
from tracker.extraction.reading import Proposal, Reading
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Office


@cache
def plural() -> re.Pattern[str]:
    """Offices told of several people."""
    return re.compile(rf"(?<![\w’'-])(?:{'|'.join(load('offices')['plurals'])})(?![\w’'-])", re.IGNORECASE)


BETWEEN = re.compile(
    r"(?:\s*,)?\s+(?:and\s+)?(?:[A-Z][\w-]*\.?\s+)?|\s+(?:of|from)\s+(?:the\s+)?[A-Z][\w ]{2,24}?\s+and\s+"
)
OTHER = re.compile(r"(?i)\s+and\s+(?:[\w-]+\s+){0,3}?other\s+(?:[\w-]+\s+){0,4}?$")
FEW = re.compile(r"(?i)\b(?:ex|former|late|then|future|retired)\b")


def of_one_sort(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """The claims of offices named in the plural beside the names of those who hold them."""
    for match in plural().finditer(sentence.text):
        for mention in [*holders_after(sentence, match), *one_of(sentence, match)]:
            yield from claim(reading, sentence, mention, match)


def persons(sentence: Sentence) -> list[Mention]:
    return [m for m in sentence.mentions if subjects.is_person(m) and not (m.pronoun or m.role or m.unnamed)]


def holders_after(sentence: Sentence, match: re.Match[str]) -> list[Mention]:
    """The two or more names right behind a plural: "Presidents Ann Doe and Jan Olsen"."""
    found: list[Mention] = []
    at = match.end()
    for mention in persons(sentence):
        gap = sentence.text[at : mention.start] if mention.start >= at else ""
        if mention.start < at or not (BETWEEN.fullmatch(gap) if found else re.fullmatch(r"\s+", gap)):
            if mention.start >= at:
                break
            continue
        found.append(mention)
        at = mention.end
    return found if len(found) > 1 else []


def one_of(sentence: Sentence, match: re.Match[str]) -> list[Mention]:
    """The name before "and other MPs"."""
    left = OTHER.search(sentence.text[max(0, match.start() - 90) : match.start()])
    if left is None:
        return []
    at = match.start() - len(left.group())
    return [m for m in persons(sentence) if m.end == at]


def claim(reading: Reading, sentence: Sentence, mention: Mention, match: re.Match[str]) -> Iterator[Proposal]:
    """The office in the singular, read with the words before it, for one of its holders."""
    single = load("offices")["plurals"][match.group().lower()]
    text = sentence.text[: match.start()] + single
    floor = max([0, match.start() - 90, *[m.end for m in persons(sentence) if m.end <= match.start()]])
    other = re.search(r"(?i)\bother\s+", text[floor:])
    title = title_grammar.before(text, floor + other.end() if other else floor, len(text), HONORIFICS)
    if title is None or FEW.search(text[max(0, title.start - 12) :]):
        return
    bare, country = title_names.bare_title(title.words, "")
    if not bare or bare == "minister" or (not other and bare == "secretary"):
        return
    yield Proposal(
        sentence=sentence,
        attribute="office",
        subject=subjects.name(mention),
        value=Office("holds", full_title(reading, bare, country)),
        start=min(title.start, mention.start),
        end=max(match.end(), mention.end),
        at=match.start(),
        rule="office.group",
        use_time=False,
        own_words=True,
    )
