"""Who controls what: taking, having and losing power, places, buildings, forces and media (`lexicons/control.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.things import objects, things_before
from tracker.extraction.clauses import subject_before
from tracker.extraction.factuality import Factuality
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import alternation, load, participle_alternation, verb_alternation, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Name, Polarity


@cache
def pattern(name: str) -> re.Pattern[str]:
    lexicon = load("control")
    expressions: dict[str, str] = {
        "take": verb_alternation(lexicon["take"]["verbs"]),
        "passive": (
            rf"(?:is|are|was|were|been|being|be|remains?|remained)\s+(?:(?:now|also|still|reportedly|largely|partly|fully|firmly|already|effectively|\w+ly)\s+)*{participle_alternation(lexicon['take']['passive'])}\s+by"
        ),
        "fall": verb_alternation(lexicon["take"]["fall"]),
        "have": rf"(?:{verb_alternation(lexicon['have']['verbs'])}|{alternation(lexicon['have']['phrases'])})",
        "under": alternation(lexicon["have"]["under"]),
        "their": (
            r"(?:under\s+(?:\w+\s+)?(?P<whose>their|his|her|its|our|my|[A-Z][\w-]+['’]s?)\s+(?:full\s+|complete\s+)?(?:control|command|authority|rule)|in\s+(?:their|our|his|her|my)\s+hands)"
        ),
        "lose": verb_alternation(lexicon["lose"]["verbs"]),
        "retreat": verb_alternation(lexicon["lose"]["retreat"]),
        "power-take": verb_alternation(lexicon["power"]["take"]),
        "power-have": alternation(lexicon["power"]["have"]),
        "power-lose": verb_alternation(lexicon["power"]["lose"]),
        "levers": (
            rf"(?:has|have|had|having|holds?|without)\b(?:\s+(?:any|no|real|the|not|all|not\s+any|n['’]t)|\s+[\w’'-]+){{0,3}}?\s+{alternation(lexicon['power']['levers'])}"
        ),
        "held": (
            r"(?P<who>rebel|government|opposition|insurgent|militant|separatist|loyalist|regime|guerrilla|taliban|army|junta|islamist|jihadist|(?-i:[A-Z][\w]+))-(?:held|controlled|occupied|ruled|run)"
        ),
        "took-over": (
            r"(?:took|taken|takes|take|taking)\s+over(?=\s*(?:[.,;]|in\b|after\b|from\b|on\b|when\b|last\b|this\b|had\b|has\b|was\b|is\b|$))"
        ),
    }
    return word_pattern(expressions[name])


@cache
def any_trigger() -> re.Pattern[str]:
    lexicon = load("control")
    words = [
        *lexicon["take"]["verbs"],
        *lexicon["lose"]["verbs"],
        *lexicon["lose"]["retreat"],
        *lexicon["have"]["verbs"],
    ]
    firsts = {w.split()[0] for w in words} | {"take", "fall", "surrender", "come"}
    return re.compile(
        rf"(?i)\b(?:{verb_alternation(sorted(firsts))}|power|control|controlled|charge|command|hands|under|loyal|\w+-(?:held|controlled|occupied|ruled|run))\b"
    )


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the control claims of an article."""
    for sentence in reading.sentences:
        if not any_trigger().search(sentence.text):
            continue
        yield from taken(reading, sentence)
        yield from passives(reading, sentence)
        yield from power(reading, sentence)
        yield from held(reading, sentence)


