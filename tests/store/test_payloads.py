"""Whatever a claim or an event may hold comes out of the log as it went in."""

from __future__ import annotations

import string
import uuid
from datetime import UTC, datetime
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_support import new

from tracker.model.claim import (
    ATTRIBUTES,
    VALUE_TYPES,
    Aspect,
    Attribute,
    Certainty,
    Claim,
    Condition,
    Kind,
    Name,
    Office,
    OfficeStatus,
    Polarity,
    Quantity,
    TimeBasis,
    fingerprint,
)
from tracker.model.events import EVENT_TYPES, ClaimRecorded, EntityDeclared, Event, StoryDefined
from tracker.model.time import BEGINNING, FOREVER, Interval
from tracker.store.log import EventLog
from tracker.store.verify import verify

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)
instants = st.datetimes(BEGINNING.replace(tzinfo=None), FOREVER.replace(tzinfo=None), timezones=st.just(UTC))
intervals = st.tuples(instants, instants).map(lambda pair: Interval(min(pair), max(pair)))
names = st.builds(Name, words, words, st.sampled_from(get_args(Kind)), st.lists(words, max_size=3).map(tuple))
counts = st.integers(0, 10_000_000)
quantities = st.one_of(
    counts.map(lambda n: Quantity(n, n)),
    counts.map(lambda n: Quantity(n, None)),
    counts.map(lambda n: Quantity(None, n)),
    st.tuples(counts, counts).map(lambda pair: Quantity(min(pair), max(pair))),
)
VALUES: dict[type, st.SearchStrategy[Any]] = {
    Name: names,
    Quantity: quantities,
    Office: st.builds(Office, st.sampled_from(get_args(OfficeStatus)), words),
    Condition: st.builds(Condition, words),
}


def claims(attribute: Attribute) -> st.SearchStrategy[Claim]:
    """Valid claims of one attribute."""
    spans = st.tuples(st.integers(0, 10**6), st.integers(1, 1000))
    built = st.builds(
        Claim,
        attribute=st.just(attribute),
        subject=names,
        value=VALUES[VALUE_TYPES[attribute]],
        voice=names,
        valid=intervals,
        start=st.just(0),
        end=st.just(1),
        via=st.lists(names, max_size=2).map(tuple),
        polarity=st.sampled_from(get_args(Polarity)),
        certainty=st.sampled_from(get_args(Certainty)),
        aspect=st.sampled_from(get_args(Aspect)),
        basis=st.sampled_from(get_args(TimeBasis)),
        until=st.none() | instants,
        rule=st.just("") | words,
    )
    return st.builds(
        lambda claim, span: msgspec.structs.replace(claim, start=span[0], end=sum(span)),
        built,
        spans,
    )


def through_the_log(log: EventLog, payload: Event) -> Event:
    story = uuid.uuid4().hex
    log.append(story, "story", 0, [new(payload)])
    (read,) = log.read(story)
    assert verify(log.database, story).problem is None
    return read.payload


@pytest.mark.parametrize("attribute", ATTRIBUTES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_claims_survive(log: EventLog, attribute: Attribute, data: st.DataObject) -> None:
    claim = data.draw(claims(attribute))
    payload = ClaimRecorded(
        article="a1",
        document="d" * 64,
        fingerprint=fingerprint("a1", claim),
        reported_at=datetime(2010, 4, 8, 12, tzinfo=UTC),
        claim=claim,
    )
    read = through_the_log(log, payload)
    assert read == payload
    assert isinstance(read, ClaimRecorded) and fingerprint("a1", read.claim) == payload.fingerprint


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payload=st.builds(StoryDefined, title=words, timezone=st.none() | words, outlets=st.lists(words).map(tuple))
    | st.builds(EntityDeclared, name=words, kind=st.sampled_from(get_args(Kind)), from_=st.none() | instants)
)
def test_decisions_survive(log: EventLog, payload: Event) -> None:
    assert through_the_log(log, payload) == payload


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_every_payload_names_its_fields_in_plain_json(name: str) -> None:
    """SQL tools read payloads, too: keys are snake_case ASCII, and none is positional."""
    for field in msgspec.structs.fields(EVENT_TYPES[name]):
        assert set(field.encode_name) <= set(string.ascii_lowercase + "_")
