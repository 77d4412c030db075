"""Claims, assertions and events in a line each, and random stories for Hypothesis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tracker.model.article import document_hash
from tracker.model.claim import Claim, Condition, Kind, Name, Office, Quantity, Value, fingerprint
from tracker.model.events import (
    ArticleExtracted,
    ArticleObserved,
    ClaimRecorded,
    ClaimWithdrawn,
    Event,
    NewEvent,
    StoredEvent,
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
        found.append(own)
    return found


def _some(published: datetime) -> st.SearchStrategy[list[Claim]]:
    return st.lists(claims(published), min_size=1, max_size=8)


def stored(articles: Sequence[Sequence[Event]]) -> list[StoredEvent]:
    """Events as a log would hold them, the articles in the order given; event ids do not depend on that order."""
    found: list[StoredEvent] = []
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
    return found
