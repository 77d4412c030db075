"""Lists: stories, articles and claims, as they are recorded. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import and_, func, or_, select

from tracker.model.errors import InputError
from tracker.model.events import STORY_STREAM, StoryDefined
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Identities
from tracker.projections.rows import Rows
from tracker.projections.tables import articles as articles_table
from tracker.projections.tables import cells, projections
from tracker.projections.tables import claims as claims_table
from tracker.queries.answers import ArticleRow, ClaimRow, StoryRow
from tracker.queries.meaning import meant
from tracker.queries.reading import reading
from tracker.store import documents
from tracker.store.database import Database
from tracker.store.log import EventLog
from tracker.store.tables import heads

_texts = msgspec.json.Decoder(tuple[str, ...])


def stories(database: Database) -> list[StoryRow]:
    """All stories, by name."""
    a, c, p = articles_table, claims_table, projections
    active = and_(p.c.story == heads.c.story, p.c.active)
    of_generation = p.c.generation
    counts = (
        select(
            heads.c.story,
            heads.c.position,
            select(func.count()).where(a.c.story == p.c.story, a.c.generation == of_generation).scalar_subquery(),
            select(func.count())
            .where(c.c.story == p.c.story, c.c.generation == of_generation, c.c.withdrawn_at.is_(None))
            .scalar_subquery(),
            select(func.min(a.c.published_at))
            .where(a.c.story == p.c.story, a.c.generation == of_generation)
            .scalar_subquery(),
            select(func.max(a.c.published_at))
            .where(a.c.story == p.c.story, a.c.generation == of_generation)
            .scalar_subquery(),
        )
        .select_from(heads.outerjoin(p, active))
        .where(heads.c.position > 0)
        .order_by(heads.c.story)
    )
    with database.reading() as connection:
        found = connection.execute(counts).all()
    log = EventLog(database)
    return [
        StoryRow(
            story=story,
            title=_title(log, story),
            articles=n_articles,
            claims=n_claims,
            events=position,
            first_published_at=first,
            last_published_at=last,
        )
        for story, position, n_articles, n_claims, first, last in found
    ]


def _title(log: EventLog, story: str) -> str | None:
    decisions = [event.payload for event in log.read_stream(story, STORY_STREAM)]
    return next((d.title for d in reversed(decisions) if isinstance(d, StoryDefined)), None)


def articles(database: Database, story: str) -> list[ArticleRow]:
    """The articles of a story in the order of publication. Raises `UnknownStoryError`."""
    with reading(database, story) as rows:
        return sorted(_articles(rows), key=lambda a: (a.published_at, a.article))


def article(database: Database, story: str, article: str) -> ArticleRow:
    """One article. Raises `UnknownStoryError`, and `InputError` where the story has no such article."""
    with reading(database, story) as rows:
        found = _articles(rows, article)
    if not found:
        raise InputError(f"story {story!r} has no article {article!r}: see `tracker article list --story {story}`")
    return found[0]


def _articles(rows: Rows, article: str | None = None) -> list[ArticleRow]:
    counting = (
        select(claims_table.c.article, func.count())
        .where(rows.where(claims_table), claims_table.c.withdrawn_at.is_(None))
        .group_by(claims_table.c.article)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in rows.connection.execute(counting)}
    chosen = [] if article is None else [articles_table.c.article == article]
    return [
        ArticleRow(
            article=row["article"],
            outlet=row["outlet"],
            title=row["title"],
            url=row["url"],
            published_at=row["published_at"],
            published_basis=row["basis"],
            timezone=row["timezone"],
            document=row["document"],
            revisions=row["revisions"],
            claims=counts.get(row["article"], 0),
            extractor=row["extractor"],
            status=row["status"],
        )
        for row in rows.find(articles_table, *chosen)
    ]


def claims(
    database: Database,
    story: str,
    *,
    entity: str | None = None,
    attribute: str | None = None,
    voice: str | None = None,
    article: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    withdrawn: bool = False,
    limit: int | None = None,
) -> list[ClaimRow]:
    """Claims in the order (reported_at, article, offset). `since`, `until`: report times, both included.

    `withdrawn`: also those that were withdrawn or rejected. Raises `UnknownStoryError`, and `InputError` for an unknown name.
    """
    t = claims_table
    with reading(database, story) as rows:
        identities = rows.identities()
        query = select(t).where(rows.where(t)).order_by(t.c.reported_at, t.c.article, t.c.start_char, t.c.claim_id)
        if entity is not None:
            keys = {meant(rows, entity)}
            own = {row["cell"] for row in rows.find_in(cells, "subject_entity", keys)}
            query = query.where(or_(t.c.subject_entity.in_(keys), t.c.value_entity.in_(keys), t.c.cell.in_(own)))
        if voice is not None:
            query = query.where(t.c.voice_entity == meant(rows, voice, t.c.voice_entity))
        exact = ((t.c.attribute, attribute), (t.c.article, article))
        query = query.where(*(column == wanted for column, wanted in exact if wanted is not None))
        if since is not None:
            query = query.where(t.c.reported_at >= since)
        if until is not None:
            query = query.where(t.c.reported_at <= until)
        if not withdrawn:
            query = query.where(t.c.withdrawn_at.is_(None), or_(t.c.decision.is_(None), t.c.decision == "endorsed"))
        found = rows.facts(rows.connection.execute(query.limit(limit)).mappings())
        return claim_rows(rows, found.values(), identities)


class Texts:
    """Documents of a story, each read once."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.known: dict[str, str | None] = {}

    def get(self, sha256: str) -> str | None:
        """The text, or None where it was erased."""
        if sha256 not in self.known:
            self.known[sha256] = documents.get(self.rows.connection, self.rows.story, sha256)
        return self.known[sha256]


def claim_rows(
    rows: Rows, facts: Iterable[ClaimFact], identities: Identities, texts: Texts | None = None
) -> list[ClaimRow]:
    """Claims with their articles and the words that carry them, in the order given."""
    listed = list(facts)
    papers = rows.articles(fact.article for fact in listed)
    texts = texts or Texts(rows)
    added = {d.event_id: d.because for d in rows.decisions().values()} if any(not f.document for f in listed) else {}
    found = []
    for fact in listed:
        paper: Any = papers.get(fact.article)
        text = texts.get(fact.document) if fact.document else added.get(fact.claim_id)
        found.append(
            ClaimRow(
                claim=fact.claim_id,
                reported_at=fact.reported_at,
                attribute=fact.attribute,
                subject=identities.entities[fact.subject_entity].name,
                value=fact.value_text,
                polarity=fact.polarity,
                certainty=fact.certainty,
                voice=identities.entities[fact.voice_entity].name,
                via=_texts.decode(fact.via),
                aspect=fact.aspect,
                valid=(fact.valid_from, fact.valid_to),
                until=fact.until,
                article=fact.article,
                outlet=paper.outlet if paper else "",
                title=paper.title if paper else None,
                url=paper.url if paper else None,
                quote=None if text is None else text[fact.start_char : fact.end_char],
                start=fact.start_char,
                end=fact.end_char,
                entity=fact.subject_entity,
                cell=fact.cell,
                rule=fact.rule,
                withdrawn_at=fact.withdrawn_at,
                withdrawal=fact.withdrawal,
                fingerprint=fact.fingerprint,
                decision=fact.decision,
            )
        )
    return found
