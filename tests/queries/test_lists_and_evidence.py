"""Claims, articles, stories, and the words behind a state."""

from __future__ import annotations

import pytest

from tests.projections.making import hour
from tracker.model.errors import InputError, UnknownStoryError
from tracker.model.events import ArticleErased, NewEvent
from tracker.projections.runner import catch_up
from tracker.queries import article, articles, claims, evidence, stories
from tracker.queries.why import context
from tracker.store.database import Database
from tracker.store.log import EventLog


def test_claims_in_the_order_of_their_reports(database: Database, story: str) -> None:
    rows = claims(database, story, withdrawn=True)
    assert [(r.attribute, r.value, r.voice, r.quote) for r in rows] == [
        ("office", "holds president", "Daily Lamp", "President Ada Marlow"),
        ("location", "Port Alba", "Daily Lamp", "She arrived in Port Alba on Monday"),
        ("killed", "at least 10", "Daily Lamp", "At least 10 people died"),
        ("killed", "12", "health ministry", "Twelve people died"),
        ("location", "Hill Town", "Ada Marlow", "she was in Hill Town"),
    ]
    assert rows[3].via == ("North Wire",) and rows[3].outlet == "North Wire"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 4),
        ({"withdrawn": True}, 5),
        ({"attribute": "killed"}, 2),
        ({"voice": "health ministry"}, 1),
        ({"article": "lamp-1"}, 3),
        ({"entity": "Marlow"}, 2),
        ({"entity": "Port Alba"}, 1),
        ({"since": hour(11)}, 1),
        ({"until": hour(10)}, 3),
        ({"limit": 2}, 2),
        ({"entity": "Marlow", "attribute": "killed"}, 0),
    ],
)
def test_filters(database: Database, story: str, filters: dict[str, object], count: int) -> None:
    assert len(claims(database, story, **filters)) == count  # type: ignore[arg-type]


def test_evidence_for_and_against_with_the_rule(database: Database, story: str) -> None:
    (cell,) = evidence(database, story, "Ada Marlow", "location", at=hour(20))
    assert cell.state.because == "the latest word"
    assert [(e.side, e.claim.quote, e.claim.article, e.claim.start) for e in cell.evidence] == [
        ("for", "she was in Hill Town", "wire-1", 62),
        ("against", "She arrived in Port Alba on Monday", "lamp-1", 31),
    ]
    assert cell.evidence[0].context == "Ada Marlow said she was in Hill Town."
    assert cell.evidence[1].context == "She arrived in Port Alba on Monday."


def test_evidence_shows_what_was_passed_over(database: Database, story: str) -> None:
    (cell,) = evidence(database, story, "clashes", at=hour(10))
    assert [(e.side, e.claim.value) for e in cell.evidence] == [("for", "at least 10")]
    assert evidence(database, story, "Ada Marlow", at=hour(1)) == []


def test_context_is_the_sentence_around_the_words() -> None:
    text = "One here.\nTwo is\n longer, said he. “Three!” Four."
    start = text.index("longer")
    assert context(text, start, start + 6) == "longer, said he."
    assert context(text, text.index("Three"), text.index("Three") + 6) == "“Three!”"
    assert context(None, 0, 1) is None


def test_stories_and_articles(database: Database, story: str) -> None:
    (row,) = stories(database)
    assert (row.story, row.title, row.articles, row.claims) == ("arland", "The fall of Arland", 2, 4)
    assert (row.first_published_at, row.last_published_at) == (hour(10), hour(20))
    assert [(a.article, a.outlet, a.claims, a.revisions) for a in articles(database, story)] == [
        ("lamp-1", "Daily Lamp", 3, 1),
        ("wire-1", "North Wire", 1, 1),
    ]
    one = article(database, story, "lamp-1")
    assert (one.published_at, one.status, one.extractor) == (hour(10), "extracted", "test-1")
    with pytest.raises(InputError, match="no article 'lamp-9'"):
        article(database, story, "lamp-9")
    with pytest.raises(UnknownStoryError):
        articles(database, "zembla")


def test_erased_words_are_not_shown(database: Database, log: EventLog, story: str) -> None:
    document = article(database, story, "lamp-1").document
    erased = ArticleErased(article="lamp-1", documents=(document,), because="a court order")
    log.append(story, "article-lamp-1", None, [NewEvent(erased, "test")], erase=[document])
    catch_up(log, story)
    rows = claims(database, story, article="lamp-1")
    assert len(rows) == 3 and all(row.quote is None for row in rows)
    (cell,) = evidence(database, story, "clashes", at=hour(10))
    assert cell.evidence[0].context is None
    assert article(database, story, "lamp-1").status == "erased"
