"""Speakers that are whole noun phrases: "an official at the ministry", "an adviser to Ms Doe", "a medic, Ann Doe,"."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.extraction.lexicon import alternation, load, words
from tracker.extraction.names import Mention
from tracker.extraction.sentences import Sentence

PERSONS = words("groups", "persons")
VERBS = re.compile(
    r"(?i)\b(?:is|are|was|were|has|had|have|will|would|may|could|said|says|told|been|be|not|which|there|what|when|"
    r"if|it|he|she|they|did|does|do)\b"
)
GAP = (
    r"(?:\s+(?:has|had|have|also|later|earlier|then|now|already|on\s+(?:\w+day)|(?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day|yesterday|today|\w+ly|"
    r"on\s+condition\s+of\s+anonymity))*"
)
PHRASE = re.compile(
    r"(?:^[\s\"“]*|[,;:–—\"”]\s*|\s-+\s|\b(?:[Bb]ut|[Aa]nd|while|that|as|when|where|because)\s+)"
    r"(?P<np>(?:(?i:an?|the|one|another|his|her|its|their|some|several|two|three|four|many|most)\s+|[A-Z]\w+['’]s\s+)?"
    r"(?P<head>(?:[\w’'-]+\s+){0,5}?[\w’'-]+)\s+(?P<prep>of|for|at|in|to|from|with|on|near|inside|under|behind|"
    r"close\s+to)\s+(?P<rest>[^,;:\"“”]{2,70}?))" + GAP + r"\s*$"
)
PLAIN = re.compile(
    r"(?:^[\s\"“]*|[,;:–—\"”]\s*|\s-+\s|\b(?:[Bb]ut|[Aa]nd|while|that)\s+)(?P<np>(?i:an?|one|another|his|her|its|"
    r"their)\s+(?P<head>(?:[\w’'-]+\s+){0,4}?[\w’'-]+))" + GAP + r"\s*$"
)
DETERMINER = re.compile(r"^(?i:the|an?|some|one|another|his|her|its|their)\s+")
NAMED_AFTER = re.compile(r"^\s*,\s+(?:\d\d?,\s+)?$")
LONGEST = 140


def whole_phrase(sentence: Sentence, at: int, end: int, found: Mention | None) -> Mention | None:
    """The speaker of the verb from `at` to `end`: the head of the phrase before it, where `found` is only a part of that."""
    text = sentence.text
    named = named_in_apposition(sentence, at, found)
    if named is not None:
        return named
    base = max(0, at - LONGEST)
    match = PHRASE.search(text, base, at)
    if match is None or VERBS.search(match["head"]) or VERBS.search(match["rest"]):
        return plain_phrase(text, base, at, found)
    holder = apposed_to(sentence, match.start("np"))
    if holder is not None and len(text[end:].split()) > 3:
        return holder
    if found is not None and found.pronoun:
        return found
    head = match["head"].split()[-1].lower()
    within = found is not None and found.start >= match.start("rest")
    if found is not None and not within:
        return found
    human = (
        head in PERSONS
        or head.rstrip("s") in PERSONS
        or head.rstrip("s").endswith(("er", "or", "man", "ist", "ian", "member", "chief", "head", "men"))
    )
    if not speaks(head) or (not human and (found is None or found.kind in ("place", "building"))):
        return found
    return phrase_mention(text, match.start("np"), match.end("rest"), head)


def speaks(head: str) -> bool:
    """Whether the head noun can speak rather than say when or how: "at the time of the attack, Doe said" has none."""
    return bool(re.fullmatch(r"[a-z][a-z’'-]+s?", head)) and head not in NO_SPEAKERS


NO_SPEAKERS = frozenset(
    [
        "time",
        "day",
        "week",
        "month",
        "year",
        "end",
        "start",
        "beginning",
        "hour",
        "hours",
        "statement",
        "interview",
        "letter",
        "message",
        "speech",
        "comments",
        "remarks",
        "result",
        "response",
        "addition",
        "fact",
        "case",
        "part",
        "case",
        "spite",
        "terms",
        "front",
        "way",
        "night",
        "morning",
        "evening",
        "rest",
        "number",
        "report",
        "reports",
        "news",
        "conference",
        "briefing",
        "meeting",
        "attack",
        "attacks",
        "war",
        "place",
        "visit",
        "talks",
        "return",
    ]
)


def plain_phrase(text: str, base: int, at: int, found: Mention | None) -> Mention | None:
    """ "An airport worker": the words before the noun that the lists know belong to it."""
    match = PLAIN.search(text, base, at)
    if (
        match is None
        or found is None
        or not found.unnamed
        or found.end != match.end("np")
        or VERBS.search(match["head"])
    ):
        return found
    if (
        not re.match(r"(?i)(?:an?|one|another)\s", match["np"])
        or found.name[:1].isupper()
        or len(match["head"]) <= len(found.name)
    ):
        return found
    return phrase_mention(text, match.start("np"), match.end("np"), match["head"].split()[-1].lower())


def phrase_mention(text: str, start: int, end: int, head: str) -> Mention:
    words = text[start:end].strip()
    mention = Mention(start, start + len(words), words, "person", name=DETERMINER.sub("", words))
    mention.role = mention.unnamed = True
    mention.plural = head.endswith("s")
    return mention


def apposed_to(sentence: Sentence, start: int) -> Mention | None:
    """The named person that the phrase at `start` is an apposition to: "Ann Doe, the head of the union"."""
    before = [
        m for m in sentence.mentions if m.end <= start and m.kind == "person" and m.name[:1].isupper() and not m.unnamed
    ]
    return before[-1] if before and NAMED_AFTER.match(sentence.text[before[-1].end : start]) else None


def named_in_apposition(sentence: Sentence, at: int, found: Mention | None) -> Mention | None:
    """The name between commas after an unnamed speaker: "a volunteer medic, Ann Doe, said"."""
    if found is None or not (found.unnamed or found.kind in ("other", "group")):
        return None
    rows = [
        m
        for m in sentence.mentions
        if found.end <= m.start and m.end <= at and m.kind == "person" and not m.unnamed and not m.pronoun
    ]
    if len(rows) != 1 or not re.fullmatch(r"\s*,\s+", sentence.text[found.end : rows[0].start]):
        return None
    return rows[0] if re.fullmatch(r"\s*,(?:\s+\d\d?,)?" + GAP + r"\s*", sentence.text[rows[0].end : at]) else None


ACCORDING = re.compile(
    r"\s*(?P<np>(?i:an?|the|one|another|his|her|its|their|some|several|two|"
    r"three)?\s*(?P<head>(?:[a-z’'-]+\s+){0,4}?[a-z’'-]+)\s+"
    r"(?:of|for|at|in|to|from|with|on|near|inside)\s+[^,.;:\"“”()]{2,60}?)(?=\s*(?:[,.;:\"”]|$|\s(?:who|which|"
    r"that|and|said|says)\b))"
)


def according_phrase(sentence: Sentence, at: int) -> Mention | None:
    """The whole phrase after "according to": "a member of parliament", "officials in the capital"."""
    match = ACCORDING.match(sentence.text, at)
    if match is None or VERBS.search(match["np"]):
        return None
    head = match["head"].split()[-1].lower()
    if head.rstrip("s") not in PERSONS and head not in (
        "member",
        "members",
        "worker",
        "workers",
        "manager",
        "people",
        "aides",
        "officials",
        "witnesses",
    ):
        return None
    return phrase_mention(sentence.text, match.start("np"), match.end("np"), head)


HAPPENING = re.compile(rf"(?i)\b{alternation(load('casualties')['events'])}$")
NOUN_SPEAKER = re.compile(
    r"(?:^|[,;:–—]\s+|\b(?:but|and|while|that|as)\s+|[\"”]\s+)((?:(?:A|An|The|the|a|an|Some|some|One|one|His|Her|"
    r"Its|Their)\s+)?(?:[\w’'.-]+\s+){0,6}?[\w’'-]+)(?:\s+(?:has|had|have|also|later|earlier|now))?\s*$"
)


def noun_speaker(sentence: Sentence, at: int) -> Mention | None:
    """A speaker that no list knows: the noun phrase between the clause's beginning and the verb."""
    match = NOUN_SPEAKER.search(sentence.text[max(0, at - 120) : at])
    if match is None:
        return None
    start = max(0, at - 120) + match.start(1)
    words = match.group(1)
    if not re.match(r"(?:[A-Z]|the\s|a\s|an\s|some\s|his\s|her\s|their\s|its\s|one\s)", words) or re.search(
        r"(?i)\b(?:is|are|was|were|has|had|to|will|would|who|which|not|be|been|there|what|this|it|and|but|when|if|"
        r"that)\b",
        words,
    ):
        return None
    name = re.sub(r"^(?i:the|an?|some|one|his|her|its|their)\s+", "", words)
    if HAPPENING.search(name):
        return None
    return Mention(start, start + len(words), words, "other", name=name) if name else None


MEDIUM = re.compile(r"(?i)\b(?:television|tv|radio|agency|newspaper)$")


def with_outlet(mention: Mention, rows: list[Mention]) -> Mention:
    """An unnamed speaker with the outlet right before: "a state television correspondent"."""
    outlet = next((m for m in rows if m.end + 1 == mention.start and MEDIUM.search(m.text)), None)
    if outlet is None or mention.kind != "person" or not mention.name[:1].islower():
        return mention
    name = f"{DETERMINER.sub('', outlet.text)} {mention.name}"
    return replace(mention, start=outlet.start, text=f"{outlet.text} {mention.text}", name=name)
