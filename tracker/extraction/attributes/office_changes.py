"""Gaining and losing an office: resigned, ousted, elected, appointed, and refusals of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.office_names import (
    frame_floor,
    office_of,
    offices_after,
    role_title,
    title_after,
)
from tracker.extraction.clauses import subject_before
from tracker.extraction.factuality import Factuality
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import load, participle_alternation, verb_alternation, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Office, OfficeStatus


@cache
def change(status: str) -> re.Pattern[str]:
    return word_pattern(verb_alternation(load("offices")["changes"][status]))


@cache
def change_participle(status: str) -> re.Pattern[str]:
    return word_pattern(participle_alternation(load("offices")["changes"][status]))


def resigned(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "She resigned", "has not stepped down", "refuses to resign", "will not resign"."""
    for match in change("resigned").finditer(sentence.text):
        if re.match(r"(?i)(?:quit|quits|quitting)\b", match.group()) and re.match(
            r"\s+(?:the\s+)?(?:[A-Z]|country|capital|city|building)", sentence.text[match.end() :]
        ):
            continue
        yield from personal(reading, sentence, match, "resigned")
    for match in REFUSED.finditer(sentence.text):
        if not re.search(r"(?i)\b(?:resign|step\s+down|stand\s+down|quit)\b", sentence.text[: match.start()]):
            continue
        yield from personal(reading, sentence, match, "resigned", Factuality(polarity="negative", refusal=True))


REFUSED = re.compile(
    r"(?i)\b(?:has|have|had)\s+(?:so\s+far\s+|repeatedly\s+|again\s+)?(?:refused|declined)(?=\s*(?:[.,;]|to\s+do\s+so|$))"
)


SUBJECTLESS = re.compile(r"(?i)[\s,:\"“]*(?:that\s+)?(?:(?:to|has|had|have|will|would|not|never|\w+n['’]t|\w+ly)\s+)*")


def personal(
    reading: Reading, sentence: Sentence, match: re.Match[str], status: OfficeStatus, fact: Factuality | None = None
) -> Iterator[Proposal]:
    frame = frame_at(sentence, match.start())
    floor = frame.start if frame is not None and frame.verb_at < match.start() else 0
    who = subject_before(sentence, match.start(), subjects.is_person, floor)
    bare = frame is not None and SUBJECTLESS.fullmatch(sentence.text[floor : match.start()])
    if who is None and bare and frame is not None and frame.speaker is not None and subjects.is_person(frame.speaker):
        who = frame.speaker
    fact = fact or factuality(sentence, match.start())
    if who is None or not fact.asserted or match.start() - who.end > 130:
        return
    title = title_after(reading, sentence.text, match.end()) or office_of(reading, who.name) or role_title(who)
    if not title:
        return
    voice = subjects.name(who) if fact.refusal else None
    negative = fact.polarity == "negative"
    aspect: Aspect = "state" if negative else "change"
    yield Proposal(
        sentence=sentence,
        attribute="office",
        subject=subjects.name(who),
        value=Office(status, title),
        start=max(floor, who.start) if match.start() - who.end < 80 else match.start(),
        end=match.end(),
        at=match.start(),
        rule=f"office.{status}",
        aspect=aspect,
        polarity=fact.polarity,
        certainty=fact.certainty,
        future=fact.future,
        voice=voice,
    )


