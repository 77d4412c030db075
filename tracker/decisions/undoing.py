"""Undo: take back any decision, by the id of its event. The reversal is itself a decision, and can be undone."""

from __future__ import annotations

from typing import get_args

from tracker.decisions.articles import decide_article
from tracker.decisions.deciding import Decided, asking, decide, reason
from tracker.model.errors import InputError
from tracker.model.events import ArticleCorrected, ArticleErased, ArticleRemoved, DecisionReversed, Reversible
from tracker.projections.decisions import Decision, Ruling
from tracker.projections.rows import Rows
from tracker.store.log import EventLog

SHORTEST_ID = 8
"""Characters of an event's id from which on its beginning will do."""


def undo(log: EventLog, story: str, event: str, *, because: str, actor: str, cause: str | None = None) -> Decided:
    """Take back a decision, by its event's id: what held before holds again, from now on in record time."""
    why = reason(because)
    with asking(log, story) as rows:
        decisions = rows.decisions()
        found = _one(rows, decisions, event)
        by = Ruling.of(decisions.values()).reversed_by.get(found.event_id)
    if by is not None:
        raise InputError(f"decision {found.event_id} was undone already, by {by}")
    if isinstance(found.payload, ArticleErased):
        raise InputError("an erasure cannot be undone: the words are gone")
    if not isinstance(found.payload, get_args(Reversible)):
        raise InputError(f"a {found.kind} is no decision that can be undone")
    payload = DecisionReversed(decision=found.event_id, because=why)
    what = f"undone: {found.kind} {found.target}"
    article = _article(decisions, found)
    if article is not None:
        return decide_article(log, story, article, payload, what, actor=actor, cause=cause)
    return decide(log, story, payload, what, actor=actor, cause=cause)


def _one(rows: Rows, decisions: dict[str, Decision], event: str) -> Decision:
    if event in decisions:
        return decisions[event]
    begin = [d for i, d in decisions.items() if len(event) >= SHORTEST_ID and i.startswith(event)]
    if len(begin) == 1:
        return begin[0]
    if begin:
        shown = ", ".join(d.event_id for d in begin[:5])
        raise InputError(f"{event!r} begins the ids of {len(begin)} decisions: write more of one of them: {shown}")
    raise InputError(f"story {rows.story!r} has no decision {event!r}: `tracker decisions` lists them")


def _article(decisions: dict[str, Decision], found: Decision) -> str | None:
    """The article that a decision is about, through any number of reversals; None where it is about none."""
    while isinstance(found.payload, DecisionReversed):
        found = decisions[found.payload.decision]
    return found.payload.article if isinstance(found.payload, ArticleCorrected | ArticleRemoved) else None
