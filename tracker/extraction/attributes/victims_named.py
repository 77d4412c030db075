"""Victims by name: "Ann Doe was shot dead", "the murder of Ann Doe"; and all that the patterns find together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tracker.extraction.attributes import subjects, victims
from tracker.extraction.attributes.toll_patterns import ADVERB, finite, participles
from tracker.extraction.attributes.victims import Victim, person_at
from tracker.extraction.clauses import coordinated, subject_before
from tracker.extraction.lexicon import alternation, load, word_pattern
from tracker.extraction.names import Mention
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Attribute, Quantity


def every(sentence: Sentence) -> Iterator[Victim]:
    """The victims that the patterns find."""
    yield from named(sentence)
    yield from victims.objects(sentence)
    yield from victims.beside(sentence)
    yield from victims.unnamed(sentence)


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
