"""Control inside modifiers and nouns: "rebel-held Goma", "under army control", "the rebels' retreat from Goma"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction import gazetteer
from tracker.extraction.attributes import arguments, control_tree
from tracker.extraction.attributes.actors import actor_after, actor_before, armed, faction, factions, value_of
from tracker.extraction.attributes.control_claims import claim
from tracker.extraction.attributes.things import objects, things_before
from tracker.extraction.factuality import Factuality
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Name, Polarity

PLAIN = Factuality()


def modifiers(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """Propose the claims that no verb makes."""
    yield from held(reading, sentence)
    yield from stronghold(reading, sentence)
    yield from in_hands(reading, sentence)
    yield from outside(reading, sentence)
    yield from nominal(reading, sentence)
    yield from where_held(reading, sentence)


HELD = re.compile(r"(?<![\w’'-])(?P<who>[A-Za-z]+)-\s?(?:held|controlled|occupied|ruled|run)(?![\w-])", re.IGNORECASE)
NOT_HELD = re.compile(
    r"(?i)^(?:hand|state|family|privately|long|well|widely|closely|publicly|self|badly|radio|remote|computer|dry|"
    r"voice|climate|foreign|re|un|pre|owner|shoulder|tightly|publicly)$"
)


def held(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Rebel-held Goma", "the government-controlled northern city of Sarh and opposition-held Bitkine"."""
    for match in HELD.finditer(sentence.text):
        if NOT_HELD.match(match["who"]) or (
            match["who"] in gazetteer.demonyms() and match.group().lower().endswith("-occupied")
        ):
            continue  # "Soviet-occupied Hungary" is history or geography
        found = objects(reading, sentence, match.end())
        value = faction(reading, match["who"])
        known = match["who"][:1].isupper() or match["who"].lower() in load("control")["factions"]["adjectives"]
        if (
            not found
            and known
            and (name := UNKNOWN_TOWN.match(sentence.text, match.end()))
            and nobody(reading, sentence, name)
        ):
            found = [(Name(name[1], name[1], "place"), name.end(1))]
        for thing, end in found[:1]:
            if (part := PART_OF.match(sentence.text, match.end())) and thing.name[:1].isupper():
                thing = Name(thing.mention, f"{part[1]} {thing.name}", "place", thing.within)
            elif gazetteer.plain(thing.name) in gazetteer.countries():  # the part of it that they hold
                words = sentence.text[match.start() : end]
                thing = Name(words, f"{match.group()} {thing.name}", "place", (thing.name, *thing.within))
            if thing.kind == "place" and (thing.within or thing.name != thing.mention or thing.name[:1].isupper()):
                yield state(reading, sentence, thing, value, (match.start(), end), "control.held")


PART_OF = re.compile(r"(?i)\s+((?:\w+\s+)?(?:area|part|zone|sector|corner|pocket)\s+of)\s+(?:the\s+)?")
UNKNOWN_TOWN = re.compile(
    r"\s+(?:(?:\w*(?:north|south|east|west)\w*\s+)?(?:city|town|village|port|district|suburb|province)\s+of\s+)?"
    r"((?:al-|el-)?[A-Z][a-z][\w’'-]*?(?:\s+(?:al-|el-)?[A-Z][a-z][\w-]*)?)(?=['’]s\b|\s*[,.;:)]|\s+[a-z]|$)"
)


def nobody(reading: Reading, sentence: Sentence, name: re.Match[str]) -> bool:
    """Whether the capitalised words are no person's or body's name."""
    rows = [m for m in sentence.mentions if m.start < name.end(1) and name.start(1) < m.end]
    return all(arguments.once(reading, m) for m in rows)


@cache
def stronghold_pattern() -> re.Pattern[str]:
    who = factions().pattern
    return (
        re.compile(
            rf"(?i)(?<![\w’'-])(?P<who>{alternation(load('control')['factions']['adjectives'])}(?:s['’]|['’]s)?|"
            rf"(?-i:[A-Z][\w-]+)(?:['’]s)?)\s+"
            r"(?:(?:\w+ern|main|last|remaining|mountain|coastal|key|last\s+remaining|"
            r"de\s+facto)\s+)*(?:stronghold|bastion|enclave|redoubt)(?![\w-])"
            r"(?:\s+(?:of|in)\s+(?:the\s+)?(?:\w+\s+(?:city|town|port)\s+of\s+)?|,?\s+)(?=(?-i:[A-Z]))"
        )
        if who
        else re.compile("$^")
    )


