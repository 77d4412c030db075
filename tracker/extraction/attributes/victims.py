"""Victims without a number: "a policeman was shot dead", "killed him, his son and a guard", "the death of Ann Doe"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    land,
    number_of,
    participles,
    people_of,
)
from tracker.extraction.attributes.toll_sense import ILLNESS
from tracker.extraction.lexicon import alternation, load, word_pattern
from tracker.extraction.literals import Filtered
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
    land = (
        rf"(?-i:{demonym_expression()})(?<!ns)(?<!is)"
        r"(?=\s+(?:was|were|has|had|have|is|and|who|died|killed|shot|wounded|,)|\s*(?:[,.;]|$))"
    )
    nth = r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?=\s+(?:died|was|had|has|later|were))"
    return (
        rf"(?<![\w’'-])(?P<np>(?P<det>{DETERMINER})\s+(?:(?!(?:{STOP}|{INNER})\b)\w[\w’'&-]*\s+){{0,5}}?(?P<head>{person}|{land}|{nth})"
        rf"(?P<join>\s+and\s+(?:(?:his|her|their|young|infant|elderly|\w+-old)\s+){{0,2}}{kin})?)(?![\w-]|['’]s)"
    )


@cache
def single_patterns() -> tuple[tuple[str, Attribute, Filtered], ...]:
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
        ("one-died", "killed", rf"{one}{tail}{FREE}(?!dying\b){finite('die_verbs')}"),
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
    return tuple(
        (rule, attribute, Filtered(re.compile(text + r"(?![\w-])", re.IGNORECASE), text.replace(one, "(?:.*)")))
        for rule, attribute, text in rows
    )


@cache
def active_patterns() -> tuple[tuple[Attribute, re.Pattern[str]], ...]:
    return (("killed", word_pattern(actives("kill"))), ("injured", word_pattern(actives("hurt"))))


@cache
def item_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A counted and an uncounted victim at one place of a list."""
    return (
        re.compile(rf"{number_of()}(?P<who>{people_of()}|{land()}|{END})", re.IGNORECASE),
        re.compile(single(), re.IGNORECASE),
    )


def unnamed(sentence: Sentence) -> Iterator[Victim]:
    """One victim each, told by a noun and a verb or noun of dying."""
    for rule, attribute, pattern in single_patterns():
        for match in pattern.finditer(sentence.text):
            if rule in ("one", "one-died", "one-dead") and INNER_OBJECT.search(sentence.text, 0, match.start()):
                continue  # "a woman visiting her daughter was killed"
            if rule == "one-reduced" and OBJECT_RELATIVE.search(sentence.text, 0, match.start()):
                continue
            if (
                attribute == "injured"
                and re.search(r"(?i)hospital|treat", match.group())
                and ILLNESS.search(sentence.text)
            ):
                continue
            found = described(sentence, match, attribute, f"{attribute}.{rule}", match.start())
            if found is not None:
                more = companions(sentence, match, attribute) if rule in ("one", "one-died", "one-dead") else []
                yield together(found, more, sentence.text) if more else found


def companions(sentence: Sentence, match: re.Match[str], attribute: Attribute) -> list[Victim]:
    """Those whom "and" or commas join to one victim before the verb: "a judge, a clerk and a guard were killed"."""
    found: list[Victim] = []
    for other in item_patterns()[1].finditer(sentence.text, match.end("np"), match.end()):
        joint = re.search(r"(?:,|,?\s+and)\s+$", sentence.text[match.end("np") : other.start()])
        victim = described(sentence, other, attribute, f"{attribute}.one-joined", match.start()) if joint else None
        if victim is not None and not victim.definite:
            found.append(victim)
            if joint and "and" in joint.group():
                first = listed_first().search(sentence.text, max(0, match.start("np") - 80), match.start("np"))
                if first is not None and (victim := described(sentence, first, attribute, "", match.start())):
                    found.insert(0, victim)
                return found
    return []  # commas alone make an apposition: "a judge, a mother of two,"


@cache
def listed_first() -> re.Pattern[str]:
    return re.compile(rf"{single()},\s+$", re.IGNORECASE)


def together(first: Victim, more: list[Victim], text: str) -> Victim:
    """Victims that are told of in one breath are counted together, as a number would."""
    rows = sorted([first, *more], key=lambda row: row.start)
    total = sum(row.value.low or 0 for row in rows)
    start = text.index(rows[0].subject.mention, rows[0].start)
    end = text.index(rows[-1].subject.mention, rows[-1].start) + len(rows[-1].subject.mention)
    names = [row.subject.name for row in rows]
    name = Name(text[start:end], f"{', '.join(names[:-1])} and {names[-1]}", "other")
    return replace(first, start=start, subject=name, value=Quantity(total, total), definite=False, head="")


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


OBJECT_RELATIVE = re.compile(r"(?i)\b(?:the|an?|another|first|second|third)\s+(?!of\b|in\b|as\b|and\b)[\w-]+\s+$")
"""Before "an officer shot": the victim is the noun before, "the man an officer shot and killed"."""
INNER_OBJECT = re.compile(
    r"\b(?!(?:saying|adding|reporting|including|confirming|claiming|meaning|killing|announcing|stating|alleging|noting|"
    r"during|leaving|denying|telling|showing|indicating|suggesting|bring)\b)[a-z]+ing\s+$"
)
TALK = re.compile(
    r"(?i)\b(?:propos\w+|suggest\w+|aimed\s+at|plan\w*\s+(?:of|for)|idea\s+of|such\s+(?:[\w-]+\s+){0,3}as|prevent\w*|avoid\w*|"
    r"about|consider\w*|discuss\w*|against|contemplat\w+|without|option\s+of|instead\s+of)\s+$"
)
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
            if TALK.search(sentence.text[: verb.start()]) or adjectival(sentence.text, verb):
                continue
            yield from listed(sentence, verb, attribute)


