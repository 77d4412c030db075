"""What analysts decide: each call checks what it is given against the story, and appends one event with who and why.

Nothing is deleted by it, and every decision can be undone: see `undo`. Raises `InputError` with what to do instead.
"""

from tracker.decisions.articles import correct_article, erase_article, remove_article
from tracker.decisions.claims import NewClaim, add_claim, endorse_claim, reject_claim
from tracker.decisions.deciding import Decided
from tracker.decisions.names import add_alias, merge_entities, rate_voice, split_entity
from tracker.decisions.undoing import undo

__all__ = [
    "Decided",
    "NewClaim",
    "add_alias",
    "add_claim",
    "correct_article",
    "endorse_claim",
    "erase_article",
    "merge_entities",
    "rate_voice",
    "reject_claim",
    "remove_article",
    "split_entity",
    "undo",
]
