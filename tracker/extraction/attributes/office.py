"""Who holds, gains or loses an office: titles, appositions and the verbs of office (`lexicons/offices.toml`)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta

from tracker.extraction import places, titles
from tracker.extraction.attributes import (
    office_descriptions,
    office_elections,
    office_groups,
    office_nominations,
    subjects,
)
from tracker.extraction.attributes.office_changes import gained
from tracker.extraction.attributes.office_losses import WANTED, ousted, resigned
from tracker.extraction.attributes.office_names import (
    frame_floor,
    full_title,
    land_for,
    office_of,
    quoted_other,
    title_at,
)
from tracker.extraction.clauses import subject_before
from tracker.extraction.frames import frame_at
from tracker.extraction.lexicon import load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, ended, factuality, nearest_time
from tracker.extraction.sentences import Sentence
from tracker.extraction.title_grammar import Title
from tracker.extraction.titles import TitleUse
from tracker.model.claim import Office, OfficeStatus, Polarity
from tracker.model.time import Interval

CHANGES = ("ousted", "elected", "appointed")
RULES = {"title": "office.title"}


def find(reading: Reading) -> Iterator[Proposal]:
    """Propose the office claims of an article."""
    yield from once(
        [*Named().anew(itertools.chain.from_iterable(titled(reading, s) for s in reading.sentences))],
        list(told(reading)),
    )


def once(titles_given: list[Proposal], others: list[Proposal]) -> Iterator[Proposal]:
    """All proposals without the titles that say what a verb says too: "ousted president Doe", whom "the army toppled"."""
    changed = {
        (p.subject.name, p.value.status) for p in others if isinstance(p.value, Office) and p.polarity == "positive"
    }
    for proposal in titles_given:
        value = proposal.value
        assert isinstance(value, Office)
        if value.status not in ("ousted", "elected") or (proposal.subject.name, value.status) not in changed:
            yield proposal
    dated = {(p.subject.name, p.value) for p in others if changes(p) and nearest_time(p.sentence, p.at) is not None}
    for proposal in others:
        undated = changes(proposal) and nearest_time(proposal.sentence, proposal.at) is None
        if not (undated and (proposal.subject.name, proposal.value) in dated):
            yield proposal


def changes(proposal: Proposal) -> bool:
    """Whether someone was ousted or elected, which happens once in a story."""
    value = proposal.value
    return isinstance(value, Office) and value.status in ("ousted", "elected") and proposal.polarity == "positive"


def told(reading: Reading) -> Iterator[Proposal]:
    """The offices that verbs, nouns and descriptions tell of."""
    yield from office_descriptions.described(reading)
    for sentence in reading.sentences:
        yield from office_groups.of_one_sort(reading, sentence)
        yield from office_elections.won(reading, sentence)
        yield from resigned(reading, sentence)
        yield from ousted(reading, sentence)
        yield from gained(reading, sentence)
        yield from office_nominations.nominated(reading, sentence)
        yield from copula(reading, sentence)
        yield from led(reading, sentence)
        yield from leads(reading, sentence)


class Named:
    """What offices the titles of an article gave whom, so that "London mayor" and "mayor of London" are said once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str, str], list[tuple[frozenset[str], str]]] = {}

    def anew(self, proposals: Iterator[Proposal]) -> Iterator[Proposal]:
        """Those whose office is not another wording of one that the same person got, vague words after exact ones."""
        for proposal in sorted(proposals, key=vague):
            value = proposal.value
            assert isinstance(value, Office)
            words = frozenset(re.findall(r"\w+", value.title.lower())) - SMALL
            rows = self.known.setdefault((proposal.subject.name, value.status, proposal.polarity), [])
            same = [title for row, title in rows if alike(row, words)]
            if not same or value.title in same:
                rows.append((words, value.title))
                yield proposal


SMALL = frozenset(["of", "the", "for", "in", "at", "to", "and", "a", "s"])
RANKS = frozenset(["deputy", "vice", "assistant", "acting", "interim", "former", "first"])
KINDS = frozenset(
    [
        "president",
        "minister",
        "leader",
        "chief",
        "head",
        "secretary",
        "chairman",
        "commander",
        "director",
        "mayor",
        "governor",
        "executive",
        "spokesman",
        "spokeswoman",
        "boss",
        "adviser",
        "envoy",
        "ambassador",
        "general",
        "member",
    ]
)


def alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two offices are one in other words: one has all words of the other, and no rank is between them."""
    if (a <= b or b <= a) and a & b & KINDS and not (a ^ b) & (RANKS | KINDS):
        return True
    short = min(a, b, key=len)
    return (
        bool(short & CHIEFS)
        and bool(short - KINDS)
        and short - KINDS == (a if short is b else b) - KINDS - RANKS
        and len(short) == 2
    )


CHIEFS = frozenset(["chief", "boss", "head"])
"""Heads by which headlines call any office at the top of a body: "UN chief" is the secretary-general."""


def vague(proposal: Proposal) -> bool:
    return isinstance(proposal.value, Office) and proposal.value.title.split()[-1] in CHIEFS


def titled(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """Titles and appositions: the outlet's own words, whoever is being quoted."""
    for use in reading.cast.uses.get(sentence.index, []):
        status: OfficeStatus = "holds" if use.mark in ("holds", "former") else use.mark  # type: ignore[assignment]
        polarity: Polarity = "negative" if use.mark == "former" else "positive"
        if status == "holds" and polarity == "positive" and gone_here(sentence, use.mention):
            continue
        yield Proposal(
            sentence=sentence,
            attribute="office",
            subject=subjects.name(use.mention),
            value=Office(
                status, full_title(reading, use.title, use.country or land_for(reading, use.mention.name, use.title))
            ),
            start=use.start,
            end=use.end,
            at=use.start,
            rule=rule_of(use, status),
            polarity=polarity,
            aspect="change" if status in CHANGES else "state",
            use_time=False,
            own_words=True,
            valid=lately(reading, sentence) if status in ("ousted", "elected") else None,
        )


def rule_of(use: TitleUse, status: OfficeStatus) -> str:
    if status != "holds":
        return f"office.{use.rule}"
    return RULES.get(use.rule, "office.title-apposition")


def lately(reading: Reading, sentence: Sentence) -> Interval | None:
    """When someone called "ousted" was ousted: within the month before, unless a dated entry says so."""
    published = reading.calendar.published
    return None if sentence.block.kind == "entry" else Interval(published - timedelta(days=30), published)


GONE = re.compile(
    r"(?i)\b(?:fall|ouster|ousting|overthrow|toppling|downfall|removal|resignation|deposing|sacking|dismissal|death|assassination)\s+of\s+(?:[\w’'-]+,?\s+){0,6}$"
)


def gone_here(sentence: Sentence, mention: Mention) -> bool:
    gone = GONE.search(sentence.text[: mention.start])
    return gone is not None and not WANTED.search(sentence.text[: gone.start()])


COPULA = re.compile(
    r"(?i)(?<![\w’'-])(?P<verb>is|am|was|remains?|remained|in\s+(?:his|her)\s+(?:new\s+|current\s+)?(?:role|capacity|position|post|job)\s+as|"
    r"serves?\s+as|acts?\s+as|(?:has|have|had)\s+been|(?:is|was|are|were|has\s+been|had\s+been)\s+(?:serving|acting|working)\s+as|"
    r"served\s+as|(?:is|was)\s+(?:still\s+)?recogni[sz]ed\s+as)"
    r"\s+(?:(?:still|now|also|currently|not|no\s+longer|already|twice|thrice|briefly|previously|once|formerly|himself|herself|officially|formally|technically)\s+)*"
)
ORDINAL = re.compile(
    r"(?i)^(?:the\s+|an?\s+)?(?:first|last|only|second|third|fourth|longest|youngest|oldest|most|best|next|kind|sort)\b"
)
NAMES_CALLED = frozenset(["dictator", "strongman", "warlord", "boss", "emperor", "king", "captain"])
"""What people are called rather than are."""
HELD = re.compile(r"(?i)\b(?:role|capacity|position|post|job)\b")
PARENTHESIS = re.compile(r"(?i)\s*(?:,[^,]{0,80},|\([^)]*\)|who|also|still|now|currently|\s)*\s*")
OVER = re.compile(
    r"(?i)\s+(?:before|until|till|prior\s+to|under\s+(?:former|ex-|then|late|the\s+late|president|prime))\b"
)
ONCE = re.compile(r"(?i)\b(?:once|previously|formerly)\b")
"""What says of "was mayor" that she is it no longer."""
LOST = re.compile(r"(?i)\bnot\b|\bformer(?:ly)?\b|\bex-|\bno\s+longer\b")


