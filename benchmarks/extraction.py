"""How fast one process reads claims, and what memory it takes: `python benchmarks/extraction.py [PATH …] [--articles N]`.

PATH: files, folders or JSON Lines, as `tracker ingest` takes them; by default the bundled story, again and again. Speed is
over CPU time with everything loaded, in words and in articles of 600 words; the parser's share is of the same time. Peak
memory is shown as the articles go by: it should stay where it is. Figures are for one core, so set OMP_NUM_THREADS=1.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING

from tracker.cli.demo import STORY, seeds_folder
from tracker.extraction import extract, syntax
from tracker.model.article import Article
from tracker.sources import read_articles

if TYPE_CHECKING:
    from tracker.extraction.sentences import Sentence

ARTICLE = 600
"""Words of an article in the figures."""
WARMING = 15
"""Articles read before the clock runs: they load parser, lexicons and gazetteer."""
ROUND = 50
"""Articles between two readings of the clock; the speed is the median of the rounds."""
STOPS = (250, 500, 1_000)


def main() -> int:
    """Read, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", help="articles [default: the bundled story]")
    parser.add_argument(
        "--articles", type=int, default=STOPS[-1], help="how many to read, from the first again at the end"
    )
    args = parser.parse_args()
    paths = args.paths or [str(seeds_folder() / STORY / "index.jsonl")]
    articles = repeated(paths)
    for article in islice(articles, WARMING):
        extract(article)
    clock = ParserClock()
    rates, shares = measure(islice(articles, args.articles), clock)
    print(
        f"extraction, one process: {median(rates):,.0f} words/s, {median(rates) / ARTICLE:.1f} articles of {ARTICLE} words/s"
    )
    print(f"  the parser takes {median(shares):.0%} of it")
    return 0


def repeated(paths: list[str]) -> Iterator[Article]:
    """The articles of the paths without end; what cannot be read is left out."""
    if not any(isinstance(record, Article) for record in read_articles(paths)):
        sys.exit(f"{' '.join(paths)}: no article to read")
    for _ in cycle([None]):
        yield from (record for record in read_articles(paths) if isinstance(record, Article))


class ParserClock:
    """The CPU time spent in parsing, by a watch around `syntax.parse`."""

    def __init__(self) -> None:
        self.spent = 0.0
        self.parse = syntax.parse
        syntax.parse = self.watched

    def watched(self, sentences: Iterable[Sentence]) -> None:
        begun = time.process_time()
        self.parse(sentences)
        self.spent += time.process_time() - begun


def measure(articles: Iterator[Article], clock: ParserClock) -> tuple[list[float], list[float]]:
    """Words per second of CPU time and the parser's share, one of each a round; prints the peak memory on the way."""
    rates, shares, count = [], [], 0
    while batch := list(islice(articles, ROUND)):
        words = sum(len(article.text.split()) for article in batch)
        parsing, begun = clock.spent, time.process_time()
        for article in batch:
            extract(article)
        spent = time.process_time() - begun
        rates.append(words / spent)
        shares.append((clock.spent - parsing) / spent)
        count += len(batch)
        if count in STOPS:
            print(f"  peak memory after {count:>5,} articles: {peak():,.0f} MB", flush=True)
    return rates, shares


def peak() -> float:
    """The most memory the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
