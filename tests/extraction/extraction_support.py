"""Helpers: read a few sentences as an article and show its claims in short."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.extraction import extract
from tracker.model.article import Article
from tracker.model.claim import Claim, value_text

THURSDAY_NOON = datetime(2014, 3, 6, 12, tzinfo=UTC)
"""Thursday, 6 March 2014, 12:00 UTC: when the articles of these tests are published, unless they say otherwise."""


def article(
    text: str, *, published: datetime = THURSDAY_NOON, outlet: str = "Harbour Post", zone: str | None = None
) -> Article:
    return Article(id="a", text=text, outlet=outlet, published_at=published, timezone=zone)


def claims(text: str, attribute: str | None = None, **about: object) -> list[Claim]:
    """The claims of a text, of one attribute where given, in text order."""
    found = extract(article(text, **about)).claims  # type: ignore[arg-type]
    return [c for c in found if attribute is None or c.attribute == attribute]


def short(claim: Claim) -> str:
    """ "Ann Doe: not Oslo" with certainty and voice where they are not plain."""
    sign = "not " if claim.polarity == "negative" else ""
    sure = "" if claim.certainty == "certain" else f" ({claim.certainty})"
    voice = "" if claim.voice.kind == "outlet" and claim.voice.name == "Harbour Post" else f" [{claim.voice.name}]"
    return f"{claim.subject.name}: {sign}{value_text(claim.value)}{sure}{voice}"
