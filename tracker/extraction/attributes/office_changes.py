"""Gaining an office: elected, appointed, sworn in, becoming, standing for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.office_names import (
    POSTS,
    frame_floor,
    named,
    office_of,
    offices_after,
    quoted_other,
    title_at,
)
from tracker.extraction.clauses import subject_before
from tracker.extraction.factuality import Factuality
from tracker.extraction.lexicon import load, participle_alternation, verb_alternation, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Office, OfficeStatus


@cache
def change(status: str) -> re.Pattern[str]:
    return word_pattern(verb_alternation(load("offices")["changes"][status]))


@cache
def change_participle(status: str) -> re.Pattern[str]:
    return word_pattern(participle_alternation(load("offices")["changes"][status]))


@cache
def own_gain() -> re.Pattern[str]:
    """The verbs whose subject is the one who gains the office."""
    return word_pattern(verb_alternation(load("offices")["changes"]["own"]))


def gained(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "X was elected president", "appointed X (as) finance minister", "X sworn in as …", "re-elected"."""
    statuses: tuple[OfficeStatus, ...] = ("elected", "appointed")
    for status in statuses:
        for match in change(status).finditer(sentence.text):
            if NOUN.search(sentence.text[: match.start()]):
                continue
            yield from installed(reading, sentence, match, status)
    yield from replaced(reading, sentence)
    yield from standing(reading, sentence)


NOUN = re.compile(r"(?i)\b(?:the|a|an|his|her|its|their|this|that|no|any|under|in|of|[\w-]+['’]s)\s+$")
PASSIVE = re.compile(r"(?i)\b(?:is|are|was|were|been|being|be|gets?|got|who|,)\s*(?:\w+ly\s+|also\s+|first\s+)?$")
INAUGURATED = re.compile(r"(?i)sworn|inaugurat|(?:t(?:ak|ook)\w*|assum\w+)\s+(?:office|the\s+oath)")
REDUCED = re.compile(
    r"(?i)(?:elected|re-?elected|appointed|named|sworn|inaugurated|chosen|promoted|reappointed|won|wins?)\b"
)
LIKELY = re.compile(r"(?i)\s+as\s+(?:a|an)\s+(?:likely|possible|potential|leading)\b")
"""Participles that stand for a passive in headlines and time lines: "Ann Doe appointed prime minister"."""
WINNER = re.compile(r"(?i)re-?elect|won|win")


def installed(reading: Reading, sentence: Sentence, match: re.Match[str], status: OfficeStatus) -> Iterator[Proposal]:
    fact = factuality(sentence, match.start())
    if not fact.asserted and PLANNED.search(sentence.text[: match.start()]):
        fact = Factuality("possible", future=True)
    if KEPT_FROM.search(sentence.text[: match.start()]) or first_to(sentence.text, match):
        return
    who, offices = chosen(reading, sentence, match) if fact.asserted else (None, [])
    if who is None or not who.name[:1].isupper() or quoted_other(sentence, who, match.start()):
        return
    if not offices and status == "elected" and WINNER.match(match.group()):
        offices = [office_of(reading, who.name) or "president"]
    if not offices and INAUGURATED.match(match.group()):
        offices = [title for title in [office_of(reading, who.name)] if title]
    if not offices and VOTED.match(match.group()) and PASSIVE.search(sentence.text[: match.start()]):
        offices = voted(reading, sentence, who, match.end())
    for title in offices:
        yield gain(sentence, who, title, status, match, fact)


VOTED = re.compile(r"(?i)elected\b")
WHEN_VOTED = re.compile(
    r"(?i)\s*(?:$|[.,;]|(?:in|on)\s+(?:early\s+|late\s+|mid-)?(?:[A-Z]\w+\b|\d)|last\s|(?:a|one|two|three|four|five|six|\d+)\s+(?:\w+\s+)?"
    r"(?:days?|weeks?|months?|years?)\b|this\s|yesterday|earlier\s)"
)
ELECTIVE = re.compile(
    r"(?i)(?:president|prime minister|premier|chancellor|mayor|governor|senator|congress(?:man|woman)|MP|sheriff|speaker)\b"
)


def voted(reading: Reading, sentence: Sentence, who: Mention, at: int) -> list[str]:
    """The office of someone who "was elected in May" without a word to what: the elective one that the article gives."""
    office = office_of(reading, who.name)
    return [office] if ELECTIVE.match(office) and WHEN_VOTED.match(sentence.text, at) else []


