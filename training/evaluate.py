"""Scores a model from raw text: predicted tokens, predicted sentences.

    python evaluate.py --treebanks DIR MODEL

Words are aligned as in the CoNLL 2018 shared task (https://universaldependencies.org/conll18/evaluation.html): both sides
lie over the same characters, white space aside, and a word counts as found where both ends agree. UPOS, lemma, UAS and LAS
are F1 over words; a head is right where it is the gold head, or where both are roots. LAS counts the whole relation
(`obl:agent`); `LASu` only its universal part (`obl`), which is what the shared task counted.

Text comes in two ways: `paragraphs`, one text each, as an article gives them; and `flow`, whole documents with nothing but
a space between paragraphs, which is harder on headings and lists.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from conllu import Document, Sentence, read_file, surface
from convert import ended

MEASURES = ("words", "sentences", "UPOS", "lemma", "UAS", "LAS", "LASu")
SETS = {
    "GUM-open test": ("en_gum-open-test", ""),
    "GUM-open news test": ("en_gum-open-test", "GUM_news"),
    "EWT test": ("en_ewt-test", ""),
}


class Word(NamedTuple):
    """A word over characters. `head` is the head's span, None for a root."""

    span: tuple[int, int]
    upos: str
    lemma: str
    head: tuple[int, int] | None
    dep: str


class Text(NamedTuple):
    words: list[Word]
    sentences: set[tuple[int, int]]


def of_gold(sentences: Iterable[Sentence]) -> Text:
    words, spans, place = [], set(), 0
    for sentence in sentences:
        ends = []
        start = place
        for token in sentence:
            length = len("".join(token.form.split()))
            ends.append((place, place + length))
            place += length
        spans.add((start, place))
        words += [
            Word(ends[i], t.upos, t.lemma, None if t.head == i else ends[t.head], t.dep) for i, t in enumerate(sentence)
        ]
    return Text(words, spans)


def of_doc(doc: Doc) -> Text:
    """White-space tokens vanish; what hung on one is a root. spaCy's parser writes `ROOT`, the treebanks `root`."""
    spans: dict[int, tuple[int, int]] = {}
    place = 0
    for token in doc:
        length = len("".join(token.text.split()))
        if length:
            spans[token.i] = (place, place + length)
            place += length
    words = [
        Word(
            spans[t.i],
            t.pos_,
            t.lemma_,
            None if t.head.i == t.i else spans.get(t.head.i),
            "root" if t.dep_ == "ROOT" else t.dep_,
        )
        for t in doc
        if t.i in spans
    ]
    bounds = [[spans[t.i] for t in s if t.i in spans] for s in doc.sents]
    return Text(words, {(b[0][0], b[-1][1]) for b in bounds if b})


def count(gold: Text, found: Text) -> Counter[str]:
    """How many right, how many of each side; counters of several texts add up."""
    by_span = {w.span: w for w in gold.words}
    c = Counter(
        gold=len(gold.words),
        found=len(found.words),
        gold_sentences=len(gold.sentences),
        found_sentences=len(found.sentences),
        sentences=len(gold.sentences & found.sentences),
    )
    for word in found.words:
        other = by_span.get(word.span)
        if other is None:
            continue
        attached = word.head == other.head
        c["words"] += 1
        c["UPOS"] += word.upos == other.upos
        c["lemma"] += word.lemma == other.lemma
        c["UAS"] += attached
        c["LAS"] += attached and word.dep == other.dep
        c["LASu"] += attached and word.dep.partition(":")[0] == other.dep.partition(":")[0]
    return c


def f1(c: Counter[str]) -> dict[str, float]:
    def f(right: int, gold: int, found: int) -> float:
        return 2 * right / (gold + found) if gold + found else 0.0

    return {
        m: f(c[m], c["gold_sentences"], c["found_sentences"]) if m == "sentences" else f(c[m], c["gold"], c["found"])
        for m in MEASURES
    }


def score(nlp: Language, documents: list[Document], flow: bool = False) -> dict[str, float]:
    """F1 of each measure, over all documents together."""
    if flow:
        texts = [[s for p in d.paragraphs for s in (*p[:-1], ended(p[-1]))] for d in documents]
    else:
        texts = [p for d in documents for p in d.paragraphs]
    total: Counter[str] = Counter()
    for sentences, doc in zip(texts, nlp.pipe(map(surface, texts), batch_size=64), strict=True):
        total += count(of_gold(sentences), of_doc(doc))
    return f1(total)


def table(nlp: Language, treebanks: Path) -> str:
    rows = ["| set | text | " + " | ".join(MEASURES) + " |", "|" + "---|" * (2 + len(MEASURES))]
    for name, (file, prefix) in SETS.items():
        documents = [d for d in read_file(treebanks / f"{file}.conllu.xz") if d.id.startswith(prefix)]
        for flow in (False, True):
            scores = score(nlp, documents, flow)
            cells = " | ".join(f"{100 * scores[m]:.2f}" for m in MEASURES)
            rows.append(f"| {name} | {'flow' if flow else 'paragraphs'} | {cells} |")
    return "\n".join(rows)


def words_per_second(nlp: Language, treebanks: Path) -> float:
    texts = [surface(p) for d in read_file(treebanks / "en_gum-open-test.conllu.xz") for p in d.paragraphs]
    list(nlp.pipe(texts[:20]))
    start = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
    return words / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--treebanks", type=Path, required=True)
    arguments = parser.parse_args()
    start = time.perf_counter()
    nlp = spacy.load(arguments.model)
    loading = time.perf_counter() - start
    print(table(nlp, arguments.treebanks))
    print(f"\n{words_per_second(nlp, arguments.treebanks):,.0f} words a second of CPU time; loads in {loading:.2f} s")


if __name__ == "__main__":
    main()
