"""How well and how fast copied paragraphs are recognised: `python benchmarks/copies.py FOLDER_OR_INDEX.jsonl …`.

Reads articles as JSON Lines (`id`, `outlet`, `published_at`, `text`; a paragraph is a line of the text) and prints the
tables of docs/copies.md but for what was judged by eye. True similarity is the Jaccard index of all shingles, found through
an index of the shingles that at most 100 distinct paragraphs share. `--pairs LOW HIGH COUNT` prints pairs to be judged.
Milliseconds are of processor time.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import blake2b
from itertools import combinations
from math import sqrt
from pathlib import Path
from typing import TypeVar

from tracker.model import copies
from tracker.model.copies import SHINGLE, Copies, Order, contradict, signature, similarity

R = TypeVar("R")

THRESHOLDS = (0.4, 0.5, 0.6)
COMMON = 100
"""Shingles of more distinct paragraphs than this lead to no pairs: furniture of a page."""

FURNITURE = 3
"""A paragraph that one outlet prints word for word in more articles than this is left out of the pairs."""

Paragraph = tuple[Order, str, str, str]
"""Its place in the order of report, its outlet, its article and its text."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+", type=Path)
    parser.add_argument("--pairs", nargs=3, type=float, metavar=("LOW", "HIGH", "COUNT"))
    parser.add_argument("--quick", action="store_true", help="leave the other sketches out")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    paragraphs = list(read(args.places))
    signatures = timed("a signature", [text for *_, text in paragraphs], signature)
    signed = [(p, s) for p, s in zip(paragraphs, signatures, strict=True) if s]
    print(f"{len(paragraphs)} paragraphs, {len(signed)} with a signature, {len({s for _, s in signed})} distinct ones")
    pairs = alike(signed)
    if args.pairs:
        show(pairs, *args.pairs, args.seed)
        return
    if not args.quick:
        sketches(pairs)
    thresholds(pairs)
    index(signed)


def read(places: Iterable[Path]) -> Iterable[Paragraph]:
    """The paragraphs of all articles under these places."""
    for place in places:
        for path in sorted(place.glob("*.jsonl")) if place.is_dir() else [place]:
            for line in path.open(encoding="utf-8"):
                row = json.loads(line)
                reported = datetime.fromisoformat(row["published_at"])
                for number, text in enumerate(row["text"].split("\n")):
                    yield (reported, f"{path.stem}/{row['id']}/{number:04}"), row["outlet"], row["id"], text


def timed(what: str, given: list[str], make: Callable[[str], R]) -> list[R]:
    start = time.process_time()
    made = [make(each) for each in given]
    print(f"{what}: {(time.process_time() - start) / max(len(given), 1) * 1000:.3f} ms")
    return made


class Pair:
    """Two paragraphs of different articles with their true similarity; the earlier first."""

    def __init__(self, a: tuple[Paragraph, bytes], b: tuple[Paragraph, bytes], true: float) -> None:
        (self.a, self.x), (self.b, self.y) = sorted((a, b), key=lambda each: each[0])
        self.true, self.guess = true, similarity(self.x, self.y)
        self.apart, self.across = contradict(self.x, self.y), self.a[1] != self.b[1]


def shingles(text: str) -> frozenset[str]:
    words = copies._read(copies._plain(text))[0]
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def alike(signed: list[tuple[Paragraph, bytes]]) -> list[Pair]:
    """Pairs of distinct paragraphs with a true similarity of .3 and more, each text by its first print in an outlet."""
    prints: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (_, outlet, article, text), _ in signed:
        prints[outlet, text].add(article)
    firsts: dict[tuple[str, str], tuple[Paragraph, bytes]] = {}
    for each in sorted(signed):
        firsts.setdefault((each[0][1], each[0][3]), each)
    chosen = [each for key, each in firsts.items() if len(prints[key]) <= FURNITURE]
    sets = [shingles(each[0][3]) for each in chosen]
    found: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(sets):
        for shingle in own:
            found[shingle].append(number)
    near = {pair for numbers in found.values() if len(numbers) <= COMMON for pair in combinations(numbers, 2)}
    pairs = []
    for i, j in sorted(near):
        true = len(sets[i] & sets[j]) / len(sets[i] | sets[j])
        if true >= 0.3 and chosen[i][0][2] != chosen[j][0][2]:
            pairs.append(Pair(chosen[i], chosen[j], true))
    return pairs


