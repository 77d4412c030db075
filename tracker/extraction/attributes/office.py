"""Who holds, gains or loses an office: titles, appositions and the verbs of office (`lexicons/offices.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from tracker.extraction import titles
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.office_changes import gained, ousted, resigned
from tracker.extraction.attributes.office_names import frame_floor, full_title, post_of
from tracker.extraction.clauses import subject_before
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Office, OfficeStatus, Polarity
from tracker.model.time import Interval


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the office claims of an article."""
    for sentence in reading.sentences:
        yield from titled(reading, sentence)
        yield from resigned(reading, sentence)
        yield from ousted(reading, sentence)
        yield from gained(reading, sentence)
        yield from copula(reading, sentence)
        yield from led(reading, sentence)


def titled(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """Titles and appositions: the outlet's own words, whoever is being quoted."""
    for use in reading.cast.uses.get(sentence.index, []):
        status: OfficeStatus = "ousted" if use.mark == "ousted" else "holds"
        if use.title.endswith("candidate"):
            status = "candidate"
        polarity: Polarity = "negative" if use.mark == "former" else "positive"
        proposal = Proposal(
            sentence=sentence,
            attribute="office",
            subject=subjects.name(use.mention),
            value=Office(status, full_title(reading, use.title, use.country)),
            start=use.start,
            end=use.end,
            at=use.start,
            rule=f"office.{use.rule}"
            if status != "holds"
            else "office.title"
            if use.rule == "title"
            else "office.title-apposition",
            polarity=polarity,
            aspect="change" if status == "ousted" else "state",
            use_time=False,
            own_words=True,
            valid=lately(reading, sentence) if status == "ousted" else None,
        )
        if not (status == "holds" and polarity == "positive" and gone_here(sentence, use.mention)):
            yield proposal


def lately(reading: Reading, sentence: Sentence) -> Interval | None:
    """When someone called "ousted" was ousted: within the month before, unless a dated entry says so."""
    published = reading.calendar.published
    return None if sentence.block.kind == "entry" else Interval(published - timedelta(days=30), published)


GONE = re.compile(
    r"(?i)\b(?:fall|ouster|ousting|overthrow|toppling|downfall|removal|resignation|deposing|sacking|dismissal|death)\s+of\s+(?:[\w’'-]+\s+){0,4}$"
)


def gone_here(sentence: Sentence, mention: Mention) -> bool:
    return bool(GONE.search(sentence.text[: mention.start]))


@cache
def copula_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w’'-])(?P<verb>is|am|was|are|were|remains?|remained|became|becomes|(?:in\s+)?(?:his|her)\s+(?:role|capacity|position|post)\s+as|serves?\s+as|served\s+as|acts?\s+as|acted\s+as|running\s+for|standing\s+for)\s+(?:still\s+|now\s+|also\s+|currently\s+|not\s+)?(?:the\s+|a\s+|an\s+|its\s+)?(?:country['’]s\s+)?{titles.expression()}",
        re.IGNORECASE,
    )


HELD = re.compile(r"(?i)\b(?:role|capacity|position|post)\b")
PARENTHESIS = re.compile(r"(?i)\s*(?:,[^,]{0,80},|\([^)]*\)|who|also|\s)*\s*")


def copula(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "He was the legitimate president", "she became mayor of Oslo", "in her role as head of …"."""
    for match in copula_pattern().finditer(sentence.text):
        verb = match["verb"].lower()
        who = incumbent(sentence, match)
        fact = factuality(sentence, match.start())
        past = verb in ("was", "were") and frame_at(sentence, match.start()) is None
        bare, country = titles.bare_title(match["title"], post_of(match))
        if who is None or past or not fact.asserted or not worth_naming(bare, match):
            continue
        status: OfficeStatus = "holds"
        if verb.startswith(("running", "standing")):
            status = "candidate"
        elif verb.startswith("becam"):
            status = "appointed"
        lost = re.search(r"(?i)\bnot\b|\bformer\b|\bex-", match.group()[:40])
        yield Proposal(
            sentence=sentence,
            attribute="office",
            subject=subjects.name(who),
            value=Office(status, full_title(reading, bare, country)),
            start=who.start if match.start() - who.end < 30 else match.start(),
            end=match.end(),
            at=match.start(),
            rule="office.copula",
            aspect="change" if status == "appointed" else "state",
            polarity="negative" if lost else fact.polarity,
            certainty=fact.certainty,
            future=fact.future,
        )


def worth_naming(bare: str, match: re.Match[str]) -> bool:
    """Whether the words name an office: no trade, and no bare "leader" unless it is called a post."""
    lexicon = load("offices")
    if not bare or match["head"].lower() in lexicon["trades"]:
        return False
    return bare.lower() not in lexicon["weak"] or HELD.search(match["verb"]) is not None


def incumbent(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Who "is" the office: the subject right before, or of "in her role as" the person named last."""
    if HELD.search(match["verb"]):
        near = [m for m in sentence.mentions if m.end <= match.start() and subjects.is_person(m)]
        return near[-1] if near and match.start() - near[-1].end <= 40 else None
    who = subject_before(sentence, match.start(), subjects.is_person, frame_floor(sentence, match.start()))
    if who is None or not PARENTHESIS.fullmatch(sentence.text[who.end : match.start()]):
        return None
    return None if who.text.lower() in ("it", "they") else who


LED = re.compile(r"(?i)\b(?:led|headed|chaired)\s+by\s+$")


def led(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "A new government, led by X": X is the head of it."""
    for mention in sentence.mentions:
        match = (
            re.search(LED, re.sub(r"(?i)(by\s+)(?:[\w’'-]+\s+){1,4}$", r"\1", sentence.text[: mention.start]))
            if subjects.is_person(mention)
            else None
        )
        if match is None:
            continue
        at = sentence.text.lower().rfind(" by ", 0, mention.start)
        bodies = [
            m
            for m in sentence.mentions
            if m.end <= at
            and m.kind in ("group", "organisation")
            and at - m.end < 25
            and re.search(
                r"(?i)government|administration|cabinet|party|movement|council|coalition|junta|ministry|commission|committee|alliance|front",
                m.text,
            )
        ]
        if not bodies:
            continue
        body = re.sub(r"(?i)^(?:an?|the|its|their)\s+", "", bodies[-1].text)
        yield Proposal(
            sentence=sentence,
            attribute="office",
            subject=subjects.name(mention),
            value=Office("holds", f"head of the {body}"),
            start=bodies[-1].start,
            end=mention.end,
            at=max(0, at - 4),
            rule="office.led",
            certainty="certain",
        )
    del reading
