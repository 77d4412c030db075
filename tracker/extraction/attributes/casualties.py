"""How many were killed or hurt, and in what: the formulaic language of tolls (`lexicons/casualties.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from tracker.extraction import quantities
from tracker.extraction.attributes import subjects
from tracker.extraction.lexicon import alternation, load, participle_alternation, verb_alternation, word_pattern, words
from tracker.extraction.reading import Proposal, Reading, factuality, nearest_time, time_of
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Attribute, Name, Quantity
from tracker.model.time import Interval

GAP = r"(?:\s+(?:[\w’'-]+)){0,4}?"
BE = r"(?:is|are|was|were|been|being|be|have\s+been|has\s+been|had\s+been|got)"


@cache
def number_of() -> str:
    """A quantity with its group `n`, not part of a sum of money or a decimal."""
    return rf"(?<![\w.,$€£])(?P<n>{quantities.expression()})(?![\w%]|[.,]\d)"


@cache
def who_of() -> str:
    """The people counted: "of its soldiers", "Rwandan refugees"."""
    people = alternation(load("casualties")["people"])
    return rf"(?:\s+(?:of\s+(?:the\s+|its\s+|their\s+)?)?(?:[\w’'-]+\s+){{0,4}}?{people})"


NO_VERB = r"(?:(?!\b(?:and|died|killed|dead|was|were|wounded|injured|hurt)\b)[^,;.]){1,60}?"
CLAUSE = rf"(?:\s+(?:in|from|at|of|on|near|including|and)\s+{NO_VERB}|,[^,;.]{{1,70}},)?"
AUXILIARY = (
    r"(?:\s+(?:who\s+)?(?:(?:have|has|had|may|might|could|also|reportedly|already|now|since|to|"
    r"(?:was|were|are)\s+(?:reported|believed|known|said))\s+)*"
    rf"(?:{BE}\s+)?(?:(?:also|reportedly|later|already|either|both|all|believed|reported|confirmed|feared|shot|"
    r"seriously|badly|critically|slightly|severely|gravely|lightly|\w+ly)\s+)*)"
)


@cache
def patterns() -> tuple[tuple[str, Attribute, re.Pattern[str]], ...]:
    """Rule name, attribute and pattern; each has a group `n`, the words of the quantity."""
    words, n, who = load("casualties"), number_of(), who_of()
    dead = r"(?:feared|believed|presumed|confirmed|reported|pronounced|found|said\s+to\s+be)\s+(?:to\s+be\s+)?dead"
    end = r"(?=\s*(?:[,.;]|and\b|in\b|others\b|more\b|$))"
    rules: list[tuple[str, Attribute, str]] = [
        *shared("killed", "kill_verbs", "dead_adjectives", "death_nouns", "toll_nouns"),
        *shared("injured", "hurt_verbs", "hurt_adjectives", "hurt_nouns", "injured_toll_nouns"),
        ("of", "killed", rf"\b(?:deaths?|killings?|loss)\s+of\s+{n}{who}?"),
        ("of", "injured", rf"\b(?:wounding|injuring|injury)\s+(?:of\s+)?{n}{who}?"),
        ("died", "killed", rf"{n}{who}?{CLAUSE}{AUXILIARY}{verb_alternation(words['die_verbs'])}"),
        ("feared", "killed", rf"{n}{who}?\s+(?:(?:are|were|is|was|may|be|have|been)\s+)*{dead}"),
        ("claimed", "killed", rf"\b(?:claim(?:ed|s|ing)?|cost(?:s|ing)?|took|taken|take)\s+{n}\s+(?:\w+\s+)?lives"),
        ("injuring", "injured", rf"\b(?:injuring|wounding|hurting)\s+{n}(?:{who}|{end})"),
        (
            "more-hurt",
            "injured",
            rf"{n}\s+(?:others|more|people)?\s*(?:{BE}\s+)?{alternation(words['hurt_adjectives'])}",
        ),
    ]
    return tuple((rule, attribute, word_pattern(text)) for rule, attribute, text in rules)


def shared(
    attribute: Attribute, verbs: str, adjectives: str, nouns: str, tolls: str
) -> list[tuple[str, Attribute, str]]:
    """The patterns that the dead and the injured have in common, from their lists of the lexicon."""
    words, n, who = load("casualties"), number_of(), who_of()
    state = alternation(words[adjectives])
    left = r"\b(?:leav(?:e|es|ing)|left)"
    reach = r"(?:to|at|of|was|is|stands\s+at|reached|passed|exceeded|hit)"
    return [
        ("passive", attribute, rf"{n}{who}?{CLAUSE}{AUXILIARY}{participle_alternation(words[verbs])}"),
        (
            "one",
            attribute,
            rf"(?P<n>an?)\s+(?:[\w’'-]+\s+){{0,2}}?{alternation(words['people'])}{AUXILIARY}{participle_alternation(words[verbs])}",
        ),
        ("left", attribute, rf"{left}\s+{n}{who}?\s+{state}"),
        ("left-joined", attribute, rf"{left}\b[^.;]{{1,60}}?\band\s+{n}{who}?\s+(?:others\s+)?{state}"),
        ("adjective", attribute, rf"{n}{who}?\s+{state}"),
        ("active", attribute, rf"{verb_alternation(words[verbs])}\s+{n}(?:{who}|(?=\s*(?:[,.;]|and\b|in\b|$)))"),
        ("nouns", attribute, rf"{n}\s+(?:[\w’'-]+\s+){{0,2}}?{alternation(words[nouns])}"),
        ("toll", attribute, rf"{alternation(words[tolls])}\b[^.;\d]{{0,60}}?\b{reach}\s+{n}"),
    ]


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the casualty claims of an article."""
    sports = word_pattern(alternation(load("casualties")["sports"]))
    worth = word_pattern(trigger_expression())
    for sentence in reading.sentences:
        if not worth.search(sentence.text) or sports.search(sentence.text):
            continue
        yield from counted(reading, sentence)
        yield from named_dead(reading, sentence)


