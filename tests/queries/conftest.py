"""A small story of an invented country, in the log and in the read models."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.projections.making import a_claim, append, article_events, hour, name
from tracker.model.claim import Claim, Office, Quantity
from tracker.model.events import ClaimWithdrawn, NewEvent, StoryDefined
from tracker.model.time import Interval
from tracker.projections.runner import catch_up
from tracker.store.log import EventLog

LAMP_TEXT = "President Ada Marlow has fled. She arrived in Port Alba on Monday. At least 10 people died in clashes."
WIRE_TEXT = "Twelve people died, the health ministry says. Ada Marlow said she was in Hill Town."


def words(text: str, quote: str, claim: Claim) -> Claim:
    """The claim with the offsets of its words."""
    from msgspec.structs import replace

    start = text.index(quote)
    return replace(claim, start=start, end=start + len(quote))


@pytest.fixture
def story(log: EventLog) -> str:
    """Story `arland`: an outlet's report at hour 10, a wire's at hour 20, which is revised at hour 30."""
    lamp, wire = name("Daily Lamp", "outlet"), name("North Wire", "outlet")
    ada = name("Ada Marlow", "person")
    alba, hill = name("Port Alba", "place", ("Arland",)), name("Hill Town", "place", ("Arland",))
    monday, clashes = Interval(hour(2), hour(8)), name("clashes", "incident")
    first = [
        words(
            LAMP_TEXT, "President Ada Marlow", a_claim(ada, Office("holds", "president"), lamp, Interval.at(hour(10)))
        ),
        words(LAMP_TEXT, "She arrived in Port Alba on Monday", a_claim(ada, alba, lamp, monday, aspect="change")),
        words(LAMP_TEXT, "At least 10 people died", a_claim(clashes, Quantity(10, None), lamp, monday)),
    ]
    ministry = name("health ministry", "organisation")
    second = [
        words(WIRE_TEXT, "Twelve people died", a_claim(clashes, Quantity(12, 12), ministry, monday, via=(wire,))),
        words(WIRE_TEXT, "she was in Hill Town", a_claim(ada, hill, ada, Interval.at(hour(20)), via=(wire,))),
    ]
    log.append("arland", "story", 0, [NewEvent(StoryDefined(title="The fall of Arland"), "test")])
    append(log, "arland", "lamp-1", article_events("lamp-1", "Daily Lamp", hour(10), first, LAMP_TEXT), LAMP_TEXT)
    ids = append(
        log, "arland", "wire-1", article_events("wire-1", "North Wire", hour(20), second, WIRE_TEXT), WIRE_TEXT
    )
    gone = ClaimWithdrawn(
        article="wire-1",
        fingerprint="f",
        claim_event=ids[3],
        reason="revised",
        reported_at=hour(20) + timedelta(hours=10),
    )
    append(log, "arland", "wire-1", [gone], WIRE_TEXT)
    catch_up(log, "arland")
    return "arland"
