"""Which location claims are not made: of no person, of "we" and "they", of what was prevented, of a dead body."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from tracker.extraction.attributes import subjects
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.names import head_words
from tracker.extraction.reading import Proposal
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Name


@cache
def particles() -> frozenset[str]:
    return frozenset(load("whereabouts")["words"]["particles"])


MANY = frozenset(["we", "us", "they", "them", "ourselves", "themselves"])
SINGLE = frozenset(["he", "she", "him", "her"])
PREVENTED = re.compile(
    r"(?i)\b(?:prevent|stop|bar|barr|ban|bann|block|keep|kept|dissuad|deter|deterr|discourag|prohibit|forbid|forbad|"
    r"avoid|without|instead\s+of|rather\s+than)(?:s|ed|ing|den|e|es)?\b[^.;:]{0,60}$"
)
CHILDHOOD = re.compile(
    r"(?i)[^.;:\"“”]{0,60}?\b(?:when\s+(?:he|she|they|I)\s+(?:was|were)\s+(?:just\s+|only\s+)?(?:\d+\b(?!\s*%)|an?\s+(?:\w+\s+)?"
    r"(?:child|boy|girl|teenager|student|baby|toddler)\b|(?:young|little|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)|"
    r"at\s+the\s+age\s+of\b|as\s+an?\s+(?:young\s+)?(?:child|boy|girl|teenager|baby|toddler)\b)"
)
DOING = re.compile(r"\w+ing\b")
REMAINS = re.compile(
    r"(?i)\b(?:body|bodies|remains|coffin|ashes|corpse|casket|statue|portraits?|photos?|photographs?|pictures?|images?|supporters?|"
    r"letters?|video|footage)\s+of\s+(?:[\w’'.-]+\s+){0,5}$"
)


@cache
def impersonal_words() -> frozenset[str]:
    return frozenset(load("whereabouts")["words"]["impersonal"])


@cache
def described() -> re.Pattern[str]:
    """The end of the name of someone who is only described: "US official"."""
    return re.compile(rf"(?:^|\s){alternation(load('groups')['persons'])}$")


def impersonal(name: str) -> bool:
    """Whether words that were taken for a person's name are none: a small word in it, or one of bodies and headlines."""
    words = name.split()
    if name.endswith(("-", "'", "’")) or (
        len(words) == 1 and (name[:1].islower() or (name.isupper() and len(name) < 6))
    ):
        return True
    return any(
        word.lower() in impersonal_words() or (word.isalpha() and word.islower() and word not in particles())
        for word in words
    )


def believed(sentence: Sentence, before: Sentence | None, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """The proposals of a sentence that are to be believed; `before`: the sentence before it, for "he"."""
    for proposal in proposals:
        subject = proposal.subject
        if subject.mention.lower() in SINGLE and described().search(subject.name):
            named = first_named(before)
            if named is None:
                continue
            proposal = replace(proposal, subject=Name(subject.mention, named, subject.kind, subject.within))
        if not doubtful(sentence, proposal):
            yield proposal


def first_named(before: Sentence | None) -> str | None:
    """The person that a sentence begins with: "he" of the next one, where that seemed to mean someone unnamed."""
    people = [m for m in before.mentions if subjects.is_person(m)] if before is not None else []
    first = people[0] if people else None
    return first.name if first is not None and before is not None and first.start < len(before.text) / 2 else None


def doubtful(sentence: Sentence, proposal: Proposal) -> bool:
    subject, text, at = proposal.subject, sentence.text, proposal.at
    said = subject.mention.lower()
    if impersonal(subject.name) or said in MANY:
        return True
    if said == "i" and not sentence.quoted_from_start and frame_at(sentence, at) is None:
        return True  # who tells the story is seldom one that it names
    if DOING.match(text, at) and PREVENTED.search(text, max(0, at - 90), at):
        return True
    first = next((m for m in sentence.mentions if m.text == subject.mention and m.end <= at), None)
    if first is not None and REMAINS.search(text, max(0, first.start - 60), first.start):
        return True
    if CHILDHOOD.match(text, proposal.end):
        return True  # long ago, and no text says when
    value = proposal.value
    return isinstance(value, Name) and value.name == subject.name


PARTICIPLE = re.compile(
    r"(?i)(?:based|held|located|stationed|detained|arrested|captured|imprisoned|jailed|seen|spotted|found|filmed|"
    r"photographed|trapped|stranded|kept|treated|guarded|protected|sighted|confined|interned|seized|apprehended)\b"
)
VERBAL = re.compile(
    r"(?i)(?:\b(?:is|are|was|were|be|been|being|gets?|got|getting|who|which|that|and|or|not|never|has|had|have|having|"
    r"when|while|once|after|\d+)|[,(—–-]|['’](?:s|re|m|d|ve)|n['’]t|ly)\s+(?:(?:\w+ly|now|still|currently|also|then|later|"
    r"first|last|once|again|already|being|been)\s+)*$"
)


def of_thing(left: str, verb: str, gap: int) -> bool:
    """ "An airline based in", "accounts held at": a participle right behind another noun than the person."""
    if gap < 2 or not PARTICIPLE.match(verb) or VERBAL.search(left[-60:]):
        return False
    last = left.split()[-1:]
    return not last or last[0].lower() not in head_words() - {
        "government",
        "party",
        "member",
    }  # "a former minister based in"