def ousted(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Was toppled", "protesters ousted X", "the fall of President X"."""
    text = sentence.text
    for match in change_participle("ousted").finditer(text):
        if re.search(r"(?i)\b(?:is|are|was|were|been|being|be|got)\s+(?:\w+ly\s+)?$", text[: match.start()]):
            yield from personal(reading, sentence, match, "ousted")
    for match in change("ousted").finditer(text):
        target = next((m for m in sentence.mentions if m.start >= match.end()), None)
        passive = re.search(r"(?i)\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$", text[: match.start()])
        if target is not None and not passive and direct_object(text, match.end(), target):
            yield from removal(reading, sentence, target, match.start())
    for mention in sentence.mentions:
        gone = re.search(
            r"(?i)\b(?:fall|ouster|ousting|overthrow|toppling|downfall|deposing|sacking)\s+of\s+(?:[\w’'-]+\s+){0,4}$",
            text[: mention.start],
        )
        if gone and subjects.is_person(mention):
            yield from removal(reading, sentence, mention, gone.start())


def direct_object(text: str, at: int, target: Mention) -> bool:
    """Whether the person is what the verb does it to: only a title stands between."""
    gap = text[at : target.start]
    return (
        subjects.is_person(target)
        and len(gap) < 50
        and bool(
            re.fullmatch(
                r"(?i)\s+(?:(?:the|his|her|its|then|long-time|longtime|former|country['’]s|president|prime|minister|general|leader|[\w-]+)\s+){0,4}",
                gap,
            )
        )
        and not re.search(r"(?i)\b(?:at|on|in|by|with|to|for|from)\b", gap)
    )


def removal(reading: Reading, sentence: Sentence, target: Mention, at: int) -> Iterator[Proposal]:
    fact = factuality(sentence, at)
    title = title_after(reading, sentence.text, target.end) or office_of(reading, target.name) or role_title(target)
    if not fact.asserted or not title or fact.future:
        return
    yield Proposal(
        sentence=sentence,
        attribute="office",
        subject=subjects.name(target),
        value=Office("ousted", title),
        start=at,
        end=target.end,
        at=at,
        rule="office.ousted",
        aspect="change",
        polarity=fact.polarity,
        certainty=fact.certainty,
    )


def gained(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "X was elected president", "appointed X (as) finance minister", "X sworn in as …", "re-elected"."""
    statuses: tuple[OfficeStatus, ...] = ("elected", "appointed")
    for status in statuses:
        for match in change(status).finditer(sentence.text):
            yield from installed(reading, sentence, match, status)


PASSIVE = re.compile(r"(?i)\b(?:is|are|was|were|been|being|be|who|,)\s*(?:\w+ly\s+|also\s+)?$")


def installed(reading: Reading, sentence: Sentence, match: re.Match[str], status: OfficeStatus) -> Iterator[Proposal]:
    fact = factuality(sentence, match.start())
    who, offices = chosen(reading, sentence, match) if fact.asserted else (None, [])
    if who is None:
        return
    if not offices and status == "elected" and re.match(r"(?i)re-?elect|won|win", match.group()):
        offices = [office_of(reading, who.name) or "president"]
    for title in offices:
        yield Proposal(
            sentence=sentence,
            attribute="office",
            subject=subjects.name(who),
            value=Office(status, title),
            start=min(who.start, match.start()),
            end=max(match.end(), who.end),
            at=match.start(),
            rule=f"office.{status}",
            aspect="change",
            polarity=fact.polarity,
            certainty=fact.certainty,
            future=fact.future,
        )


def chosen(reading: Reading, sentence: Sentence, match: re.Match[str]) -> tuple[Mention | None, list[str]]:
    """Who is elected or appointed, the verb's object or its subject, and the offices named after."""
    text = sentence.text
    offices = offices_after(reading, text, match.end())
    target = next((m for m in sentence.mentions if m.start >= match.end() and not m.pronoun), None)
    active = not offices and not PASSIVE.search(text[: match.start()])
    if active and target is not None and subjects.is_person(target) and direct_object(text, match.end(), target):
        return target, offices_after(reading, text, target.end)
    floor = frame_floor(sentence, match.start())
    wanted = subject_before(
        sentence, match.start(), lambda m: subjects.is_person(m) or m.kind in ("group", "organisation"), floor
    )
    if wanted is None or not subjects.is_person(wanted) or match.start() - wanted.end > 60:
        return None, []
    return wanted, offices
