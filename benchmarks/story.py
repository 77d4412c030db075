"""A made-up story of any size for the benchmarks: cold cells of ten claims and one hot cell of many voices.

Claims come in report order, twenty to an article, about half of them changes; one in a hundred is withdrawn later.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import uuid6

from tracker.model.claim import Claim, Condition, Name, Office, Value, fingerprint
from tracker.model.events import (
    ArticleExtracted,
    ArticleObserved,
    ClaimRecorded,
    ClaimWithdrawn,
    NewEvent,
    article_stream,
)
from tracker.model.time import Interval
from tracker.store.log import EventLog

START = datetime(2030, 1, 1, tzinfo=UTC)
IN_ARTICLE = 20
COLD = 10
"""Claims of a cold cell."""
VOICES = 200
HOT = "Ada Marlow"
TOWNS = ["Port Alba", "Hill Town", "Vestfold", "Lower Quay"]
"""Not alike in spelling, or they would be one place."""


def fill(log: EventLog, story: str, claims: int, hot: int = 0, seed: int = 1) -> None:
    """Append a story of so many claims, `hot` of them about where one person is."""
    for number, events in enumerate(articles(claims, hot, seed)):
        log.append(story, article_stream(f"a{number}"), None, events)


def articles(claims: int, hot: int, seed: int) -> Iterator[list[NewEvent]]:
    """The events of one article after the other."""
    chance, number, total = random.Random(seed), 0, claims // IN_ARTICLE
    cold = max(1, (claims - hot) // COLD)
    for article in range(total):
        name = f"a{article}"
        reported = START + timedelta(days=365) * (article / max(1, total)) + timedelta(seconds=chance.randrange(60))
        document = f"{article:064x}"
        outlet = f"Outlet {article % VOICES}"
        events = [
            NewEvent(
                ArticleObserved(
                    article=name, outlet=outlet, published_at=reported, published_basis="stated", document=document
                ),
                "job:benchmark",
            )
        ]
        for _ in range(IN_ARTICLE):
            is_hot = hot and chance.random() < hot / claims
            claim = _claim(chance, HOT if is_hot else "", number % cold, outlet, reported, 10 * (number % 1000))
            number += 0 if is_hot else 1
            event_id = str(uuid6.uuid7())
            payload = ClaimRecorded(
                article=name, document=document, fingerprint=fingerprint(name, claim), reported_at=reported, claim=claim
            )
            events.append(NewEvent(payload, "job:benchmark", None, event_id))
            if chance.random() < 0.01:
                gone = ClaimWithdrawn(
                    article=name,
                    fingerprint=payload.fingerprint,
                    claim_event=event_id,
                    reason="revised",
                    reported_at=reported + timedelta(days=1),
                )
                events.append(NewEvent(gone, "job:benchmark"))
        events.append(
            NewEvent(
                ArticleExtracted(article=name, document=document, extractor="bench", claims=IN_ARTICLE), "job:benchmark"
            )
        )
        yield events


def _claim(chance: random.Random, person: str, cell: int, outlet: str, reported: datetime, start: int) -> Claim:
    at = reported - timedelta(hours=chance.random() * 48)
    change = chance.random() < 0.5
    subject = person or f"Person {_word(cell)}"
    kind = "location" if person else ("location", "office", "control", "status")[cell % 4]
    value: Value
    match kind:
        case "location":
            value = _name(TOWNS[chance.randrange(len(TOWNS))], "place")
        case "control":
            subject, value = f"Town {_word(cell)}", _name(("rebels", "army", "militia")[chance.randrange(3)], "force")
        case "office":
            value = Office(("holds", "resigned", "appointed")[chance.randrange(3)], "mayor")
        case _:
            value = Condition(("closed", "open")[chance.randrange(2)])
    return Claim(
        attribute=kind,  # type: ignore[arg-type]
        subject=_name(subject, "place" if kind == "control" else "person"),
        value=value,
        voice=_name(outlet, "outlet"),
        valid=Interval(at - timedelta(hours=6), at) if change else Interval(at, at),
        start=start,
        end=start + 9,
        aspect="change" if change else "state",
        rule="bench",
    )


def _name(text: str, kind: str) -> Name:
    return Name(text, text, kind)  # type: ignore[arg-type]


def _word(number: int) -> str:
    """A made-up surname for a number: ten letters by its hash, so that no two of them are alike in spelling."""
    digits = hashlib.sha256(str(number).encode()).digest()
    letters = [("bdfgklmnprstvz"[a % 14] + "aeiou"[b % 5]) for a, b in zip(digits[:5], digits[5:10], strict=True)]
    return "".join(letters).capitalize()
