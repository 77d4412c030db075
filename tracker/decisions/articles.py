"""Decisions on articles: correct what is known of one, take one out of the story, delete its words.

What a correction changes is read anew, revision by revision: claims that come out otherwise are withdrawn and recorded
again, those that come out the same stay. `tracker.ingestion` knows what is corrected or removed when an article comes again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from tracker.decisions.deciding import Decided, reason
from tracker.ingestion import RETRIES, Known, read
from tracker.model.article import Article
from tracker.model.claim import Claim, fingerprint
from tracker.model.errors import ConcurrencyError, InputError
from tracker.model.events import (
    ArticleCorrected,
    ArticleErased,
    ArticleExtracted,
    ArticleRemoved,
    ClaimRecorded,
    ClaimWithdrawn,
    DecisionReversed,
    Event,
    NewEvent,
    WithdrawalReason,
    article_stream,
)
from tracker.model.time import parse_zone
from tracker.projections.runner import catch_up
from tracker.queries import article as known_article
from tracker.store.log import EventLog


def correct_article(
    log: EventLog,
    story: str,
    article: str,
    *,
    outlet: str | None = None,
    published_at: datetime | None = None,
    timezone: str | None = None,
    because: str,
    actor: str,
    cause: str | None = None,
) -> Decided:
    """Mend an article's outlet, first publication time (UTC) or time zone, and read it anew."""
    why = reason(because)
    known = _known(log, story, article)
    if known.removed:
        raise InputError(f"article {article!r} was removed from story {story!r}: undo that first")
    if timezone is not None:
        parse_zone(timezone)
    if outlet is not None and not (outlet.strip() and outlet.isprintable()):
        raise InputError(f"outlet {outlet!r} is no name: write printable characters")
    first = next((r.reported_at for r in known.revisions), None)
    if published_at is not None and first is not None and published_at > first:
        raise InputError(f"article {article!r} was revised at {first}: it cannot have been published after that")
    now = known.masthead
    payload = ArticleCorrected(
        article=article, because=why, outlet=outlet, published_at=published_at, timezone=timezone
    )
    if now.corrected(payload) == now:
        raise InputError(f"article {article!r}: nothing to correct: give another --outlet, --published or --timezone")
    return decide_article(log, story, article, payload, f"corrected article {article}", actor=actor, cause=cause)


def remove_article(
    log: EventLog, story: str, article: str, *, because: str, actor: str, cause: str | None = None
) -> Decided:
    """Take a misfiled article out of a story: its claims never counted, and ingesting it again does nothing."""
    payload = ArticleRemoved(article=article, because=reason(because))
    if _known(log, story, article).removed:
        raise InputError(f"article {article!r} was removed from story {story!r} already")
    return decide_article(log, story, article, payload, f"removed article {article}", actor=actor, cause=cause)


def erase_article(
    log: EventLog, story: str, article: str, *, because: str, actor: str, cause: str | None = None
) -> Decided:
    """Delete the words of all revisions of an article, for good; its claims and the chain of hashes stay."""
    why = reason(because)
    known = _known(log, story, article)
    every = dict.fromkeys([known.observed.document, *(r.document for r in known.revisions)])
    left = tuple(sha256 for sha256 in every if log.document(story, sha256) is not None)
    if not left:
        raise InputError(f"the words of article {article!r} were erased already")
    event = NewEvent(ArticleErased(article=article, documents=left, because=why), actor, cause)
    log.append(story, article_stream(article), None, [event], erase=left)
    catch_up(log, story)
    texts = "1 text" if len(left) == 1 else f"{len(left)} texts"
    return Decided(event.event_id, f"erased {texts} of article {article}")


def decide_article(
    log: EventLog, story: str, article: str, payload: Event, what: str, *, actor: str, cause: str | None
) -> Decided:
    """Append a decision on an article, and with it what it makes of the article's claims."""
    for attempt in range(RETRIES):
        known = _known(log, story, article)
        decision = NewEvent(payload, actor, cause)
        events = [decision, *_carried_out(log, story, known, decision)]
        try:
            log.append(story, article_stream(article), known.version, events)
        except ConcurrencyError:
            if attempt == RETRIES - 1:
                raise
            continue
        catch_up(log, story)
        return Decided(decision.event_id, what)
    raise AssertionError("the loop returns or raises")


