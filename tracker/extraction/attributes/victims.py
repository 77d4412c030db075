"""Victims without a number: "a policeman was shot dead", "killed him, his son and a guard", "the death of Ann Doe"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tracker.extraction import quantities
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.toll_patterns import (
    ADVERB,
    ASIDE,
    END,
    FREE,
    PASSIVE,
    REDUCED,
    STOP,
    actives,
    finite,
    number_of,
    participles,
    people_of,
)
from tracker.extraction.clauses import coordinated, subject_before
from tracker.extraction.lexicon import alternation, load, word_pattern
from tracker.extraction.names import Mention, demonym_expression
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Attribute, Name, Quantity

ONE = Quantity(1, 1)
INNER = r"(?:an?|the|his|her|its|their|of|in|on|at|from|with)"
"""Words that do not stand between a determiner and its noun."""
DETERMINER = r"(?:an?|another|one|the|his|her|its|their|[\w.-]+(?:['’]s|(?<=s)['’]))"


@dataclass(frozen=True, slots=True)
class Victim:
    """Who died or was hurt: the words that say so (offsets in the sentence), and whether that is taken for granted."""

    attribute: Attribute
    subject: Name
    value: Quantity
    start: int
    end: int
    at: int
    rule: str
    definite: bool = False
    head: str = ""


@cache
def single() -> str:
    """One person by a noun: "a", "the" or a possessive, up to five words, and a word for a person."""
    person = alternation(load("casualties")["persons"])
    kin = alternation(load("casualties")["kin"])
    land = rf"(?-i:{demonym_expression()})(?<!ns)(?=\s+(?:was|were|has|had|have|is|and|who|died|killed|shot|wounded|,)|\s*[,.;])"
    nth = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?=\s+(?:died|was|had|has|later|were))"
    return (
        rf"(?<![\w’'-])(?P<np>(?P<det>{DETERMINER})\s+(?:(?!(?:{STOP}|{INNER})\b)\w[\w’'&-]*\s+){{0,5}}?(?P<head>{person}|{land}|{nth})"
        rf"(?P<join>\s+and\s+(?:(?:his|her|their|young|infant|elderly|\w+-old)\s+){{0,2}}{kin})?)(?![\w-]|['’]s)"
    )


@cache
def single_patterns() -> tuple[tuple[str, Attribute, re.Pattern[str]], ...]:
    """Rule name, attribute and pattern of one unnamed victim; each has the groups of `single`."""
    words, one = load("casualties"), single()
    tail = rf"(?:\s+(?:of|from|in|at|with|aged|near|aboard|on|for)\s+(?:(?!{STOP}\b)[^,;.:()\"“”]){{1,50}}?)?{ASIDE}"
    rows: list[tuple[str, Attribute, str]] = []
    for kind, attribute in (("kill", "killed"), ("hurt", "injured")):
        done = participles(kind)
        rows.append(("one", attribute, rf"{one}{tail}{PASSIVE}{done}"))  # type: ignore[arg-type]
        rows.append(("one-reduced", attribute, rf"{one}(?:\s+{ADVERB})*\s+{done}{REDUCED}"))  # type: ignore[arg-type]
    over = rf"(?:{REDUCED}|{END}|(?=\s+(?:who|whose|of|living|named|called|known|shown|aged)\b))"
    rows += [
        ("one-died", "killed", rf"{one}{tail}{FREE}{finite('die_verbs')}"),
        ("one-hurt", "injured", rf"{one}{tail}{FREE}{finite('suffer_verbs')}"),
        (
            "one-dead",
            "killed",
            rf"{one}{tail}{FREE}(?:(?:confirmed|found|feared|presumed|pronounced|declared)\s+)?dead{REDUCED}",
        ),
        ("one-left", "killed", rf"\b(?:leaving|left|leaves)\s+{one}\s+dead"),
        (
            "one-left",
            "injured",
            rf"\b(?:leaving|left|leaves)\s+{one}\s+(?:\w+ly\s+)?{alternation(words['hurt_adjectives'])}",
        ),
        (
            "one-of",
            "killed",
            rf"\b(?:{alternation(words['death_of'])}|{alternation(words['body_nouns'])})\s+of\s+{one}{over}",
        ),
    ]
    return tuple((rule, attribute, re.compile(text + r"(?![\w-])", re.IGNORECASE)) for rule, attribute, text in rows)


@cache
def active_patterns() -> tuple[tuple[Attribute, re.Pattern[str]], ...]:
    return (("killed", word_pattern(actives("kill"))), ("injured", word_pattern(actives("hurt"))))


@cache
def item_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A counted and an uncounted victim at one place of a list."""
    return (
        re.compile(rf"{number_of()}(?P<who>{people_of()}|{END})", re.IGNORECASE),
        re.compile(single(), re.IGNORECASE),
    )


