"""One module per attribute: each reads an article and proposes claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tracker.extraction.attributes import casualties, control, location, office, status
from tracker.extraction.reading import Proposal, Reading

FINDERS: tuple[Callable[[Reading], Iterator[Proposal]], ...] = (
    location.find,
    control.find,
    casualties.find,
    office.find,
    status.find,
)
