"""Cells: one office of a person, one kind of status, one incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.projections.making import START, a_claim, article_events, name, stored
from tracker.model.claim import Claim, Condition, Kind, Name, Office, Quantity
from tracker.model.events import EntityDeclared, Event, StoredEvent, StoryDefined
from tracker.model.time import Interval
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Identities
from tracker.projections.offices import office_cells
from tracker.projections.states import assertions_by_cell
from tracker.projections.story import Settled, Story, settle, states
from tracker.projections.words import Countries

LAMP = name("Daily Lamp", "outlet")
ADA = name("Ada Marlow", "person")


def days(first: float, last: float) -> Interval:
    return Interval(START + timedelta(days=first), START + timedelta(days=last))


def settled(*claims: Claim, at: datetime = START + timedelta(days=40), decisions: Sequence[Event] = ()) -> Settled:
    story = Story()
    for event in stored([article_events("a", "Daily Lamp", at, claims)], decisions):
        story.apply(event)
    return settle(story)


def cells(done: Settled) -> list[str]:
    return sorted(done.placed.cells)


def office(status: str, title: str) -> Claim:
    return a_claim(ADA, Office(status, title), LAMP, days(1, 1))  # type: ignore[arg-type]


def killed(subject: str, low: int, first: float, last: float, kind: Kind = "incident") -> Claim:
    return a_claim(Name(subject, subject, kind), Quantity(low, low), LAMP, days(first, last))


def test_titles_of_one_office_are_one_cell() -> None:
    done = settled(
        office("holds", "president"),
        office("elected", "President of Arland"),
        office("appointed", "acting president"),
        office("holds", "vice president"),
        a_claim(ADA, name("Arland", "place"), LAMP, days(1, 1)),
    )
    assert cells(done) == [
        "location/ada-marlow",
        "office/ada-marlow/president",
        "office/ada-marlow/vice-president",
    ]
    written = {f.value_key for f in done.placed.facts if f.cell.endswith("/president")}
    assert written == {"holds president", "elected president", "appointed acting president"}


def test_an_adjective_before_an_office_is_its_country() -> None:
    titles = ["Arlandic president", "Arland president", "prime minister", "premier", "minister of health"]
    titles += ["vice-president", "Vice President"]
    found = office_cells(titles, Countries(["Arland"]))
    assert found["Arland president"] == ("president",)
    assert found["premier"] == found["prime minister"] == ("prime", "minister")
    assert found["vice-president"] == found["Vice President"] == ("vice", "president")
    assert found["minister of health"] == ("minister", "of", "health")


def test_statuses_of_one_kind_are_one_cell() -> None:
    border = name("border", "place")
    words = ("closed", "reopened", "stormed", "mined")
    done = settled(*(a_claim(border, Condition(word), LAMP, days(1, 1)) for word in words))
    assert cells(done) == ["status/border/access", "status/border/damage", "status/border/mined"]


def test_victims_of_overlapping_times_belong_to_one_incident() -> None:
    done = settled(killed("clashes", 10, 1, 2), killed("uprising", 12, 1, 3), killed("Port Alba", 11, 2, 2, "place"))
    assert cells(done) == ["killed/clashes"]


def test_victims_of_other_places_and_times_do_not() -> None:
    done = settled(
        killed("Port Alba", 1, 1, 2, "place"),
        killed("Hill Town", 2, 1, 2, "place"),
        killed("clashes in Hill Town", 3, 1, 2),
        killed("earthquake", 4, 20, 21),
    )
    assert cells(done) == ["killed/clashes-in-hill-town", "killed/earthquake", "killed/port-alba"]


def test_a_toll_of_the_country_does_not_make_one_incident_of_two_towns() -> None:
    arland = EntityDeclared(name="Port Alba", kind="place", within="Arland")
    hills = EntityDeclared(name="Hill Town", kind="place", within="Arland")
    told = [
        killed("shelling in Port Alba", 31, 1, 2),
        killed("clashes in Hill Town", 22, 1, 2),
        killed("shelling in Arland", 30, 1, 2),
        killed("clashes in Arland", 21, 1, 2),
        killed("floods in Arland", 90, 1, 2),
    ]
    done = settled(*told, decisions=[arland, hills])
    filed = {f.subject_name: f.cell for f in done.placed.facts}
    assert len(set(filed.values())) == 3
    assert filed["shelling in Arland"] == filed["shelling in Port Alba"]
    assert filed["clashes in Arland"] == filed["clashes in Hill Town"]


def test_a_toll_of_the_country_belongs_to_the_only_town_that_has_one() -> None:
    hills = EntityDeclared(name="Hill Town", kind="place", within="Arland")
    done = settled(killed("shelling in Hill Town", 3, 1, 2), killed("violence in Arland", 4, 1, 2), decisions=[hills])
    assert cells(done) == ["killed/shelling-in-hill-town"]


def test_a_sub_total_and_a_person_have_a_cell_of_their_own() -> None:
    done = settled(
        killed("clashes", 10, 1, 2),
        killed("two soldiers", 2, 1, 2, "group"),
        killed("Piet Oram", 1, 1, 2, "person"),
        killed("Piet Oram", 1, -400, -399, "person"),
    )
    assert cells(done) == ["killed/clashes", "killed/piet-oram", "killed/two-soldiers"]


def test_two_incidents_of_one_name_are_told_apart_by_their_time() -> None:
    done = settled(killed("clashes", 10, 1, 2), killed("clashes", 12, 38, 39))
    assert sorted(c.subject for c in done.placed.cells.values()) == ["clashes (June 2030)", "clashes (May 2030)"]


def test_a_declared_incident_takes_what_fits_its_time_and_place() -> None:
    uprising = EntityDeclared(
        name="Spring uprising", kind="incident", from_=days(1, 1).earliest, until=days(3, 3).latest
    )
    done = settled(killed("clashes", 10, 1, 2), killed("violence", 9, 30, 31), decisions=[uprising])
    assert cells(done) == ["killed/spring-uprising", "killed/violence"]


def test_a_storys_outlets_are_outlets() -> None:
    story = Story()
    voice = name("North Wire", "organisation")
    told = article_events("a", "Daily Lamp", START, [a_claim(ADA, name("Hill Town", "place"), voice, days(0, 0))])
    for event in stored([told]):
        story.apply(event)
    (before,) = assertions_by_cell(*_known(story))["location/ada-marlow"]
    defined = StoredEvent(
        "s", 9, "story", 1, "d", START, "test", None, StoryDefined(title="x", outlets=("North Wire",))
    )
    story.apply(defined)
    (after,) = assertions_by_cell(*_known(story))["location/ada-marlow"]
    assert (before.role, after.role) == ("party", "outlet")


def _known(story: Story) -> tuple[tuple[ClaimFact, ...], Identities]:
    done = settle(story)
    return done.placed.facts, done.identities


def test_forecasts_and_possibilities_are_no_facts() -> None:
    town = name("Hill Town", "place")
    plan = a_claim(ADA, town, LAMP, days(45, 46))
    maybe = a_claim(ADA, town, LAMP, days(1, 2), certainty="possible", at=50)
    done = settled(plan, maybe)
    assert assertions_by_cell(done.placed.facts, done.identities) == {}
    assert cells(done) == ["location/ada-marlow"], "`why` still shows them"


def test_places_that_articles_put_into_each_other_still_have_an_answer() -> None:
    """The search for the innermost place once went round for ever."""
    places = name("Port Alba", "place", ("Coast",)), name("Coast", "place", ("Port Alba",))
    done = settled(*(a_claim(ADA, place, LAMP, days(n, n)) for n, place in enumerate(places)))
    assert [row["value"] for row in states(done)] == ["Coast"]