PLANNED = re.compile(r"(?i)\b(?:is|are|was|were)\s+(?:due\s+|set\s+|expected\s+|scheduled\s+)?to\s+be\s+(?:\w+ly\s+)?$")
KEPT_FROM = re.compile(
    r"(?i)\b(?:stop|prevent|keep|block|bar|want|like|prefer)\w*\s+(?:to\s+see\s+)?(?:[\w’'.-]+\s+){1,14}?(?:from\s+)?(?:being\s+)?$"
)
FIRST_TO = re.compile(
    r"(?i)\s+(?:(?:the|one\s+of\s+the)\s+)(?:first|only|last|latest|second|third)\b[^,.;]{0,60}?\bto\s+[a-z]+"
)


def first_to(text: str, match: re.Match[str]) -> bool:
    """Whether "became" only ranks someone: "became the first Arab leader to call for it"."""
    return match.group().lower().startswith("bec") and FIRST_TO.match(text, match.end()) is not None


def gain(
    sentence: Sentence, who: Mention, title: str, status: OfficeStatus, match: re.Match[str], fact: Factuality
) -> Proposal:
    return Proposal(
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
    own = own_gain().fullmatch(match.group())
    offices = offices_after(reading, sentence, match.end())
    if not own and not PASSIVE.search(text[: match.start()]):
        target, found = object_of(reading, sentence, match.end())
        if target is not None and LIKELY.match(text, target.end):
            return None, []
        if target is not None:
            return target, found
        if not REDUCED.match(match.group()) or re.match(r"(?i)\s+as\s+(?:his|her|its|their)\b", text[match.end() :]):
            return None, []
        if offices and re.match(
            r"(?i)\s*(?:an?|the|its|his|her|their|new|former|[A-Z][\w-]*['’]s)\s", text[match.end() :]
        ):
            return None, []  # "appointed a new army chief" says whom nobody named
    if REDUCED_TITLE.fullmatch(match.group()) and names_next(sentence, match.end()):
        return None, []  # "Doe, designated Foreign Minister Jan Olsen said": it is his title
    floor = frame_floor(sentence, match.start())
    wanted = subject_before(
        sentence, match.start(), lambda m: subjects.is_person(m) or m.kind in ("group", "organisation"), floor
    )
    if wanted is None or not subjects.is_person(wanted) or match.start() - wanted.end > 70 or owns(text, wanted):
        return None, []
    return wanted, offices


REDUCED_TITLE = re.compile(r"(?i)designated|elected|appointed|named|confirmed|reappointed|inaugurated")


def names_next(sentence: Sentence, at: int) -> bool:
    """Whether the office after a participle stands right before a name, as a title."""
    title = title_at(sentence, at)
    return title is not None and any(
        m.kind == "person"
        and not m.pronoun
        and not m.role
        and 0 < m.start - title.end <= 12
        and re.fullmatch(r"\s+(?:[A-Z][\w-]*\.?\s+)?", sentence.text[title.end : m.start]) is not None
        for m in sentence.mentions
    )


def owns(text: str, mention: Mention) -> bool:
    """Whether a name only says whose something is: "Doe's minister switched sides to become …"."""
    return bool(re.match(r"['’]s?\s", text[mention.end :]))


OBJECT_GAP = re.compile(
    r"(?i)\s+(?:(?:(?:the|his|her|its|a|an|then|former|new|outgoing|incumbent|ex-[\w-]+|veteran|[\w’'-]+)\s+){0,9}?(?:[\w’'-]+,\s+)?(?:(?:general|colonel|gen|col|mr|mrs|ms|dr|lt|maj|sir)\.?\s+){0,2})?"
)
NOT_OBJECT = re.compile(
    r"(?i)\b(?:by|with|to|at|on|from|as|after|that|who|when|against|because|said|was|is|has|had|over)\b"
)


def object_of(reading: Reading, sentence: Sentence, at: int) -> tuple[Mention | None, list[str]]:
    """The person right after the verb and the offices after that name: "named the general, Ann Doe, (as) army chief"."""
    target = next(
        (m for m in sentence.mentions if m.start >= at and m.kind == "person" and not m.role and not m.unnamed), None
    )
    if target is None or target.start - at > 90 or (target.pronoun and target.text.lower() not in ("him", "her")):
        return None, []
    gap = sentence.text[at : target.start]
    if not OBJECT_GAP.fullmatch(gap) or NOT_OBJECT.search(gap):
        return None, []
    found = offices_after(reading, sentence, target.end)
    aside = re.match(r",[^,]{3,70},(?=\s+(?:as|to)\b)", sentence.text[target.end :])
    if not found and gap.rstrip().endswith(","):  # "made the general, Omar Said, army chief"
        comma = re.match(r"\s*,", sentence.text[target.end :])
        found = offices_after(reading, sentence, target.end + comma.end()) if comma else found
    if not found and aside:
        found = offices_after(reading, sentence, target.end + aside.end())
    if not found and not target.pronoun:
        found = title_before(reading, sentence, at, target)
    return (target, found) if found and target.name else (None, [])


def title_before(reading: Reading, sentence: Sentence, at: int, target: Mention) -> list[str]:
    """The office between verb and name, only behind a "new": "appointed a new army chief, General Ann Doe"."""
    if not re.match(r"(?i)\s+(?:an?|the|its|his|her|their)?\s*new\b", sentence.text[at : target.start]):
        return []
    title = title_at(sentence, at)
    return [named(reading, title)] if title is not None and title.end <= target.start else []


REPLACED = re.compile(
    r"(?i)(?<![\w’'-])(?:replac(?:ed|es|ing)|succeed(?:ed|s|ing)|took\s+over\s+from|takes\s+over\s+from|taking\s+over\s+from)\s+"
)


def replaced(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Ann Doe replaced Jan Olsen as army chief": she is appointed; by whose hand he went is not said."""
    for match in REPLACED.finditer(sentence.text):
        fact = factuality(sentence, match.start())
        floor = frame_floor(sentence, match.start())
        who = subject_before(sentence, match.start(), subjects.is_person, floor)
        old = next((m for m in sentence.mentions if m.start >= match.end() - 1 and subjects.is_person(m)), None)
        if not fact.asserted and PLANNED.search(sentence.text[: match.start()]):
            fact = Factuality("possible", future=True)
        if BEING.search(sentence.text[: match.start()]):
            yield from replaced_by(reading, sentence, match, who, fact)
            continue
        if who is None or old is None or who.name == old.name or not fact.asserted or match.start() - who.end > 60:
            continue
        if old.start - match.end() > 50 or re.match(r"(?i)[’'\w\s]{0,3}\s*(?:with|by)\b", sentence.text[old.end :]):
            continue
        offices = offices_after(reading, sentence, old.end) or [office_of(reading, old.name)]
        if offices[0] and who.name[:1].isupper():
            yield gain(sentence, who, offices[0], "appointed", match, fact)


BEING = re.compile(r"(?i)\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?$")
BY_WHOM = re.compile(
    r"(?i)(?:as\s+[^,.;]{3,60}?\s+)?(?:(?:on|in|this|next|last|later|earlier)\s+[\w\s]{2,20}?\s+)?by\s+"
)


def replaced_by(
    reading: Reading, sentence: Sentence, match: re.Match[str], old: Mention | None, fact: Factuality
) -> Iterator[Proposal]:
    """ "Jan Olsen was replaced as army chief by Ann Doe": she is appointed, and who is replaced has lost it."""
    by = BY_WHOM.match(sentence.text, match.end())
    if by is None or old is None or not old.name[:1].isupper() or not fact.asserted:
        return
    new = next((m for m in sentence.mentions if m.start >= by.end() and m.kind == "person"), None)
    offices = offices_after(reading, sentence, match.end() - 1)
    if not offices and new is not None:
        after = re.match(r"(?:,[^,]{2,30},)?\s+as\b", sentence.text[new.end :])
        offices = offices_after(reading, sentence, new.end + after.end() - 3) if after else []
    offices = offices or ([] if old.pronoun else [office_of(reading, old.name)])
    if not offices or not offices[0]:
        return
    if match.group().lower().startswith("replac") and not fact.future:
        yield gain(sentence, old, offices[0], "ousted", match, fact)
    if new is not None and subjects.is_person(new) and new.start - by.end() < 60 and not new.pronoun:
        yield gain(sentence, new, offices[0], "appointed", match, fact)


STANDING = re.compile(
    r"(?i)(?<![\w’'-])(?:(?:is|are|was|were)\s+(?:also\s+)?(?:running|standing|a\s+candidate)\s+for|(?:will|would|to|plans\s+to|intends\s+to)\s+(?:run|stand)\s+for|"
    r"announced\s+(?:his|her)\s+candidacy\s+for|(?:running|standing)\s+for|(?:runs|stands|ran|stood)\s+for|(?:is|was)\s+seeking|seeks)\s+"
)


def standing(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Ann Doe is running for president", "seeks the presidency": a candidate."""
    for match in STANDING.finditer(sentence.text):
        fact = factuality(sentence, match.start())
        who = subject_before(sentence, match.start(), subjects.is_person, frame_floor(sentence, match.start()))
        again = re.match(r"(?:a\s+(?:second|third|fourth|new)\s+term\b|re-?election\b)", sentence.text[match.end() :])
        bare = re.match(r"(?:the\s+)?(presidency|premiership|governorship|mayoralty)\b", sentence.text[match.end() :])
        title = title_at(sentence, match.end() - 1)
        office = POSTS[bare.group(1)] if bare else named(reading, title) if title is not None else ""
        if again and who is not None:
            office = office_of(reading, who.name)
        if who is None or not office or not who.name[:1].isupper() or match.start() - who.end > 40 or not fact.asserted:
            continue
        if fact.polarity == "positive" or fact.certainty == "certain":
            yield gain(sentence, who, office, "candidate", match, fact)
