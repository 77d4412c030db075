"""Power over a country: taking, having and losing it, and its levers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tracker.extraction import gazetteer, places
from tracker.extraction.attributes import control_tree, subjects
from tracker.extraction.attributes.actors import actor_before
from tracker.extraction.attributes.control_claims import claim
from tracker.extraction.factuality import Factuality
from tracker.extraction.lexicon import alternation, load, verb_alternation, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Name, Polarity


@cache
def pattern(name: str) -> re.Pattern[str]:
    lexicon = load("control")["power"]
    expressions: dict[str, str] = {
        "power-take": verb_alternation(lexicon["take"]),
        "power-have": alternation(lexicon["have"]),
        "power-lose": verb_alternation(lexicon["lose"]),
        "levers": (
            rf"(?:has|have|had|having|holds?|without)\b(?:\s+(?:any|no|real|the|not|all|not\s+any|n['’]t)|"
            rf"\s+[\w’'-]+){{0,3}}?\s+{alternation(lexicon['levers'])}"
        ),
        "took-over": (
            r"(?:took|taken|takes|take|taking)\s+over(?=\s*(?:[.,;]|in\b|after\b|on\b|when\b|last\b|this\b|had\b|"
            r"has\b|was\b|is\b|$))"
        ),
    }
    return word_pattern(expressions[name])


RULES: tuple[tuple[str, Aspect, Polarity], ...] = (
    ("power-take", "change", "positive"),
    ("took-over", "change", "positive"),
    ("power-have", "state", "positive"),
    ("power-lose", "change", "negative"),
    ("levers", "state", "positive"),
)
OF_OTHER = re.compile(r"(?i)\s+(?:of|over)\s+(?!the\s+(?:country|government|nation|state)\b)")
STAYING = re.compile(
    r"(?i)\b(?:remain(?:ed|s|ing)?|stay(?:ed|s|ing)?|be|continued?|keep|cling\s+on)\s+(?:firmly\s+|still\s+)?$"
)


def power(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """Control of the government: "took power", "is in control", "has no real levers of power"."""
    text = sentence.text
    for kind, aspect, polarity in RULES:
        for match in pattern(kind).finditer(text):
            left = text[: match.start()]
            if kind in ("power-have", "power-lose") and OF_OTHER.match(text[match.end() : match.end() + 30]):
                continue
            if kind == "power-have" and re.search(
                r"(?i)\b(?:to|would|will|should|while|had\s+\w+|were\s+\w+|if\s+\w+)\s+(?:stay|remain|be|been|"
                r"keep|cling\s+on|staying)\s+$",
                left,
            ):
                continue
            if kind == "power-have" and (
                ASKED.search(left) or adverbial(left, match.group()) or re.search(r"(?i)\bwhere\b[^,;]*$", left)
            ):
                continue
            if kind in ("power-take", "power-lose") and not control_tree.agrees(sentence, match.span(), match.end()):
                continue
            if (
                kind == "power-lose"
                and AHEAD.search(left)
                and re.match(r"(?:is|are|loses|lose|falls)\b", match.group())
            ):
                continue
            actor = actor_before(sentence, match.start())
            if actor is None or match.start() - actor.end > 120 or not governs(actor, kind):
                continue
            if actor.text.lower() == "it" and match.group().lower().endswith("control"):
                continue  # a car that goes off the road
            yield from power_claim(reading, sentence, match, actor, kind, aspect, polarity)
    yield from place_entry(reading, sentence)


AHEAD = re.compile(r"(?i)\b(?:before|until|till|matter\s+of\s+time)\b[^,;]{0,30}$")
MEDIA = re.compile(r"\b(?:News|Times|Post|TV|Television|Radio|Agency|Press|Daily|Bank|University)\b")
BEING = re.compile(
    r"(?i)(?:\b(?:is|are|am|was|were|be|been|being|remain\w*|stay\w*|still|back|now|not|n['’]t|no\s+longer|"
    r"keep\w*|kept)|['’](?:s|re|m))\s+"
    r"(?:(?:still|now|firmly|fully|back|largely|effectively|already|not|\w+ly)\s+)*$"
)
RULING = re.compile(
    r"(?i)\b(?:government|council|junta|opposition|party|military|army|rebels?|alliance|coalition|committee|"
    r"regime|generals|front|movement|"
    r"authorit\w+|administration|officers|soldiers|islamists|communists|guerrillas|insurgents|militants|"
    r"protesters|demonstrators)\b"
)


ASKED = re.compile(
    r"(?i)\b(?:about|know\w*|ask\w*|clear|decid\w*|questions?|see|wonder\w*)\s+who(?:['’]s|\s+(?:is|was|"
    r"are))\s+(?:\w+\s+)?$"
)


def adverbial(left: str, phrase: str) -> bool:
    """ "30 years in power" and "the alliance in control" assert nothing: "in power" needs a verb of being before it."""
    return phrase.lower().startswith(("in ", "at ", "fully in")) and BEING.search(left[-60:]) is None


def governs(actor: Mention, kind: str) -> bool:
    """Whether it is someone who can be in power: no shouted words, and what "took over" is a body that rules or fights."""
    if re.fullmatch(r"(?:[A-Z]{2,}\s+){1,}[A-Z]+", actor.text):
        return False
    if kind == "took-over" and actor.kind != "person":
        return RULING.search(actor.name) is not None
    return actor.kind in ("person", "group", "organisation", "force") and not MEDIA.search(actor.name)


def power_claim(
    reading: Reading,
    sentence: Sentence,
    match: re.Match[str],
    actor: Mention,
    kind: str,
    aspect: Aspect,
    polarity: Polarity,
) -> Iterator[Proposal]:
    if sentence.block.kind == "place-entry":
        return
    staying = STAYING.search(sentence.text[: match.start()]) if kind == "power-have" else None
    fact = factuality(sentence, staying.start() if staying else match.start())
    if not fact.asserted:
        return
    negated = kind == "levers" and bool(
        re.search(r"(?i)\b(?:no|without|not)\b|n['’]t\b", sentence.text[max(0, match.start() - 12) : match.end()])
    )
    if negated:
        polarity = "negative"
        fact = Factuality(fact.certainty, "positive", True, fact.refusal, fact.future)
    elif kind == "levers" and not re.search(r"(?i)control", match.group()):
        return
    if actor.text == actor.name.lower() == "government" or (kind == "power-lose" and HABIT.match(match.group())):
        return
    thing = government(reading, sentence, match, actor)
    yield claim(reading, sentence, thing, actor, match.span(), f"control.{kind}", fact, aspect, polarity)


HABIT = re.compile(r"(?:hands|gives|cedes|loses)\s")
"""The present tense of a custom ("hands over power after each election")."""
HERE = re.compile(r"\s+(?:back\s+)?in\s+(?=[A-Z])")


def government(reading: Reading, sentence: Sentence, match: re.Match[str], actor: Mention) -> Name:
    """Whose power it is: that of the country named with the words or with the actor, else of the one spoken of."""
    here = HERE.match(sentence.text, match.end())
    land = next((country(m) for m in sentence.mentions if here and m.start == here.end() and m.kind == "place"), "")
    land = land or adjective_land(sentence.text[max(0, actor.start - 40) : actor.end])
    if not land and not actor.role and actor.name[:1].isupper():
        person = reading.cast.find(actor.name) if actor.kind == "person" else None
        titled = next((home for _, home, _ in person.titles if home), "") if person is not None else ""
        land = titled or company(reading, actor.name)
    if land:
        return Name(match.group(), f"government of {land}", "organisation")
    return subjects.government(reading, match.group(), sentence)


def country(mention: Mention) -> str:
    """The country of a place."""
    return places.country_of(mention.name) or (mention.within[-1] if mention.within else "")


def adjective_land(words: str) -> str:
    """The country of an adjective in the actor's own words: "the Egyptian military", "Thailand's government"."""
    phrase = re.split(r"[,;:.]\s|\b(?:that|and|but|since|as|when|while|after|said)\b", words)[-1]
    known = gazetteer.demonyms()
    named = [places.country_of(w) for w in re.findall(r"([A-Z][\w-]+(?:\s[A-Z][\w-]+)?)['’]s?\s", phrase)]
    lands = [known[w] for w in re.findall(r"[A-Z][\w-]+", phrase) if known.get(w)]
    return next((land for land in [*named[::-1], *lands[::-1]] if land), "")


def company(reading: Reading, name: str) -> str:
    """The country that an article names most often in the sentences about a person, if clearly not its main one."""
    surname, seen = name.split()[-1], Counter[str]()
    for sentence in reading.sentences:
        at = sentence.text.find(surname)
        if at < 0:
            continue
        beside = adjective_land(sentence.text[max(0, at - 50) : at])
        if beside:
            seen[beside] += 3
        for land in {country(m) for m in sentence.mentions if m.kind == "place"} - {""}:
            seen[land] += 1
    best = seen.most_common(1)
    return best[0][0] if best and best[0][1] >= 2 * seen[reading.country] and (best[0][1] > 1 or len(seen) == 1) else ""


def place_entry(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """An entry of a list of places: "Sarh: Rebels claim to have control"."""
    if sentence.block.kind != "place-entry":
        return
    for match in pattern("power-have").finditer(sentence.text):
        actor = actor_before(sentence, match.start())
        fact = factuality(sentence, match.start())
        if actor is not None and fact.asserted:
            thing = Name(sentence.block.label, sentence.block.label, "place")
            yield claim(reading, sentence, thing, actor, match.span(), "control.place-entry", fact, "state", "positive")
