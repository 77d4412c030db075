"""Text to claims: a pure function of an article's text, publication time, outlet and time zone.

Importing this package is cheap: lexicons, gazetteer and tokenizer are loaded when the first article is read.
"""

from __future__ import annotations

from tracker.model.article import Article, Extraction

EXTRACTOR = "rules-4 parser-1.0.0"
"""The version of the rules and of the bundled parser: it changes whenever the same article could yield other claims."""

__all__ = ["EXTRACTOR", "extract"]


def extract(article: Article) -> Extraction:
    """The claims of an article in text order, offsets in its text, instants UTC; the same input gives the same output."""
    from tracker.extraction import syntax
    from tracker.extraction.attributes import FINDERS, asking
    from tracker.extraction.judge import judge
    from tracker.extraction.reading import claims_of, read
    from tracker.extraction.retold import dated

    reading = read(article)
    syntax.parse(asking(reading))
    return Extraction(EXTRACTOR, judge(dated(claim for find in FINDERS for claim in claims_of(reading, find(reading)))))
