"""Who controls, takes or loses something: the actor before or after a verb, by the fullest name that the text has for it."""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction import gazetteer
from tracker.extraction.attributes import subjects
from tracker.extraction.clauses import subject_before
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Reading
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Name

GENERIC = re.compile(
    r"(?i)^(?:[\w-]+\s+)?(?:forces|troops|soldiers|fighters|men|units|allies|army|militia|militias|loyalists|"
    r"supporters|guards?|commanders)$"
)
BARE = re.compile(
    r"(?i)^(?:the\s+)?(?:government|army|military|armed forces|security forces|regime|(?:government|army|regime) "
    r"(?:forces|troops))$"
)
VAGUE = re.compile(r"(?i)(?:organi[sz]ation|group|movement|militia|faction|coalition|alliance)s?")
TAIL = re.compile(
    r"\s+(?:(?:loyal|faithful|allied|answering)\s+to|of)\s+(?:(?:the|his|former|ousted|deposed|rebel|opposition|"
    r"interim)\s+)*"
    r"(?:(?:president|leader|general|prime|minister|warlord|government|[A-Z][\w’.-]*|al-[A-Z][\w-]+)(?:\s+(?=\S)|"
    r"(?=\W|$)))+?(?=\s*[,.;]|\s+(?:[a-z]|$)|$|['’]s)"
)
OWNER = re.compile(r"((?:[A-Z][\w.-]+\s+){0,2}[A-Z][\w.-]+['’]s?|[a-z]+(?:s['’]|['’]s))\s+$")
THESE = re.compile(r"(?i)\b(?:those|these)\s+$")
OWN_MEN = re.compile(
    r"(?P<who>(?:[A-Z][\w-]+\s+)?[A-Z][\w-]+['’]s?\s+(?:men|fighters|loyalists|gunmen|followers))\s+"
    r"(?:(?:who|have|has|had|are|were|now|still|already|also|been|then|later|\w+ly)\s+)*$"
)


def actor_before(sentence: Sentence, at: int) -> Mention | None:
    """The one who does what the verb at `at` says, if it is someone who can hold control."""
    frame = frame_at(sentence, at)
    floor = frame.start if frame is not None and frame.verb_at < at else 0
    men = OWN_MEN.search(sentence.text[floor:at])
    if men:
        start = floor + men.start("who")
        return Mention(start, start + len(men["who"]), men["who"], "group", name=men["who"], plural=True)
    found = subject_before(sentence, at, subjects.is_actor, floor)
    if (
        found is None
        and frame is not None
        and frame.speaker is not None
        and re.match(r"(?i)\s*(?:to|has|had|have|having)\b", sentence.text[frame.start : at])
    ):
        return frame.speaker if frame.speaker.name and subjects.is_actor(frame.speaker) else None
    return found


HOLDER = re.compile(r"(?i)\s+(?:(?:now|still|already|currently|who\s+(?:are|were))\s+)*")


