"""One module per attribute: each reads an article and proposes claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tracker.extraction.attributes import casualties, control, location, office, status
from tracker.extraction.reading import Proposal, Reading
from tracker.extraction.sentences import Sentence

FINDERS: tuple[Callable[[Reading], Iterator[Proposal]], ...] = (
    location.find,
    control.find,
    casualties.find,
    office.find,
    status.find,
)


def asking(reading: Reading) -> list[Sentence]:
    """The sentences whose tree the finders will ask for; of some others they ask too, as what they read tells them to."""
    askers = (location.asks, control.asks, status.asks)
    return [s for s in reading.sentences if any(asks(reading, s) for asks in askers)]
