"""Appointments told by a noun: "approved the nomination of Ann Doe as envoy and Jan Olsen as judge", and those refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.office_changes import gain
from tracker.extraction.attributes.office_names import named, title_at
from tracker.extraction.factuality import Factuality
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence

NOMINATION = re.compile(
    r"(?i)(?<![\w’'-])(?:re)?(?:appointment|nomination|naming|designation|selection|confirmation|promotion|installation)s?\s+of\s+"
)
TO_NAME = re.compile(r"(?:[\w’'.-]+,?\s+){0,5}")
NEXT_NAME = re.compile(r"\s*(?:,\s*(?:and\s+)?|and\s+|,?\s+while\s+)(?:[\w’'.-]+\s+){0,3}")
REFUSED = re.compile(
    r"(?i)\b(?:reject\w*|block\w*|vot\w+\s+(?:down|against)|veto\w*|turn\w*\s+down|throw\w*\s+out|threw\s+out|defeat\w*|refus\w+|overturn\w*|annul\w*|"
    r"revok\w+|rescind\w*|cancel\w*|withdr[ae]w\w*|declin\w+\s+to\s+(?:approve|confirm|accept))\b[^.;:]{0,60}$"
)
OPEN = re.compile(
    r"(?i)\b(?:propos\w+|possib\w+|plan\w*|oppos\w+|consider\w*|discuss\w*|suggest\w*|call\w*|demand\w*|urg\w+|if|would|could|might|may|seek\w*|"
    r"await\w*|pending|expect\w*|recommend\w*|over|about|against|for|until|before|want\w*|request\w*|threat\w*|block|prevent|delay\w*)\b[^.;:]{0,60}$"
)


def nominated(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """Each person of the list behind the noun who gets an office there: refused where the verb before says so."""
    for match in NOMINATION.finditer(sentence.text):
        before = sentence.text[: match.start()]
        refused = REFUSED.search(before)
        if not refused and OPEN.search(before):
            continue
        fact = factuality(sentence, match.start())
        if not fact.asserted and not refused:
            continue
        if refused:
            fact = Factuality(polarity="negative")
        yield from listed(reading, sentence, match, fact)


AS = re.compile(r"(?:\s*\([^)]{1,30}\)|,[^,]{2,40},)?(?=\s+(?:as|to\s+be|to\s+the\s+post\s+of)\b)")


def listed(reading: Reading, sentence: Sentence, match: re.Match[str], fact: Factuality) -> Iterator[Proposal]:
    """ "X as A, Y as B and Z as C"."""
    at, gap = match.end(), TO_NAME
    for mention in sentence.mentions:
        if mention.start < at or not subjects.is_person(mention) or mention.pronoun or mention.role:
            continue
        aside = AS.match(sentence.text, mention.end)
        if not gap.fullmatch(sentence.text, at, mention.start) or aside is None or not mention.name[:1].isupper():
            return
        title = title_at(sentence, aside.end())
        office = named(reading, title) if title is not None else ""
        if title is None or not office:
            return
        made = gain(sentence, mention, office, "appointed", match, fact)
        yield replace(made, rule="office.nomination")
        at, gap = title.end, NEXT_NAME
