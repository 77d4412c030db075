"""Elections won: "won the presidential election", "stormed to victory", "the election of X", "X's surprise victory"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.office_changes import gain, owns
from tracker.extraction.attributes.office_names import frame_floor, office_of, title_after
from tracker.extraction.clauses import subject_before
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.extraction.titles import POSTS

KIND = "presidential|mayoral|gubernatorial|senatorial|vice-presidential"
CONTEST = r"(?:election|elections|vote|poll|polls|race|run-?off|ballot|contest)"
WON = re.compile(
    rf"(?i)(?<![\w’'-])w(?:on|ins|inning)\s+(?:[\w’'-]+\s+){{0,5}}?(?P<kind>{KIND})\s+(?:[\w’'-]+\s+)?{CONTEST}\b"
)
STORMED = re.compile(
    r"(?i)(?<![\w’'-])(?:storm|sweep|swept|cruis|romp|sail|surg|coast|power|glid|stroll)(?:ed|s|ing)?\s+to\s+(?:[\w’'-]+\s+){0,5}?"
    r"(?:victory|win|triumph|power)\b"
)
VICTORY = re.compile(r"(?i)\b(?:victory|triumph|win)\s+(?:of|for|by)\s+(?:[\w’'.-]+\s+){0,4}$")
ELECTION_OF = re.compile(r"(?i)\b(?:election|re-election)\s+of\s+(?:[\w’'.-]+\s+){0,4}$")
OWN_VICTORY = re.compile(
    rf"['’]s?\s+(?:[\w-]+\s+){{0,3}}?(?:(?P<kind>{KIND})\s+)?(?:election\s+(?:victory|win|triumph)|(?:victory|win|triumph)\s+(?:[\w-]+\s+){{0,3}}?in\b)",
    re.IGNORECASE,
)
IN_CONTEST = re.compile(rf"(?i)[^;!?]{{0,60}}?\bin\b[^;!?]{{0,40}}?\b(?:(?P<kind>{KIND})\s+)?{CONTEST}\b")
UNSURE = re.compile(
    r"(?i)\b(?:if|for|hop\w+|would|could|might|expect\w*|predict\w*|forecast\w*|chance\w*|likely|possible|project\w*|before|ensure|seek\w*)\b[^.;]{0,50}$"
)


def won(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """Who was elected by the words for winning an election, verbs and nouns."""
    text = sentence.text
    if not re.search(r"(?i)elect|victory|triumph|\bw(?:on|ins?|inning)\b", text):
        return
    for match in [*WON.finditer(text), *STORMED.finditer(text)]:
        who = subject_before(sentence, match.start(), subjects.is_person, frame_floor(sentence, match.start()))
        kind = match.groupdict().get("kind") or ""
        if who is not None and match.start() - who.end <= 90 and not owns(text, who):
            yield from elected(reading, sentence, who, match, kind)
    for mention in sentence.mentions:
        if subjects.is_person(mention) and not mention.pronoun and not mention.unnamed:
            yield from by_noun(reading, sentence, mention)


def by_noun(reading: Reading, sentence: Sentence, who: Mention) -> Iterator[Proposal]:
    """ "The surprise victory of X in the presidential election", "X's election victory", "the election of X as mayor"."""
    text = sentence.text
    left, right = VICTORY.search(text[: who.start]), OWN_VICTORY.match(text, who.end)
    chosen = ELECTION_OF.search(text[: who.start])
    found = left or right or chosen
    if found is None or UNSURE.search(text[: who.start if found is right else found.start()]):
        return
    contest = IN_CONTEST.match(text, who.end)
    if left and contest is None:
        return
    kind = (contest or right or found).groupdict().get("kind") or ""
    yield from elected(reading, sentence, who, found, kind, who if found is right else None)


def elected(
    reading: Reading, sentence: Sentence, who: Mention, match: re.Match[str], kind: str, owner: Mention | None = None
) -> Iterator[Proposal]:
    """The claim that `who` was elected, where the words or the article say to what."""
    at = owner.end if owner is not None else match.start()
    fact = factuality(sentence, at)
    named = title_after(reading, sentence, who.end, who.name) if match.re is ELECTION_OF else ""
    title = named or POSTS.get(kind.lower(), "") or voted_office(reading, who.name)
    if title and fact.asserted and who.name[:1].isupper():
        yield gain(sentence, who, title, "elected", match, fact)


def voted_office(reading: Reading, name: str) -> str:
    """The office that the article says this person was voted into, or stands for."""
    person = reading.cast.find(name)
    marks = {mark for _, _, mark in person.titles} if person is not None else set()
    if marks & {"elected", "candidate"}:
        return office_of(reading, name)
    contested = any(
        re.search(r"(?i)\bpresidential\s+(?:election|race|campaign|vote)", s.text) for s in reading.sentences
    )
    return "president" if contested and person is not None and person.count > 1 else ""
