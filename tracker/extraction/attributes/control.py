"""Who controls what: taking, having, losing and handing over places, buildings, forces and media (`lexicons/control.toml`).

Power over a country is read by `control_power.py`, control inside modifiers and nouns by `control_modifiers.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction import places
from tracker.extraction.attributes import control_modifiers, control_power, control_tree, subjects
from tracker.extraction.attributes.actors import actor_after, armed, holder_before, value_of
from tracker.extraction.attributes.control_claims import UNREAL, claim, cumulative, over_country, past_forms, verb_forms
from tracker.extraction.attributes.things import held_things, objects, place_behind, spot_words, things_before
from tracker.extraction.factuality import Factuality
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import alternation, load, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Name, Polarity

ADVERBS = r"(?:(?:now|also|still|reportedly|largely|partly|fully|firmly|already|effectively|\w+ly)\s+)*"


@cache
def pattern(name: str) -> re.Pattern[str]:
    lexicon = load("control")
    expressions: dict[str, str] = {
        "take": verb_forms(lexicon["take"]["verbs"]),
        "passive": (
            rf"(?:is|are|was|were|been|being|be|remains?|"
            rf"remained)\s+{ADVERBS}{past_forms(lexicon['take']['passive'])}\s+by"
        ),
        "reduced": rf"{ADVERBS}{past_forms(lexicon['have']['reduced'])}\s+by",
        "fall": verb_forms(lexicon["take"]["fall"]),
        "have": rf"(?:{verb_forms(lexicon['have']['verbs'])}|{alternation(lexicon['have']['phrases'])})",
        "under": alternation(lexicon["have"]["under"]),
        "their": (
            r"(?:under\s+(?:\w+\s+)?(?P<whose>their|his|her|its|our|my)\s+(?:full\s+|complete\s+)?(?:control|"
            r"command|authority|rule)|in\s+(?:their|our|his|her|my)\s+hands)"
        ),
        "lose": verb_forms(lexicon["lose"]["verbs"]),
        "retreat": verb_forms(lexicon["lose"]["retreat"]),
        "drive": verb_forms(lexicon["lose"]["drive"]),
        "hand": verb_forms(lexicon["lose"]["hand"]),
    }
    return word_pattern(expressions[name])


@cache
def any_trigger() -> re.Pattern[str]:
    lexicon = load("control")
    words = [
        *lexicon["take"]["verbs"],
        *lexicon["lose"]["verbs"],
        *lexicon["lose"]["retreat"],
        *lexicon["lose"]["drive"],
        *lexicon["lose"]["hand"],
        *lexicon["have"]["verbs"],
    ]
    firsts = ({w.split()[0] for w in words} - {"be"}) | {
        "take",
        "fall",
        "surrender",
        "come",
        "storm",
        "drive",
        "push",
        "force",
        "oust",
        "expel",
    }
    nouns = alternation([*lexicon["lose"]["leaving"], *lexicon["lose"]["taking"]])
    return re.compile(
        rf"(?i)\b(?:{verb_forms(sorted(firsts))}|{nouns}|power|control|controlled|charge|command|hands|under|"
        rf"loyal|"
        r"strongholds?|bastions?|citadel|\w+-(?:held|controlled|occupied|ruled|run))\b"
    )


def asks(reading: Reading, sentence: Sentence) -> bool:
    """Whether the control rules ask for the tree of a sentence, whatever the order of words tells."""
    return any_trigger().search(sentence.text) is not None and control_tree.asks(sentence)


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the control claims of an article."""
    for sentence in reading.sentences:
        if any_trigger().search(sentence.text):
            found = list(by_order(reading, sentence))
            yield from found
            yield from control_tree.find(reading, sentence, found)


