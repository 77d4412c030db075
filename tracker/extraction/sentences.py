"""Sentences by punctuation and lay-out; `syntax` gives those that may carry a claim their tokens and tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.extraction.layout import Block
from tracker.extraction.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tracker.extraction.calendar import Calendar
    from tracker.extraction.frames import Frame
    from tracker.extraction.names import Mention
    from tracker.extraction.predicates import Predicate
    from tracker.extraction.times import TimeMention

ABBREVIATIONS = words("names", "abbreviations")
BOUNDARY = re.compile(r"([.!?…]+[\"”’')\]]*)\s+(?=[\"“‘'(\[]*[^\Wa-z_])|([;])\s+(?=\S)")
LONGEST = 1_200
"""Characters. A longer run without a full stop is cut at white space: rules stay linear on any input."""


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence: its offsets in the article, its block, its tree once parsed, and what the readers found in it."""

    index: int
    start: int
    end: int
    text: str
    block: Block
    doc: Doc | None = None
    quoted_from_start: bool = False
    mentions: list[Mention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    predicates: tuple[Predicate, ...] | None = None
    calendar: Calendar | None = None  # an entry's own, in a live page


def sentences_of(text: str, blocks: list[Block]) -> list[Sentence]:
    """The sentences of the blocks, in text order."""
    from tracker.extraction.quotations import carried_over

    found: list[Sentence] = []
    rows = sorted(blocks, key=lambda b: b.start)
    for block, quoted in zip(rows, carried_over([text[b.start : b.end] for b in rows]), strict=True):
        for start, end in split(text, block):
            words = text[start:end]
            # A new paragraph's quotation mark is taken as an opening, unless it closes what an earlier one left open.
            sentence = Sentence(len(found), start, end, words, block, quoted_from_start=quoted)
            quoted = open_quote_after(words, quoted)
            found.append(sentence)
    return found


def split(text: str, block: Block) -> list[tuple[int, int]]:
    """Start and end of each sentence of a block, by punctuation; abbreviations and initials do not end one."""
    cuts: list[tuple[int, int]] = []
    start = block.start
    for match in BOUNDARY.finditer(text, block.start, block.end):
        if match.group(2) and block.kind != "entry":
            continue
        if match.group(1) and not ends_sentence(text, start, match):
            continue
        stop = match.end(1) if match.group(1) else match.start(2)
        cuts.extend(pieces(text, start, stop))
        start = match.end()
    cuts.extend(pieces(text, start, block.end))
    return cuts


INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
NAME_FOLLOWS = re.compile(rf"(?!(?:{'|'.join(sorted(words('names', 'openers')))})\b)[A-Z][a-z]")


def ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group(1)[0] != ".":
        return True
    before = re.search(r"[\w.]+$", text[max(start, match.start() - 20) : match.start()])
    word = before.group().lower() if before else ""
    if before and INITIALS.fullmatch(before.group()) and NAME_FOLLOWS.match(text, match.end()):
        return False  # "S.M. Doe"
    # "in the U.S. The" does end one; "U.S. State Department" does not: the likelier reading is that it goes on.
    return word not in ABBREVIATIONS and not (len(word) == 1 and word.isalpha())


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch itself, or cuts of it at white space where it is too long to be a sentence."""
    found = []
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        found.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        found.append((start, end))
    return found


def open_quote_after(words: str, quoted: bool) -> bool:
    """Whether a quotation is open after these words."""
    for c in words:
        if c == "“":
            quoted = True
        elif c == "”":
            quoted = False
        elif c == '"':
            quoted = not quoted
    return quoted


def quoted_ranges(sentence: Sentence) -> list[tuple[int, int]]:
    """The parts of the sentence inside double quotation marks (offsets in the sentence)."""
    ranges, opened = [], 0 if sentence.quoted_from_start else -1
    for i, c in enumerate(sentence.text):
        if c == "“" or (c == '"' and opened < 0):
            opened = i
        elif c in '”"' and opened >= 0:
            ranges.append((opened, i + 1))
            opened = -1
    if opened >= 0:
        ranges.append((opened, len(sentence.text)))
    return ranges
