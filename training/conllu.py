"""Reads CoNLL-U files (plain or xz) into documents of paragraphs of sentences.

Syntactic words only: a multiword token ("don't" = "do" + "n't") is given as its words, which in the English treebanks
concatenate to its surface; a file where they do not is refused. Empty nodes and enhanced dependencies are left out.
Format: https://universaldependencies.org/format.html
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Token(NamedTuple):
    """One syntactic word. `head` is an index into the sentence; a root is its own head, as in spaCy."""

    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    dep: str
    space: bool  # is there white space after it in the text?


Sentence = tuple[Token, ...]


@dataclass
class Document:
    """A text as its author divided it. A file that marks no paragraphs has one a document."""

    id: str
    paragraphs: list[list[Sentence]] = field(default_factory=list)

    def sentences(self) -> Iterator[Sentence]:
        for paragraph in self.paragraphs:
            yield from paragraph


def surface(sentences: Iterable[Sentence]) -> str:
    """The raw text, without white space at the end."""
    return "".join(t.form + " " * t.space for s in sentences for t in s).rstrip()


def read_file(path: Path) -> list[Document]:
    """All documents of a `.conllu` or `.conllu.xz` file. Raises ValueError on what is not well-formed."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        return read_lines(lines)


def read_lines(lines: Iterable[str]) -> list[Document]:
    documents: list[Document] = []
    new_paragraph = True
    block: list[list[str]] = []

    def close() -> None:
        nonlocal new_paragraph
        if not block:
            return
        if not documents:
            documents.append(Document("unnamed"))
        if new_paragraph or not documents[-1].paragraphs:
            documents[-1].paragraphs.append([])
        documents[-1].paragraphs[-1].append(_sentence(block))
        block.clear()
        new_paragraph = False

    for line in lines:
        line = line.rstrip("\n")
        if not line:
            close()
        elif line.startswith("# newdoc"):
            documents.append(Document(line.partition("=")[2].strip()))
            new_paragraph = True
        elif line == "# newpar" or line.startswith("# newpar "):  # not GUM's "# newpar_block"
            new_paragraph = True
        elif not line.startswith("#"):
            block.append(line.split("\t"))
    close()
    return documents


def _sentence(rows: list[list[str]]) -> Sentence:
    tokens: list[Token] = []
    multiword: tuple[str, int, int, bool] | None = None  # surface, first and last id, space after
    for row in rows:
        if len(row) != 10:
            raise ValueError(f"a CoNLL-U line has 10 columns, this one {len(row)}: {row}")
        number, form, lemma, upos, _, feats, head, dep, _, misc = row
        if "." in number:
            continue
        space = "SpaceAfter=No" not in misc.split("|")
        if "-" in number:
            first, last = map(int, number.split("-"))
            multiword = form, first, last, space
            continue
        place = int(number)
        if multiword and place <= multiword[2]:
            space = multiword[3] if place == multiword[2] else False
        tokens.append(
            Token(
                form,
                form if lemma == "_" else lemma,
                upos,
                "" if feats == "_" else feats,
                int(head) - 1 if head != "0" else place - 1,
                dep,
                space,
            )
        )
        if multiword and place == multiword[2]:
            if "".join(t.form for t in tokens[multiword[1] - 1 : place]) != multiword[0]:
                raise ValueError(f"the words of the multiword token {multiword[0]!r} do not concatenate to it")
            multiword = None
    return tuple(tokens)
