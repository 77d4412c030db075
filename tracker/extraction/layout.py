"""The lay-out of a page as plain text: which lines are the article, and of what sort; the furniture yields nothing.

Works on offsets into the text; it changes no character. It knows pages in general (headlines, captions, time lines,
key-location lists, reporters' boxes, datelines, forms, menus, link lists), not one outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tracker.extraction import livepage
from tracker.extraction.furniture import SENTENCE_END, is_furniture, without_tail
from tracker.extraction.livepage import Stamp

BlockKind = Literal["headline", "paragraph", "caption", "entry", "place-entry"]

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
ENTRY = re.compile(
    rf"(?:(?<=^)|(?<=[.;)|\s]))((?:\d{{1,2}}\s+)?(?:{MONTHS})(?:\s+\d{{1,2}},?)?\s+\d{{4}}):\s+(?=\S)", re.M
)
NO_PLACE = frozenset(
    [
        "live",
        "caption",
        "watch",
        "video",
        "photo",
        "photos",
        "picture",
        "pictures",
        "image",
        "update",
        "updated",
        "analysis",
        "opinion",
        "comment",
        "editorial",
        "exclusive",
        "breaking",
        "new",
        "note",
        "notes",
        "source",
        "sources",
        "profile",
        "timeline",
        "factbox",
        "facts",
        "background",
        "context",
        "read",
        "more",
        "listen",
        "audio",
        "gallery",
        "related",
        "correction",
        "editor",
        "report",
        "review",
        "interview",
        "speech",
        "letter",
        "question",
        "answer",
        "q",
        "a",
        "who",
        "what",
        "why",
        "when",
        "where",
        "how",
        "also",
        "see",
        "credit",
        "written",
        "reporting",
        "editing",
        "additional",
        "follow",
        "contact",
        "summary",
        "highlights",
        "quote",
        "quotes",
        "key",
        "latest",
        "news",
        "world",
        "headline",
        "headlines",
        "topics",
        "tags",
        "published",
        "posted",
        "advertisement",
        "warning",
        "media",
        "photograph",
        "photographs",
        "photographer",
        "added",
        "roundup",
        "feature",
        "focus",
        "survey",
        "recast",
        "recasts",
        "writethru",
        "eds",
        "ld",
        "attention",
        "factfile",
        "backgrounder",
        "newsmaker",
        "urgent",
        "wrap",
        "preview",
        "commentary",
        "spotlight",
    ]
)
PLACE_ENTRY = re.compile(r"([A-Z][\w’'-]+(?:[ -][A-Z][\w’'-]+){0,2}):\s+(?=[A-Z])")
DATELINE = re.compile(
    rf"(?P<place>[A-Z][\w’'.-]+(?:[ -][A-Z][\w’'.-]+){{0,3}})(?:,\s+(?!(?:{MONTHS}|Jan|Feb|Mar|"
    rf"Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b)[A-Z][\w’'. ]+?)?"
    rf"(?:,\s+(?P<date>(?:{MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s+\d{{1,2}}(?:,\s*\d{{4}})?|"
    rf"\d{{1,2}}\s+(?:{MONTHS})(?:\s+\d{{4}})?))?"
    r"\s*(?:\((?P<agency>[A-Z][\w /.-]{1,30})\))?\s*(?:--+|—|–|-|_)\s+(?=\S)"
)
DATELINE_ALONE = re.compile(
    r"(?P<place>[A-Z][A-Z’'.-]+(?:[ -][A-Z][A-Z’'.-]+){0,3})(?:,\s+(?P<land>[A-Z][\w’'-]+(?:[ -][A-Z][\w’'-]+){0,2}))?"
    rf"(?:,\s+(?P<date>(?:{MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s+\d{{1,2}}(?:\s*,\s*\d{{4}}){{0,2}}))?"
    r"\s*(?:\((?P<agency>[A-Z][\w /.-]{1,30})\))?\s*[_–—-]*"
)
"""A dateline on a line of its own."""
CREDIT = re.compile(
    r"(?:Photographs?|Photo|Picture|Pictures|Image|Credit):\s+(?:[A-Z][\w’'.-]*\s){0,4}?(?:[A-Z][\w’'.-]*/)?"
    r"(?:AP|PA|EPA|AFP|Reuters|Getty(?: Images)?|Rex(?: Features)?|Corbis|Alamy|Greenpeace|Guardian|Xinhua|Sipa)"
    r"(?:/[A-Z][\w’'.-]*){0,3}\s+(?=[A-Z])"
)
"""Who took the picture, before the text that follows it on the same line."""
BOX_LABEL = re.compile(
    r"(?:AT THE SCENE|ON THE GROUND|ANALYSIS|EYEWITNESS|VIEWPOINT)\s+[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3}"
    r"(?:,\s+[A-Z][\w’'. ]+?){1,2}(?=\s+(?:[A-Z][a-z]+ )[a-z])"
)
LABEL = re.compile(
    r"(?i)(?:live|caption|watch|video|photo|picture|image|update|updated|breaking(?: news)?|exclusive|analysis|"
    r"new|read more|file photo)\s*:\s+(?=\S)"
)
CLOCK_LABEL = re.compile(
    r"\d{1,2}[:.h]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:GMT|BST|UTC|CET|CEST|EST|EDT|ET|local time)?\s*[:–—-]?\s+(?=[A-Z“\"])"
)
TIMELINE_TITLE = re.compile(r"^(?:TIMELINE|CHRONOLOGY|KEY DATES|Timeline)\b")
WIDEST_LINE = 200_000


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together. `label`: the date of a time-line entry or the place of a place entry. `stamp`:
    when it was written, in a live page."""

    start: int
    end: int
    kind: BlockKind
    label: str = ""
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before the first sentence of agency copy: place, date, agency and the land after the place; "" for none."""

    place: str
    date: str
    agency: str
    land: str = ""


def blocks_of(text: str) -> tuple[list[Block], Dateline | None]:
    """The article's blocks in text order (character offsets), and its dateline if it has one."""
    found: list[Block] = []
    dateline: Dateline | None = None
    every = list(lines_of(text))
    heads = livepage.entries(text, every)
    lines = [line for line in every if line[0] in heads or not is_furniture(text[line[0] : line[1]])]
    lines = without_lists(text, without_tail(text, lines))
    body_at = next((i for i, (s, e) in enumerate(lines) if SENTENCE_END.search(text[s:e][-12:])), len(lines))
    for number, (start, end, stamp) in enumerate(livepage.stamped(lines, heads)):
        alone = DATELINE_ALONE.fullmatch(text, start, end) if dateline is None and end - start < 90 else None
        if alone and (alone["date"] or alone["agency"]):
            dateline = Dateline(alone["place"], alone["date"] or "", alone["agency"] or "", alone["land"] or "")
            continue
        opening = DATELINE.match(text, start, min(end, start + 120)) if dateline is None else None
        if opening and (opening["agency"] or opening["date"] or opening["place"].isupper()):
            dateline = Dateline(opening["place"], opening["date"] or "", opening["agency"] or "")
            start = opening.end()
        own = classify(text, start, end, number < body_at)
        found.extend(own if stamp is None else (replace(block, stamp=stamp) for block in own))
    return found, dateline


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line that has words, white space at its ends left out; very long lines are cut."""
    for match in re.finditer(r"[^\n\r\x0b\x0c\u2028\u2029]+", text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        while start < end:
            yield start, min(end, start + WIDEST_LINE)
            start += WIDEST_LINE


def without_lists(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines without runs of other headlines after the article has begun: many short lines, none of them a sentence."""
    kept: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    begun = False
    for start, end in [*lines, (0, 0)]:
        line = text[start:end]
        if begun and end > start and is_heading(line):
            run.append((start, end))
            continue
        kept.extend(run if len(run) < RUN else [])
        run = []
        if end > start:
            kept.append((start, end))
            begun = begun or bool(SENTENCE_END.search(line[-12:]))
    return kept