def holder_before(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Who takes or holds it: of "attacked rebels in control of <place>" the rebels, whoever attacked."""
    if match.group().lower().startswith("in "):
        for mention in sentence.mentions:
            beside = mention.end <= match.start() and HOLDER.fullmatch(sentence.text, mention.end, match.start())
            if beside and subjects.is_actor(mention) and mention.kind != "person":
                return mention
    return actor_before(sentence, match.start())


def actor_after(sentence: Sentence, at: int, reach: int = 28) -> Mention | None:
    """The actor named right after "by" or "to"."""
    found = next((m for m in sentence.mentions if m.start >= at - 1 and m.start - at < reach), None)
    if found is None or not re.fullmatch(r"(?:[\w’'.-]+\s+){0,4}", sentence.text[at : found.start].lstrip()):
        return None
    if re.match(r"['’]s?\s", sentence.text[found.end : found.end + 3]):  # "by Doe's son, Major Roe"
        apposed = next((m for m in sentence.mentions if m.start > found.end and m.start - found.end < 40), None)
        kin = apposed is not None and re.fullmatch(
            r"['’]s?\s+(?:[\w-]+\s+){1,3}?[\w-]+,?\s+(?:[A-Z][\w.]*\s+)?", sentence.text[found.end : apposed.start]
        )
        return apposed if kin else found if found.kind != "person" else None
    return found


def value_of(reading: Reading, sentence: Sentence, actor: Mention | Name) -> Name:
    """The actor as a value: a bare "forces" or "government" by the fullest name that the words around or the article give."""
    if isinstance(actor, Name):
        return actor
    plain = subjects.name(actor)
    if actor.kind == "person" or actor.pronoun:
        return plain
    if VAGUE.fullmatch(plain.name):
        kind = re.search(r"([a-z][\w-]+)\s+$", sentence.text[max(0, actor.start - 30) : actor.end - len(actor.text)])
        if kind and kind[1] not in ("the", "a", "an", "this", "that", "its", "their", "his", "by", "to", "of", "and"):
            return Name(actor.text, f"{kind[1]} {plain.name}", actor.kind)
    if GENERIC.match(plain.name):
        longer = with_tail(sentence, actor) or with_owner(sentence, actor)
        if longer:
            return Name(actor.text, longer, actor.kind)
        if THESE.search(sentence.text[max(0, actor.start - 7) : actor.end - len(plain.name)]):
            return earlier(reading, sentence, actor) or national(reading, plain)
    return national(reading, plain)


def with_tail(sentence: Sentence, actor: Mention) -> str:
    """ "Forces loyal to Ann Doe", "the troops of General Roe"."""
    tail = TAIL.match(sentence.text, actor.end)
    if not tail:
        return ""
    return f"{actor.name} {' '.join(sentence.text[actor.end : tail.end()].split())}"


def with_owner(sentence: Sentence, actor: Mention) -> str:
    """ "Doe's forces": whose they are."""
    if "'" in actor.name or "’" in actor.name:
        return ""
    owner = OWNER.search(sentence.text[max(0, actor.start - 50) : actor.start])
    return f"{owner[1]} {actor.name}" if owner else ""


def earlier(reading: Reading, sentence: Sentence, actor: Mention) -> Name | None:
    """The forces last named in full before: what "those forces" are."""
    for previous in reading.sentences[max(0, sentence.index - 4) : sentence.index + 1][::-1]:
        rows = [
            m
            for m in previous.mentions
            if m.kind in ("force", "group")
            and len(m.name.split()) > 1
            and GENERIC.match(m.name.split()[-1])
            and (previous is not sentence or m.end <= actor.start)
        ]
        if rows:
            return subjects.name(rows[-1])
    return None


ARMED = re.compile(
    r"(?i)(?:rebels?|fighters|troops|forces|army|military|militants|insurgents|guerrillas|militias?|militiamen|"
    r"soldiers|government|police|opposition|"
    r"regime|loyalists|separatists|gunmen|jihadis\w*|islamists|mercenaries|marines|peacekeepers|navy|guards?|"
    r"units|men|commandos|paratroopers|"
    r"extremists|terrorists|armed\s+group|front|alliance|coalition|protesters|demonstrators|mutineers)(?:\s|$)"
)


def armed(actor: Mention) -> bool:
    """Whether it is a force or a party to a conflict, that can hold and lose ground."""
    return actor.kind == "force" or ARMED.search(actor.name) is not None or actor.text in load("groups")["movements"]


@cache
def peoples(country: str) -> tuple[str, ...]:
    """The adjectives of a country."""
    return tuple(word for word, land in load("places")["demonyms"].items() if land == country)


def national(reading: Reading, name: Name) -> Name:
    """ "The government" as "Chadian government" where the article writes that."""
    if not BARE.match(name.name):
        return name
    bare = name.name.removeprefix("the ").removeprefix("The ")
    for head in (bare, "government") if bare == "regime" else (bare,):
        for people in peoples(reading.country):
            if f"{people} {head}" in reading.article.text:
                return Name(name.mention, f"{people} {head}", name.kind)
    return name


@cache
def factions() -> re.Pattern[str]:
    """Who stands before "-held", "control", "hands" or "stronghold": "rebel", "Taliban", "government"."""
    words = load("control")["factions"]
    return re.compile(rf"(?:{alternation([*words['adjectives'], *words['plurals']])}|[A-Z][\w-]+)", re.IGNORECASE)


def faction(reading: Reading, word: str) -> Name:
    """The group behind the word before "-held": "rebel" is the rebels, "Chadian" is Chad."""
    bare = re.sub(r"['’]s?$", "", word)
    plural = load("control")["factions"]["adjectives"].get(bare.lower())
    land = gazetteer.demonyms().get(bare)
    if plural or land:
        return national(reading, Name(word, plural or land or bare, "group"))
    person = reading.cast.find(bare) if bare[:1].isupper() else None
    return Name(word, person.name if person else bare, "person" if person else "group")
