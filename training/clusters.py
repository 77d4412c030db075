"""Word classes as features: what the treebanks are too small to teach about words they hold once or never.

The classes are the 1,000 Brown clusters of the package spacy-lookups-data (MIT licence), a tree of bits in which near
leaves are words used alike. They enter as spaCy's static vectors: one row a class, many words a row. A row codes its bit
prefixes of several lengths, so that what is learnt of "injured" serves "ousted" wholly and "held" in part.

    pip download --no-deps spacy-lookups-data==1.0.5     # the wheel that train.py --lookups names
"""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path

import numpy
from spacy.strings import hash_string
from spacy.vectors import Vectors
from spacy.vocab import Vocab

DEPTHS = (4, 6, 8, 10, 12, 32)  # bits; 32 is the whole path


def table(wheel: Path, name: str) -> dict:
    with zipfile.ZipFile(wheel) as archive:
        return json.loads(gzip.decompress(archive.read(f"spacy_lookups_data/data/en_lexeme_{name}.json.gz")))


def most_used(clusters: dict[str, int], logprobs: dict[str, float], words: int) -> dict[str, int]:
    """The classes of the most frequent words; case forms that have none of their own take the lower-case word's."""
    ranked = sorted((w for w, c in clusters.items() if c), key=lambda w: (-logprobs.get(w, -30.0), w))[:words]
    kept = {w: clusters[w] for w in ranked}
    for word in ranked[: words // 4]:
        for form in (word.capitalize(), word.upper()):
            if form not in kept:
                kept[form] = kept[word]
    return kept


def codes(paths: list[int], width: int) -> numpy.ndarray:
    """A row for each class: the principal directions of its prefixes' indicators. The sign is fixed, so is the result.

    spaCy keeps a path with its first bit lowest, so that a mask gives a prefix.
    """
    columns = []
    for depth in DEPTHS:
        prefixes = [path & ((1 << depth) - 1) for path in paths]
        index = {prefix: i for i, prefix in enumerate(sorted(set(prefixes)))}
        block = numpy.zeros((len(paths), len(index)))
        block[numpy.arange(len(paths)), [index[p] for p in prefixes]] = 1.0
        columns.append(block)
    features = numpy.hstack(columns)
    features -= features.mean(axis=0)
    left, singular, _ = numpy.linalg.svd(features, full_matrices=False)
    rows = (left * numpy.sqrt(singular))[:, :width]
    rows *= numpy.sign(rows[numpy.abs(rows).argmax(axis=0), numpy.arange(rows.shape[1])])
    return (rows / rows.std()).astype("float16").astype("float32")


def add(vocab: Vocab, wheel: Path, words: int = 120_000, width: int = 192) -> None:
    """Sets the vocabulary's vectors. Only hashes of the words are kept."""
    kept = most_used(table(wheel, "cluster"), table(wheel, "prob"), words)
    paths = sorted(set(kept.values()))
    row = {path: i for i, path in enumerate(paths)}
    vectors = Vectors(data=codes(paths, width), strings=vocab.strings, name="en_brown_clusters")
    for word, path in kept.items():
        vectors.add(hash_string(word), row=row[path])
    vocab.vectors = vectors
