"""Why these claims: an article sentence by sentence, each with the claims that were read from it."""

from __future__ import annotations

from msgspec import Struct

from tracker.model.article import Article
from tracker.model.claim import Claim


class Explained(Struct, frozen=True):
    """A sentence, by its offsets in the article's text (characters, end excluded), and its claims in text order."""

    start: int
    end: int
    claims: tuple[Claim, ...]


def explain(article: Article) -> list[Explained]:
    """The sentences that were read, in text order; page furniture is not among them. A claim belongs where it begins."""
    from tracker.extraction import extract
    from tracker.extraction.reading import read

    claims = extract(article).claims
    return [
        Explained(sentence.start, sentence.end, tuple(c for c in claims if sentence.start <= c.start < sentence.end))
        for sentence in sorted(read(article).sentences, key=lambda s: s.start)
    ]