PARTY_TALK = re.compile(
    r"(?i)\b(?:labour|tory|conservative|democratic|republican|liberal|support|catholic|electoral|traditional|"
    r"former|ethnic|shia|shiite|sunni|alawite|druze)\b"
)


def stronghold(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "The rebel stronghold of Sarh"."""
    for match in stronghold_pattern().finditer(sentence.text):
        before = sentence.text[max(0, match.start() - 12) : match.end()]
        spot = next(
            (m for m in sentence.mentions if m.kind == "place" and m.start <= match.end() + 2 and m.end > match.end()),
            None,
        )
        known = re.sub(r"(?:s?['’]s?)$", "", match["who"]).lower() in load("control")["factions"]["adjectives"]
        if spot is None or PARTY_TALK.search(before) or not (known or load("groups")["movements"].count(match["who"])):
            continue
        value = faction(reading, match["who"])
        thing = Name(spot.text, spot.name, spot.kind, spot.within)
        yield state(reading, sentence, thing, value, (match.start(), spot.end), "control.stronghold")


@cache
def hands_pattern() -> re.Pattern[str]:
    words = load("control")["factions"]
    known = alternation([*words["adjectives"], *words["plurals"]])
    who = rf"(?P<who>{known}|(?-i:[A-Z][\w-]+))(?:s?['’]s?)?"
    firm = r"(?:(?:full|firm|complete|total|effective|partial|de[ -]facto|the)\s+)?"
    return re.compile(
        rf"(?i)(?<![\w’'-])(?:(?P<fell>(?:fell|fallen|falls|fall|falling|come|came|coming|brought)\s+)?(?:under|in|"
        rf"into)\s+{firm}{who}\s+(?:control|hands|rule|occupation|command))(?![\w-])"
    )


def in_hands(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "The port is in rebel hands", "fell under government control"."""
    for match in hands_pattern().finditer(sentence.text):
        if (
            re.match(r"(?i)(?:their|his|her|its|the|direct|military|such)$", match["who"])
            and match["who"].lower() != "military"
        ):
            continue
        fact = factuality(sentence, match.start())
        value = faction(reading, match["who"])
        aspect: Aspect = "change" if match["fell"] else "state"
        for thing in things(reading, sentence, match.start()) if fact.asserted else []:
            if thing.kind == "place" and match.group().lower().endswith("command"):
                continue
            if thing.name[:3] in ("of ", "in ") or not control_tree.concerns(sentence, match.span(), thing):
                continue
            yield claim(reading, sentence, thing, value, match.span(), "control.hands", fact, aspect, "positive")


@cache
def outside_pattern() -> re.Pattern[str]:
    who = rf"(?P<who>{alternation(load('control')['factions']['adjectives'])}|(?-i:[A-Z][\w-]+))(?:s?['’]s?)?"
    return re.compile(
        rf"(?i)(?<![\w-])(?:outside|out\s+of|beyond|not\s+under)\s+(?:of\s+)?{who}\s+(?:control|hands)(?![\w-])"
    )


def outside(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "The north is still outside government control"."""
    for match in outside_pattern().finditer(sentence.text):
        value = faction(reading, match["who"])
        found = [(thing, match.end()) for thing in things(reading, sentence, match.start())]
        along = re.compile(r"(?i),?\s+(?:along|together)\s+with\s+|,?\s+as\s+(?:is|are)\s+").match(
            sentence.text, match.end()
        )
        found += objects(reading, sentence, along.end()) if along and found else []
        for thing, end in found:
            yield state(reading, sentence, thing, value, (match.start(), end), "control.outside", "negative")


def things(reading: Reading, sentence: Sentence, at: int) -> list[Name]:
    """What is the subject of the words at `at`, across "is one of the last strongholds"."""
    frame = frame_at(sentence, at)
    floor = frame.start if frame is not None and frame.verb_at < at else 0
    return things_before(reading, sentence, floor, at)


@cache
def nominal_pattern() -> re.Pattern[str]:
    lexicon = load("control")["lose"]
    return re.compile(
        rf"(?i)(?<![\w-])(?:(?P<leaving>{alternation(lexicon['leaving'])})|"
        rf"(?P<taking>{alternation(lexicon['taking'])}))(?:\s+(?P<of>of|by|from)\s+)"
    )


HAPPENED = re.compile(
    r"(?i)\b(?:after|following|since|with|despite|amid|celebrat\w+|hailed|announced|confirmed|"
    r"reported)\s+(?:[\w’'-]+\s+){0,4}$"
)


def nominal(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "After the retreat of the rebels from Sarh", "following the army's withdrawal from Sarh"."""
    text = sentence.text
    for match in nominal_pattern().finditer(text):
        if not HAPPENED.search(text[max(0, match.start() - 60) : match.start()]):
            continue
        if match["taking"]:
            yield from taking(reading, sentence, match)
            continue
        if match["of"].lower() == "from":
            actor, at = owner(sentence, match.start()), match.end()
            found = objects(reading, sentence, at)
        else:
            actor = actor_after(sentence, match.end())
            out = re.compile(r"(?i)\s+from\s+").match(text, actor.end) if actor else None
            before = [m for m in sentence.mentions if m.kind == "place" and m.end <= match.start()]
            spot = before[-1] if before and not out else None
            found = objects(reading, sentence, out.end()) if out else [(place(spot), match.end())] if spot else []
        if actor is None or not armed(actor):
            continue
        for thing, end in found:
            if thing.kind == "place":
                span = (min(match.start(), actor.start), max(end, actor.end))
                yield claim(
                    reading,
                    sentence,
                    thing,
                    value_of(reading, sentence, actor),
                    span,
                    "control.leaving",
                    PLAIN,
                    "change",
                    "negative",
                )


CELEBRATE = re.compile(r"(?i)\b(?:celebrat\w+|toast\w*|cheer(?:ed|s|ing)?)\s+(?:the\s+|their\s+|its\s+)?$")


def celebrant(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Who took what they celebrate the capture of: those under arms who do not celebrate another's."""
    verb = CELEBRATE.search(sentence.text, 0, match.start())
    actor = actor_before(sentence, verb.start()) if verb else None
    fighting = actor is not None and (actor.kind == "force" or re.search(FIGHTING, actor.name) is not None)
    return actor if fighting else None


FIGHTING = re.compile(r"(?i)\b(?:rebels?|fighters|troops|forces|insurgents|militiamen|soldiers|army|guerrillas)$")


def taking(reading: Reading, sentence: Sentence, match: re.Match[str]) -> Iterator[Proposal]:
    """ "After the capture of Sarh by rebels", "the rebels' capture of Sarh"."""
    found = objects(reading, sentence, match.end())
    if match["of"].lower() != "of" or not found:
        return
    thing, end = found[0]
    by = re.compile(r"(?i)\s+by\s+").match(sentence.text, end)
    actor = actor_after(sentence, by.end()) if by else owner(sentence, match.start()) or celebrant(sentence, match)
    if actor is not None and armed(actor) and thing.kind in ("place", "building"):
        value = value_of(reading, sentence, actor)
        yield claim(
            reading, sentence, thing, value, (match.start(), end), "control.taking", PLAIN, "change", "positive"
        )


def owner(sentence: Sentence, at: int) -> Mention | None:
    """Whose retreat or capture it is: "the army's withdrawal"."""
    return next(
        (
            m
            for m in sentence.mentions
            if m.end <= at and re.fullmatch(r"['’]s?\s+(?:\w+\s+)?", sentence.text[m.end : at])
        ),
        None,
    )


WHERE_HELD = re.compile(
    r"(?i)\bwhere\s+(?=[^,;.]{3,60}?\b(?P<verb>holds?|held|controls?|retains?|maintains?|ha(?:s|ve|"
    r"d))\s+(?:[\w-]+\s+){0,3}?(?:territory|ground|control|power|sway|positions|areas)\b)"
)


def where_held(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Sarh, a town in the south where the rebels still hold territory"."""
    for match in WHERE_HELD.finditer(sentence.text):
        actor = actor_before(sentence, match.start("verb"))
        before = [
            m for m in sentence.mentions if m.kind == "place" and m.end <= match.start() and match.start() - m.end < 60
        ]
        if actor is None or actor.start < match.start() or not before:
            continue
        head = before[-1]
        apposed = [m for m in before[:-1] if re.match(r",\s+(?:an?|the)\s+[^,]*$", sentence.text[m.end : head.start])]
        spot = apposed[-1] if apposed else head
        yield claim(
            reading,
            sentence,
            place(spot),
            actor,
            (spot.start, match.end("verb")),
            "control.where",
            factuality(sentence, match.start("verb")),
            "state",
            "positive",
        )


def place(spot: Mention) -> Name:
    return Name(spot.text, spot.name, spot.kind, spot.within)


def state(
    reading: Reading,
    sentence: Sentence,
    thing: Name,
    value: Name,
    span: tuple[int, int],
    rule: str,
    polarity: Polarity = "positive",
) -> Proposal:
    """What a modifier says is so now: the sentence's own time is that of something else."""
    return claim(reading, sentence, thing, value, span, rule, PLAIN, "state", polarity, use_time=False)
