"""Helpers that the rules of control share: the proposal of a claim, and what control of a whole country means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.extraction import places
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.actors import value_of
from tracker.extraction.attributes.things import share_words
from tracker.extraction.factuality import Factuality
from tracker.extraction.lexicon import alternation, inflections, past_participles
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Name, Polarity

POWER_VERB = re.compile(
    r"(?i)\b(?:in\b.*\bcontrol|in\b.*\bcharge|control\s+(?:of|over)|take\w*\s+over|took\s+over|run\w*|ran|govern\w*)\b"
)


UNREAL = re.compile(r"(?i)\b(?:would|could|might)\s+(?:\w+ly\s+)?have\s+(?:\w+\s+)?$")
"""What stands before a verb that never came about: "would probably have captured"."""
DOUBLED = ("control", "expel", "patrol", "rebel")
"""Verbs of two syllables whose last letter doubles."""


def forms_of(verb: str) -> tuple[str, ...]:
    """All forms of a verb or of a phrase that begins with one."""
    first = verb.split()[0]
    forms = inflections(verb)
    doubled = tuple(re.sub(rf"^{first}(?=ed|ing)", first + first[-1], f) for f in forms) if first in DOUBLED else ()
    return tuple(dict.fromkeys(forms + doubled))


def verb_forms(verbs: Iterable[str]) -> str:
    """A regular expression for any form of these verbs."""
    return alternation(form for verb in verbs for form in forms_of(verb))


def past_forms(verbs: Iterable[str]) -> str:
    """A regular expression for the past forms of these verbs."""
    past = [form for verb in verbs for form in past_participles(verb)]
    return alternation([*past, *(f.replace("led", "lled") for f in past if f.startswith(("controled", "expeled")))])


def claim(
    reading: Reading,
    sentence: Sentence,
    thing: Name,
    actor: Mention | Name,
    span: tuple[int, int],
    rule: str,
    fact: Factuality,
    aspect: Aspect,
    polarity: Polarity,
    use_time: bool = True,
) -> Proposal:
    """A control claim; its words begin with the actor where that stands close before."""
    start, end = span
    value = value_of(reading, sentence, actor)
    negative = (polarity == "negative") != (fact.polarity == "negative")
    close = isinstance(actor, Mention) and 0 <= start - actor.end < 60 and actor.start < start
    first = actor.start if isinstance(actor, Mention) and close else start
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
        use_time=use_time,
    )


def over_country(reading: Reading, sentence: Sentence, thing: Name, verb: str) -> Name:
    """ "In control of the country", "in control of Peru" speak of its government."""
    if not POWER_VERB.search(verb) or places.country_of(thing.name) != thing.name:
        return thing
    if thing.name == reading.country:
        return subjects.government(reading, thing.mention, sentence)
    return Name(thing.mention, f"government of {thing.name}", "organisation")


def cumulative(text: str, at: int, thing: Name) -> bool:
    """ "Have seized half the country": what was taken so far, so the state of things."""
    perfect = re.search(
        r"(?i)\b(?:have|has|['’]ve)\s+(?:\w+ly\s+|now\s+|already\s+|also\s+)*$", text[max(0, at - 40) : at]
    )
    whole = share_words().search(thing.name) or re.search(r"(?i)\b(?:all|most)\b", thing.name)
    return bool(perfect and whole and thing.kind == "place")
