"""What analysts decide: each example of docs/states.md, and that undoing it brings back the answers there were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.projections.making import a_claim, append, article_events, hour, name
from tracker.decisions import (
    NewClaim,
    add_alias,
    add_claim,
    correct_article,
    endorse_claim,
    erase_article,
    merge_entities,
    rate_voice,
    reject_claim,
    remove_article,
    split_entity,
    undo,
)
from tracker.ingestion import ingest
from tracker.model.article import Article
from tracker.model.claim import Claim, Quantity
from tracker.model.errors import InputError
from tracker.model.events import ArticleExtracted, ClaimRecorded
from tracker.model.time import Interval
from tracker.projections.runner import catch_up, rebuild
from tracker.queries import Cell, Count, article, claims, decisions, entities, state, voices
from tracker.queries.decisions import decisions_behind, rejected
from tracker.queries.reading import reading
from tracker.store.log import EventLog

LAMP, WIRE = name("Daily Lamp", "outlet"), name("North Wire", "outlet")
ADA, PIET = name("Ada Marlow", "person"), name("Piet Komarov", "person")
ALBA, HILL = name("Port Alba", "place", ("Arland",)), name("Hill Town", "place", ("Arland",))
MINISTRY = name("health ministry", "organisation")
CLASHES = name("clashes", "incident")
BECAUSE = {"because": "a reason", "actor": "user:ana"}


def told(log: EventLog, **articles: tuple[float, list[Claim]]) -> None:
    """Articles of the Daily Lamp in story `s`, each with the hour of its publication."""
    for article_id, (published, own) in articles.items():
        append(log, "s", article_id, article_events(article_id, LAMP.name, hour(published), own))
    catch_up(log, "s")


def cell(log: EventLog, attribute: str, at: float, **asked: datetime | str | None) -> Cell | None:
    """The one cell of an attribute, as known then unless told otherwise."""
    found = state(log.database, "s", hour(at), attribute=attribute, **asked).cells  # type: ignore[arg-type]
    assert len(found) <= 1, found
    return found[0] if found else None


def every(log: EventLog) -> list[object]:
    """All answers at many moments, as known then and with hindsight; tables and a rebuild agree on them."""
    moments = [hour(n) for n in range(0, 400, 19)]
    found = [(state(log.database, "s", at), state(log.database, "s", at, known_at=hour(500))) for at in moments]
    rebuild(log, "s")
    again = [(state(log.database, "s", at), state(log.database, "s", at, known_at=hour(500))) for at in moments]
    assert found == again
    return found


def place_of(who: object, where: object, voice: object, reported: float) -> Claim:
    return a_claim(who, where, voice, Interval.at(hour(reported)))  # type: ignore[arg-type]


def number(voice: object, low: int, reported: float) -> Claim:
    return a_claim(CLASHES, Quantity(low, low), voice, Interval(hour(0), hour(reported)))  # type: ignore[arg-type]


def test_a_merge_makes_one_entity_and_undoing_it_two(log: EventLog) -> None:
    general = name("the general", "person")
    told(log, a=(10, [place_of(ADA, ALBA, LAMP, 10)]), b=(20, [place_of(general, HILL, WIRE, 20)]))
    before = every(log)
    assert len(state(log.database, "s", hour(21), attribute="location").cells) == 2
    done = merge_entities(log, "s", "the general", "Ada Marlow", **BECAUSE)
    found = cell(log, "location", 21)
    assert found and (found.subject, found.value) == ("Ada Marlow", "Hill Town")
    (row,) = entities(log.database, "s", entity="the general")
    assert row.names == ("Ada Marlow", "the general") and row.name == "Ada Marlow"
    undo(log, "s", done.event_id, **BECAUSE)
    assert every(log) == before


def test_a_merge_keeps_the_name_that_it_goes_into(log: EventLog) -> None:
    general = name("the general", "person")
    told(log, a=(10, [place_of(ADA, ALBA, LAMP, 10)]), b=(20, [place_of(general, HILL, WIRE, 20)]))
    merge_entities(log, "s", "Ada Marlow", "the general", **BECAUSE)
    found = cell(log, "location", 21)
    assert found and (found.subject, found.entity) == ("general", "general")


def test_a_split_wins_over_the_rules(log: EventLog) -> None:
    kamarov = name("Piet Kamarov", "person")
    told(log, a=(10, [place_of(PIET, ALBA, LAMP, 10)]), b=(20, [place_of(kamarov, HILL, WIRE, 20)]))
    assert cell(log, "location", 21)
    before = every(log)
    done = split_entity(log, "s", "Piet Komarov", "Piet Kamarov", **BECAUSE)
    found = {c.subject: c.value for c in state(log.database, "s", hour(21), attribute="location").cells}
    assert found == {"Piet Komarov": "Port Alba", "Piet Kamarov": "Hill Town"}
    with pytest.raises(InputError, match="not names of one entity"):
        split_entity(log, "s", "Piet Komarov", "Piet Kamarov", **BECAUSE)
    undo(log, "s", done.event_id, **BECAUSE)
    assert every(log) == before


def test_a_title_can_be_split_from_a_name_that_is_written_alike(log: EventLog) -> None:
    titled = name("President Ada Marlow", "person")
    told(log, a=(10, [place_of(ADA, ALBA, LAMP, 10)]), b=(20, [place_of(titled, HILL, WIRE, 20)]))
    split_entity(log, "s", "Ada Marlow", "President Ada Marlow", **BECAUSE)
    assert len(state(log.database, "s", hour(21), attribute="location").cells) == 2
    # The later of two decisions on the same names holds
    merge_entities(log, "s", "ada-marlow.person+", "ada-marlow.person", **BECAUSE)
    assert len(state(log.database, "s", hour(21), attribute="location").cells) == 1


def test_an_alias_and_its_undoing(log: EventLog) -> None:
    told(log, a=(10, [place_of(ADA, ALBA, LAMP, 10)]))
    done = add_alias(log, "s", "Ada Marlow", "the Lioness", **BECAUSE)
    told(log, b=(20, [place_of(name("the Lioness", "person"), HILL, WIRE, 20)]))
    assert len(state(log.database, "s", hour(21), attribute="location").cells) == 1
    with pytest.raises(InputError, match="a name of ada-marlow already"):
        add_alias(log, "s", "Ada Marlow", "the Lioness", **BECAUSE)
    undo(log, "s", done.event_id, **BECAUSE)
    assert len(state(log.database, "s", hour(21), attribute="location").cells) == 2
    every(log)


def test_a_rejected_claim_never_counts_and_is_rejected_again_when_found_again(log: EventLog) -> None:
    told(log, a=(10, [place_of(ADA, ALBA, LAMP, 10)]), b=(20, [place_of(ADA, HILL, WIRE, 20)]))
    before = every(log)
    wrong = claims(log.database, "s", article="b")[0]
    decided_at = datetime.now(UTC)
    done = reject_claim(log, "s", wrong.claim, **BECAUSE)
    for at, known in ((21, 21), (21, 300), (300, 300)):
        found = cell(log, "location", at, known_at=hour(known))
        assert found and found.value == "Port Alba"
    # Record time still has it
    then = cell(log, "location", 21, recorded_at=decided_at)
    assert then and then.value == "Hill Town"
    assert claims(log.database, "s", article="b") == []
    # A later extractor says the same of the same article
    again = article_events("b", LAMP.name, hour(20), [place_of(ADA, HILL, WIRE, 20)])[1:]
    assert [type(e) for e in again] == [ArticleExtracted, ClaimRecorded]
    append(log, "s", "b", again)
    catch_up(log, "s")
    found = cell(log, "location", 21)
    assert found and found.value == "Port Alba"
    assert [c.decision for c in claims(log.database, "s", article="b", withdrawn=True)] == ["rejected"] * 2
    undo(log, "s", done.event_id, **BECAUSE)
    assert [c.value for c in state(log.database, "s", hour(21)).cells] == [c.value for c in before[2][0].cells]  # type: ignore[index]
    every(log)


def test_a_rejection_moves_no_title_and_no_incident(log: EventLog) -> None:
    told(log, a=(10, [number(LAMP, 12, 10)]), b=(20, [number(MINISTRY, 90, 20)]))
    done = reject_claim(log, "s", claims(log.database, "s", article="b")[0].fingerprint, **BECAUSE)
    found = cell(log, "killed", 21)
    assert found and (found.value, found.range) == (Count(12, 12), Count(12, 12))
    every(log)
    undo(log, "s", done.event_id, **BECAUSE)
    found = cell(log, "killed", 21)
    assert found and found.value == Count(90, 90)


def test_an_endorsed_claim_of_a_party_is_not_unconfirmed(log: EventLog) -> None:
    told(log, a=(10, [place_of(ADA, ALBA, ADA, 10)]))
    found = cell(log, "location", 11)
    assert found and found.standing == "unconfirmed"
    done = endorse_claim(log, "s", claims(log.database, "s")[0].claim, **BECAUSE)
    found = cell(log, "location", 11)
    assert found and found.standing == "agreed"
    with pytest.raises(InputError, match="endorsed already"):
        endorse_claim(log, "s", claims(log.database, "s")[0].claim, **BECAUSE)
    undo(log, "s", done.event_id, **BECAUSE)
    found = cell(log, "location", 11)
    assert found and found.standing == "unconfirmed"


def test_a_preferred_voice_heads_and_a_deprecated_one_neither_heads_nor_contests(log: EventLog) -> None:
    told(log, a=(10, [place_of(ADA, ALBA, WIRE, 10)]), b=(12, [place_of(ADA, HILL, LAMP, 12)]))
    before = every(log)
    found = cell(log, "location", 13)
    assert found and (found.value, found.standing) == ("Hill Town", "contested")
    first = rate_voice(log, "s", "North Wire", "preferred", **BECAUSE)
    found = cell(log, "location", 13)
    assert found and (found.value, found.standing) == ("Port Alba", "contested")
    assert found.because == "a voice that analysts prefer"
    every(log)
    second = rate_voice(log, "s", "North Wire", "deprecated", **BECAUSE)
    found = cell(log, "location", 13)
    assert found and (found.value, found.standing, found.alternatives) == ("Hill Town", "agreed", ())
    found = cell(log, "location", 11)
    assert found and found.value == "Port Alba", "nobody else had spoken"
    every(log)
    (row,) = [v for v in voices(log.database, "s") if v.entity == "north-wire"]
    assert (row.rank, row.because, row.claims) == ("deprecated", "a reason", 1)
    undo(log, "s", second.event_id, **BECAUSE)
    found = cell(log, "location", 13)
    assert found and found.value == "Port Alba", "the earlier rating holds again"
    undo(log, "s", first.event_id, **BECAUSE)
    assert every(log) == before


def test_a_rank_decides_between_numbers_too(log: EventLog) -> None:
    told(log, a=(10, [number(MINISTRY, 75, 10)]), b=(12, [number(LAMP, 65, 12)]))
    found = cell(log, "killed", 13)
    assert found and found.value == Count(75, 75)
    rate_voice(log, "s", "Daily Lamp", "preferred", **BECAUSE)
    found = cell(log, "killed", 13)
    assert found and (found.value, found.standing) == (Count(65, 65), "contested")
    rate_voice(log, "s", "health ministry", "deprecated", **BECAUSE)
    found = cell(log, "killed", 13)
    assert found and (found.value, found.standing) == (Count(65, 65), "agreed")
    every(log)


def test_an_added_claim_counts_until_it_is_undone(log: EventLog) -> None:
    told(log, a=(10, [place_of(ADA, ALBA, LAMP, 10)]))
    before = every(log)
    new = NewClaim(
        attribute="location",
        subject="Marlow",
        value="Hill Town",
        value_kind="place",
        voice="harbour master",
        voice_kind="person",
        reported_at=hour(20),
    )
    done = add_claim(log, "s", new, because="he told me by telephone", actor="user:ana")
    found = cell(log, "location", 21)
    assert found and (found.subject, found.value, found.voices) == ("Ada Marlow", "Hill Town", ("harbour master",))
    (row,) = claims(log.database, "s", voice="harbour master")
    assert (row.quote, row.via, row.article) == ("he told me by telephone", ("user:ana",), "")
    with pytest.raises(InputError, match="added already"):
        add_claim(log, "s", new, because="he told me by telephone", actor="user:ana")
    every(log)
    back = undo(log, "s", done.event_id, **BECAUSE)
    assert every(log) == before
    undo(log, "s", back.event_id, because="he did say so", actor="user:ben")
    found = cell(log, "location", 21)
    assert found and found.value == "Hill Town", "the undoing was undone"
    every(log)


def test_decisions_are_listed_with_who_and_why(log: EventLog) -> None:
    told(log, a=(10, [place_of(ADA, ALBA, LAMP, 10)]), b=(20, [place_of(ADA, HILL, WIRE, 20)]))
    wrong = claims(log.database, "s", article="b")[0]
    first = reject_claim(log, "s", wrong.claim, because="of another year", actor="user:ana")
    second = rate_voice(log, "s", "Daily Lamp", "preferred", because="it was there", actor="user:ben")
    third = undo(log, "s", first.event_id, because="it is this year", actor="user:ben")
    rows = decisions(log.database, "s")
    assert [(r.kind, r.actor, r.because, r.reversed_by) for r in rows] == [
        ("ClaimRejected", "user:ana", "of another year", third.event_id),
        ("VoiceRated", "user:ben", "it was there", None),
        ("DecisionReversed", "user:ben", "it is this year", None),
    ]
    assert [r.decision for r in decisions(log.database, "s", holding=True)] == [second.event_id, third.event_id]
    undo(log, "s", third.event_id, **BECAUSE)
    with reading(log.database, "s") as rows_of:
        identities = rows_of.identities()
        out = rejected(rows_of, ["ada-marlow"], "location")
        assert [f.claim_id for f in out] == [wrong.claim]
        behind = decisions_behind(rows_of, identities, out, ["ada-marlow"])
    assert [r.decision for r in behind] == [first.event_id]


# Articles: their texts are read anew

TEXT = "President Ana Duarte arrived in Porto on Friday, the interior ministry said.\n\nFifteen people died in clashes in Porto."
LATER = TEXT.replace("Fifteen", "Sixteen")


def published(text: str = TEXT, day: int = 2) -> Article:
    at = datetime(2021, 5, day, 15, tzinfo=UTC)
    return Article(id="first", text=text, outlet="Coast Wire", published_at=at, timezone="Europe/Lisbon")


def answers(log: EventLog) -> list[object]:
    """The answers of every half day of May 2021, without what names claims."""
    days = [datetime(2021, 5, 1, tzinfo=UTC) + timedelta(hours=12 * n) for n in range(20)]
    cells = [(at, c) for at in days for c in state(log.database, "s", at).cells]
    return [(at, c.cell, c.value, c.standing, c.since, c.reported_at, c.voices) for at, c in cells]


def test_a_corrected_article_is_read_anew(log: EventLog) -> None:
    ingest(log, "s", published(), actor="test")
    catch_up(log, "s")
    before, recorded_at = answers(log), datetime.now(UTC)
    done = correct_article(
        log, "s", "first", outlet="North Wire", published_at=datetime(2021, 5, 9, 15, tzinfo=UTC), **BECAUSE
    )
    toll = state(log.database, "s", datetime(2021, 5, 9, 16, tzinfo=UTC), attribute="killed").cells
    assert [c.voices for c in toll] == [("North Wire",)]
    assert state(log.database, "s", datetime(2021, 5, 8, tzinfo=UTC)).cells == ()
    was = claims(log.database, "s", withdrawn=True)
    assert {c.withdrawal for c in was} == {None, "article-corrected"}
    old = state(log.database, "s", datetime(2021, 5, 3, tzinfo=UTC), recorded_at=recorded_at)
    assert old.cells
    assert article(log.database, "s", "first").outlet == "North Wire"
    # It comes again from where it came, uncorrected; and then with other words
    assert ingest(log, "s", published(), actor="test").result == "unchanged"
    assert ingest(log, "s", published(LATER), actor="test").result == "revised"
    catch_up(log, "s")
    assert {c.voice for c in claims(log.database, "s", attribute="killed")} == {"North Wire"}
    undo(log, "s", done.event_id, **BECAUSE)
    assert answers(log) == before, "the revision of today says nothing of that May"
    assert article(log.database, "s", "first").outlet == "Coast Wire"
    rebuild(log, "s")
    assert answers(log) == before


def test_a_correction_keeps_what_the_publisher_revised(log: EventLog) -> None:
    ingest(log, "s", published(), actor="test")
    ingest(log, "s", published(LATER, day=4), actor="test")
    catch_up(log, "s")
    correct_article(log, "s", "first", outlet="North Wire", **BECAUSE)
    for day, low in ((3, 15), (5, 16)):
        (found,) = state(log.database, "s", datetime(2021, 5, day, tzinfo=UTC), attribute="killed").cells
        assert (found.value, found.voices) == (Count(low, low), ("North Wire",))
    # What does not name the outlet came out the same, and stayed
    assert {c.withdrawal for c in claims(log.database, "s", attribute="location", withdrawn=True)} == {None}


def test_a_removed_article_says_nothing_and_stays_away_until_that_is_undone(log: EventLog) -> None:
    ingest(log, "s", published(), actor="test")
    catch_up(log, "s")
    before = answers(log)
    done = remove_article(log, "s", "first", **BECAUSE)
    assert answers(log) == [] and article(log.database, "s", "first").status == "removed"
    assert ingest(log, "s", published(LATER, day=4), actor="test").result == "unchanged"
    with pytest.raises(InputError, match="already"):
        remove_article(log, "s", "first", **BECAUSE)
    undo(log, "s", done.event_id, **BECAUSE)
    assert answers(log) == before and article(log.database, "s", "first").status == "extracted"
    rebuild(log, "s")
    assert answers(log) == before


def test_an_erased_article_keeps_its_claims_and_loses_its_words(log: EventLog) -> None:
    ingest(log, "s", published(), actor="test")
    ingest(log, "s", published(LATER, day=4), actor="test")
    catch_up(log, "s")
    before = answers(log)
    done = erase_article(log, "s", "first", **BECAUSE)
    assert {c.quote for c in claims(log.database, "s")} == {None}
    assert answers(log) == before
    for again in (
        lambda: erase_article(log, "s", "first", **BECAUSE),
        lambda: undo(log, "s", done.event_id, **BECAUSE),
        lambda: correct_article(log, "s", "first", outlet="North Wire", **BECAUSE),
    ):
        with pytest.raises(InputError):
            again()


def test_nothing_to_correct_and_impossible_dates_are_refused(log: EventLog) -> None:
    ingest(log, "s", published(), actor="test")
    ingest(log, "s", published(LATER, day=4), actor="test")
    for given, says in (
        ({"outlet": "Coast Wire"}, "nothing to correct"),
        ({"timezone": "Mars/North"}, "unknown time zone"),
        ({"published_at": datetime(2021, 5, 5, tzinfo=UTC)}, "was revised at"),
    ):
        with pytest.raises(InputError, match=says):
            correct_article(log, "s", "first", **given, **BECAUSE)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no article 'second'"):
        remove_article(log, "s", "second", **BECAUSE)
