"""How many were killed or hurt, and in what: the formulaic language of tolls (`lexicons/casualties.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

from tracker.extraction import quantities
from tracker.extraction.attributes import casualties_tree, incidents, toll_parts, toll_times, victims_named
from tracker.extraction.attributes.toll_patterns import (
    BEYOND,
    SHORT_OF,
    number_of,
    parts,
    patterns,
    people_of,
    trigger,
    zeros,
)
from tracker.extraction.attributes.toll_sense import HOSPITAL_RULES, ILLNESS, sensible
from tracker.extraction.attributes.victims import ONE, Victim
from tracker.extraction.factuality import Factuality
from tracker.extraction.lexicon import alternation, load, word_pattern
from tracker.extraction.reading import Proposal, Reading, factuality, nearest_time, time_of
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Attribute, Name, Quantity
from tracker.model.time import Interval

Taken = list[tuple[int, int, Attribute]]
"""The words that are counted already: start, end and attribute of each number or noun phrase of a sentence."""


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the casualty claims of an article.

    A toll without a date takes that of the same figure or person where it has one, else the day of the article's only
    event; one of "last week" takes the only day in it that the article's events have.
    """
    proposals = list(proposed_claims(reading))
    if not proposals:
        return
    spans = [told_time(reading, p) for p in proposals]
    dated = [(p, span) for p, span in zip(proposals, spans, strict=True) if span is not None]
    events = toll_times.event_days(reading)
    days = {span for p, span in dated if span.width <= TWO_DAYS and p.sentence.block.kind != "entry"}
    for proposal, span in zip(proposals, spans, strict=True):
        if proposal.sentence.block.kind == "entry":
            pass
        elif span is None and isinstance(proposal.value, Quantity):
            proposal.valid = next((s for p, s in dated if same_figure(p, proposal)), None)
            proposal.valid = proposal.valid or toll_times.undated(reading, proposal, events, list(days))
        elif (
            span is not None
            and timedelta(days=3) < span.width <= timedelta(days=8)
            and not toll_times.whole_week(proposal)
        ):
            inside = [d for d in events or days if span.earliest <= d.earliest and d.latest <= span.latest]
            proposal.valid = inside[0] if len(inside) == 1 else proposal.valid
        elif (
            span is not None
            and len(events) == 1
            and events[0].latest < span.earliest
            and toll_times.is_update(proposal)
        ):
            proposal.valid = events[0]
        yield proposal


TWO_DAYS = timedelta(hours=49)


def told_time(reading: Reading, proposal: Proposal) -> Interval | None:
    """The time that the text gives a toll; None where only the publication does."""
    if proposal.valid is None and nearest_time(proposal.sentence, proposal.at) is None:
        return None
    return proposal.valid or time_of(reading, proposal)[0]


def same_figure(a: Proposal, b: Proposal) -> bool:
    if a.attribute != b.attribute or a.value != b.value:
        return False
    return a.subject.name == b.subject.name if a.value in (ONE, Quantity(2, 2)) else True


def proposed_claims(reading: Reading) -> Iterator[Proposal]:
    """The casualty claims sentence by sentence."""
    sports = word_pattern(alternation(load("casualties")["sports"]))
    told: set[tuple[Attribute, str]] = set()
    last: toll_parts.Told | None = None
    for sentence in reading.sentences:
        if elsewhere(sentence):
            continue
        dire = trigger().search(sentence.text) is not None
        if not (dire or last is not None) or sports.search(sentence.text):
            continue
        taken: Taken = []
        found = list(others(reading, sentence, toll_parts.victims(sentence, last), taken, told))
        if not dire:
            yield from found
            continue
        found += [*without_victims(reading, sentence, taken), *counted(reading, sentence, taken)]
        found += others(reading, sentence, victims_named.every(sentence), taken, told)
        spans = [(p.start, p.end, p.value == ONE) for p in found]
        found += others(reading, sentence, casualties_tree.victims(sentence, spans), taken, told)
        yield from found
        tolls = [p for p in found if isinstance(p.value, Quantity) and (p.value.low or p.value.high or 0) > 1]
        last = toll_parts.Told(tolls[-1].attribute, sentence.index) if tolls else last


def elsewhere(sentence: Sentence) -> bool:
    """Whether this is the headline of another story on the page: a line of its own, without a full stop, in the article's body."""
    words = sentence.text.split()
    return (
        sentence.block.kind in ("headline", "caption")
        and sentence.index > 3
        and 3 < len(words) < 16
        and ":" not in sentence.text
        and not re.search(r"[.!?:…]\W*$", sentence.text)
    )


