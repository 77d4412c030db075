"""Voices named without a verb of their own: "according to X", "Reuters quoted X as saying"."""

from __future__ import annotations

import re

from tracker.extraction import speakers
from tracker.extraction.frames import Frame, name_of
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.names import Mention
from tracker.extraction.sentences import Sentence

QUOTING = re.compile(r"(?i)\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+")
AS_SAYING = re.compile(
    r"(?i)\bas\s+(?:saying|telling|confirming|claiming|blaming|announcing|stating|reporting)\b|\bsaying\b"
)
ACCORDING = re.compile(
    r"(?i)\b(?:according to|in the words of|as reported by|as announced by|as stated by|as confirmed by|"
    r"by (?:the )?(?:estimates?|count|tally|reckoning|accounts?) of)\s+"
)


def according(sentence: Sentence) -> list[Frame]:
    """ "According to X": the whole sentence but for frames inside it; "X" may be any noun phrase."""
    found = []
    for match in ACCORDING.finditer(sentence.text):
        speaker = next((m for m in sentence.mentions if m.start >= match.end() and m.start - match.end() < 40), None)
        gap = sentence.text[match.end() : speaker.start] if speaker else ","
        phrase = speakers.according_phrase(sentence, match.end())
        if phrase is not None and (
            speaker is None or speaker.start > match.end() + 4 or "," in gap or not speaker.name or speaker.unnamed
        ):
            speaker = phrase
        elif speaker is None or "," in gap or not speaker.name:
            words = re.match(r"(?:the\s+|an?\s+)?([^,.;:\"“”()]{2,80})", sentence.text[match.end() :])
            if not words:
                continue
            speaker = Mention(
                match.end(), match.end() + words.end(), words.group(), "other", name=words.group(1).strip()
            )
        else:
            speaker = owner_and_owned(sentence, match.end(), speaker) or with_head(sentence, match.end(), speaker)
        found.append(Frame(0, len(sentence.text), name_of(speaker), speaker, verb_at=match.start()))
    return found


OWNED = re.compile(r"['’]s?\s+(?:(?!(?:and|who|which|said|says|on|in|at)\b)[\w’'-]+[ ]?){1,5}")


def owner_and_owned(sentence: Sentence, start: int, mention: Mention) -> Mention | None:
    """ "According to the mayor's deputy", "the country's foreign ministry": what is owned speaks."""
    owned = OWNED.match(sentence.text, mention.end)
    if owned is None or not owned.group().strip()[-1].isalnum():
        return None
    words = sentence.text[start : owned.end()].strip()
    return Mention(start, start + len(words), words, "other", name=re.sub(r"^(?:the|an?)\s+", "", words))


ACCUSED = re.compile(
    r"(?i)\b(?:accus(?:ed|es|ing))\b[^.;,:\"“”]{2,70}?\bof\s+(?=(?:\w+ly\s+)?(?:having\s+|being\s+)?\w+ing\b)"
)


def accusing(sentence: Sentence) -> list[Frame]:
    """ "The ministry accused the rebels of killing": what follows "of" is the accuser's."""
    found = []
    for match in ACCUSED.finditer(sentence.text):
        rows = [m for m in sentence.mentions if m.end <= match.start() and m.name]
        speaker = (
            rows[-1]
            if rows
            and re.fullmatch(
                r"\s+(?:has\s+|have\s+|had\s+|also\s+|\w+ly\s+)*", sentence.text[rows[-1].end : match.start()]
            )
            else None
        )
        if speaker is not None:
            found.append(Frame(match.end(), len(sentence.text), name_of(speaker), speaker, verb_at=match.start()))
    return found


CITING = re.compile(
    r"(?i)\b(?:citing|quoting)\s+(?P<who>(?:an?\s+|the\s+|its\s+|his\s+|her\s+|their\s+)?[^,.;:\"“”()]{3,70}?)"
    r"(?=\s*(?:[,.;\"“”]|$|\s(?:said|says|reported|reports|at|in|on|who)\b))"
)