def unnamed(sentence: Sentence) -> Iterator[Victim]:
    """One victim each, told by a noun and a verb or noun of dying."""
    for rule, attribute, pattern in single_patterns():
        for match in pattern.finditer(sentence.text):
            found = described(sentence, match, attribute, f"{attribute}.{rule}", match.start())
            if found is not None:
                yield found


def described(sentence: Sentence, match: re.Match[str], attribute: Attribute, rule: str, at: int) -> Victim | None:
    """The victim that the groups of `single` describe, unless a name says better who it is."""
    end = match.end("np")
    if any(
        m.kind == "person" and subjects.is_person(m) and m.start < end and m.end > match.start("head")
        for m in sentence.mentions
    ):
        return None
    if any(m.kind == "person" and sentence.text[end : m.start] == ", " for m in sentence.mentions):
        return None  # "the mayor's wife, Ann Doe,": the name says who
    if re.search(
        r"(?i)\b(?:every|each|per)\s+(?:\w+\s+)?(?:years?|days?|weeks?|months?|hours?|minutes?|seconds?)\b",
        sentence.text[match.end() :][:40],
    ):
        return None
    words = re.sub(r"(?i)^(?:an?|another|one|the|his|her|its|their)\s+", "", match["np"])
    words = re.sub(r"(?i)\b\d+-year-old\s+|^(?:young|elderly|second|third|first|single|lone|fellow)\s+", "", words)
    count = 2 if match["join"] else 1
    definite = match["det"].lower() in ("the", "his", "her", "its", "their")
    return Victim(
        attribute,
        Name(match["np"], words, "other"),
        Quantity(count, count),
        match.start(),
        match.end(),
        at,
        rule,
        definite,
        match["head"].lower(),
    )


TALK = re.compile(r"(?i)\b(?:about|consider\w*|discuss\w*|against|contemplat\w+|without|option\s+of|instead\s+of)\s+$")
"""Before "killing Ann Doe": it is spoken of, not told."""


def objects(sentence: Sentence) -> Iterator[Victim]:
    """The list after a verb of killing or hurting: "killed him, his son and three guards"."""
    for attribute, pattern in active_patterns():
        for verb in pattern.finditer(sentence.text):
            if re.search(
                r"(?i)\b(?:is|are|was|were|been|be|being|got)\s+(?:\w+ly\s+|also\s+|reportedly\s+|later\s+)?$",
                sentence.text[: verb.start()],
            ):
                continue
            if TALK.search(sentence.text[: verb.start()]):
                continue
            yield from listed(sentence, verb, attribute)


OPENING = re.compile(r"\s+(?:off\s+)?", re.IGNORECASE)
JOINT = re.compile(
    r"\s*(?:,\s+(?:and\s+)?|\s+and\s+|\s+as\s+well\s+as\s+|\s+along\s+with\s+)(?:also\s+)?", re.IGNORECASE
)
ONESELF = re.compile(r"(?:him|her|them|it)sel(?:f|ves)\b")
APPOSITION = re.compile(r",\s+\d{1,3}(?=,)|,\s+(?:an?|the|his|her|their|who)\s+[^,;.]{1,60}(?=,)")
SPAN = re.compile(r"\s*(?:years?|hours?|days?|minutes?)\b")


