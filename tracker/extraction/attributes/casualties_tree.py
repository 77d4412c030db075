"""Victims by the tree: whom a verb of killing, dying or hurting is said of, where patterns over the order of words are blind.

Long relative clauses ("a woman who was hanging out her washing was killed"), coordinations of names with ages and trades,
subjects far from their verb. What the patterns have taken already is not proposed again; see `casualties.others`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction import quantities
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.toll_patterns import actives, finite, number_of, participles, people_words, plural
from tracker.extraction.attributes.toll_sense import ILLNESS
from tracker.extraction.attributes.victims import ONE, TALK, Victim, aside_of_speaker
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.predicates import Phrase, Predicate, predicates
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Attribute, Name, Quantity

LEAD = re.compile(
    r"(?i)(?<![\w’'-])(?:(?:an?|the|another|his|her|its|their|one|[\w.-]+['’]s)\s+|(?:[\w-]+-old|young|elderly)\s+)"
)
RATE = re.compile(
    r"(?i)\b(?:every|each|per|a)\s+(?:\w+\s+)?(?:year|day|week|month|hour|minute)\b|\bout\s+of\s+[\d,]+\b"
)
ONE_OF = re.compile(r"(?i)\b(?:one|two|three|four|five|six|most|some|all|many|[\d,]+)\s+of\s+(?:the\s+)?$")


@cache
def verb_patterns() -> tuple[tuple[Attribute, str, re.Pattern[str]], ...]:
    """What a verb does: attribute, "kill" (object or passive subject dies) or "die" (subject dies), and its words."""
    adjectives = r"(?:dead|wounded|injured)"
    rows: list[tuple[Attribute, str, str]] = [
        ("killed", "kill", rf"(?:{participles('kill')}|{actives('kill')})"),
        ("injured", "kill", rf"(?:{participles('hurt')}|{actives('hurt')})"),
        ("killed", "die", finite("die_verbs")),
        ("injured", "die", finite("suffer_verbs")),
        ("killed", "dead", r"dead"),
        ("injured", "dead", adjectives),
    ]
    return tuple((a, kind, re.compile(rf"{text}(?![\w-])", re.IGNORECASE)) for a, kind, text in rows)


@cache
def trigger() -> re.Pattern[str]:
    """Verbs that the tree is asked about, and what makes a list before or after one."""
    verbs = [participles("kill"), actives("kill"), participles("hurt"), actives("hurt"), finite("die_verbs")]
    return re.compile(rf"(?i)(?<![\w’'-])(?:{'|'.join(verbs)}|{finite('suffer_verbs')})(?![\w-])")


def worth_parsing(sentence: Sentence, told: list[tuple[int, int, bool]]) -> bool:
    """Whether a verb of the sentence has no victim yet by the patterns, or its victims may be a list.

    `told`: the spans of the victims that the patterns found, and whether it is one person.

    A parse costs more than all the patterns together.
    """
    for verb in trigger().finditer(sentence.text):
        spans = [(a, b, one) for a, b, one in told if a <= verb.start() < b]
        if not spans:
            return True
        first = min(a for a, _, _ in spans)
        if any(one for _, _, one in spans) and re.search(r"\band\b", sentence.text[max(0, first - 60) : verb.start()]):
            return True
    return False


def victims(sentence: Sentence, told: list[tuple[int, int, bool]]) -> Iterator[Victim]:
    """Each victim that a predicate of the sentence names, counts or describes."""
    if not worth_parsing(sentence, told):
        return
    for predicate in predicates(sentence):
        for attribute, kind, pattern in verb_patterns():
            verb = pattern.match(sentence.text, predicate.start)
            if verb is None or predicate.negated or (kind == "dead" and "be" not in copulas(predicate)):
                continue
            if predicate.start and verb.group()[:1].isupper():
                break  # a title: "What Really Killed"
            if verb.group().lower() == "dying":
                break  # not dead yet
            if kind == "kill" and not predicate.passive and TALK.search(sentence.text, 0, predicate.start):
                break
            if attribute == "injured" and "ospital" in verb.group() and ILLNESS.search(sentence.text):
                break
            for phrase in sufferers(predicate, kind):
                victim = sufferer(sentence, predicate, phrase, attribute, verb.end())
                if victim is not None:
                    yield victim
                elif not phrase.pronoun:
                    break  # "crippled the industry and Doe needs": what comes after a thing is no victim
            break


def copulas(predicate: Predicate) -> str:
    return "be" if {"is", "was", "are", "were", "been", "be"} & set(predicate.auxiliaries) else ""


def sufferers(predicate: Predicate, kind: str) -> tuple[Phrase, ...]:
    """The phrases of those that the verb is done to; of a coordination the first is the one a tree gets right."""
    return predicate.objects if kind == "kill" and not predicate.passive else predicate.subjects


def sufferer(
    sentence: Sentence, predicate: Predicate, phrase: Phrase, attribute: Attribute, verb_end: int
) -> Victim | None:
    """The victim that a phrase means: counted, named, or one person by a noun; None for things, animals and crowds."""
    words = sentence.text[phrase.start : phrase.end]
    if phrase.pronoun or len(words) > 90 or aside_of_speaker(sentence.text, phrase.end):
        return None
    at, end = predicate.start, max(phrase.end, verb_end)
    start = min(phrase.start, predicate.start)
    if ONE_OF.search(sentence.text, 0, phrase.start) or RATE.search(sentence.text, phrase.start, end + 45):
        return None
    number = number_pattern().match(sentence.text, phrase.start)
    if number is not None:
        quantity = quantities.read(number["n"])
        plain = people_words().search(sentence.text, number.end("n"), phrase.end)
        aged = re.match(r"[\s-]+years?\b", sentence.text[number.end("n") :])
        if quantity is None or plain is None or quantity.high == 0 or aged:
            return None
        if quantity == ONE:
            return described(sentence, phrase, attribute, (start, end), at)
        name = Name(sentence.text[phrase.start : phrase.end], "", "incident")
        return Victim(attribute, name, quantity, start, end, at, f"{attribute}.tree-counted")
    who = next((m for m in sentence.mentions if m.start <= phrase.head < m.end and m.kind == "person"), None)
    if who is not None:
        if who.plural or who.pronoun or not subjects.is_person(who) or re.match(r"['’]s?\b", sentence.text[who.end :]):
            return None
        return Victim(attribute, subjects.name(who), ONE, start, end, at, f"{attribute}.tree-named")
    return described(sentence, phrase, attribute, (start, end), at)


@cache
def number_pattern() -> re.Pattern[str]:
    return re.compile(number_of(), re.IGNORECASE)


@cache
def person_word() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(load('casualties')['persons'])})(?![\w-])", re.IGNORECASE)


@cache
def plural_word() -> re.Pattern[str]:
    many = alternation(plural(p) for p in load("casualties")["persons"])
    return re.compile(rf"(?:{many})(?![\w-])", re.IGNORECASE)


def described(
    sentence: Sentence, phrase: Phrase, attribute: Attribute, span: tuple[int, int], at: int
) -> Victim | None:
    """One person by a noun with its determiner: "a woman", "his driver"."""
    text = sentence.text
    head = person_word().match(text, phrase.head)
    if head is None or (plural_word().match(text, phrase.head) and not head.group().endswith("s")):
        return None
    lead = LEAD.match(text, phrase.start)
    if lead is None or re.match(r"(?i)\s*['’]s\b", text[head.end() :]):
        return None
    named = any(
        m.kind == "person" and not m.pronoun and re.fullmatch(r",?\s*", text[head.end() : m.start])
        for m in sentence.mentions
        if m.start >= head.end()
    )
    if named:
        return None  # "a teacher, Ann Doe,": the name says who
    words = LEAD.sub("", text[phrase.start : head.end()])
    definite = lead.group().strip().lower() in ("the", "his", "her", "its", "their")
    name = Name(text[phrase.start : head.end()], words.strip() or head.group(), "other")
    rule = f"{attribute}.tree-one"
    return Victim(attribute, name, Quantity(1, 1), *span, at, rule, definite, head.group().lower())