@cache
def trigger_expression() -> str:
    words = load("casualties")
    verbs = verb_alternation([*words["kill_verbs"], *words["die_verbs"], *words["hurt_verbs"]])
    nouns = alternation(
        [
            *words["dead_adjectives"],
            *words["hurt_adjectives"],
            *words["death_nouns"],
            *words["toll_nouns"],
            "death",
            "killing",
            "lives",
        ]
    )
    return rf"(?:{verbs}|{nouns})"


def counted(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    taken: list[tuple[int, int, Attribute]] = []
    for rule, attribute, pattern in patterns():
        for match in pattern.finditer(sentence.text):
            quantity = Quantity(1, 1) if rule == "one" else quantities.read(match["n"])
            start, end = match.span("n")
            if (
                quantity is None
                or not sensible(sentence.text, match)
                or any(a < end and start < b for a, b, _ in taken)
            ):
                continue
            fact = factuality(sentence, match.end() if rule in ("toll",) else verb_start(match))
            if not fact.asserted:
                continue
            taken.append((start, end, attribute))
            yield toll(reading, sentence, attribute, quantity, match, rule, fact)


def verb_start(match: re.Match[str]) -> int:
    """Where the governing words end: before a leading verb, else before the number."""
    return match.start()


def sensible(text: str, match: re.Match[str]) -> bool:
    """Whether the number counts people, not years, ages, minutes or money, and nothing comes between."""
    inside = text[match.end("n") : match.end()]
    if re.match(
        r"(?i)[\s-]*(?:years?|days?|hours?|minutes?|months?|weeks?|per\s*cent|percent|%|miles?|km|kilomet\w+|metres?|meters?|pounds?|dollars?|euros?|tonnes?|tons?|times|am\b|pm\b|january|february|march|april|may\s+\d|june|july|august|september|october|november|december|killed\s+in\s+(?:cold)|-)",
        inside,
    ):
        return False
    before = text[max(0, match.start("n") - 25) : match.start("n")]
    if re.search(
        r"(?i)\b(?:on|in|since|aged?|article|section|page|number|no\.?|flight|route|chapter|sentenced\s+to|jailed\s+for|january|february|march|april|june|july|august|september|october|november|december|\d:)\s*$",
        before,
    ) and re.fullmatch(r"\d+", match["n"]):
        return not re.search(r"(?i)\b(?:in|on)\s*$", before) and False
    if re.search(r"(?i)\b(?:would|will|threat\w*|could)\s+(?:\w+\s+)?(?:kill|die)", match.group()):
        return False
    return not re.search(r"(?i)\b(?:years?|minutes?|seconds?)\b", inside[:12])


def toll(
    reading: Reading,
    sentence: Sentence,
    attribute: Attribute,
    quantity: Quantity,
    match: re.Match[str],
    rule: str,
    fact: object,
) -> Proposal:
    from tracker.extraction.factuality import Factuality

    assert isinstance(fact, Factuality)
    hedged = re.search(r"(?i)\b(?:reportedly|believed|feared|presumed|may|might|allegedly|apparently)\b", match.group())
    negative = (
        re.search(r"(?i)\b(?:no|not|n['’]t)\b", sentence.text[max(0, match.start() - 12) : match.start()])
        and quantity.low != 0
    )
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
        polarity="negative" if negative else fact.polarity,
    )
    if sentence.block.kind != "entry" and nearest_time(sentence, match.start()) is None:
        proposal.valid = anchor(reading, nearest_event(sentence.text, match.start(), match.end()))
    proposal.subject = incident(reading, proposal)
    return proposal


