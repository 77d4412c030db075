"""Whether the newest claims of a cell alone give the answer of all of them, so that the others need not be read. Pure.

Of a busy cell thousands of claims are known and few still count: later changes have ended the rest, or they lapsed. The
newest ones are read first, in the order of the fold, and each rule here says why nothing older can change what they
give. Where none holds, more has to be read. A property test compares with the fold of all claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from tracker.model.claim import Attribute
from tracker.projections.casualties import latest_counts, quantity
from tracker.projections.fold import fold
from tracker.projections.values import WINDOWS, Assertion, clash, lapsed

Older = Callable[[], Sequence[Assertion]]
"""One assertion for each position that any older claim takes, if only by value, polarity and the places around it; more
than these do no harm."""


def suffices(
    attribute: Attribute, read: Sequence[Assertion], since: datetime, at: datetime, known_at: datetime, older: Older
) -> bool:
    """Whether `fold` gives the same of `read` as of all claims of the cell.

    `read` is all that is visible at (`at`, `known_at`) and whose `latest` is `since` or later; of victims, all that was
    reported at `since` or later.
    """
    if all(a.rank < 0 for a in read):
        return False  # a deprecated voice counts only where nobody else ever spoke
    if attribute in ("killed", "injured"):
        return _counts_suffice(attribute, read, since, at)
    if _drawn(read):
        return False
    told: list[Assertion] = []
    # An older departure may lie inside the span of a newer presence, and comes after it then
    reaching = reaches(attribute, read, since)
    if reaching:
        told = list(older())
        if any(not o.positive and clash(attribute, a, o) for a in reaching for o in told):
            return False
    if _lapsed_before(attribute, since, at):
        state = fold(attribute, read, at, known_at)
        if state is not None and state.standing != "lapsed":
            return True
    told = told or list(older())
    ends = [c for c in read if c.change and not c.hedged and c.rank >= 0 and c.earliest >= since]
    return all(any(clash(attribute, o, c) for c in ends) for o in told)


def reaches(attribute: Attribute, read: Sequence[Assertion], since: datetime) -> list[Assertion]:
    """Presences whose spans begin before `since`: the only ones to which it matters what of a voice's own word is older."""
    return [a for a in read if a.positive and a.earliest < since] if attribute in ("location", "control") else []


def _lapsed_before(attribute: Attribute, since: datetime, at: datetime) -> bool:
    """Whether everything that speaks of a time before `since` has lapsed: it counts only where nothing else does."""
    window = WINDOWS[attribute]
    return attribute != "office" and window is not None and since + window <= at


def _drawn(read: Sequence[Assertion]) -> bool:
    """Whether a yes and a no to one value are of one instant: if all else is equal too, the first voice that ever said
    either heads."""
    if all(a.positive for a in read):
        return False
    yes, no = ({(a.value, a.latest) for a in read if a.positive is polarity} for polarity in (True, False))
    return not yes.isdisjoint(no)


def _counts_suffice(attribute: Attribute, read: Sequence[Assertion], since: datetime, at: datetime) -> bool:
    if not _lapsed_before(attribute, since, at):
        return False
    by_voice: dict[str, list[Assertion]] = defaultdict(list)
    for a in read:
        if a.rank >= 0:
            by_voice[a.voice].append(a)
    if not all(any(a.positive and quantity(a).precise for a in own) for own in by_voice.values()):
        return False  # its last precise number, however old, may stand behind its vague one
    held = [a for own in by_voice.values() for a in latest_counts(own)]
    fresh = [quantity(a) for a in held if a.positive and not lapsed(attribute, a, at)]
    if not fresh or all(q.precise for q in fresh):
        return bool(fresh)
    # A precise number, however old, stands beside vague ones if it agrees with all that is fresh; is there such a number?
    highs = [q.high for q in fresh if q.high is not None]
    return bool(highs) and max(q.low or 0 for q in fresh) > min(highs)
