"""From treebank documents to spaCy's examples, and to DocBin files for those who train with `spacy train`.

    python convert.py en_ewt-train.conllu.xz … OUT.spacy

A text is a run of sentences with its real white space; the pipeline sees what its own tokenizer makes of that text, the
reference has the treebank's words. What the two cut differently gives no training signal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.vocab import Vocab

import augment
from conllu import Document, Sentence, Token, read_file

PARAGRAPH_MARK = Token("\n\n", "\n\n", "SPACE", "", 0, "dep", False)


def to_doc(vocab: Vocab, run: list[Sentence]) -> Doc:
    """One spaCy document of several sentences."""
    tokens = [t for s in run for t in s]
    heads, starts = [], []
    for sentence in run:
        base = len(heads)
        heads += [base + t.head for t in sentence]
        starts += [True] + [False] * (len(sentence) - 1)
    return Doc(
        vocab,
        words=[t.form for t in tokens],
        spaces=[t.space for t in tokens],
        lemmas=[t.lemma for t in tokens],
        pos=[t.upos for t in tokens],
        morphs=[t.feats for t in tokens],
        heads=heads,
        deps=[t.dep for t in tokens],
        sent_starts=starts,
    )


def ended(sentence: Sentence, newline: bool = False) -> Sentence:
    """The sentence with white space after it: a space, or the token that spaCy makes of an empty line."""
    last = sentence[-1]
    if not newline:
        return (*sentence[:-1], last._replace(space=True))
    return (*sentence[:-1], last._replace(space=False), PARAGRAPH_MARK._replace(head=len(sentence) - 1))


def runs(document: Document, random: Random, longest: int = 12) -> Iterator[list[Sentence]]:
    """Cuts a document into texts, another way at each call: half single paragraphs, half runs across paragraphs.

    A model that only ever saw paragraphs would not learn that a heading can stand unmarked before a sentence.
    """
    flat = [(s, i == len(p) - 1) for p in document.paragraphs for i, s in enumerate(p)]
    place = 0
    while place < len(flat):
        by_paragraph = random.random() < 0.5
        most = longest if by_paragraph else random.randint(1, longest)
        newline = random.random() < 0.3
        run: list[Sentence] = []
        while place < len(flat) and len(run) < most:
            sentence, last = flat[place]
            place += 1
            if last and by_paragraph:
                run.append(sentence)
                break
            run.append(ended(sentence, newline) if last and len(run) + 1 < most and place < len(flat) else sentence)
        yield run


def examples(nlp: Language, documents: list[Document], random: Random, level: float = 1.0) -> list[Example]:
    """One epoch: every sentence once, newly cut and newly changed."""
    out = []
    for document in documents:
        for run in runs(document, random):
            reference = to_doc(nlp.vocab, augment.augment(run, random, level))
            out.append(Example(nlp.make_doc(reference.text), reference))
    return out


def main(arguments: list[str]) -> None:
    *sources, target = map(Path, arguments)
    nlp = spacy.blank("en")
    random = Random(0)
    docs = [to_doc(nlp.vocab, run) for path in sources for d in read_file(path) for run in runs(d, random)]
    DocBin(docs=docs, store_user_data=False).to_disk(target)
    print(f"{len(docs)} texts, {sum(map(len, docs))} tokens")


if __name__ == "__main__":
    main(sys.argv[1:])