def by_order(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """What patterns over the order of words read."""
    yield from taken(reading, sentence)
    yield from passives(reading, sentence)
    yield from object_first(reading, sentence)
    yield from driven(reading, sentence)
    yield from handed(reading, sentence)
    yield from control_power.power(reading, sentence)
    yield from control_modifiers.modifiers(reading, sentence)


RULES: tuple[tuple[str, Aspect, Polarity], ...] = (
    ("take", "change", "positive"),
    ("have", "state", "positive"),
    ("lose", "change", "negative"),
    ("retreat", "change", "negative"),
)


def taken(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "<actor> seized <thing>", "<actor> controls <thing>", "<actor> lost <thing>", "<actor> retreated from <place>"."""
    for kind, aspect, polarity in RULES:
        for match in pattern(kind).finditer(sentence.text):
            if no_verb(sentence.text, match, kind):
                continue
            things = [t for t in held_things(reading, sentence, match.end()) if fits(t[0], kind, match.group())]
            actor = holder_before(sentence, match) if things else None
            if actor is None or (actor.kind == "person" and (kind == "retreat" or not strong(match.group()))):
                continue
            if kind == "retreat" and (not armed(actor) or other_mover(sentence.text, actor, match.start())):
                continue
            if kind == "lose" and not (armed(actor) or strong(match.group()) or control_tree.strong_enough(actor)):
                continue
            if re.match(r"\s+(?:off|up)\b", sentence.text[match.end() :]):
                continue  # "hold off the attackers"
            if re.match(r"\s+(?:out|apart|aside|down)\b(?!\s+(?:of|from)\b)", sentence.text[things[0][1] :]):
                continue  # "take them out"
            fact = factuality(sentence, match.start())
            if UNREAL.search(sentence.text[: match.start()]):
                continue
            frame = frame_at(sentence, match.start())
            if fact.polarity == "negative" and kind == "retreat" and not (frame is not None and frame.denied):
                continue  # "cannot leave" and "do not leave" say nothing of who holds it
            for thing, end in things if fact.asserted else []:
                if (thing, end) != things[0] and SAYS.match(sentence.text, end):
                    continue  # "… of the crossing, the army said"
                if not control_tree.agrees(sentence, match.span(), end):
                    continue
                named = over_country(reading, sentence, thing, match.group())
                settled = kind == "take" and cumulative(sentence.text, match.start(), thing)
                yield claim(
                    reading,
                    sentence,
                    named,
                    actor,
                    (match.start(), max(end, match.end())),
                    f"control.{kind}",
                    fact,
                    "state" if settled else aspect,
                    polarity,
                    use_time=not settled,
                )


SAYS = re.compile(r"\s+(?:said|says|told|added|announced|reported|confirmed)\b")
OBJECT_FIRST = re.compile(
    r"(?i)\s+(?:that\s+|which\s+)?(?P<who>(?:the\s+)?[\w’'-]+(?:\s+[\w’'-]+)?)\s+(?:(?:now|still|already|"
    r"currently)\s+)*"
    r"(?:controls?|controlled|holds?|occup(?:y|ies)|captured|seized|have\s+(?:captured|seized))(?=\s*(?:[,.;:]|$|"
    r"as\b|and\b|in\b|on\b|since\b|after\b))"
)


def object_first(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "The towns they control", "the rest of the country he holds": the thing stands before its holder."""
    for match in OBJECT_FIRST.finditer(sentence.text):
        actor = next(
            (m for m in sentence.mentions if m.start <= match.start("who") + 4 and m.end == match.end("who")), None
        )
        if actor is None or not subjects.is_actor(actor) or actor.start < match.start():
            continue
        things = things_before(reading, sentence, 0, match.start(), beside=True)
        for thing in things if things and things[-1].kind == "place" else []:
            end = match.end()
            yield claim(
                reading,
                sentence,
                thing,
                actor,
                (end - 1, end),
                "control.object-first",
                factuality(sentence, end - 8),
                "state",
                "positive",
            )


MADE_TO = re.compile(r"(?i)\b(?:forc\w+|compel\w*|press\w*|get|allow\w*)\s+(?:the\s+)?[\w-]+\s+to\s+$")
VEHICLE = re.compile(
    r"\s+(?:planes?|jets?|aircraft|helicopters?|vehicles?|trucks?|convoys?|ships?|flights?|officers?|officials?|"
    r"leaders?)\b"
)


def other_mover(text: str, actor: Mention, at: int) -> bool:
    """Whether not the forces but something else goes: "a military plane left X", "used troops to force Y to withdraw"."""
    return VEHICLE.match(text, actor.end) is not None or (MADE_TO.search(text[:at]) is not None and at - actor.end > 4)


def fits(thing: Name, kind: str, verb: str) -> bool:
    """Whether the thing can be lost or left that way: one retreats from places, and takes no "state" or "power"."""
    if re.search(r"(?i)\b(?:responsibilit|credit|blame|advantage|direct\s+power|office\s+in\b)", thing.name):
        return False
    if kind == "retreat":
        if re.match(r"(?i)le(?:ave|ft)|quit", verb) and places.country_of(thing.name) == thing.name:
            return False  # to leave a country is to go home
        return thing.kind == "place" or (thing.kind == "building" and not re.match(r"(?i)le(?:ave|ft)", verb))
    if kind == "lose" and not re.search(r"(?i)\b(?:control|grip)\b", verb):
        return thing.kind in ("place", "building")
    return not (
        kind in ("take", "have")
        and thing.name.lower() in ("power", "state", "school", "church", "office", "service", "square", "services")
    )


PASSIVE = re.compile(r"(?i)\b(?:been|being|was|were|is|are|be)\s+(?:\w+ly\s+)?$")
NOUN_BEFORE = re.compile(
    r"(?i)\b(?:the|its|his|her|their|full|under|of|complete|in|no|command\s+and|under\s+\w+|\w+['’]s)\s+$"
)


DETERMINED = re.compile(r"(?i)\b(?:an?|the|some|any|its|their|his|her|newly|recently)\s+$")


def no_verb(text: str, match: re.Match[str], kind: str) -> bool:
    """Whether the word is no active verb here: a passive, or the noun "control"."""
    left, words = text[: match.start()], match.group().lower()
    passive = PASSIVE.search(left) is not None
    if left.rstrip().endswith(("-", "–")):
        return True  # "a rebel- held area"
    if kind == "retreat" and words == "desert" and NOUN_BEFORE.search(left):
        return True  # "the desert town"
    if kind in ("take", "lose"):
        if DETERMINED.search(left):
            return True  # "an abandoned base", "the captured town"
        noun = " " not in words and NOUN_BEFORE.search(left) and not words.endswith(("ing", "ed"))
        return bool(noun) or (passive and not words.split()[0].endswith("ing"))
    if kind != "have":
        return False
    if passive and not words.startswith(("in ", "has", "have", "had")):
        return True
    if words in ("control", "command") and re.match(
        r"\s+(?:cent\w+|posts?|structures?|rooms?|systems?|towers?|groups?|measures?|vehicles?)\b", text[match.end() :]
    ):
        return True
    named = re.match(r"(?:control|command|rule|hold|run)\b", words) and re.match(
        r"\s+(?:of|over|on)\b", text[match.end() :]
    )
    return bool(named) or (" " not in words and NOUN_BEFORE.search(left) is not None)


def strong(verb: str) -> bool:
    """Whether the words speak of control even of one person: "lost control of", "in command of", not "took the airport"."""
    return bool(re.search(r"(?i)\b(?:control\w*|command|charge|possession|govern\w*|seiz\w+)\b", verb))


def passives(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "<thing> was seized by <actor>", "<things> are under the control of <actor>", "<place> fell to <actor>"."""
    done: set[int] = set()
    for kind in ("passive", "under", "fall", "reduced"):
        for match in pattern(kind).finditer(sentence.text):
            actor = actor_after(sentence, match.end())
            if match.end() in done or actor is None:
                continue
            done.add(match.end())
            inverse = kind == "under" and bool(re.match(r"(?i)in\s+(?:the\s+)?control\s+of", match.group()))
            if not (subjects.is_actor(actor) or (actor.kind == "place" and kind == "under" and not inverse)):
                continue
            if kind == "under" and match.group().lower().startswith("loyal") and not loyal(sentence, match):
                continue
            yield from of_things(reading, sentence, match, value_of(reading, sentence, actor), actor.end, kind)
    for match in pattern("their").finditer(sentence.text):
        whose = owner(sentence, match)
        if whose is not None:
            yield from of_things(reading, sentence, match, value_of(reading, sentence, whose), match.end(), "under")


def loyal(sentence: Sentence, match: re.Match[str]) -> bool:
    """ "The army is loyal to X" says who commands it; "clashes with forces loyal to X" only names the forces."""
    return (
        re.search(r"(?i)\b(?:is|are|was|were|remains?|remained|stay\w*)\s+(?:\w+\s+)?$", sentence.text[: match.start()])
        is not None
    )


def owner(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Who "their" is in "under their command": the speaker, else a group before."""
    frame = frame_at(sentence, match.start())
    if frame is not None and frame.speaker is not None and frame.speaker.name and subjects.is_actor(frame.speaker):
        return frame.speaker
    rows = [m for m in sentence.mentions if m.end <= match.start() and subjects.is_actor(m) and m.kind != "force"]
    return rows[0] if rows else None


STATES = re.compile(r"(?i)\b(?:held|controlled|ruled|run|governed|occupied|dominated)\s+by$")


def of_things(
    reading: Reading, sentence: Sentence, match: re.Match[str], actor: Name, end: int, kind: str
) -> Iterator[Proposal]:
    fact = factuality(sentence, match.start())
    if not fact.asserted:
        return
    frame = frame_at(sentence, match.start())
    floor = frame.start if frame is not None and frame.verb_at < match.start() else 0
    changed = kind == "fall" or (kind in ("passive", "reduced") and not STATES.search(match.group()))
    found = things_before(reading, sentence, floor, match.start(), beside=kind == "reduced")
    found = [t for t in found if len(t.name.split()) < 8 and not CLAUSE.search(t.name)]
    found = [t for t in found if control_tree.concerns(sentence, match.span(), t)]
    for thing in found or land_beyond(sentence, floor, match.start(), end):
        if thing.name.casefold() != actor.name.casefold() and not (
            thing.kind not in ("place", "building") and "control of" in match.group()[:14]
        ):
            span = (match.start(), end)
            yield claim(
                reading,
                sentence,
                thing,
                actor,
                span,
                f"control.{kind}",
                fact,
                "change" if changed else "state",
                "positive",
                use_time=changed or kind != "reduced",
            )


CLAUSE = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|that|which|who|she|he|they|to|until|form|organi[sz]ed|decided)\s"
)
"""Words that no name of a thing holds: what was cut out is a clause."""
LAND = re.compile(
    r"(?i)\b(territory|areas?|land|towns|villages|regions?|districts|parts|positions)\s+(?:that\s+(?:is|are)\s+|"
    r"\w+ly\s+|still\s+)*$"
)


def land_beyond(sentence: Sentence, floor: int, at: int, end: int) -> list[Name]:
    """ "Territory held by the rebels in the north-east": where it lies comes after the holder."""
    noun = LAND.search(sentence.text[floor:at])
    spot = place_behind(sentence, end) if noun else None
    return [Name(noun[1], f"{noun[1].lower()} in {spot_words(spot)}", "place", spot.within)] if noun and spot else []


OUT_OF = re.compile(r"(?i)\s*(?:back\s+|away\s+)?(?:out\s+of|from|back\s+from|away\s+from)\s+")


def driven(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "<actor> drove <enemy> out of <place>": the enemy no longer holds it."""
    for match in pattern("drive").finditer(sentence.text):
        enemy = actor_after(sentence, match.end())
        if enemy is None or not armed(enemy) or PASSIVE.search(sentence.text[: match.start()]):
            continue
        out = OUT_OF.match(sentence.text, enemy.end)
        fact = factuality(sentence, match.start())
        if not out or not fact.asserted:
            continue
        for thing, end in objects(reading, sentence, out.end()):
            if thing.kind in ("place", "building") and "strongholds of" not in thing.name:
                value = value_of(reading, sentence, enemy)
                yield claim(
                    reading, sentence, thing, value, (match.start(), end), "control.drive", fact, "change", "negative"
                )


def handed(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "<actor> handed <place> over to <other>": the other then holds it."""
    for match in pattern("hand").finditer(sentence.text):
        for thing, end in held_things(reading, sentence, match.end())[:1]:
            to = re.compile(r"\s+(?:over\s+|back\s+)?to\s+").match(sentence.text, end)
            other = actor_after(sentence, to.end()) if to else None
            fact: Factuality = factuality(sentence, match.start())
            if re.match(r"(?:hands|gives|cedes)\b", match.group()) or thing.name.startswith("brunt"):
                continue
            if (
                other is None
                or other.pronoun
                or not (subjects.is_actor(other) or places.country_of(other.name))
                or other.kind == "person"
                or not fact.asserted
            ):
                continue
            value = value_of(reading, sentence, other)
            yield claim(
                reading, sentence, thing, value, (match.start(), other.end), "control.hand", fact, "change", "positive"
            )
