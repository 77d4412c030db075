"""Who says so: pronouns and the voice of every stretch, resolved in text order.

Keeps the discourse: persons and groups in focus, and who spoke last. The outlet vouches where nobody else is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.extraction.attribution import frames_of
from tracker.extraction.frames import frame_at, name_of
from tracker.extraction.names import Mention
from tracker.extraction.quotations import name_speakers_ahead
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Name


@dataclass(slots=True)
class Discourse:
    """What a sentence inherits from those before it: persons and groups in focus, and who spoke last."""

    outlet: Name
    persons: list[Mention] = field(default_factory=list)
    groups: list[Mention] = field(default_factory=list)
    bodies: list[Mention] = field(default_factory=list)
    speaker: Mention | None = None
    quote_open: bool = False
    genders: dict[str, str] = field(default_factory=dict)


def read_voices(sentences: list[Sentence], outlet: Name, genders: dict[str, str]) -> None:
    """Resolve pronouns and fill every sentence's frames, in text order."""
    discourse = Discourse(outlet, genders=dict(genders))
    whole_bodies(sentences)
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.gender and not mention.pronoun:
                discourse.genders[mention.name] = mention.gender
        resolve_pronouns(sentence, discourse)
        sentence.frames = frames_of(sentence, discourse.speaker)
        own_words(sentence, discourse)
        resolve_inside_frames(sentence)
        remember(sentence, discourse)
    name_speakers_ahead(sentences)


BODY_TAIL = re.compile(r"\s+(?:for|of|on)\s+(?:the\s+)?[A-Z][\w-]+(?:\s+(?:and\s+|of\s+)?[A-Z][\w-]+){0,3}")
BODY_HEADS = (
    "observatory",
    "network",
    "office",
    "council",
    "committee",
    "centre",
    "center",
    "agency",
    "institute",
    "fund",
)


def whole_bodies(sentences: list[Sentence]) -> None:
    """The names of bodies with what follows "for" and "of": "Observatory for Human Rights", everywhere in the text."""
    full: dict[str, str] = {}
    for sentence in sentences:
        for mention in sentence.mentions:
            tail = BODY_TAIL.match(sentence.text, mention.end) if mention.kind == "organisation" else None
            if tail and mention.name.casefold().endswith(BODY_HEADS) and " " in mention.name:
                full.setdefault(mention.name, mention.name + tail.group())
                mention.end, mention.text = tail.end(), mention.text + tail.group()
    for mention in (m for s in sentences for m in s.mentions if m.name in full):
        mention.name = full[mention.name]


def own_words(sentence: Sentence, discourse: Discourse) -> None:
    """ "We have counted", "I believe" in a quotation: the voice is whoever is quoted."""
    for frame in sentence.frames:
        if frame.speaker is None or frame.speaker.text.lower() not in ("i", "we"):
            continue
        around = [
            f
            for f in sentence.frames
            if f is not frame and f.start <= frame.start and f.end >= frame.end - 2 and f.speaker is not None
        ]
        outer = min(around, key=lambda f: f.end - f.start, default=None)
        if outer is not None and outer.speaker is not None:
            frame.voice, frame.speaker = outer.voice, outer.speaker
        elif discourse.speaker is not None and discourse.speaker.name:
            frame.voice, frame.speaker = name_of(discourse.speaker), discourse.speaker


def resolve_pronouns(sentence: Sentence, discourse: Discourse) -> None:
    for mention in sentence.mentions:
        if not mention.pronoun or mention.name:
            continue
        word = mention.text.lower()
        before = [m for m in sentence.mentions if m.end <= mention.start and m.name]
        if mention.gender:
            choice = pick_person(sentence.text, before, mention, discourse)
        elif word == "we":
            choice = discourse.speaker
        elif word in ("they", "them"):
            others = [m for m in before if m.text.lower() not in ("we", "i")]
            rows = [m for m in others if m.plural or m.kind in ("group", "force")] or discourse.groups
            choice = rows[0] if rows else None
        elif word == "it":
            choice = pick_body(sentence.text, before, mention, discourse)
        else:
            choice = discourse.speaker
        if choice is not None:
            mention.name, mention.kind, mention.within = choice.name or choice.text, choice.kind, choice.within
            if mention.gender and choice.kind == "person":
                discourse.genders.setdefault(mention.name, mention.gender)
                mention.gender = mention.gender
        else:
            mention.name = ""


BODIES = ("group", "organisation", "force", "outlet")
SPEAKS = re.compile(
    r"(?i)\s+(?:has\s+|had\s+|also\s+|later\s+)?(?:said|says|added|adds|reported|reports|announced|stated|claimed)\b"
)


