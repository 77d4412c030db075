"""Who the dead were: parts of a toll that have a sentence of their own, and those said to be "among the dead"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tracker.extraction import quantities
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.toll_patterns import END, number_of, people_of
from tracker.extraction.attributes.victims import JOINT, ONE, Victim, aside_of_speaker, item, single
from tracker.extraction.lexicon import word_pattern
from tracker.extraction.names import Mention, demonym_expression
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Attribute, Name

DEAD = r"(?:dead|deaths|fatalities|slain|killed|murdered|bodies|deceased|fatal\s+casualties)"
HURT = r"(?:wounded|injured|hurt|injuries)"
SOFAR = r"(?:\s+(?:so\s+far|[\w-]+\s+){0,3}?(?:dead|killed|injured|wounded))?"
BE = r"(?:were|was|are|is|have\s+been|had\s+been)"


KINDS: tuple[tuple[Attribute, str], ...] = (("killed", DEAD), ("injured", HURT))


@dataclass(frozen=True, slots=True)
class Told:
    """The toll that a part is a part of: its attribute and the sentence that told it."""

    attribute: Attribute
    index: int


@cache
def among() -> tuple[tuple[Attribute | None, re.Pattern[str]], ...]:
    """What a list of victims stands behind: "among the dead were", "the victims included". None: as the toll before."""
    rows: list[tuple[Attribute | None, str]] = []
    for attribute, kind in KINDS:
        group = rf"(?:the\s+(?:\w+\s+)?{kind}|those\s+(?:\w+\s+)?{kind}|(?:the\s+)?(?:at\s+least\s+)?[\d,]+\s+(?:people\s+)?{kind})"
        rows.append(
            (
                attribute,
                rf"(?:among(?:st)?\s+{group}{SOFAR}\s+{BE}|{group}\s+(?:also\s+)?(?:include|included|includes))",
            )
        )
    rows.append(
        (
            None,
            rf"(?:among(?:st)?\s+(?:the\s+victims|the\s+casualties|them)\s+{BE}|the\s+(?:victims|casualties)\s+(?:also\s+)?include[ds]?)",
        )
    )
    return tuple((a, word_pattern(text)) for a, text in rows)


@cache
def behind() -> tuple[tuple[Attribute | None, re.Pattern[str]], ...]:
    """What a list of victims stands before: "three pupils were among the dead"."""
    rows: list[tuple[Attribute | None, str]] = []
    for attribute, kind in KINDS:
        group = (
            rf"(?:the\s+(?:[\w,-]+\s+){{0,2}}?{kind}|those\s+(?:\w+\s+)?{kind}"
            rf"|(?:the\s+)?(?:at\s+least\s+)?[\d,]+\s+(?:\w+\s+)?{kind})"
        )
        rows.append((attribute, rf"(?:\s+{BE}|,)\s+(?:also\s+)?among(?:st)?\s+{group}"))
    rows.append((None, rf"(?:\s+{BE}|,)\s+(?:also\s+)?among(?:st)?\s+the\s+(?:victims|casualties)"))
    return tuple((a, re.compile(rf"{text}(?![\w-])", re.IGNORECASE)) for a, text in rows)


@cache
def of_them() -> re.Pattern[str]:
    """ "Eleven of them were children", "five of the dead were women"."""
    return re.compile(
        rf"{number_of()}\s+of\s+(?:(?P<them>them|the\s+victims|the\s+casualties)|(?:the|those)\s+(?P<dead>{DEAD})|(?:the|those)\s+(?P<hurt>{HURT}))"
        rf"\s+{BE}(?:\s+(?:believed|thought|known|confirmed|reported)(?:\s+to\s+(?:be|have\s+been)|\s+as)|\s+reportedly)?(?P<who>{peoples()})",
        re.IGNORECASE,
    )


@cache
def peoples() -> str:
    """People by a noun, a nation's too: "Tunisians", "French nationals"."""
    return rf"(?:{people_of()}|\s+(?:\w+\s+)?(?-i:{demonym_expression()})s?(?=\s*(?:[,.;]|and\b|were\b|was\b|among|$)))"


@cache
def listed_before() -> re.Pattern[str]:
    return re.compile(rf"{number_of()}(?P<who>{peoples()}|{END})(?:,\s+(?:and\s+)?|\s+and\s+)?$", re.IGNORECASE)


