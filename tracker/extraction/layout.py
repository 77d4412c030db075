"""The lay-out of a page as plain text: which lines are the article, and of what sort; the furniture yields nothing.

Works on offsets into the text; it changes no character. It knows pages in general (headlines, captions, time lines,
key-location lists, reporters' boxes, datelines, forms, menus, link lists), not one outlet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

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
WIRE = re.compile(
    r"[A-Z]{2,5}_?(?:[A-Z]{3}_)?\d{8}[.\d]*(?:\s+NEWS STORY.*)?|NEWS STORY|\(PROFILE\b.*|.*&?\b(?:Cx\d\w|QL;|UR;|QC;|LR;).*|"
    r"(?:BC|AM|PM)-[\w-]{3,}.{0,60}|.{0,40}\b(?:QL UR|UR QL|LR QC QL)\b.{0,60}|[A-Z]{2,3}-[A-Z]{2}-\d\d-\d\d-\d\d\b.{0,12}|"
    r"=?\s*\((?:PICTURES?|GRAPHICS?|PHOTOS?|VIDEO)\)\s*=?|ATTENTION\s+-.{0,80}/{2,}.{0,5}|\d\d/\d\d/\d{4}(?:\s+[\d:]+)?|"
    r"(?:\d{8}|\d{4}-\d\d-\d\d)|\(?(?:more|ends|end)\)?"
)
"""Codes of the wire: numbers of stories, slugs, notes to editors."""
COMMENT = re.compile(
    r"(?i)(?:added|posted|commented|comment)\s*(?:by\s.{2,40}?|at|on)?:?\s+(?:on\s+)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:\d{1,2}\s+[A-Z]\w+,?\s+\d{4}|[A-Z]\w+\s+\d{1,2},?\s+\d{4}|\d{1,2}[:.]\d\d)|"
    r".{3,60}\bReport abuse$|.{0,30}\bRecommend\s?\d*$"
)
"""Readers' comments."""
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
BYLINE = re.compile(
    r"(?:By\s+)?[A-Z][\w’'.-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w’'.-]+){1,3}(?:,\s*[A-Z][\w’'.-]*(?:\s+(?:[A-Z][\w’'.-]*|in|of|the|for|and|editor|correspondent|reporter)){0,4}){1,3}\s*\|?$"
)
NAME_ONLY = re.compile(r"[A-Z][\w’'.-]+(?:\s+(?:[a-z]{2,3}\s+)?[A-Z][\w’'.-]+){1,3}\s*\|?$")
STAMP = re.compile(
    r"(?i)^(?:page )?(?:last )?(?:updated|published|posted|modified|first published)\b.{0,80}\d|"
    r"^\d{4}-\d\d-\d\d\s+\d\d?:\d\d(?::\d\d)?(?:\s+\w{2,5})?$|^(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day,?\s+\d.{0,40}\d{4}.{0,30}$|"
    r"^\d{1,2}:\d\d(?:\s*[ap]m)?(?:\s+\w{2,4})?,?\s.{0,50}\d{4}$"
)
AGE = re.compile(r"(?i)-\s*\d+\s+(?:hrs?|hours?|mins?|minutes?|days?|weeks?)\s+ago$")
TAIL = re.compile(
    r"(?i)^(?:print sponsor|advertisement|comments?|add a comment|leave a (?:reply|comment)|related (?:articles|"
    r"stories|topics|news|links)|"
    r"more on this story|most (?:popular|read|viewed|shared)|read more|see also|share this|bookmark with|"
    r"recommended(?: for you)?|you may also like|from around the web|sponsored (?:links|content)|"
    r"terms and conditions|read the terms|send your (?:pictures|comments)|have your say|copyright\b.*|©.*|all "
    r"rights reserved.*|"
    r".{0,40}\bnot responsible for the content of external.*|sign up (?:to|for) .*|subscribe (?:to|"
    r"now).*|follow us.*|newsletter|more from .{2,30}|also (?:on|in) .{2,40}|more (?:on|in|from) .{2,40}|most "
    r"(?:read|popular|viewed|shared|watched|commented)\b.{0,30}|top stories|"
    r"latest (?:news|stories|headlines)|editor['’]?s['’]? (?:picks|choice)|elsewhere on .{2,30}|popular (?:now|"
    r"stories)|trending(?: now)?|in pictures|"
    r"around the (?:bbc|web|world)|what['’]s (?:hot|popular)|you might also like|don['’]t miss|in this section|"
    r"(?:share|print|e-?mail|tweet|save)(?:\s+(?:this|page|story|article|by|a|friend|to|on|facebook|twitter|print|"
    r"e-?mail|share|tweet|save))+|"
    r"related (?:content|coverage|video|pages|internet links)|recent stories|world news|features|from our "
    r"(?:partners|sponsors)|today['’]s .{2,30})\s*[:.]?$"
)
FURNITURE = re.compile(
    r"(?i)^(?:accessibility links|skip to .*|breaking news|home(?:page)?\s*>.*|.*>\s*$|.* \| .* \| .*|"
    r"menu|search|login|log in|register|"
    r"advertisement|click here.*|photo:.*|image (?:caption|copyright|source).*|video:?|share|tweet|e-?mail|print|"
    r"facebook|twitter|"
    r"your e-?mail address|phone number.*|town & country|your name|\* may require registration|map of .*|"
    r"play video|media playback.*|getty images|reuters|afp|epa|ap photo.*|loading.*|cookies?.*|javascript.*|"
    r"continue reading.*|"
    r"story continues below.*|hide caption|toggle caption|enlarge (?:this )?image|follow .* on (?:twitter|facebook).*)$"
)
READER = re.compile(
    r"(?i)\b(?:are you in the area|have you been affected|your (?:comments|pictures|e-?mail|name|browser|privacy|"
    r"inbox|location)|"
    r"please (?:contact|click|send|enter|enable)|you can upload|not all e-?mails will be published|"
    r"endanger yourself|terms (?:of use|and conditions)|"
    r"we use cookies|using the form below|sign up|subscribe|unsubscribe)\b"
)
SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s*\|?$")
TIMELINE_TITLE = re.compile(r"^(?:TIMELINE|CHRONOLOGY|KEY DATES|Timeline)\b")
WIDEST_LINE = 200_000


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together. `label`: the date of a time-line entry or the place of a place entry."""

    start: int
    end: int
    kind: BlockKind
    label: str = ""


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
    lines = [line for line in lines_of(text) if not is_furniture(text[line[0] : line[1]])]
    lines = without_lists(text, without_tail(text, lines))
    body_at = next((i for i, (s, e) in enumerate(lines) if SENTENCE_END.search(text[s:e][-12:])), len(lines))
    for number, (start, end) in enumerate(lines):
        alone = DATELINE_ALONE.fullmatch(text, start, end) if dateline is None and end - start < 90 else None
        if alone and (alone["date"] or alone["agency"]):
            dateline = Dateline(alone["place"], alone["date"] or "", alone["agency"] or "", alone["land"] or "")
            continue
        opening = DATELINE.match(text, start, min(end, start + 120)) if dateline is None else None
        if opening and (opening["agency"] or opening["date"] or opening["place"].isupper()):
            dateline = Dateline(opening["place"], opening["date"] or "", opening["agency"] or "")
            start = opening.end()
        found.extend(classify(text, start, end, number < body_at))
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


def is_furniture(line: str) -> bool:
    """Whether a line is part of the page rather than of the article."""
    if COMMENT.match(line[:120]):
        return True
    if len(line) > 400:
        return False
    return bool(
        WIRE.fullmatch(line)
        or STAMP.search(line)
        or AGE.search(line)
        or FURNITURE.match(line)
        or READER.search(line)
        or BYLINE.match(line)
        or NAME_ONLY.match(line)
        or not any(c.isalpha() for c in line)
    )


def without_tail(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines before the page's tail: what follows "Print Sponsor", "Comments" or "Related stories".

    A tail begins only after a first sentence, and ends where three running-text paragraphs follow one another, so a
    marker in mid-article (an advertisement) does not cost the rest.
    """
    kept: list[tuple[int, int]] = []
    skipping: list[tuple[int, int]] | None = None
    for start, end in lines:
        line = text[start:end]
        if TAIL.match(line[:200]) and len(line) < 200:
            skipping = []
            continue
        if skipping is None:
            kept.append((start, end))
            continue
        skipping.append((start, end))
        recent = skipping[-3:]
        if len(recent) == 3 and all(e - s > 90 and SENTENCE_END.search(text[s:e][-12:]) for s, e in recent):
            kept.extend(recent)
            skipping = None
    return kept


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
