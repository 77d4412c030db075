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
    r"(?i)\b(?:according to|in the words of|as reported by|as announced by|as stated by|as confirmed by)\s+"
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
            speaker = with_head(sentence, match.end(), speaker)
        found.append(Frame(0, len(sentence.text), name_of(speaker), speaker, verb_at=match.start()))
    return found


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
