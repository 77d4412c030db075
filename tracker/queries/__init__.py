"""The questions: state, history, differences, evidence. What the command line and the reports ask; they decide nothing."""

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
from tracker.queries.asking import ask_state
from tracker.queries.comparing import CellChange, Diff, Moment, diff
from tracker.queries.conflicts import Conflict, Conflicts, conflicts
from tracker.queries.decisions import DecisionRow, decisions
from tracker.queries.history import Cause, CellHistory, Change, History, TakenBack, history
from tracker.queries.lanes import Lane, LaneSpan, Timeline, timeline
from tracker.queries.listing import article, articles, claims, stories
from tracker.queries.names import EntityRow, VoiceRow, entities, voices
from tracker.queries.why import evidence

__all__ = [
    "Alternative",
    "ArticleRow",
    "Cause",
    "Cell",
    "CellChange",
    "CellEvidence",
    "CellHistory",
    "Change",
    "ClaimRow",
    "Conflict",
    "Conflicts",
    "Count",
    "DecisionRow",
    "Diff",
    "EntityRow",
    "Evidence",
    "History",
    "Lane",
    "LaneSpan",
    "Moment",
    "StateAnswer",
    "StoryRow",
    "TakenBack",
    "Timeline",
    "VoiceRow",
    "article",
    "articles",
    "ask_state",
    "claims",
    "conflicts",
    "decisions",
    "diff",
    "entities",
    "evidence",
    "history",
    "state",
    "stories",
    "timeline",
    "voices",
]