def cited(sentence: Sentence, frames: list[Frame]) -> list[Frame]:
    """ "…, the agency reported, citing police": the police vouch for it, by way of the agency."""
    for match in CITING.finditer(sentence.text):
        near = [f for f in frames if f.speaker is not None and abs(f.verb_at - match.start()) < 120]
        if not near or re.search(r"(?i)\bas\s+saying\b", sentence.text[match.end() : match.end() + 12]):
            continue
        who = match["who"].strip()
        mention = next(
            (m for m in sentence.mentions if match.start("who") <= m.start and m.end == match.end("who") and m.name),
            None,
        )
        name = re.sub(r"^(?i:the|an?|its|his|her|their)\s+", "", who)
        if mention is not None and mention.start - match.start("who") <= 4:
            name = mention.name
        frame = min(near, key=lambda f: abs(f.verb_at - match.start()))
        kind = mention.kind if mention is not None else "other"
        speaker = Mention(match.start("who"), match.end("who"), who, kind, name=name)
        frame.via = (*frame.via, frame.voice)
        frame.voice, frame.speaker = name_of(speaker), speaker
    return frames


VAGUE = ("reports", "media", "sources", "source", "agencies", "agency", "leaders", "crowd", "crowds", "statement")
"""Voices of a headline that the text below it names better."""


def in_headline(sentence: Sentence) -> list[Frame]:
    """Headlines that name their voice by a colon: "Rebels hold port: reports", "Police: two dead"."""
    if sentence.block.kind != "headline":
        return []
    named = [w for w in (*load("groups")["heads"], *load("groups")["persons"]) if w not in VAGUE]
    text, heads = sentence.text, f"{alternation(named)}s?"
    after = re.search(rf"(?i)[:]\s+((?:[\w’'-]+\s+){{0,3}}{heads})\s*$", text)
    if after:
        words = after.group(1)
        return [
            Frame(
                0,
                after.start(),
                name_of(Mention(after.start(1), after.end(1), words, "other", name=words)),
                None,
                verb_at=after.start(),
            )
        ]
    before = re.match(rf"(?i)((?:[\w’'-]+\s+){{0,3}}{heads}):\s+", text)
    if before:
        words = before.group(1)
        return [Frame(before.end(), len(text), name_of(Mention(0, before.end(1), words, "other", name=words)), None)]
    return []


def with_head(sentence: Sentence, start: int, mention: Mention) -> Mention:
    """ "According to Kosovan media": the words before the mention and the noun after it belong to the name."""
    tail = re.match(
        rf"(?i)\s+(?:{alternation(load('voices')['media_words'])}|officials?|sources?|police|government|ministry|"
        rf"reports?)\b",
        sentence.text[mention.end :],
    )
    if mention.kind in ("place", "other") and tail:
        words = sentence.text[start : mention.end + tail.end()]
        return Mention(start, start + len(words), words, "outlet", name=re.sub(r"^(?:the|an?)\s+", "", words))
    return mention


def quoting(sentence: Sentence) -> list[Frame]:
    """ "Reuters quoted the ministry as saying", "a statement attributed to Mr X … saying"."""
    found = []
    text = sentence.text
    for match in QUOTING.finditer(text):
        speaker = next(
            (m for m in sentence.mentions if m.start >= match.end() - 1 and m.start - match.end() < 30), None
        )
        saying = AS_SAYING.search(text, match.end())
        if speaker is None or saying is None or not speaker.name or saying.start() - speaker.end > 80:
            continue
        carriers = [m for m in sentence.mentions if m.end <= match.start() and m.kind in ("outlet", "organisation")]
        via = (name_of(carriers[-1]),) if carriers else ()
        found.append(Frame(saying.end(), len(text), name_of(speaker), speaker, via=via, verb_at=match.start()))
    return found