def listed(sentence: Sentence, verb: re.Match[str], attribute: Attribute) -> Iterator[Victim]:
    """The victims of a list that begins right after the verb: counted, described or named."""
    at = verb.end()
    for place in range(8):
        joint = (JOINT if place else OPENING).match(sentence.text, at)
        if joint is None:
            return
        victim, end = item(sentence, joint.end(), verb, attribute)
        if victim is not None and (place or not victim.rule.endswith("listed")):
            yield victim  # a number that comes first is a toll and counted there
        if end <= at:
            return
        at = end


def item(sentence: Sentence, at: int, verb: re.Match[str], attribute: Attribute) -> tuple[Victim | None, int]:
    """The victim that the words at `at` name, count or describe, and where they end; 0 where they are none."""
    text, start = sentence.text, verb.start()
    counted, one = item_patterns()
    if own := ONESELF.match(text, at):
        return None, own.end()
    if (who := person_at(sentence, at)) is not None:
        victim = Victim(attribute, subjects.name(who), ONE, start, who.end, start, f"{attribute}.named-object")
        if verb.group().lower().endswith("ing") and re.match(r"\s+(?:is|was|would|will|may|could)\b", text[who.end :]):
            return None, 0  # "killing Ann Doe was an option"
        aside = APPOSITION.match(text, who.end)
        return victim, aside.end() if aside else who.end
    if (number := counted.match(text, at)) and not SPAN.match(text, number.end("n")):
        quantity = quantities.read(number["n"])
        if quantity is None:
            return None, 0
        noun = " ".join(number["who"].split()).removeprefix("of ") or "victims"
        name, rule = Name(noun, noun, "other"), f"{attribute}.listed"
        return Victim(attribute, name, quantity, number.start(), number.end(), start, rule), number.end()
    if found := one.match(text, at):
        return described(sentence, found, attribute, f"{attribute}.object", start), found.end()
    return None, 0


TITLED = re.compile(
    rf"(?:(?:[Tt]he|[Aa]n?|its|his|her|their)\s+(?:(?!(?:{STOP}|in|on|at|of|with|from|near)\b)[\w’'-]+\s+){{1,5}}|(?:[A-Z][\w.’'-]*\s+){{0,4}}|(?:former|ex|the|late|leader|president|general|colonel|then)[\w-]*\s+(?:[A-Z][\w.’'-]*\s+){{0,3}}|)"
)
LOOSE = re.compile(rf"(?i)(?:(?!(?:{STOP}|in|on|at|of|with|from|near)\b)[\w’'.-]+\s+){{0,6}}")


def person_at(sentence: Sentence, at: int, loose: bool = False) -> Mention | None:
    """The named person, or the pronoun for one, whose words begin at `at`, a title or an article apart."""
    for m in sentence.mentions:
        if m.end > at and m.kind == "person" and subjects.is_person(m) and not m.plural:
            if re.match(r"['’]s?\b|['’](?=\s)", sentence.text[m.end :]) or re.search(r"['’]s?$", m.text):
                return None  # the son in "Gen. Doe's son"
            if m.text.lower() in ("he", "she", "they", "i", "we"):
                return None  # a subject: "of the wounds he suffered"
            gap = sentence.text[at : m.start] if m.start >= at else ""
            return (
                m
                if m.start >= at - 1 and len(gap) < 60 and (TITLED.fullmatch(gap) or (loose and LOOSE.fullmatch(gap)))
                else None
            )
        if m.start > at + 60:
            return None
    return None


@cache
def own_death() -> tuple[tuple[Attribute, re.Pattern[str]], ...]:
    """What follows the name of one who died or was hurt."""
    be = r"(?:was|is|were|has\s+been|have\s+been|had\s+been|been|to\s+have\s+been|got)"
    adverb = r"(?:\w+ly|also|later|himself|herself|both|not|shot\s+and|believed|reported|confirmed|to\s+have\s+been)"
    dead = (
        rf"{be}\s+(?:{adverb}\s+)*(?:{participles('kill')}|(?:found|pronounced|declared|confirmed)\s+dead|dead(?!\s+\w))|"
        rf"(?:has|had|have)\s+(?:\w+ly\s+)?{finite('die_verbs')}|{finite('die_verbs')}|{alternation(['shot dead', 'found dead'])}"
    )
    hurt = rf"{be}\s+(?:{adverb}\s+)*{participles('hurt')}|{finite('suffer_verbs')}"
    return (("killed", word_pattern(f"(?:{dead})")), ("injured", word_pattern(f"(?:{hurt})")))