def is_heading(line: str) -> bool:
    """Whether a line is a few words that are no sentence, no entry of a time line and no point with a label."""
    unended = CUT_SHORT.search(line) or not SENTENCE_END.search(line[-12:])
    labelled = ENTRY.match(line) or PLACE_ENTRY.match(line) or line[0] in "•*-–"
    return len(line) < 140 and len(line.split()) >= 4 and bool(unended) and not labelled


CUT_SHORT = re.compile(r"\s(?:\.\.+|…)$")
RUN = 5
"""Lines in a row that are a list of headlines rather than captions or points."""


def classify(text: str, start: int, end: int, before_body: bool) -> Iterator[Block]:
    """The blocks of one line: the entries of a time line, a place entry, a headline, a caption or a paragraph."""
    entries = [m for m in ENTRY.finditer(text, start, end) if entry_starts_well(text, start, m.start(1))]
    if entries:
        ends = [*(m.start(1) for m in entries[1:]), end]
        for match, stop in zip(entries, ends, strict=True):
            yield from trimmed(text, match.end(), stop, "entry", match.group(1))
        if entries[0].start(1) - start > 60 and not TIMELINE_TITLE.match(text[start:end]):
            yield from trimmed(text, start, entries[0].start(1), "paragraph")
        return
    credit = CREDIT.match(text, start, min(end, start + 160))
    if credit:
        start = credit.end()
    label = LABEL.match(text, start, end)
    if label:
        start = label.end()
    stamp = CLOCK_LABEL.match(text, start, end)
    if stamp:
        start = stamp.end()
    box = BOX_LABEL.match(text, start, end)
    if box:
        start = box.end()
    place = PLACE_ENTRY.match(text, start, end)
    if (
        place
        and end - start < 600
        and NO_PLACE.isdisjoint(place.group(1).lower().split())
        and not place.group(1).isupper()
    ):
        yield from trimmed(text, place.end(), end, "place-entry", place.group(1))
        return
    line = text[start:end]
    if SENTENCE_END.search(line[-12:]) or end - start > 300:
        yield from trimmed(text, start, end, "paragraph")
    elif before_body:
        yield from trimmed(text, start, end, "headline")
    elif len(line.split()) >= 4:
        yield from trimmed(text, start, end, "caption")


def entry_starts_well(text: str, line_start: int, at: int) -> bool:
    """Whether the date opens the line or follows a time line's title or another entry, and is not prose."""
    before = text[max(line_start, at - 12) : at].rstrip()
    return not before or not re.search(r"\b(?:[Ii]n|of|since|from|until|by|on|and)$", before)


def trimmed(text: str, start: int, end: int, kind: BlockKind, label: str = "") -> Iterator[Block]:
    while start < end and (text[start].isspace() or text[start] in "|•*"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "|"):
        end -= 1
    if start < end:
        yield Block(start, end, kind, label)
