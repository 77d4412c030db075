"""How an office is named, and which office a person of the article has."""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction import titles
from tracker.extraction.attributes import subjects
from tracker.extraction.frames import frame_at
from tracker.extraction.names import Mention
from tracker.extraction.reading import Reading
from tracker.extraction.sentences import Sentence


def full_title(reading: Reading, title: str, country: str) -> str:
    """The office, with its country where that is not the article's own."""
    if not country or country == reading.country:
        return title
    return f"{title} of {country}"


def office_of(reading: Reading, name: str) -> str:
    """The office that the article gives that person: held or lost ones before former ones; "president" fits none."""
    person = reading.cast.find(name)
    if person is None or not person.titles:
        return ""
    rank = {"holds": 0, "ousted": 1, "former": 2}
    title, country, _ = min(person.titles, key=lambda t: rank[t[2]])
    return full_title(reading, title, country)


def role_title(who: Mention) -> str:
    return who.name if who.name in subjects.OFFICES else ""


@cache
def title_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\s+(?:as\s+|to\s+(?:be\s+)?|from\s+(?:the\s+post\s+of\s+|his\s+post\s+as\s+|her\s+post\s+as\s+)?)?(?:the\s+|a\s+|an\s+|its\s+|his\s+|her\s+|their\s+)?(?:country['’]s\s+|new\s+|first\s+)*{titles.expression()}",
        re.IGNORECASE,
    )


def post_of(match: re.Match[str]) -> str:
    """The "of …" after a title; what "to" and "on" bring belongs to few heads only."""
    post = (match["post"] or "").strip().rstrip(".,")
    return (
        "" if post.startswith(("to ", "on ")) and not re.search(r"(?i)advis|envoy|ambassador", match["head"]) else post
    )


def title_after(reading: Reading, text: str, at: int) -> str:
    """The office named right after a verb of office ("resigned as finance minister")."""
    match = title_pattern().match(text, at)
    if match is None:
        return ""
    bare, country = titles.bare_title(match["title"], post_of(match))
    return full_title(reading, bare, country) if bare else ""


def offices_after(reading: Reading, text: str, at: int) -> list[str]:
    """The offices named after the verb, two where "and" joins them ("acting president and PM")."""
    match = title_pattern().match(text, at)
    if match is None:
        return []
    bare, country = titles.bare_title(match["title"], post_of(match) if " and " not in post_of(match) else "")
    found = [full_title(reading, bare, country)] if bare else []
    end = match.end("head") if not match["post"] or " and " in match["post"] else match.end("post")
    joined = titles.second_pattern().match(text, end)
    if joined:
        second, land = titles.bare_title(joined["title"], "")
        found += [full_title(reading, second, land)] if second else []
    return found


def frame_floor(sentence: Sentence, at: int) -> int:
    frame = frame_at(sentence, at)
    return frame.start if frame is not None and frame.verb_at < at else 0
