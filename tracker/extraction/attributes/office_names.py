"""How an office is named, and which office a person of the article has."""

from __future__ import annotations

import re

from tracker.extraction import title_grammar, title_names, titles
from tracker.extraction.attributes import subjects
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import words
from tracker.extraction.names import Mention
from tracker.extraction.reading import Reading
from tracker.extraction.sentences import Sentence
from tracker.extraction.title_grammar import Title

LINK = re.compile(
    r"(?i)\s*(?:(?:(?:on\s+\w+day|last\s+\w+|this\s+\w+|in\s+(?:\w+\s+)?\d{4}|in\s+[A-Z]\w+|earlier\s+this\s+\w+|late\s+last\s+\w+|"
    r"yesterday|today|recently)\s+){1,2}(?=as\b))?(?:,\s*(?=(?:as|to)\b))?(?:(?:to|from|in|as)\s+(?:the\s+|his\s+|her\s+|a\s+)?(?:new\s+|key\s+|top\s+)?(?:posts?|positions?|jobs?|offices?|roles?|portfolio|rank)\s+(?:of|as)\s+"
    r"|(?:his|her|the)\s+(?:posts?|positions?|jobs?|offices?|roles?)\s+(?:of|as)\s+"
    r"|as\s+(?:well\s+as\s+)?|to\s+(?:be(?:come)?\s+|serve\s+as\s+|act\s+as\s+|replace\s+him\s+as\s+)?|from\s+)?"
    r"(?:(?:the|a|an|its|his|her|their|[A-Z][\w-]*['’]s)\s+)?(?:(?:country|nation|party)['’]s\s+)?(?:(?:new|first|next|latest|fourth|third|second|permanent)\s+)*"
)
TO_LEAD = re.compile(
    r"(?i)\s+to\s+(lead|head|chair|run)\s+((?:the|a|an|its|[A-Z][\w-]*['’]s)\s+(?:(?!(?:in|on|at|after|and|until|for|by|with|from|said|when|as|to|into)\b)[\w’'&-]+\s*){1,6})"
)
POSTS = {"presidency": "president", "premiership": "prime minister", "governorship": "governor", "mayoralty": "mayor"}


def full_title(reading: Reading, title: str, country: str) -> str:
    """The office, with its country where that is not the article's own."""
    if not country or country == reading.country:
        return title
    return f"{title} of {country}"


def land_for(reading: Reading, name: str, title: str) -> str:
    """The country of that person's office where the article names it elsewhere: "President Doe" after "Peru's President Doe"."""
    person = reading.cast.find(name) if name else None
    return next((land for bare, land, _ in person.titles if bare == title and land), "") if person else ""


def office_of(reading: Reading, name: str) -> str:
    """The office that the article gives that person: held or lost ones before former ones."""
    person = reading.cast.find(name)
    if person is None or not person.titles:
        return ""
    rank = {"holds": 0, "ousted": 1, "elected": 1, "appointed": 1, "former": 2, "candidate": 3}
    title, country, _ = min(person.titles, key=lambda t: rank[t[2]])
    return full_title(reading, title, country or land_for(reading, name, title))


def role_title(who: Mention) -> str:
    return who.name if who.name in subjects.OFFICES else ""


def next_person(sentence: Sentence, at: int) -> int:
    """Where the next named person begins, which no title goes past."""
    return min(
        [m.start for m in sentence.mentions if m.kind == "person" and not m.role and not m.pronoun and m.start >= at],
        default=len(sentence.text),
    )


def title_at(sentence: Sentence, at: int) -> Title | None:
    """The office named at `at` or behind a link word there ("as", "to be", "to the post of")."""
    link = LINK.match(sentence.text, at)
    start = link.end() if link else at
    linked = link is not None and re.search(r"(?i)\b(?:as|to|be|post|office|role)\b", link.group())
    title = title_grammar.after(sentence.text, start, next_person(sentence, at), loose=bool(linked))
    return title if title is not None and not title.comma else None


def named(reading: Reading, title: Title, name: str = "") -> str:
    """The office in full, "" where the words name none; `name`: whose, so that an article calls one office one thing."""
    bare, country = title_names.bare_title(title.words, title.post)
    if not bare or title.head in words("offices", "trades") or titles.FORMER.search(title.words):
        return ""
    bare = re.sub(r"(?i)[\s-]+(?:elect|designate)\b", "", bare)
    return full_title(reading, bare, country or land_for(reading, name, bare))


def title_after(reading: Reading, sentence: Sentence, at: int, name: str) -> str:
    """The office named right after a verb of office ("resigned as finance minister"), which `name` has or had."""
    title = title_at(sentence, at)
    return named(reading, title, name) if title is not None else ""


def offices_after(reading: Reading, sentence: Sentence, at: int) -> list[str]:
    """The offices named after the verb, two where "and" joins them ("acting president and PM")."""
    lead = TO_LEAD.match(sentence.text, at)
    if lead:
        return [f"{'head' if lead.group(1).lower() != 'lead' else 'leader'} of {lead.group(2).strip()}"]
    first = title_at(sentence, at)
    if first is None:
        return []
    found = [named(reading, first)]
    joined = re.match(r"(?i)\s*and\s+(?:as\s+)?(?!an?\b)", sentence.text[first.end :])
    if joined:
        at = first.end + joined.end()
        second = title_grammar.after(sentence.text, at, next_person(sentence, at))
        found += [named(reading, second)] if second is not None else []
    return [name for name in found if name]


def frame_floor(sentence: Sentence, at: int) -> int:
    frame = frame_at(sentence, at)
    return frame.start if frame is not None and frame.verb_at < at else 0


def quoted_other(sentence: Sentence, who: Mention, at: int) -> bool:
    """Whether a pronoun inside a quotation is made the quoted speaker: "\"He is the prime minister,\" Doe said"."""
    frame = frame_at(sentence, at)
    if not who.pronoun or who.text.lower() == "i" or frame is None or frame.speaker is None:
        return False
    quoted = len(re.findall(r"[\"“”]", sentence.text[:at])) % 2 == 1
    return quoted and frame.speaker.name == who.name
