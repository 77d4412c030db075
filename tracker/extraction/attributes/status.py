"""Conditions of institutions, borders, bases, services and persons (`lexicons/status.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction.attributes import status_tree, subjects
from tracker.extraction.clauses import noun_after, subject_before
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import alternation, load, participle_alternation, verb_alternation, word_pattern
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Condition, Kind, Name

PERSONAL = frozenset(["arrested", "jailed", "released", "kidnapped", "under house arrest", "hospitalized"])
BE = r"(?:is|are|was|were|been|being|be|remains?|remained)"


@cache
def passive(state: str) -> re.Pattern[str]:
    verbs = load("status")["states"][state]
    forms = participle_alternation(verbs) if verbs else re.escape(state)
    adverbs = r"(?:\s+(?:also|now|still|since|temporarily|later|recently|already|reportedly|completely|\w+ly))*"
    return word_pattern(
        rf"(?:{BE}{adverbs}\s+{forms}|{forms}(?=\s+(?:for|by|from|after|in|on|at|since|over)\b|[.,;]|$))"
    )


@cache
def active(state: str) -> re.Pattern[str]:
    return word_pattern(verb_alternation(load("status")["states"][state]))


@cache
def any_state() -> re.Pattern[str]:
    verbs = [v for verbs in load("status")["states"].values() for v in verbs]
    return word_pattern(rf"(?:{verb_alternation(verbs)}|neutral|open|operational)")


def asks(reading: Reading, sentence: Sentence) -> bool:
    """Whether the status rules ask for the tree of a sentence, whatever the order of words tells."""
    return status_tree.asks(sentence)


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the status claims of an article."""
    for sentence in reading.sentences:
        yield from decreed(reading, sentence)
        found = list(status_tree.find(reading, sentence))
        yield from found
        if any_state().search(sentence.text):
            rest = [p for p in by_order(reading, sentence) if not any(p.at <= f.at < p.end for f in found)]
            yield from (p for p in rest if status_tree.is_verb(sentence, p))