@cache
def one_before() -> re.Pattern[str]:
    return re.compile(
        rf"{single()}(?:\s+(?:of|from|in|with|aged)\s+[\w’' -]{{1,40}})?(?:,\s+(?:and\s+)?|\s+and\s+|,[^,;.]{{1,50}},)?$",
        re.IGNORECASE,
    )


@cache
def trigger() -> re.Pattern[str]:
    return re.compile(
        r"(?i)\bamong(?:st)?\s+(?:them|the|those|\d)|\bof\s+(?:them|the\s+(?:dead|victims))\b|\binclud(?:e|es|ed)\b"
    )


def victims(sentence: Sentence, told: Told | None) -> Iterator[Victim]:
    """The parts that the sentence tells; where it does not say whether they died or were hurt, that is as `told` shortly before."""
    if not trigger().search(sentence.text):
        return
    before = told.attribute if told is not None and sentence.index - told.index <= 2 else None
    for match in of_them().finditer(sentence.text):
        attribute: Attribute | None = "killed" if match["dead"] else "injured" if match["hurt"] else before
        quantity = quantities.read(match["n"])
        if attribute is not None and quantity is not None and quantity.high != 0:
            name = noun(match["who"])
            yield Victim(attribute, name, quantity, match.start(), match.end(), match.start(), f"{attribute}.part-of")
    for kind, pattern in among():
        for match in pattern.finditer(sentence.text):
            if (attribute := kind or before) is not None:
                yield from listed_after(sentence, match, attribute)
    for kind, pattern in behind():
        for match in pattern.finditer(sentence.text):
            if (attribute := kind or before) is not None:
                yield from listed(sentence, match, attribute)


def noun(words: str) -> Name:
    bare = re.sub(r"(?i)^\s*(?:of\s+)?(?:the\s+|its\s+|their\s+|his\s+|her\s+)?", "", " ".join(words.split()))
    return Name(words.strip(), bare or "victims", "other")


def listed_after(sentence: Sentence, lead: re.Match[str], attribute: Attribute) -> Iterator[Victim]:
    """The list behind "among the dead were": counted, described or named."""
    at = lead.end()
    for place in range(8):
        joint = (JOINT if place else re.compile(r"\s+(?:at\s+least\s+(?=an?\s))?")).match(sentence.text, at)
        if joint is None:
            return
        victim, end = item(sentence, joint.end(), lead, attribute)
        if end <= at or aside_of_speaker(sentence.text, end):
            return
        if victim is not None:
            yield Victim(
                attribute,
                victim.subject,
                victim.value,
                joint.end(),
                end,
                lead.start(),
                f"{attribute}.among",
                head=victim.head,
            )
        at = end


def listed(sentence: Sentence, tail: re.Match[str], attribute: Attribute) -> Iterator[Victim]:
    """The list before "were among the dead": the counted, and persons by name."""
    end = tail.start()
    for _ in range(5):
        one = one_before().search(sentence.text, max(0, end - 80), end)
        if one is not None:
            victim, _ = item(sentence, one.start("np"), tail, attribute)
            if victim is not None and victim.rule.endswith("object"):
                span = (one.start("np"), tail.end())
                yield Victim(attribute, victim.subject, ONE, *span, span[0], f"{attribute}.among", head=victim.head)
                end = one.start("np")
                continue
        counted = listed_before().search(sentence.text, max(0, end - 80), end)
        if counted is None:
            break
        quantity = quantities.read(counted["n"])
        if quantity is None or quantity.high == 0:
            break
        span = (counted.start("n"), tail.end())
        yield Victim(attribute, noun(counted["who"] or "victims"), quantity, *span, span[0], f"{attribute}.among")
        end = counted.start("n")
    who = last_person(sentence, tail.start())
    if who is not None:
        yield Victim(attribute, subjects.name(who), ONE, who.start, tail.end(), who.start, f"{attribute}.among-named")


def last_person(sentence: Sentence, at: int) -> Mention | None:
    """The person whose name, an aside apart, stands right before `at`."""
    for m in reversed(sentence.mentions):
        if m.end <= at and m.kind == "person" and subjects.is_person(m) and not m.plural:
            return (
                m
                if re.fullmatch(
                    r"(?:,(?![^,;.]*\b(?:said|says|told)\b)[^,;.]{1,70},?|\s*\([^()]{1,30}\))?\s*",
                    sentence.text[m.end : at],
                )
                else None
            )
    return None