def sketches(pairs: list[Pair]) -> None:
    """Error and cost of other sketches of about the same size, on the same pairs."""
    texts = sorted({p[3] for pair in pairs for p in (pair.a, pair.b)})
    random.Random(1).shuffle(texts)
    few = set(texts[:6000])
    some = [pair for pair in pairs if pair.a[3] in few and pair.b[3] in few]
    masks = [int.from_bytes(blake2b(bytes([n]), digest_size=8).digest(), "big") | 1 for n in range(44)]

    def hashes(text: str) -> list[int]:
        return [int.from_bytes(blake2b(s.encode(), digest_size=8).digest(), "big") for s in shingles(text)]

    def permuted(count: int, kept: int) -> Callable[[str], tuple[int, ...]]:
        return lambda text: tuple(
            min((h * mask) & (2**64 - 1) for h in own) % kept for own in [hashes(text)] for mask in masks[:count]
        )

    def same(a: tuple[int, ...], b: tuple[int, ...]) -> float:
        return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)

    def least(text: str) -> tuple[int, ...]:
        return tuple(sorted(h >> 32 for h in hashes(text))[:11])

    def bottom(a: tuple[int, ...], b: tuple[int, ...]) -> float:
        union = sorted({*a, *b})[:11]
        return sum(x in a and x in b for x in union) / len(union)

    print("\n| sketch | rms error | pairs judged |\n|---|---|---|")
    error("one permutation, 44 bins of a byte", [pair.guess - pair.true for pair in some])
    for name, make, compare in (
        ("44 permutations, a byte each", permuted(44, 256), same),
        ("11 permutations, 4 bytes each", permuted(11, 2**32), same),
        ("the least 11 hashes, 4 bytes each", least, bottom),
    ):
        made = dict(zip(sorted(few), timed(name, sorted(few), make), strict=True))
        error(name, [compare(made[pair.a[3]], made[pair.b[3]]) - pair.true for pair in some])


def error(name: str, errors: list[float]) -> None:
    print(f"| {name} | {sqrt(sum(e * e for e in errors) / max(len(errors), 1)):.3f} | {len(errors)} |")


def thresholds(pairs: list[Pair]) -> None:
    print("\n| from | | truly so similar | found | of these kept apart by figures or names | wrong by the estimate |")
    print("|---|---|---|---|---|---|")
    for limit in THRESHOLDS:
        for across in (True, False):
            chosen = [pair for pair in pairs if pair.across == across]
            true = [pair for pair in chosen if pair.true >= limit]
            found = [pair for pair in true if pair.guess >= limit and set(bands(pair.x)) & set(bands(pair.y))]
            apart = sum(pair.apart for pair in found)
            wrong = sum(pair.guess >= limit > pair.true + 0.1 and not pair.apart for pair in chosen)
            print(
                f"| {limit} | {'across outlets' if across else 'one outlet'} | {len(true)} | {len(found)} | {apart} | {wrong} |"
            )


def bands(signature: bytes) -> Iterable[bytes]:
    return copies._bands(signature)


def index(signed: list[tuple[Paragraph, bytes]]) -> None:
    """How fast the index is, and how much it finds in the whole folder, furniture and all."""
    print("\n| from | ms a paragraph | copies | of another outlet's original |\n|---|---|---|---|")
    outlets = {p[0][1]: p[1] for p, _ in signed}
    for limit in THRESHOLDS:
        start = time.process_time()
        known: Copies[str] = Copies(limit)
        for (order, *_), own in signed:
            known.add(order[1], own, order)
        originals = {key: known.original(key) for key in outlets}
        cost = (time.process_time() - start) / max(len(signed), 1) * 1000
        made = [(key, original) for key, original in originals.items() if key != original]
        foreign = sum(outlets[key] != outlets[original] for key, original in made)
        print(f"| {limit} | {cost:.2f} | {len(made)} | {foreign} |")


def show(pairs: list[Pair], low: float, high: float, count: float, seed: int) -> None:
    chosen = [pair for pair in pairs if low <= pair.guess < high]
    random.Random(seed).shuffle(chosen)
    for pair in chosen[: int(count)]:
        print(
            f"\n{pair.guess:.2f} {'apart' if pair.apart else ''} {pair.a[0][1]} {pair.b[0][1]}\n  {pair.a[3]}\n  {pair.b[3]}"
        )


if __name__ == "__main__":
    main()