def without_victims(reading: Reading, sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """ "No casualties were reported": none killed, none hurt."""
    for attributes, pattern in zeros():
        for match in pattern.finditer(sentence.text):
            if re.search(
                r"(?i)\b(?:so\s+that|ensur\w+|avoid\w*|if|should|must|hop\w+|wish\w*|promis\w+)\b[^,.;]{0,40}$",
                sentence.text[: match.start()],
            ):
                continue
            for attribute in attributes:
                if any(a < match.end() and match.start() < b and x == attribute for a, b, x in taken):
                    continue
                taken.append((match.start(), match.end(), attribute))
                denial = re.match(r"(?i)(?:den|dis|rej)", match.group())
                vague = not denial and re.search(r"(?i)\b(?:word|sign|report)s?\b", match.group())
                fact = Factuality("probable" if vague else "certain")
                proposal = toll(reading, sentence, attribute, Quantity(0, 0), match, "zero", fact)
                if denial:
                    proposal.at = match.end() - 1  # within the words of who denies it
                yield proposal


def counted(reading: Reading, sentence: Sentence, taken: Taken) -> Iterator[Proposal]:
    """The tolls of a sentence, and the parts of them that the text counts on their own."""
    if not quantities.pattern().search(sentence.text):
        return
    for rule, attribute, pattern in patterns():
        for match in pattern.finditer(sentence.text):
            quantity = bounded(quantities.read(match["n"]), sentence.text, match, rule)
            start, end = match.span("n")
            if (
                quantity is None
                or not sensible(sentence.text, match, rule)
                or (rule in HOSPITAL_RULES and patients(reading, sentence))
                or any(a < end and start < b for a, b, _ in taken)
            ):
                continue
            fact = standing(sentence, match)
            if not fact.asserted:
                continue
            taken.append((start, end, attribute))
            whole = toll(reading, sentence, attribute, quantity, match, rule, fact)
            yield whole
            yield from beside(sentence, whole, start, taken)
            yield from sub_totals(reading, sentence, attribute, match, fact, taken)


def patients(reading: Reading, sentence: Sentence) -> bool:
    """Whether those in hospital are ill, as the sentences before tell."""
    before = reading.sentences[max(0, sentence.index - 3) : sentence.index]
    return any(ILLNESS.search(s.text) for s in before)


def bounded(quantity: Quantity | None, text: str, match: re.Match[str], rule: str) -> Quantity | None:
    """ "Has risen above 100" is at least that, "nears 100" at most."""
    if quantity is None or rule != "toll" or quantity.low != quantity.high:
        return quantity
    before = text[match.start() : match.start("n")]
    if BEYOND.search(before):
        return Quantity(quantity.low, None)
    return Quantity(None, quantity.high) if SHORT_OF.search(before) else quantity


DOERS = re.compile(r"(?i)\b(?:by|from|with|against|at|for)\s+(?:the\s+)?$")
"""Before a counted group: they are not those who died, "was shot by two militants, and a farmer was killed"."""


def beside(sentence: Sentence, whole: Proposal, start: int, taken: Taken) -> Iterator[Proposal]:
    """Those that "and" or a comma joins before a counted group: "two nuns, a guide and three monks were killed"."""
    for _ in range(5):
        match = joined_before().search(sentence.text, max(0, start - 70), start)
        if match is None or any(a < match.end("n") and match.start("n") < b for a, b, _ in taken):
            return
        quantity = quantities.read(match["n"])
        if quantity is None or quantity.high == 0 or DOERS.search(sentence.text, 0, match.start("n")):
            return
        start = match.start("n")
        taken.append((*match.span("n"), whole.attribute))
        yield replace(
            whole,
            subject=noun_name(match["who"]),
            value=quantity,
            start=match.start("n"),
            rule=f"{whole.attribute}.beside",
        )


@cache
def joined_before() -> re.Pattern[str]:
    return re.compile(
        rf"{number_of()}(?P<who>{people_of()})(?:,\s+(?:and\s+)?|\s+and\s+)(?:an?\s+[\w’'-]+(?:\s+\w+)?(?:,\s+|\s+and\s+))?$",
        re.IGNORECASE,
    )


def sub_totals(
    reading: Reading, sentence: Sentence, attribute: Attribute, whole: re.Match[str], fact: Factuality, taken: Taken
) -> Iterator[Proposal]:
    """Those among the counted that the text counts apart: "including six children"."""
    for match in parts().finditer(sentence.text, whole.end("n"), min(len(sentence.text), whole.end() + 90)):
        key = "n" if match["n"] else "n2"
        quantity = quantities.read(match[key])
        start, end = match.span(key)
        if quantity is None or any(a < end and start < b for a, b, _ in taken):
            continue
        own = nearest_state(sentence.text[whole.end("n") : match.start()]) or attribute
        taken.append((start, end, own))
        part = toll(reading, sentence, own, quantity, whole, "part", fact)
        words = match["who"] if key == "n" else match["who2"]
        yield replace(part, subject=noun_name(words), start=match.start(), end=match.end())


STATES: tuple[tuple[Attribute, re.Pattern[str]], ...] = (
    (
        "killed",
        re.compile(r"(?i)\b(?:dead|killed|killing|died|deaths|fatalities|bodies|perished|murdered|massacred)\b"),
    ),
    ("injured", re.compile(r"(?i)\b(?:wounded|wounding|injured|injuring|injuries|hurt|hospitali[sz]ed)\b")),
)


def nearest_state(text: str) -> Attribute | None:
    """Dead or hurt, as the last word before a part says: "two dead and 30 wounded, including six children"."""
    last = [(m.start(), attribute) for attribute, pattern in STATES for m in pattern.finditer(text)]
    return max(last)[1] if last else None


def noun_name(words: str) -> Name:
    """The counted by their noun: "of its soldiers" is "soldiers"."""
    bare = re.sub(r"(?i)^\s*(?:of\s+)?(?:the\s+|its\s+|their\s+|his\s+|her\s+)?", "", " ".join(words.split()))
    return Name(words.strip(), bare or "victims", "other")


@cache
def relative() -> re.Pattern[str]:
    """What makes a clause modify a noun, so that the text takes it for granted: "the blast that killed 11"."""
    return re.compile(r"(?i)\b(?:that|which|who|in\s+which|where)\s+(?:(?:has|have|had|also|reportedly|\w+ly)\s+)*$")


def only_meant(text: str, at: int) -> bool:
    """Whether the verb is an infinitive of purpose or plan: "a plot to kill 50", not "is believed to kill"."""
    if not re.search(r"(?i)\bto\s+(?:\w+ly\s+)?$", text[:at]):
        return False
    known = r"(?:went\s+on|managed|known|believed|reported|said|thought|understood|alleged|claimed)\s+to\s+$"
    return not re.search(rf"(?i)\b{known}", text[:at])


def standing(sentence: Sentence, match: re.Match[str]) -> Factuality:
    """How the text stands to a toll; what a relative clause tells of a known event holds whatever the main verb denies."""
    text, at = sentence.text, match.start()
    if relative().search(text[max(0, at - 40) : at]) and match.start("n") > at:
        return Factuality()
    if match.start("n") > at and only_meant(text, at):
        return Factuality(asserted=False)
    verb = match.end("n") if match.start("n") == at else at
    fact = factuality(sentence, at)
    if (
        not fact.asserted
        and re.search(r"(?i)\b(?:may|might|could)\s+have\s+(?:been\s+)?$", text[:at])
        and not re.search(r"(?i)\b(?:if|had)\b", text)
    ):
        return Factuality(certainty="possible")
    inside = text[verb : match.end()]
    if fact.certainty == "certain" and re.search(r"(?i)\b(?:may|might|could|can)\b", inside):
        return replace(fact, certainty="possible")
    if re.search(r"(?i)\b(?:not|never)\b|n[’']t\b", inside) and fact.polarity == "positive":
        return replace(fact, polarity="negative")
    return fact


HEDGE = re.compile(
    r"(?i)\b(?:estimated|reportedly|believed|feared|presumed|allegedly|apparently|thought\s+to|suspected|"
    r"reported\s+(?:to\s+have\s+(?:been\s+)?)?(?:dead|killed|slain|drowned|injured|wounded|died))\b"
)
GUESS = re.compile(
    r"(?i)\b(?:estimat(?:e|es|ed|ing)|believ(?:e|es|ed)|fears?|feared|suspect(?:s|ed)?|thought)\s+(?:that\s+|of\s+)?(?:the\s+)?$|"
    r"\bit\s+(?:is|was)\s+(?:widely\s+)?(?:believed|thought|feared|estimated)\s+(?:that\s+)?(?:(?!(?:and|but|or|said)\b)[\w’'-]+\s+){0,8}$"
)


def toll(
    reading: Reading,
    sentence: Sentence,
    attribute: Attribute,
    quantity: Quantity,
    match: re.Match[str],
    rule: str,
    fact: Factuality,
) -> Proposal:
    """The claim of a toll, with the incident and the time it belongs to."""
    hedged = HEDGE.search(match.group()) or GUESS.search(sentence.text[max(0, match.start() - 110) : match.start()])
    proposal = Proposal(
        sentence=sentence,
        attribute=attribute,
        subject=Name("", "incident", "incident"),
        value=quantity,
        start=match.start(),
        end=match.end(),
        at=match.start(),
        rule=f"{attribute}.{rule}",
        aspect="change",
        certainty="probable" if hedged and fact.certainty == "certain" else fact.certainty,
        polarity="positive" if quantity.high == 0 else fact.polarity,
        valid=toll_times.told_span(reading, sentence, match.start(), match.end())
        or incidents.when(reading, sentence, match.start(), match.end()),
    )
    proposal.subject = incidents.incident(reading, proposal)
    if rule in PLURAL_RULES and part_of_more(sentence.text, match):
        who = re.match(rf"(?i){people_of()}", sentence.text[match.end("n") :])
        proposal.subject = noun_name(who.group() if who else "victims")
    return proposal


PLURAL_RULES = frozenset(["passive", "died", "active", "reduced", "left"])


def part_of_more(text: str, match: re.Match[str]) -> bool:
    """Whether a counted group is one of several that are told together: "two nuns and a guard were killed"."""
    return bool(re.search(r"(?i)\b(?:including|among\s+them|of\s+whom)\s+$", text[: match.start("n")])) or bool(
        re.match(r"(?i)\s+of\s+(?:them|whom)\b", text[match.end("n") :])
    )


def others(
    reading: Reading, sentence: Sentence, found: Iterator[Victim], taken: Taken, told: set[tuple[Attribute, str]]
) -> Iterator[Proposal]:
    """The victims that no number counts; one that was told before is not told again by "the"."""
    for victim in found:
        words = sentence.text.find(victim.subject.mention, victim.start, victim.end + 1)
        spot = (words, words + len(victim.subject.mention)) if words >= 0 else (victim.start, victim.end)
        tree = ".tree" in victim.rule  # what a pattern has counted as anything is not read again
        if any(a < spot[1] and spot[0] < b and (tree or x == victim.attribute) for a, b, x in taken):
            continue
        key = (victim.attribute, victim.head)
        if victim.head and victim.definite and key in told:
            continue
        at = victim.end - 1 if victim.rule.endswith(("among", "among-named")) else victim.at
        fact = factuality(sentence, at)
        meant = victim.rule.endswith("object") and only_meant(sentence.text, victim.at)
        if not fact.asserted or fact.future or meant:
            continue
        taken.append((*spot, victim.attribute))
        if victim.head:
            told.add(key)
        claim = proposed(reading, sentence, victim, fact)
        yield claim
        if victim.rule.endswith((".one", ".one-died")):
            yield from beside(sentence, claim, spot[0], taken)


def proposed(reading: Reading, sentence: Sentence, victim: Victim, fact: Factuality) -> Proposal:
    words = sentence.text[victim.start : victim.end]
    negative = fact.polarity == "negative" or bool(re.search(r"(?i)\b(?:was|were|been|is)\s+not\b|n[’']t\b", words))
    hedged = re.search(r"(?i)\b(?:reportedly|believed|feared|presumed|allegedly|apparently)\b", words)
    proposal = Proposal(
        sentence=sentence,
        attribute=victim.attribute,
        subject=victim.subject,
        value=victim.value,
        start=victim.start,
        end=victim.end,
        at=victim.at,
        rule=victim.rule,
        aspect="change",
        certainty="probable" if hedged and fact.certainty == "certain" else fact.certainty,
        polarity="negative" if negative else "positive",
        valid=toll_times.told_span(reading, sentence, victim.at, victim.end)
        or incidents.when(reading, sentence, victim.at, victim.end),
    )
    if victim.subject.kind == "incident":
        proposal.subject = incidents.incident(reading, proposal)
    return proposal
