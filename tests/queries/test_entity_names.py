"""Which entity a name means, and which cells a title asks for."""

from __future__ import annotations

import pytest

from tests.projections.making import a_claim, append, article_events, hour, name
from tracker.model.claim import Claim, Office
from tracker.model.errors import InputError
from tracker.model.time import Interval
from tracker.projections.runner import catch_up
from tracker.queries import ask_state, claims, entities, history
from tracker.queries.offices import holders_first
from tracker.store.database import Database
from tracker.store.log import EventLog

LAMP = name("Daily Lamp", "outlet")


def an_office(person: str, status: str, title: str, at: int) -> Claim:
    return a_claim(name(person, "person"), Office(status, title), LAMP, Interval.at(hour(at)))  # type: ignore[arg-type]


@pytest.fixture
def crowded(log: EventLog) -> str:
    """A story with two Marlows, a town whose namesake is a paper, and presidents of two countries."""
    arland, belmark = name("Arland", "place"), name("Belmark", "place")
    own = [
        an_office("Ada Marlow", "resigned", "president of Arland", 5),
        an_office("Ben Marlow", "holds", "acting president", 5),
        an_office("Cleo Tarn", "holds", "president of Belmark", 5),
        an_office("Dov Rell", "holds", "vice president", 5),
        a_claim(name("Ada Marlow", "person"), name("Hill Town", "place", ("Arland",)), LAMP, Interval.at(hour(5))),
        a_claim(name("Cleo Tarn", "person"), arland, name("Hill Town", "outlet"), Interval.at(hour(5))),
        a_claim(name("Dov Rell", "person"), belmark, LAMP, Interval.at(hour(5))),
    ]
    append(log, "crowded", "one", article_events("one", "Daily Lamp", hour(5), own))
    catch_up(log, "crowded")
    return "crowded"


def test_an_ambiguous_name_lists_its_candidates_with_their_keys(database: Database, crowded: str) -> None:
    expected = r"'Marlow' may mean Ada Marlow, person \[ada-marlow\]; Ben Marlow, person \[ben-marlow\]: name one by"
    for ask in (
        lambda: ask_state(database, crowded, hour(6), entity="Marlow"),
        lambda: history(database, crowded, "Marlow"),
        lambda: claims(database, crowded, entity="Marlow"),
    ):
        with pytest.raises(InputError, match=expected):
            ask()
    assert {c.entity for c in ask_state(database, crowded, hour(6), entity="ben-marlow").cells} == {"ben-marlow"}
    assert {e.entity for e in entities(database, crowded, entity="Marlow")} == {"ada-marlow", "ben-marlow"}


def test_a_voice_is_looked_for_among_voices(database: Database, crowded: str) -> None:
    assert [row.subject for row in claims(database, crowded, voice="Hill Town")] == ["Cleo Tarn"]


def test_entities_with_their_kinds_names_and_claims(database: Database, crowded: str) -> None:
    people = entities(database, crowded, kind="person")
    assert [(e.entity, e.claims) for e in people] == [
        ("ada-marlow", 2),
        ("cleo-tarn", 2),
        ("dov-rell", 2),
        ("ben-marlow", 1),
    ]
    town = next(e for e in entities(database, crowded, kind="place") if e.name == "Hill Town")
    assert (town.within, town.names) == (("Arland",), ("Hill Town",))


@pytest.mark.parametrize(
    ("title", "people"),
    [
        ("president", ["ben-marlow", "cleo-tarn", "ada-marlow"]),
        ("the acting president", ["ben-marlow", "cleo-tarn", "ada-marlow"]),
        ("president of Arland", ["ben-marlow", "ada-marlow"]),
        ("Belmark's president", ["ben-marlow", "cleo-tarn"]),
        ("vice-president", ["dov-rell"]),
        ("chancellor", []),
    ],
)
def test_who_holds_an_office(database: Database, crowded: str, title: str, people: list[str]) -> None:
    found = ask_state(database, crowded, hour(6), office=title)
    assert [cell.entity for cell in holders_first(found.cells)] == people, (
        "holders first; of a country, or of none named"
    )


def test_an_office_excludes_other_attributes(database: Database, crowded: str) -> None:
    with pytest.raises(InputError, match="exclude each other"):
        ask_state(database, crowded, hour(6), office="president", attribute="location")
    with pytest.raises(InputError, match="names no office"):
        ask_state(database, crowded, hour(6), office="…")