def _known(log: EventLog, story: str, article: str) -> Known:
    known = Known.of(log.read_stream(story, article_stream(article)))
    if known is None:
        known_article(log.database, story, article)  # raises for a story or an article that is not there
        raise InputError(f"story {story!r} has no article {article!r}")
    return known


class _Wanted(Struct):
    """A claim as it should stand: found in a document, public since then, and taken back by the publisher at `gone`."""

    document: str
    fingerprint: str
    reported_at: datetime
    claim: Claim
    gone: datetime | None = None

    def is_that(self, recorded: ClaimRecorded, gone: datetime | None) -> bool:
        return (self.document, self.fingerprint, self.reported_at, self.claim, self.gone) == (
            recorded.document,
            recorded.fingerprint,
            recorded.reported_at,
            recorded.claim,
            gone,
        )


def _carried_out(log: EventLog, story: str, known: Known, decision: NewEvent) -> Iterator[NewEvent]:
    """What follows from a decision: a reversed correction is set back, claims are withdrawn and recorded."""
    after = Known(known.version, known.observed, known.revisions, known.claims, list(known.decided))
    after.decided.append((decision.event_id, decision.cause, decision.payload))
    actor, cause = decision.actor, decision.event_id
    masthead = after.masthead
    if isinstance(decision.payload, DecisionReversed) and masthead != known.masthead:
        back = ArticleCorrected(
            article=known.observed.article,
            because=decision.payload.because,
            outlet=masthead.outlet,
            published_at=masthead.published_at,
            timezone=masthead.timezone or "",
        )
        yield NewEvent(back, actor, cause)
    why: WithdrawalReason = "article-removed" if after.removed else "article-corrected"
    wanted: list[_Wanted] = []
    if not after.removed:
        wanted, extracted = _read_anew(log, story, after)
        yield NewEvent(extracted, actor, cause)
    left = list(wanted)
    for event_id, (recorded, gone) in known.claims.items():
        same = next((w for w in left if w.is_that(recorded, gone)), None)
        if same is not None:
            left.remove(same)
        else:
            yield NewEvent(_withdrawn(recorded, event_id, why, recorded.reported_at), actor, cause)
    for each in left:
        claim = ClaimRecorded(
            article=known.observed.article,
            document=each.document,
            fingerprint=each.fingerprint,
            reported_at=each.reported_at,
            claim=each.claim,
        )
        event = NewEvent(claim, actor, cause)
        yield event
        if each.gone is not None:
            yield NewEvent(_withdrawn(claim, event.event_id, "revised", each.gone), actor, cause)


def _withdrawn(claim: ClaimRecorded, event_id: str, why: WithdrawalReason, at: datetime) -> ClaimWithdrawn:
    return ClaimWithdrawn(
        article=claim.article, fingerprint=claim.fingerprint, claim_event=event_id, reason=why, reported_at=at
    )


def _read_anew(log: EventLog, story: str, known: Known) -> tuple[list[_Wanted], ArticleExtracted]:
    """The claims that the article's revisions carry by its masthead, in the order in which they became public."""
    masthead, first = known.masthead, known.observed
    found: list[_Wanted] = []
    standing: dict[str, _Wanted] = {}
    looks = [(first.document, masthead.published_at, masthead.published_at, first.title)]
    for r in known.revisions:
        dated = masthead.published_at if r.reported_basis == "retrieved" else r.reported_at
        looks.append((r.document, r.reported_at, dated, r.title or looks[-1][3]))
    for document, reported_at, dated, title in looks:
        text = log.document(story, document)
        if text is None:
            raise InputError(f"the words of article {first.article!r} were erased: they cannot be read anew")
        article = Article(
            id=first.article,
            text=text,
            outlet=masthead.outlet,
            published_at=dated,
            timezone=masthead.timezone,
            title=title,
            url=first.url,
        )
        result = read(article)
        marks = {fingerprint(first.article, claim): claim for claim in reversed(result.claims)}
        for mark in [m for m in standing if m not in marks]:
            standing.pop(mark).gone = reported_at
        for claim in result.claims:
            mark = fingerprint(first.article, claim)
            if mark not in standing:
                standing[mark] = _Wanted(document, mark, reported_at, marks[mark])
                found.append(standing[mark])
    extracted = ArticleExtracted(
        article=first.article, document=looks[-1][0], extractor=result.extractor, claims=len(result.claims)
    )
    return found, extracted
