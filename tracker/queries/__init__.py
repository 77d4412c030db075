"""The questions: state, claims, evidence. What the command line and the reports ask; never a decision of its own."""

from tracker.queries.answers import (
    Alternative,
    ArticleRow,
    Cell,
    CellEvidence,
    ClaimRow,
    Count,
    Evidence,
    StateAnswer,
    StoryRow,
)
from tracker.queries.as_of import state
from tracker.queries.listing import article, articles, claims, stories
from tracker.queries.why import evidence

__all__ = [
    "Alternative",
    "ArticleRow",
    "Cell",
    "CellEvidence",
    "ClaimRow",
    "Count",
    "Evidence",
    "StateAnswer",
    "StoryRow",
    "article",
    "articles",
    "claims",
    "evidence",
    "state",
    "stories",
]
