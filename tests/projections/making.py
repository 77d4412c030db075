"""Claims, assertions and events in a line each, and random stories for Hypothesis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tracker.model.article import document_hash
from tracker.model.claim import Claim, Condition, Kind, Name, Office, Quantity, Value, fingerprint
from tracker.model.events import (
    STORY_STREAM,
    AliasDeclared,
    ArticleCorrected,
    ArticleExtracted,
    ArticleObserved,
    ArticleRemoved,
    ClaimAdded,
    ClaimEndorsed,
    ClaimRecorded,
    ClaimRejected,
    ClaimWithdrawn,
    DecisionReversed,
    EntitiesMerged,
    EntitiesSplit,
    EntityDeclared,
    Event,
    NewEvent,
    StoredEvent,
    VoiceRated,
    article_stream,
)
from tracker.model.time import Interval
from tracker.projections.values import Assertion
from tracker.store.log import EventLog

START = datetime(2030, 5, 1, tzinfo=UTC)
TEXT = "Words of some article. The mayor said that he was in Port Alba. Nobody else was seen there."


CLOSED = {"port-alba": ("arland", "coast"), "coast": ("arland",), "hill-town": ("arland",)}
"""Places of an invented country by key, with all that contains them."""


def hour(n: float) -> datetime:
    """So many hours after the start."""
    return START + timedelta(hours=n)


def said(
    voice: str,
    value: str,
    reported: float,
    valid: tuple[float, float] | None = None,
    *,
    role: str = "outlet",
    no: bool = False,
    hedged: bool = False,
    change: bool | None = None,
    **more: Any,
) -> Assertion:
    """An assertion; a span that it speaks of makes it a change, else it is a state at its report. Hours."""
    earliest, latest = valid or (reported, reported)
    return Assertion(
        claim=more.pop("claim", f"{voice} {'not ' if no else ''}{value} {reported}"),
        voice=voice,
        role=role,  # type: ignore[arg-type]
        value=value,
        inside=CLOSED.get(value, ()),
        positive=not no,
        hedged=hedged,
        change=valid is not None if change is None else change,
        earliest=hour(earliest),
        latest=min(hour(latest), hour(reported)),
        reported_at=hour(reported),
        **more,
    )


def counted(
    voice: str, low: int | None, high: int | None, reported: float, *, role: str = "outlet", **more: Any
) -> Assertion:
    """An assertion of a number of victims."""
    a = said(voice, "", reported, (0, reported), role=role, claim=f"{voice} {low}-{high} {reported}", **more)
    return Assertion(**{**{f: getattr(a, f) for f in a.__struct_fields__}, "low": low, "high": high})


def name(text: str, kind: Kind = "other", within: tuple[str, ...] = ()) -> Name:
    return Name(text, text, kind, within)


def a_claim(
    subject: Name,
    value: Value,
    voice: Name,
    valid: Interval,
    *,
    at: int = 0,
    **more: Any,
) -> Claim:
    """A claim whose attribute follows from its value, unless it is told."""
    told = more.pop("attribute", None)
    by_type = {Name: "location", Quantity: "killed", Office: "office", Condition: "status"}
    return Claim(
        attribute=told or by_type[type(value)],  # type: ignore[arg-type]
        subject=subject,
        value=value,
        voice=voice,
        valid=valid,
        start=at,
        end=at + 10,
        **more,
    )


def article_events(
    article: str, outlet: str, published: datetime, claims: Sequence[Claim], text: str = TEXT
) -> list[Event]:
    """What ingesting an article appends."""
    document = document_hash(text)
    found: list[Event] = [
        ArticleObserved(
            article=article, outlet=outlet, published_at=published, published_basis="given", document=document
        ),
        ArticleExtracted(article=article, document=document, extractor="test-1", claims=len(claims)),
    ]
    found += [
        ClaimRecorded(
            article=article,
            document=document,
            fingerprint=fingerprint(article, c),
            reported_at=published,
            claim=c,
        )
        for c in claims
    ]
    return found


def append(log: EventLog, story: str, article: str, payloads: Iterable[Event], text: str = TEXT) -> list[str]:
    """Append to an article's stream; returns the event ids."""
    new = [NewEvent(payload, "test") for payload in payloads]
    log.append(story, article_stream(article), None, new, texts=[text])
    return [event.event_id for event in new]