def taken(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "<actor> seized <thing>", "<actor> controls <thing>", "<actor> lost <thing>", "<actor> retreated from <place>"."""
    rules: tuple[tuple[str, Aspect, Polarity], ...] = (
        ("take", "change", "positive"),
        ("have", "state", "positive"),
        ("lose", "change", "negative"),
        ("retreat", "change", "negative"),
    )
    for kind, aspect, polarity in rules:
        for match in pattern(kind).finditer(sentence.text):
            if no_verb(sentence.text, match, kind):
                continue
            things = objects(reading, sentence, match.end())
            things = [t for t in things if t[0].kind == "place"] if kind == "retreat" else things
            actor = actor_before(sentence, match.start()) if things else None
            if actor is None or (actor.kind == "person" and (kind == "retreat" or not strong(match.group()))):
                continue
            fact = factuality(sentence, match.start())
            for thing, end in things if fact.asserted else []:
                last = max(end, match.end())
                yield propose(sentence, thing, actor, match.start(), last, f"control.{kind}", fact, aspect, polarity)


PASSIVE = re.compile(r"(?i)\b(?:been|being|was|were|is|are|be)\s+(?:\w+ly\s+)?$")
NOUN_BEFORE = re.compile(r"(?i)\b(?:the|its|his|her|their|full|under|of|complete|in|no|\w+['’]s)\s+$")


def no_verb(text: str, match: re.Match[str], kind: str) -> bool:
    """Whether the word is no active verb here: a passive, or the noun "control"."""
    left, words = text[: match.start()], match.group().lower()
    passive = PASSIVE.search(left) is not None
    if kind in ("take", "lose"):
        return passive and not words.split()[0].endswith("ing")
    if kind != "have":
        return False
    if passive and not words.startswith(("in ", "has", "have", "had")):
        return True
    noun = re.match(r"(?:control|command|rule|hold)\b", words) and re.match(r"\s+(?:of|over|on)\b", text[match.end() :])
    return bool(noun) or (" " not in words and NOUN_BEFORE.search(left) is not None)


def strong(verb: str) -> bool:
    """Whether the words speak of control even of one person: "lost control of", "in command of", not "took the airport"."""
    return bool(re.search(r"(?i)\b(?:control|command|charge|possession|rule[sd]?|govern\w*|seiz\w+)\b", verb))


def actor_before(sentence: Sentence, at: int) -> Mention | None:
    frame = frame_at(sentence, at)
    floor = frame.start if frame is not None and frame.verb_at < at else 0
    found = subject_before(sentence, at, subjects.is_actor, floor)
    if (
        found is None
        and frame is not None
        and frame.speaker is not None
        and re.match(r"(?i)\s*(?:to|has|had|have|having)\b", sentence.text[frame.start : at])
    ):
        return frame.speaker if frame.speaker.name and subjects.is_actor(frame.speaker) else None
    return found


def propose(
    sentence: Sentence,
    thing: Name,
    actor: Mention | Name,
    start: int,
    end: int,
    rule: str,
    fact: Factuality,
    aspect: Aspect,
    polarity: Polarity,
) -> Proposal:
    value = actor if isinstance(actor, Name) else subjects.name(actor)
    negative = (polarity == "negative") != (fact.polarity == "negative")
    first = actor.start if isinstance(actor, Mention) and 0 <= start - actor.end < 60 and actor.start < start else start
    return Proposal(
        sentence=sentence,
        attribute="control",
        subject=thing,
        value=value,
        start=first,
        end=end,
        at=start,
        rule=rule,
        aspect=aspect,
        polarity="negative" if negative else "positive",
        certainty=fact.certainty,
        future=fact.future,
        refusal=fact.refusal,
        voice=value if fact.refusal else None,
    )


def passives(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "<thing> was seized by <actor>", "<things> are under the control of <actor>", "<place> fell to <actor>"."""
    for kind in ("passive", "under", "fall"):
        for match in pattern(kind).finditer(sentence.text):
            actor = next(
                (m for m in sentence.mentions if m.start >= match.end() - 1 and m.start - match.end() < 25), None
            )
            if actor is None or not (subjects.is_actor(actor) or (actor.kind == "place" and kind == "under")):
                continue
            yield from of_things(reading, sentence, match, subjects.name(actor), actor.end, kind)
    for match in pattern("their").finditer(sentence.text):
        whose = owner(sentence, match)
        if whose is not None:
            yield from of_things(reading, sentence, match, subjects.name(whose), match.end(), "under")


def owner(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Who "their" is in "under their command": the speaker, else a group before."""
    frame = frame_at(sentence, match.start())
    if frame is not None and frame.speaker is not None and frame.speaker.name and subjects.is_actor(frame.speaker):
        return frame.speaker
    rows = [m for m in sentence.mentions if m.end <= match.start() and subjects.is_actor(m) and m.kind != "force"]
    return rows[0] if rows else None


def of_things(
    reading: Reading, sentence: Sentence, match: re.Match[str], actor: Name, end: int, kind: str
) -> Iterator[Proposal]:
    fact = factuality(sentence, match.start())
    if not fact.asserted:
        return
    frame = frame_at(sentence, match.start())
    floor = frame.start if frame is not None and frame.verb_at < match.start() else 0
    for thing in things_before(reading, sentence, floor, match.start()):
        if thing.name.casefold() != actor.name.casefold():
            aspect: Aspect = (
                "change"
                if kind == "fall"
                or (
                    kind == "passive"
                    and not re.search(
                        r"(?i)\b(?:held|controlled|ruled|run|governed|occupied|dominated)\s+by$", match.group()
                    )
                )
                else "state"
            )
            yield propose(sentence, thing, actor, match.start(), end, f"control.{kind}", fact, aspect, "positive")


def power(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """Control of the government: "took power", "is in control", "has no real levers of power"."""
    text = sentence.text
    rules: tuple[tuple[str, Aspect, Polarity], ...] = (
        ("power-take", "change", "positive"),
        ("took-over", "change", "positive"),
        ("power-have", "state", "positive"),
        ("power-lose", "change", "negative"),
        ("levers", "state", "positive"),
    )
    for kind, aspect, polarity in rules:
        for match in pattern(kind).finditer(text):
            following = text[match.end() : match.end() + 30]
            if kind in ("power-have", "power-lose") and re.match(
                r"(?i)\s+(?:of|over)\s+(?!the\s+(?:country|government|nation|state)\b)", following
            ):
                continue
            if (
                kind == "power-have"
                and re.search(r"(?i)\b(?:remain|remained|stay|stayed|be|continue)\s+$", text[: match.start()])
                and re.search(r"(?i)\b(?:would|will|should)\s+\w+\s+$", text[: match.start()])
            ):
                continue
            if kind == "power-have" and re.search(
                r"(?i)\bto\s+(?:stay|remain|be|keep|cling\s+on)\s+$", text[: match.start()]
            ):
                continue
            actor = actor_before(sentence, match.start())
            if actor is None or far(text, actor, match.start()):
                continue
            yield from power_claim(reading, sentence, match, actor, kind, aspect, polarity)
    yield from place_entry(sentence)


def far(text: str, actor: Mention, at: int) -> bool:
    return at - actor.end > 120


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
    fact = factuality(sentence, match.start())
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
    thing = subjects.government(reading, match.group())
    yield propose(sentence, thing, actor, match.start(), match.end(), f"control.{kind}", fact, aspect, polarity)


def place_entry(sentence: Sentence) -> Iterator[Proposal]:
    """An entry of a list of places: "Sarh: Rebels claim to have control"."""
    if sentence.block.kind != "place-entry":
        return
    for match in pattern("power-have").finditer(sentence.text):
        actor = actor_before(sentence, match.start())
        fact = factuality(sentence, match.start())
        if actor is not None and fact.asserted:
            thing = Name(sentence.block.label, sentence.block.label, "place")
            yield propose(
                sentence, thing, actor, match.start(), match.end(), "control.place-entry", fact, "state", "positive"
            )


def held(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Rebel-held Goma", "the government-controlled north"."""
    for match in pattern("held").finditer(sentence.text):
        spot = next(
            (
                m
                for m in sentence.mentions
                if m.kind == "place" and match.end() <= m.start + 1 and m.start - match.end() < 30
            ),
            None,
        )
        if spot is None or not re.fullmatch(
            r"(?i)\s*(?:(?:city|town|village|port|province|region|enclave|suburb|northern|southern|eastern|western|central|of|the)\s+)*",
            sentence.text[match.end() : spot.start],
        ):
            continue
        who = match["who"]
        plural = {
            "rebel": "rebels",
            "insurgent": "insurgents",
            "militant": "militants",
            "separatist": "separatists",
            "guerrilla": "guerrillas",
            "loyalist": "loyalists",
            "islamist": "islamists",
            "jihadist": "jihadists",
        }
        value = Name(who, plural.get(who.lower(), who.lower() if who[0].islower() else who), "group")
        yield propose(
            sentence,
            subjects.name(spot),
            value,
            match.start(),
            spot.end,
            "control.held",
            Factuality(),
            "state",
            "positive",
        )
    del reading
