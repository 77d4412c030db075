"""The judge: of all that the rules propose, one claim once per article and voice, with the best span."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from tracker.extraction.cast import folded
from tracker.extraction.lexicon import load
from tracker.model.claim import Claim, Condition, Name, Office, Quantity, Value

ENOUGH = 4
"""Claims of a rule that have to be judged before its precision counts."""

CERTAINTY = {"certain": 0, "probable": 1, "possible": 2}


def judge(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims in text order without restatements.

    The same attribute, subject, value, polarity and voice about overlapping times is one claim: the surest statement of
    it, then the one with the exactest time, then the first in the text.
    """
    kept: dict[tuple[str, ...], list[Claim]] = {}
    for claim in sorted(trusted(claims), key=order):
        rows = kept.setdefault(identity(claim), [])
        if not any(same_time(row, claim) and not elsewhere(row, claim) for row in rows):
            rows.append(claim)
    chosen = [c for rows in kept.values() for c in rows]
    chosen = [c for c in chosen if not contradicted(c, chosen)]
    return tuple(sorted(chosen, key=lambda c: (c.start, c.end, c.attribute, repr(c.value), c.polarity, c.rule)))


def trusted(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those that a rule more often wrong than right, by measurement, is alone in proposing."""
    every = list(claims)
    rules: dict[tuple[str, ...], set[str]] = {}
    for claim in every:
        rules.setdefault(identity(claim), set()).add(claim.rule)
    return [c for c in every if not weak(c.rule) or len(rules[identity(c)]) > 1]


@cache
def weak(rule: str) -> bool:
    """Whether the rule was judged often enough, and found false more often than right."""
    counts = load("precision").get(rule, {"right": 0, "false": 0})
    return bool(counts["right"] + counts["false"] >= ENOUGH and counts["right"] < counts["false"])


def order(claim: Claim) -> tuple[object, ...]:
    narrow = claim.valid.width <= timedelta(days=3)
    exact = (0 if narrow else 2) if claim.basis != "publication" else 1
    return (CERTAINTY[claim.certainty], exact, claim.start, claim.end, claim.attribute, repr(claim.value), claim.rule)


def identity(claim: Claim) -> tuple[str, ...]:
    # One number of one voice about one time, whatever the incident is called.
    if claim.subject.kind == "incident" and claim.value != Quantity(1, 1):
        return (claim.attribute, value_key(claim.value), claim.polarity, folded(claim.voice.name))
    subject = re.sub(r" in .*$", "", claim.subject.name) if claim.subject.kind == "building" else claim.subject.name
    return (claim.attribute, folded(subject), value_key(claim.value), claim.polarity, folded(claim.voice.name))


def value_key(value: Value) -> str:
    match value:
        case Name():
            crowd = re.search(r"(?:protesters|demonstrators|rebels|insurgents|militants|gunmen|rioters)$", value.name)
            return crowd.group() if crowd else folded(value.name)
        case Quantity():
            return f"{value.low}/{value.high}"
        case Office():
            return f"{value.status} {value.title}".casefold()
        case Condition():
            return value.word.casefold()


def same_time(a: Claim, b: Claim) -> bool:
    return a.valid.overlaps(b.valid) or (a.attribute == "office" and a.basis != "calendar" and b.basis != "calendar")


def elsewhere(a: Claim, b: Claim) -> bool:
    """Whether two claims are about incidents in different places: ten dead in one town are not the ten of another."""
    here, there = a.subject.within, b.subject.within
    incidents = a.subject.kind == b.subject.kind == "incident"
    return incidents and bool(here and there) and here[0] not in there and there[0] not in here


def contradicted(claim: Claim, others: list[Claim]) -> bool:
    """A title that the same voice's own report makes out of date: "President X" where X "was ousted" or "resigned"."""
    value = claim.value
    if (
        not isinstance(value, Office)
        or value.status != "holds"
        or claim.polarity != "positive"
        or not claim.rule.startswith("office.title")
    ):
        return False
    for other in others:
        gone = other.value
        if (
            not isinstance(gone, Office)
            or gone.status != "ousted"
            or other.polarity != "positive"
            or other.certainty != "certain"
        ):
            continue
        same = other.subject.name == claim.subject.name and other.voice.name == claim.voice.name
        if same and (gone.title == value.title or gone.title.endswith(value.title)):
            return True
    return False