PEOPLE = [name("Ada Marlow", "person"), name("Marlow", "person"), name("President Ada Marlow", "person")]
PEOPLE += [name("Piet Oram", "person"), name("Piet Orham", "person")]
PLACES = [name("Port Alba", "place", ("the coast", "Arland")), name("Hill Town", "place", ("Arland",))]
PLACES += [name("Arland", "place"), name("the coast", "place", ("Arland",))]
FORCES = [name("Arland's government", "organisation"), name("the government", "organisation")]
FORCES += [name("rebels", "force"), name("interim government", "organisation")]
OUTLETS = [name("Daily Lamp", "outlet"), name("North Wire", "outlet")]
VOICES = OUTLETS + PEOPLE[:1] + PEOPLE[3:4] + FORCES
INCIDENTS = [name("clashes", "incident"), name("clashes in Port Alba", "incident"), name("Hill Town", "place")]


@st.composite
def claims(draw: st.DrawFn, published: datetime) -> Claim:
    """A claim of an article published then, of any attribute, about some time around it."""
    attribute = draw(st.sampled_from(["location", "control", "killed", "office", "status"]))
    people, places, forces = st.sampled_from(PEOPLE), st.sampled_from(PLACES), st.sampled_from(FORCES)
    if attribute == "location":
        subject, value = draw(people), draw(places)
    elif attribute == "control":
        subject, value = draw(places), draw(forces)
    elif attribute == "killed":
        low = draw(st.integers(0, 90))
        subject = draw(st.sampled_from(INCIDENTS))
        value = Quantity(low, draw(st.sampled_from([low, None, low + 10])))
    elif attribute == "office":
        status = draw(st.sampled_from(["holds", "resigned", "ousted", "elected", "appointed", "candidate"]))
        titles = ["president", "President of Arland", "acting president", "prime minister"]
        subject, value = draw(people), Office(status, draw(st.sampled_from(titles)))
    else:
        words = ["open", "closed", "stormed", "arrested", "released"]
        subject, value = draw(forces), Condition(draw(st.sampled_from(words)))
    back, width = draw(st.integers(0, 90)), draw(st.sampled_from([0, 0, 12, 24, 96]))
    earliest = published - timedelta(hours=back)
    change = bool(width)
    return a_claim(
        subject,
        value,
        draw(st.sampled_from(VOICES)),
        Interval(earliest, earliest + timedelta(hours=width)),
        attribute=attribute,
        at=draw(st.integers(0, 40)),
        polarity=draw(st.sampled_from(["positive", "positive", "positive", "negative"])),
        certainty=draw(st.sampled_from(["certain", "certain", "probable", "possible"])),
        aspect="change" if change else "state",
    )


@st.composite
def payloads(draw: st.DrawFn) -> list[list[Event]]:
    """The events of some articles, one list an article, withdrawals of both kinds among them; `claim_event` is an index."""
    found: list[list[Event]] = []
    for number in range(draw(st.integers(1, 5))):
        published = hour(draw(st.integers(0, 200)))
        article = f"a{number}"
        own = article_events(article, draw(st.sampled_from(OUTLETS)).name, published, draw(_some(published)))
        recorded = [e for e in own if isinstance(e, ClaimRecorded)]
        for e in draw(st.lists(st.sampled_from(recorded), max_size=2)) if recorded else []:
            own.append(
                ClaimWithdrawn(
                    article=article,
                    fingerprint=e.fingerprint,
                    claim_event=str(own.index(e)),
                    reason=draw(st.sampled_from(["revised", "reextracted"])),
                    reported_at=published + timedelta(hours=draw(st.integers(1, 60))),
                )
            )
        if draw(st.sampled_from([False, False, True])):
            outlet = draw(st.sampled_from([*(o.name for o in OUTLETS), "Evening Bell"]))
            own.append(ArticleCorrected(article=article, outlet=outlet, because="misfiled"))
        if draw(st.sampled_from([False, False, False, True])):
            own.append(ArticleRemoved(article=article, because="another story"))
        found.append(own)
    return found