def copula(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "He was the legitimate president", "she remains mayor of Oslo", "in her role as head of …"."""
    for match in COPULA.finditer(sentence.text):
        title = title_at(sentence, match.end())
        if title is None or not closes(sentence.text, title.end):
            continue
        who = incumbent(sentence, match)
        fact = factuality(sentence, match.start())
        past = (
            re.match(r"(?i)was|were|had|remained|served", match["verb"]) and frame_at(sentence, match.start()) is None
        )
        over = past and (OVER.match(sentence.text, title.end) or ONCE.search(match.group()))
        past = past and not over and not titles.TERM.match(sentence.text, title.end)
        mark, bare, country = titles.office_read(title, sentence.text)
        if ORDINAL.search(sentence.text[match.end() : title.end]) or title.head in NAMES_CALLED:
            continue
        if who is not None and quoted_other(sentence, who, match.start()):
            continue
        article = re.match(r"(?i)an?\s", sentence.text[match.end() :])
        if fact.refusal and article:
            continue  # "denied that he was a hard-left MP" denies the adjective
        if mark is None or who is None or past or not fact.asserted or not worth_naming(bare, title, match["verb"]):
            continue
        status: OfficeStatus = "candidate" if mark == "candidate" else "holds"
        lost = LOST.search(sentence.text[match.start() : title.end])
        said = Proposal(
            sentence=sentence,
            attribute="office",
            subject=subjects.name(who),
            value=Office(status, full_title(reading, bare, country)),
            start=who.start if match.start() - who.end < 30 else match.start(),
            end=title.end,
            at=match.start(),
            rule="office.copula",
            polarity="negative" if lost or over else fact.polarity,
            certainty=fact.certainty,
            future=fact.future,
        )
        yield ended(said, title.end) if over else said


def closes(text: str, end: int) -> bool:
    """Whether the office ends the noun phrase: no noun goes on with it ("is president material")."""
    return not re.match(
        r"\s+(?!in\b|at\b|on\b|and\b|but\b|who\b|until\b|since\b|while\b|after\b|of\b|for\b|when\b)[a-z]{3,}",
        text[end:],
    ) or bool(
        re.match(
            r"\s+(?:said|says|told|under|during|with|because|despite|from|by|that|as|between|before|prior|again|now|today|once|if|or|is|was|has|will|amid|until|still|only|so|not|yet|two|three|yesterday)\b",
            text[end:],
        )
    )


def worth_naming(bare: str, title: Title, verb: str) -> bool:
    """Whether the words name an office: no trade, and no bare "leader" unless it is called a post."""
    if HELD.search(verb) and bare:
        return title.head not in load("offices")["trades"]
    return titles.claims_office(bare, title) and title.head not in ("figure", "official", "member")


AND_WAS = re.compile(
    r"(?:,?\s+who)?\s+(?:was|is|has\s+been|had\s+been)\s+(?!(?:\w+ed|told)\s)[^,;:.]{1,80}\s+and\s+(?:(?:also|later|then|\w+ly)\s+)?"
)
"""Between a person and the second of two things that they were: ", who was an ally and was prime minister"."""


def incumbent(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """Who "is" the office: the subject right before, or of "in her role as" the person named last."""
    if HELD.search(match["verb"]):
        near = [m for m in sentence.mentions if m.end <= match.start() and subjects.is_person(m)]
        return near[-1] if near and match.start() - near[-1].end <= 40 else None
    before = [m for m in sentence.mentions if subjects.is_person(m) and m.end < match.start()]
    past = re.match(r"(?i)w|ha", match["verb"])  # "who is" is an apposition
    if before and past and re.fullmatch(r",?\s+who\s+", sentence.text[before[-1].end : match.start()]):
        return before[-1]
    named = [m for m in before if not m.role]
    if named and past and AND_WAS.fullmatch(sentence.text, named[-1].end, match.start()):
        return named[-1]
    who = subject_before(sentence, match.start(), subjects.is_person, frame_floor(sentence, match.start()))
    if who is None or not PARENTHESIS.fullmatch(sentence.text[who.end : match.start()]):
        return None
    return None if who.text.lower() in ("it", "they") or not who.name[:1].isupper() else who


LED = re.compile(r"(?i)\b(?:led|headed|chaired|commanded|run)\s+by\s+(?:[\w’'\".-]+\s+){0,6}$")
BODY = re.compile(
    r"(?i)government|administration|cabinet|party|movement|council|coalition|junta|ministry|commission|committee|alliance|front\b|"
    r"rebels?\b|militia|guerrillas|insurgents|faction|group\b|forces|army|delegation|league|brotherhood|parliament|union\b|bloc\b|garrison|brigade|division|battalion|unit\b|navy|troops|police|"
    r"mission|team\b|department|agency|office\b|organi[sz]ation|association|church|bank\b|network|institute|foundation|company"
)


def led(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "A new government, led by X": X is the head of it; of rebels and parties X is the leader."""
    for mention in sentence.mentions:
        if not subjects.is_person(mention) or mention.role or not mention.name[:1].isupper():
            continue
        match = LED.search(sentence.text[max(0, mention.start - 90) : mention.start])
        if match is None:
            continue
        at = mention.start - len(match.group())
        bodies = [m for m in sentence.mentions if m.end <= at and m.kind in ("group", "organisation", "force")]
        if re.match(r"['’]s?\s", sentence.text[mention.end :]):
            continue
        if not bodies or at - bodies[-1].end >= 8 or not BODY.search(bodies[-1].text):
            continue
        body = re.sub(r"(?i)^(?:an?|the|its|their)\s+", "", bodies[-1].text)
        body = body[0].lower() + body[1:] if bodies[-1].kind == "group" and " " not in body else body
        ruling = re.search(
            r"(?i)government|administration|cabinet|ministry|commission|committee|council|delegation", body
        )
        yield Proposal(
            sentence=sentence,
            attribute="office",
            subject=subjects.name(mention),
            value=Office("holds", f"{'head' if ruling else 'leader'} of the {body}"),
            start=bodies[-1].start,
            end=mention.end,
            at=at,
            rule="office.led",
            certainty="certain",
            use_time=False,
        )
    del reading


LEADS = re.compile(
    r"(?i)(?:(?:,\s*)?\bwho\s+|(?<=[\w’'])\s+)(?:(?:also|now|currently|still)\s+)?"
    r"(?P<verb>heads|leads|chairs|commands|directs|presides\s+over|has\s+(?:led|headed|chaired|ruled|governed|commanded|run)|led|ruled|governed|headed)\s+"
    r"(?P<body>(?:the|its|his|her|a|an|[A-Z][\w-]*(?:['’]s)?)(?:\s+(?!(?:since|for|from|that|which|(?-i:[a-z]+ed))\b)[\w’'&-]+){0,8}?)"
    r"(?=[,.;:)–—]|$|\s+(?:said|says|told|was|is|has|in|at|on|and|from|since|for|that|which|(?-i:[a-z]+ed))\b)(?P<after>\s+(?:since|for|(?:from|between)\s+\d{4}\s+(?:to|until|and)\s+\d{4})\b)?"
)
OFFICE_OF_VERB = {"chairs": "chairman", "commands": "commander", "directs": "director", "leads": "leader"}
"""What someone is who does that; who heads something is its head."""
RULED = frozenset(["has led", "has ruled", "has governed", "has run", "led", "ruled", "governed"])


def led_body(reading: Reading, office: str, body: str) -> str:
    """The office of someone who leads that body or country."""
    land = reading.country if body.lower() in ("country", "nation") else places.country_of(body)
    return full_title(reading, office, land) if land else f"{office} of the {body}"


def leads(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Ann Doe, who heads the National Council, said …": she is its head; "has ruled Chad since 1990": its leader."""
    for match in LEADS.finditer(sentence.text):
        near = [m for m in sentence.mentions if m.end <= match.start() + 1 and subjects.is_person(m)]
        if not near or match.start() - near[-1].end > 3 or not near[-1].name[:1].isupper():
            continue
        verb, body = " ".join(match["verb"].lower().split()), match["body"].strip()
        bare = re.sub(r"(?i)^(?:an?|its|the|his|her)\s+", "", body)
        land = bare.lower() in ("country", "nation") or places.country_of(bare) != ""
        if verb.startswith(("has ", "led", "ruled", "governed", "headed")) and not (
            match["after"] and (land or verb not in RULED)
        ):
            continue
        if not land and not BODY.search(bare):
            continue
        office = "leader" if verb in RULED else OFFICE_OF_VERB.get(verb, "head")
        known = office_of(reading, near[-1].name) if verb in RULED else ""
        yield Proposal(
            sentence=sentence,
            attribute="office",
            subject=subjects.name(near[-1]),
            value=Office("holds", known or led_body(reading, office, bare)),
            start=near[-1].start,
            end=match.end(),
            at=match.start(),
            rule="office.leads",
            use_time=bool(re.search(r"\d", match["after"] or "")),
            own_words=True,
        )
