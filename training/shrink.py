"""Makes a trained model small, in place.

    python shrink.py MODEL

Weights are rounded to half precision and kept as float32, so that nothing that loads them needs to know; the files then
compress to less than half. Of the strings seen in training only those stay that the lemmatizer's rules spell: spaCy hashes
words as it reads them, and the other components keep their labels themselves.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy
import spacy
import srsly
from spacy.language import Language
from spacy.strings import hash_string

NO_TREE = 2**32 - 1


def round_weights(nlp: Language) -> None:
    """Every parameter to the nearest half-precision number; beyond its range, to its ends."""
    limit = float(numpy.finfo("float16").max)
    for _, component in nlp.pipeline:
        for node in component.model.walk():
            for name in node.param_names:
                if node.has_param(name):
                    values = numpy.clip(node.get_param(name), -limit, limit)
                    node.set_param(name, values.astype("float16").astype("float32"))


def spelled(trees: list[dict[str, int]], roots: list[int]) -> set[int]:
    """The hashes of the strings in the edit trees that the lemmatizer can choose, and in their subtrees.

    A node either matches a prefix and a suffix, each with a subtree, or puts the string `subst` for `orig`.
    """
    hashes: set[int] = set()
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        number = waiting.pop()
        if number == NO_TREE or number in seen:
            continue
        seen.add(number)
        node = trees[number]
        if "orig" in node:
            hashes |= {node["orig"], node["subst"]}
        else:
            waiting += [node["prefix_tree"], node["suffix_tree"]]
    return hashes


def forget_strings(model: Path) -> None:
    lemmatizer = model / "trainable_lemmatizer"
    trees = srsly.read_msgpack(lemmatizer / "trees")["trees"]
    needed = spelled(trees, srsly.read_json(lemmatizer / "cfg")["labels"])
    strings = model / "vocab" / "strings.json"
    kept = [s for s in json.loads(strings.read_text()) if hash_string(s) in needed]
    strings.write_text(json.dumps(kept, ensure_ascii=False) + "\n")


def shrink(model: Path) -> None:
    nlp = spacy.load(model)
    round_weights(nlp)
    nlp.to_disk(model)
    forget_strings(model)


if __name__ == "__main__":
    shrink(Path(sys.argv[1]))