def by_order(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """What patterns over the order of words read."""
    for state in load("status")["states"]:
        yield from passives(reading, sentence, state)
        if load("status")["states"][state]:
            yield from actives(reading, sentence, state)


def passives(reading: Reading, sentence: Sentence, state: str) -> Iterator[Proposal]:
    text = sentence.text
    for match in passive(state).finditer(text):
        full = bool(re.match(rf"(?i){BE}\b", match.group()))
        if not full and not elliptical(sentence, match.start()):
            continue
        fact = factuality(sentence, match.start())
        frame = frame_at(sentence, match.start())
        floor = frame.start if frame is not None and frame.verb_at < match.start() else 0
        subject = subject_of(reading, sentence, match.start(), state, floor)
        neutral = state == "neutral" and fact.future
        if subject is None or not fact.asserted:
            continue
        present = bool(re.match(r"(?i)(?:is|are|remains?)\b", match.group())) or state in (
            "neutral",
            "open",
            "operational",
        )
        aspect: Aspect = "state" if present else "change"
        yield Proposal(
            sentence=sentence,
            attribute="status",
            subject=subject[0],
            value=Condition(state),
            start=subject[1],
            end=match.end(),
            at=match.start(),
            rule="status.passive",
            aspect=aspect,
            polarity=fact.polarity,
            certainty="certain" if neutral else fact.certainty,
            future=fact.future and not neutral,
        )


@cache
def decree() -> re.Pattern[str]:
    """A rule that is put over a country or town: "declared a state of emergency in Ghana", "under curfew"."""
    measure = alternation(load("status")["measures"]["names"])
    verb = verb_alternation(load("status")["measures"]["verbs"])
    past = participle_alternation(load("status")["measures"]["verbs"])
    return word_pattern(
        rf"(?:(?P<verb>{verb}|under)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){{0,2}}?(?P<measure>{measure})|"
        rf"(?P<measure2>{measure})\s+(?:has\s+been|had\s+been|was|were|is|have\s+been)\s+(?P<verb2>{past}))"
    )


def decreed(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """States of emergency, curfews and martial law: a state of the place that the sentence names, else of the country."""
    for match in decree().finditer(sentence.text):
        fact = factuality(sentence, match.start())
        if not fact.asserted or fact.future:
            continue
        place = next((m for m in sentence.mentions if m.kind == "place" and 0 <= m.start - match.end() < 40), None)
        land = place.name if place is not None and place.name else reading.country
        if not land:
            continue
        word = " ".join((match["measure"] or match["measure2"]).lower().split())
        under = (match["verb"] or "").lower() == "under"
        yield Proposal(
            sentence=sentence,
            attribute="status",
            subject=Name(place.text if place is not None else land, land, "place"),
            value=Condition(word),
            start=match.start(),
            end=match.end(),
            at=match.start(),
            rule="status.decree",
            aspect="state" if under else "change",
            polarity=fact.polarity,
            certainty=fact.certainty,
        )


def elliptical(sentence: Sentence, at: int) -> bool:
    """Whether a participle without "was" can be a finite verb: headlines, entries, captions, and after "and"."""
    return sentence.block.kind in ("headline", "entry", "place-entry", "caption") or len(sentence.text) < 90


def subject_of(reading: Reading, sentence: Sentence, at: int, state: str, floor: int) -> tuple[Name, int] | None:
    """What is in that state: a person, or a thing that can be."""
    text = sentence.text
    if state in PERSONAL:
        who = subject_before(sentence, at, lambda m: m.kind == "person" and bool(m.name), floor)
        if who is not None and at - who.end < 120 and (subjects.is_person(who) or who.role):
            return subjects.name(who), who.start
        return None
    if state == "surrendered":
        who = subject_before(sentence, at, lambda m: m.kind in ("group", "force", "person", "place"), floor)
        return (subjects.name(who), who.start) if who is not None and at - who.end < 60 and who.name else None
    left = re.sub(
        r"(?i)(?:\s*,)?(?:\s+(?:which|that|who|is|are|was|were|has|have|had|been|be|would|will|may|could|now|also|to|not|and|\([^)]*\)))*\s*$",
        "",
        text[floor:at],
    )
    left = re.sub(r"\s*\([^)]*\)$", "", left)
    pieces = re.split(
        r"[,;:.]\s+|\band\s+(?=the\b)|\b(?:that|but|while|because|where|surround|surrounded)\s+|^\s*\w+ly\s", left
    )
    phrase = next((p.strip() for p in reversed(pieces) if p and p.strip()), "")
    if not phrase or len(phrase.split()) > 9:
        return None
    head = re.split(r"(?i)\s+(?:with|in|of|from|at|near|to|between|for)\s+", phrase)[0]
    if not thing_head(head) and not (
        state == "neutral" and re.search(r"(?i)\b(?:military|army|forces|police|navy)$", head)
    ):
        return None
    name = subjects.national(reading, re.sub(r"(?i)^(?:the|a|an|its|their|all|still)\s+", "", phrase))
    return Name(phrase, headquarters(name), kind_of(head)), floor + max(0, text[floor:at].rfind(phrase))


def headquarters(name: str) -> str:
    return re.sub(r"\bHQ\b", "headquarters", name)


@cache
def things() -> frozenset[str]:
    return frozenset(w.lower() for w in load("status")["things"]["heads"])


def thing_head(phrase: str) -> bool:
    words = phrase.lower().split()
    return bool(words) and (words[-1] in things() or " ".join(words[-2:]) in things())


def kind_of(head: str) -> Kind:
    if re.search(r"(?i)\b(?:military|army|forces|police|navy|troops)$", head):
        return "force"
    return (
        "building"
        if re.search(
            r"(?i)\b(?:palace|building|headquarters|hq|embassy|station|prison|airport|base|office|hotel|church|mosque|compound)s?$",
            head,
        )
        else "organisation"
    )


def actives(reading: Reading, sentence: Sentence, state: str) -> Iterator[Proposal]:
    """ "Stormed the embassy", "dissolved parliament", "arrested the general"."""
    text = sentence.text
    for match in active(state).finditer(text):
        if re.search(rf"(?i)\b{BE}\s+(?:\w+ly\s+)?$", text[: match.start()]):
            continue
        fact = factuality(sentence, match.start())
        if not fact.asserted or fact.future:
            continue
        start, end = noun_after(text, match.end())
        if (noun := re.match(r"of\s+(?=the\s)", text[start:end])) is not None:
            start += noun.end()  # "the storming of the embassy"
        phrase = text[start:end]
        name: Name | None = None
        if state in PERSONAL:
            target = next((m for m in sentence.mentions if m.start >= match.end() and m.start - match.end() < 40), None)
            name = (
                subjects.name(target)
                if target is not None
                and subjects.is_person(target)
                and not target.pronoun
                and target.start < end + 1
                and not re.match(r"['’]s?\s", text[target.end :])
                else None
            )
        elif thing_head(re.split(r"(?i)\s+of\s+", phrase)[0]) and len(phrase.split()) < 8:
            bare = re.sub(r"(?i)^(?:the|a|an|its|their|his|all)\s+", "", phrase)
            place = f" in {sentence.block.label}" if sentence.block.kind == "place-entry" else ""
            name = Name(phrase, headquarters(subjects.national(reading, bare)) + place, kind_of(bare))
        if name is not None:
            yield Proposal(
                sentence=sentence,
                attribute="status",
                subject=name,
                value=Condition(state),
                start=match.start(),
                end=max(end, match.end()),
                at=match.start(),
                rule="status.active",
                aspect="change",
                polarity=fact.polarity,
                certainty=fact.certainty,
            )
