"""The furniture of a page as plain text: menus, stamps, bylines, codes of the wire, comments and lists of other stories."""

from __future__ import annotations

import re

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
THREAD = re.compile(
    r"(?i)(?:at\s+|on\s+)?\d{1,2}[:.]\d\d\s*(?:[ap]m)?(?:\s+on)?,?\s+\d{1,2}(?:st|nd|rd|th)?\s+[A-Z]\w+,?\s+\d{4},?\s.{1,60}?\s"
    r"(?:wrote|said|writes)\s*:"
)
"""The head of a reader's comment; what follows the first of them is theirs to the end."""


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
    marker in mid-article (an advertisement) does not cost the rest. Comments that tell who wrote when are a tail for good.
    """
    kept: list[tuple[int, int]] = []
    skipping: list[tuple[int, int]] | None = None
    for start, end in lines:
        line = text[start:end]
        if THREAD.match(line[:140]):
            break
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