@st.composite
def decisions(draw: st.DrawFn, articles: Sequence[Sequence[Event]]) -> list[Event]:
    """What analysts decide about these articles, in order; of a `DecisionReversed`, `decision` is an index into the list."""
    marks = [e.fingerprint for own in articles for e in own if isinstance(e, ClaimRecorded)]
    names = st.sampled_from([*PEOPLE, *PLACES, *FORCES, *OUTLETS])
    found: list[Event] = []
    for number in range(draw(st.integers(0, 8))):
        what = draw(st.integers(0, 9))
        one, other = draw(names), draw(names)
        mark = draw(st.sampled_from([*marks, "unknown"]))
        if number and what < 3:
            found.append(DecisionReversed(decision=str(draw(st.integers(0, number - 1))), because="after all not"))
        elif what < 4:
            found.append(
                EntitiesMerged(name=one.name, kind=one.kind, into=other.name, into_kind=other.kind, because="same")
            )
        elif what < 5:
            found.append(
                EntitiesSplit(name=one.name, kind=one.kind, other=other.name, other_kind=other.kind, because="not")
            )
        elif what < 6:
            voice, rank = draw(st.sampled_from(VOICES)), draw(st.sampled_from(["preferred", "normal", "deprecated"]))
            found.append(VoiceRated(voice=voice.name, kind=voice.kind, rank=rank, because="known"))  # type: ignore[arg-type]
        elif what < 7:
            found.append(ClaimRejected(fingerprint=mark, because="misread"))
        elif what < 8:
            found.append(ClaimEndorsed(fingerprint=mark, because="seen"))
        elif what < 9:
            reported = hour(draw(st.integers(0, 200)))
            claim = draw(claims(reported))
            found.append(
                ClaimAdded(fingerprint=fingerprint("", claim), reported_at=reported, claim=claim, because="heard it")
            )
        elif draw(st.booleans()):
            found.append(AliasDeclared(name=one.name, alias=other.name))
        else:
            found.append(EntityDeclared(name=one.name, kind=one.kind, aliases=(other.name,)))
    return found


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[list[Event]], list[Event]]:
    """Articles, and what analysts decide about them."""
    articles = draw(payloads())
    return articles, draw(decisions(articles))


def _some(published: datetime) -> st.SearchStrategy[list[Claim]]:
    return st.lists(claims(published), min_size=1, max_size=8)


def stored(articles: Sequence[Sequence[Event]], decided: Sequence[Event] = (), first: int = 0) -> list[StoredEvent]:
    """Events as a log would hold them, the articles in the order given; event ids do not depend on that order.

    `decided`: decisions, so many of them before the articles (`first`), the others after.
    """
    found = [_decision(payload, index, index + 1) for index, payload in enumerate(decided[:first])]
    for own in articles:
        for index, payload in enumerate(own):
            article = payload.article  # type: ignore[attr-defined]
            if isinstance(payload, ClaimWithdrawn):
                payload = ClaimWithdrawn(
                    **{
                        **{f: getattr(payload, f) for f in payload.__struct_fields__},
                        "claim_event": f"{article}-{payload.claim_event}",
                    }
                )
            position = len(found) + 1
            stream = article_stream(article)
            found.append(
                StoredEvent("s", position, stream, index + 1, f"{article}-{index}", START, "test", None, payload)
            )
    for index, payload in enumerate(decided[first:], first):
        found.append(_decision(payload, index, len(found) + 1))
    return found


def _decision(payload: Event, index: int, position: int) -> StoredEvent:
    if isinstance(payload, DecisionReversed):
        payload = DecisionReversed(decision=f"decision-{payload.decision}", because=payload.because)
    return StoredEvent("s", position, STORY_STREAM, index + 1, f"decision-{index}", START, "user:ana", "test", payload)
