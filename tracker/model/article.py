"""An article as it comes in, and what extraction says of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from msgspec import Struct

from tracker.model.claim import Claim

PublishedBasis = Literal["given", "stated", "dateline", "retrieved"]
"""How a publication time is known: given by the source or the user, stated in the text ("Page last updated at …"),
computed from a dateline, or the time of the look that found the text (a revision that states no time of its own)."""


class Article(Struct, frozen=True, kw_only=True):
    """One article, read and dated, ready for extraction. `published_at` is UTC; `timezone` an IANA name or None."""

    id: str
    text: str
    outlet: str
    published_at: datetime
    published_basis: PublishedBasis = "given"
    timezone: str | None = None
    title: str | None = None
    url: str | None = None

    @property
    def document(self) -> str:
        """The SHA-256 of the text in UTF-8, 64 hex digits: the document's address."""
        return document_hash(self.text)


class Extraction(Struct, frozen=True):
    """The claims of one article in text order, and the version of the extractor that read it."""

    extractor: str
    claims: tuple[Claim, ...]


def document_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