NOUN_AHEAD = re.compile(
    r"(?i)\b(?:the|an?|of|for|from|with|to|among|by|her|his|their|its|our|my|your|some|many|most|few|several|more|other|fewer|"
    r"no|any|these|those|all|both|badly|seriously|(?:help|treat|carry|evacuat|rescu|sav|transport|visit|tend|assist|mov|bury|mourn)\w*)\s+$"
)


def adjectival(text: str, verb: re.Match[str]) -> bool:
    """Whether a participle is no verb but tells of the noun after it: "medics help wounded City Fire crews"."""
    return (
        verb.group().lower() in ADJECTIVES
        and NOUN_AHEAD.search(text, max(0, verb.start() - 20), verb.start()) is not None
    )


ADJECTIVES = frozenset(
    ["wounded", "injured", "killed", "slain", "murdered", "executed", "massacred", "hurt", "maimed", "burnt"]
)
OPENING = re.compile(r"\s+(?:off\s+)?", re.IGNORECASE)
JOINT = re.compile(
    r"\s*(?:,\s+(?:and\s+)?|\s+and\s+|\s+as\s+well\s+as\s+|\s+along\s+with\s+)(?:also\s+)?", re.IGNORECASE
)
ONESELF = re.compile(r"(?:him|her|them|it)sel(?:f|ves)\b")
APPOSITION = re.compile(r",\s+\d{1,3}(?=,)|,\s+(?:an?|the|his|her|their|who)\s+[^,;.]{1,60}(?=,)")
SAYS = r"(?:has\s+|have\s+|had\s+|also\s+|later\s+)?(?:said|says|told|adds|added|confirmed|reported|announced|stated|alleged)\b"
SPEAKS = re.compile(
    rf"\s*,?\s*(?:(?:[A-Z][\w.’'-]*|of|the|for|spokesman|spokeswoman)\s+){{0,5}}?{SAYS}|"
    r"\s+(?:government|ministry|police|army|military|officials?|authorities|media|agency|department|service|president|"
    rf"minister|office)\s+(?:spokesman\s+|spokeswoman\s+|chief\s+)?{SAYS}"
)


def aside_of_speaker(text: str, end: int) -> bool:
    """Whether the words before `end` are followed by a verb of speech: "killing three, a prosecutor said"."""
    return SPEAKS.match(text, end) is not None


@cache
def with_others() -> tuple[tuple[Attribute, re.Pattern[str]], ...]:
    """Between one who died or was hurt and those who did with him: "was killed on Friday alongside"."""
    beside = rf"(?:\s+(?!(?:{STOP}|\w+ing)\b)[\w’'-]+){{0,6}}?,?\s+(?:alongside|(?:along|together)\s+with)"
    be = r"(?:was|were|been|be|being)\s+(?:\w+ly\s+|also\s+)?"
    return (
        ("killed", word_pattern(rf"(?:{be}{participles('kill')}|{finite('die_verbs')}){beside}")),
        ("injured", word_pattern(rf"{be}{participles('hurt')}{beside}")),
    )


def beside(sentence: Sentence) -> Iterator[Victim]:
    """Those who died or were hurt alongside another: "was killed alongside an aide and two guards"."""
    if not re.search(r"(?i)\b(?:alongside|along\s+with|together\s+with)\b", sentence.text):
        return
    for attribute, pattern in with_others():
        for match in pattern.finditer(sentence.text):
            for victim in listed(sentence, match, attribute, counts=True):
                if victim.subject.name != "victims":  # "alongside Ann Doe, 48": an age
                    yield replace(victim, rule=f"{attribute}.alongside")


SPAN = re.compile(r"\s*(?:years?|hours?|days?|minutes?)\b")


def listed(sentence: Sentence, verb: re.Match[str], attribute: Attribute, counts: bool = False) -> Iterator[Victim]:
    """The victims of a list that begins right after the verb: counted, described or named."""
    at = verb.end()
    for place in range(8):
        joint = (JOINT if place else OPENING).match(sentence.text, at)
        if joint is None:
            return
        victim, end = item(sentence, joint.end(), verb, attribute)
        if end and aside_of_speaker(sentence.text, end):
            return
        if victim is not None and (place or counts or not victim.rule.endswith("listed")):
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


@cache
def followers() -> re.Pattern[str]:
    """A name's own people: "Doe soldiers", "Doe forces"."""
    many = alternation([*load("casualties")["ranks"], "forces", "supporters", "loyalists", "followers", "aides"])
    return re.compile(rf"\s+{many}(?![\w-])")


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
            if re.fullmatch(demonym_expression(), m.text) and re.match(r"\s+[a-z]", sentence.text[m.end :]):
                return None  # "the Chilean government", not a Chilean
            if followers().match(sentence.text, m.end):
                return None  # "slain Doe soldiers"
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