BESIDE = re.compile(
    rf"(?i)(?:,[^;.\"“”]{{1,90}}(?:,|(?=\s+who\b))|\s*\([^()]{{1,50}}\))?(?:,?\s+who)?(?:,?\s+(?:and|along\s+with|together\s+with)\s+(?!(?:the|a)\s+\w+\s+(?:said|says))[^,;.]{{1,50}}?)?"
    rf"(?:,?\s+(?:{ADVERB}|is|was|been|alleged|rumou?red|feared|likely))*,?\s*"
)


def named(sentence: Sentence) -> Iterator[Victim]:
    """The death or injury of named persons: they are the subject, each of them on its own."""
    for attribute, pattern in own_death():
        for match in pattern.finditer(sentence.text):
            who = victim_before(sentence, match.start())
            if who is None:
                continue
            if re.search(
                r"\d\s|(?i:\b(?:people|others)\b)(?!\s+and)", sentence.text[who.end : match.start()].split(" and ")[0]
            ):
                continue
            for victim in before(sentence, who):
                yield Victim(
                    attribute,
                    subjects.name(victim),
                    Quantity(1, 1),
                    victim.start,
                    match.end(),
                    match.start(),
                    f"{attribute}.named",
                )
    yield from deaths_of(sentence)


def victim_before(sentence: Sentence, at: int) -> Mention | None:
    """The named person whose death the verb at `at` tells: its subject, or the nearest name that only an aside parts from it."""
    subject = subject_before(sentence, at, lambda m: m.kind in ("person", "group", "force"), 0)
    nearest = [m for m in sentence.mentions if m.end <= at and m.kind == "person"]
    for who in (subject, *reversed(nearest[-3:])):
        if (
            who is not None
            and subjects.is_person(who)
            and not who.plural
            and BESIDE.fullmatch(sentence.text, who.end, at)
        ):
            return who
    return None


def before(sentence: Sentence, last: Mention) -> list[Mention]:
    """The person and those that "and" or commas join to it on the left."""
    for mention in sentence.mentions:
        if mention.end <= last.start and mention.kind == "person" and subjects.is_person(mention):
            row = coordinated(sentence, mention)
            if last in row and not any(m.pronoun or not subjects.is_person(m) for m in row):
                return row
    return [last]


@cache
def death_nouns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns = alternation([w for w in load("casualties")["death_of"] if w not in ("loss", "passing")])
    return (
        word_pattern(rf"{nouns}\s+(?:(?:on|in|last|this)\s+(?:\w+\s+){{1,2}})?of"),
        re.compile(rf"['’]s?\s+(?:\w+\s+)?{nouns}(?![\w-])", re.IGNORECASE),
    )


def deaths_of(sentence: Sentence) -> Iterator[Victim]:
    """ "The assassination of Ann Doe", "Ann Doe's murder"."""
    of, own = death_nouns()
    for match in of.finditer(sentence.text):
        space = re.compile(r"\s+(?:the\s+)?").match(sentence.text, match.end())
        who = person_at(sentence, space.end(), loose=True) if space else None
        if who is not None and not who.pronoun and not re.match(r"['’]s?\b", sentence.text[who.end :]):
            yield Victim(
                "killed", subjects.name(who), Quantity(1, 1), match.start(), who.end, match.start(), "killed.death-of"
            )
    for match in own.finditer(sentence.text):
        owner = next(
            (m for m in sentence.mentions if match.start() <= m.end <= match.start() + 2 and m.kind == "person"), None
        )
        if owner is not None and subjects.is_person(owner) and not owner.pronoun:
            yield Victim(
                "killed", subjects.name(owner), Quantity(1, 1), owner.start, match.end(), owner.start, "killed.death-of"
            )