def anchor(reading: Reading, event: str) -> Interval | None:
    """The day of the article's own event where the text dates it once ("the 7 May riots", "the riots of 7 May").

    None where the toll's own `event` is named and is not the dated one.
    """
    days: dict[Interval, str] = {}
    for sentence in reading.sentences:
        if sentence.block.kind == "entry":
            continue
        for mention in sentence.times:
            dated = dated_event(sentence.text, mention.start, mention.end)
            single = mention.interval.width <= timedelta(days=2)
            if dated and single and mention.interval.latest <= reading.calendar.published:
                days[mention.interval] = dated
    if len(days) != 1:
        return None
    ((day, dated),) = days.items()
    return (
        day if not event or event in WEAK_EVENTS or event == dated or event.rstrip("s") == dated.rstrip("s") else None
    )


def dated_event(text: str, start: int, end: int) -> str:
    """The event word beside a time expression, after it or before "of" or "on"; "" where there is none."""
    words = event_pattern().pattern
    after = re.match(rf"(?:['’]s)?\s+(?:\w+\s+)?({words})", text[end : end + 40], re.IGNORECASE)
    before = re.search(rf"({words})\s+(?:of|on)\s+$", text[max(0, start - 40) : start], re.IGNORECASE)
    beside = after or before
    return " ".join(beside.group(1).lower().split()) if beside else ""


@cache
def event_pattern() -> re.Pattern[str]:
    return word_pattern(alternation(load("casualties")["events"]))


WEAK_EVENTS = words("casualties", "weak_events")


def incident(reading: Reading, proposal: Proposal) -> Name:
    """The incident by its event word and month: the sentence's own event, else one named shortly before."""
    sentence = proposal.sentence
    event = nearest_event(sentence.text, proposal.start, proposal.end) or earlier_event(reading, sentence)
    spots = [m for m in sentence.mentions if m.kind == "place"]
    spot = min(spots, key=lambda m: abs(m.start - proposal.start), default=None)
    interval = proposal.valid or time_of(reading, proposal)[0]
    middle = min(interval.latest, reading.calendar.published).astimezone(reading.calendar.zone) - timedelta(seconds=1)
    when = f"{middle:%B} {middle.year}" if interval.width < timedelta(days=70) else f"{middle.year}"
    within: tuple[str, ...] = ()
    if spot is not None:
        within = tuple(dict.fromkeys([spot.name, *spot.within]))
    elif reading.country:
        within = (reading.country,)
    return Name(event, f"{event} of {when}", "incident", within)


def nearest_event(text: str, start: int, end: int) -> str:
    rows = list(event_pattern().finditer(text))
    best = min(
        rows,
        key=lambda m: min(abs(m.start() - end), abs(start - m.end())) + 50 * (m.group().lower() in WEAK_EVENTS),
        default=None,
    )
    return " ".join(best.group().lower().split()) if best else ""


def earlier_event(reading: Reading, sentence: Sentence) -> str:
    """The event of the two sentences before; else the article's, unless the sentence speaks of a place of its own."""
    for back in (1, 2):
        if sentence.index >= back:
            text = reading.sentences[sentence.index - back].text
            found = nearest_event(text, len(text), len(text))
            if found:
                return found
    if any(m.kind == "place" and m.within and m.within[-1] != reading.country for m in sentence.mentions):
        return "violence"
    return main_event(reading) or "violence"


def main_event(reading: Reading) -> str:
    """The event word that the article uses most; the first of equals."""
    counts: dict[str, int] = {}
    for sentence in reading.sentences:
        for match in event_pattern().finditer(sentence.text):
            word = " ".join(match.group().lower().split())
            counts[word] = counts.get(word, 0) + (0 if word in WEAK_EVENTS else 1)
    best = max(counts, key=lambda word: counts[word], default="")
    return best if best and counts[best] else ""


@cache
def one_death() -> re.Pattern[str]:
    words = load("casualties")
    verb = participle_alternation(words["kill_verbs"])
    return word_pattern(
        rf"(?:(?:was|is|were|has\s+been|had\s+been|been|being)\s+(?:\w+ly\s+)?{verb}|(?:has|had)\s+died|"
        rf"died|dies|{alternation(['shot dead', 'found dead'])})"
    )


def named_dead(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """The death of one named person: killed 1/1 with that person as subject."""
    from tracker.extraction.clauses import subject_before

    for match in one_death().finditer(sentence.text):
        who = subject_before(sentence, match.start(), lambda m: m.kind in ("person", "group", "force"), 0)
        if (
            who is None
            or not subjects.is_person(who)
            or who.plural
            or re.search(r"\d|(?i:\bpeople\b)", sentence.text[who.end : match.start()])
            or match.start() - who.end > 90
        ):
            continue
        fact = factuality(sentence, match.start())
        if not fact.asserted or fact.future:
            continue
        yield Proposal(
            sentence=sentence,
            attribute="killed",
            subject=subjects.name(who),
            value=Quantity(1, 1),
            start=who.start,
            end=match.end(),
            at=match.start(),
            rule="killed.named",
            aspect="change",
            certainty=fact.certainty,
            polarity=fact.polarity,
        )
    del reading