def pick_body(text: str, before: list[Mention], pronoun: Mention, discourse: Discourse) -> Mention | None:
    """The body that an "it" stands for: of "it said" the one that spoke last, else the first before it, else the one in focus."""
    speaker = discourse.speaker
    if SPEAKS.match(text, pronoun.end) and speaker is not None and speaker.kind != "person" and not speaker.plural:
        return speaker
    rows = [m for m in before if m.kind in BODIES]
    single = [m for m in rows if not m.plural] or [m for m in discourse.bodies if not m.plural]
    return next(iter(single or rows or discourse.bodies), None)


def pick_person(text: str, before: list[Mention], pronoun: Mention, discourse: Discourse) -> Mention | None:
    """The person a "he" or "she" stands for: the first fitting one before it in the sentence, else the one in focus."""

    def fits(m: Mention) -> bool:
        return (
            m.kind == "person"
            and bool(m.name)
            and discourse.genders.get(m.name, m.gender or pronoun.gender) == pronoun.gender
        )

    here = [m for m in before if fits(m)]
    named = [m for m in here if not m.role or m.name[:1].isupper()] or here
    rows = [m for m in discourse.persons if fits(m)]
    if named and pronoun.text.lower() in ("him", "her"):
        others = [m for m in named if m.name != named[0].name]
        if others:  # "Doe arrested Roe and replaced him": no object is its own subject
            return others[-1]
        if is_subject_of(text, named[0], pronoun):
            rows = [m for m in rows if m.name != named[0].name]
            return rows[0] if rows else None
    if named:
        return named[0]
    return rows[0] if rows else None


CLAUSE_ENDS = re.compile(
    r"(?i)[,;:\"“”]|\b(?:and|but|that|who|whom|when|after|before|as|if|because|while|where|or|to)\b|^['’]"
)


def is_subject_of(text: str, mention: Mention, pronoun: Mention) -> bool:
    """Whether a mention is the subject of the clause whose object the pronoun is: no boundary between, not "Doe's aides"."""
    return not CLAUSE_ENDS.search(text[mention.end : pronoun.start])


def remember(sentence: Sentence, discourse: Discourse) -> None:
    """Move the focus: the sentence's speaker and first persons come first for what follows."""
    text = sentence.text
    persons = [m for m in sentence.mentions if m.kind == "person" and m.name]
    subjects = [
        m
        for m in persons
        if not re.search(
            r"(?i)\b(?:by|of|with|to|for|against|from)\s+(?:[\w’'-]+\s+){0,3}$", text[max(0, m.start - 30) : m.start]
        )
    ]
    speakers = [
        f.speaker
        for f in sentence.frames
        if f.speaker is not None and f.speaker.kind == "person" and f.speaker.name[:1].isupper()
    ]
    order = [*speakers, *subjects, *persons]
    named = [m for m in order if m.name[:1].isupper()]
    if named or persons:
        rows = [*named, *discourse.persons] if named else [*discourse.persons, *order]
        discourse.persons = list({m.name: m for m in reversed(rows[:8])}.values())
        discourse.persons = sorted(
            discourse.persons, key=lambda m: next(i for i, r in enumerate(rows) if r.name == m.name)
        )[:6]
    groups = [m for m in sentence.mentions if m.name and (m.plural or m.kind in ("group", "force"))]
    discourse.groups = groups[:3] or discourse.groups
    bodies = [m for m in sentence.mentions if m.name and m.kind in ("group", "organisation", "force", "outlet")]
    discourse.bodies = bodies[:3] or discourse.bodies
    if sentence.frames and sentence.frames[-1].speaker is not None:
        discourse.speaker = sentence.frames[-1].speaker
    elif speakers:
        discourse.speaker = speakers[0]


def resolve_inside_frames(sentence: Sentence) -> None:
    """Inside what a person says, "I" is that person, and so is a "he" that nothing nearer claims; "it" a body's own."""
    for mention in sentence.mentions:
        if not mention.pronoun:
            continue
        frame = frame_at(sentence, mention.start)
        if frame is None or frame.speaker is None or not frame.speaker.name:
            continue
        speaker, word = frame.speaker, mention.text.lower()
        if word in ("i", "we") or (
            word in ("it", "they")
            and speaker.kind in ("group", "organisation", "force", "place")
            and mention.start - frame.start < 40
            and frame.verb_at < mention.start
        ):
            mention.name, mention.kind = speaker.name, speaker.kind
