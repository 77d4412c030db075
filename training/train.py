"""Trains the parser from the treebank files, evaluates it, and shrinks it: one command.

    python training/train.py --treebanks DIR --lookups WHEEL --out MODEL [--config training/config.cfg] [--steps N] [--minutes M]
    python training/train.py --treebanks DIR --begun MODEL --out MODEL --config training/polish.cfg

DIR holds the files that README.md lists with their checksums. The best model by development LAS (raw text, mean of GUM and
EWT) is kept in MODEL as training goes on. The loop is spaCy's own, but that each epoch is cut and changed anew
(convert.py, augment.py) and that the score that decides is that of raw text.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.training import Example
from spacy.util import fix_random_seed, load_config, load_model_from_config

import clusters
import evaluate
import shrink
import tokenizer
from conllu import Document, read_file
from convert import examples

HERE = Path(__file__).parent
TRAIN = ("en_ewt-train", "en_gum-open-train", "en_pud")
META = {
    "name": "news_ud",
    "version": "1.0.0",
    "description": "Morphology, lemmas and Universal Dependencies for English news; see training/README.md",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": name} for name in ("UD_English-EWT", "GUM, open genres", "UD_English-PUD", "spacy-lookups-data")
    ],
}
DEV = ("en_gum-open-dev", "en_ewt-dev")


def read(treebanks: Path, name: str) -> list[Document]:
    return read_file(treebanks / f"{name}.conllu.xz")


def batches(nlp: Language, documents: list[Document], settings: dict) -> Iterator[tuple[int, list[Example]]]:
    """Endless batches of about `words` words, with the epoch they are of; long texts are not put aside."""
    source = random.Random(settings["seed"])
    first, last, over = (settings["batch"][k] for k in ("first", "last", "over"))
    step = 0
    batch: list[Example] = []
    size = 0
    for epoch in count():
        epoch_examples = examples(nlp, documents, source, settings["augmentation"])
        source.shuffle(epoch_examples)
        for example in epoch_examples:
            batch.append(example)
            size += len(example.predicted)
            if size >= first + (last - first) * min(1.0, step / over):
                yield epoch, batch
                batch, size, step = [], 0, step + 1


def rate(done: float, highest: float, warmup: float) -> float:
    """The learning rate when the part `done` of the training is: linear up, then linear down to a hundredth."""
    if done < warmup:
        return highest * max(0.01, done / warmup)
    return highest * max(0.01, (1 - done) / (1 - warmup))


def train(
    treebanks: Path,
    lookups: Path,
    out: Path,
    config_path: Path,
    steps: int | None = None,
    minutes: float | None = None,
    begun: Path | None = None,
) -> None:
    """Goes on from the model `begun`, if there is one, with the config's schedule.

    Stops after so many steps or minutes, whichever comes first; the learning rate falls towards either.
    """
    config = load_config(config_path, interpolate=True)
    settings = config.pop("schedule")
    steps = steps or settings["steps"]
    fix_random_seed(settings["seed"])
    nlp = spacy.load(begun) if begun else load_model_from_config(config, auto_fill=True)
    nlp.meta.update(META)
    tokenizer.mend(nlp)
    documents = [d for name in TRAIN for d in read(treebanks, name)]
    development = {name: read(treebanks, name) for name in DEV}
    if begun:
        lemmatizer = nlp.get_pipe(
            "trainable_lemmatizer"
        )  # spaCy 3.8 forgets this on loading, and would learn label 0 only
        lemmatizer.tree2label = {tree: label for label, tree in enumerate(lemmatizer.cfg["labels"])}
        optimizer = nlp.resume_training()
    else:
        if settings["clustered_words"]:
            clusters.add(nlp.vocab, lookups, settings["clustered_words"])
        labels = examples(nlp, documents, random.Random(settings["seed"]), settings["augmentation"])
        optimizer = nlp.initialize(lambda: labels)
        del labels

    best, losses, words, start = 0.0, {}, 0, time.monotonic()
    print("step epoch   words  seconds | losses | dev UPOS lemma sents UAS LAS by set", flush=True)
    for step, (epoch, batch) in enumerate(batches(nlp, documents, settings)):
        done = (step + 1) / steps
        if minutes:
            done = max(done, (time.monotonic() - start) / (60 * minutes))
        optimizer.learn_rate = rate(done, settings["learn_rate"], settings["warmup"])
        nlp.update(batch, sgd=optimizer, drop=settings["dropout"], losses=losses)
        words += sum(len(e.predicted) for e in batch)
        last = done >= 1
        if last or (step + 1) % settings["evaluate_every"] == 0:
            with nlp.use_params(optimizer.averages):
                scores = {name: evaluate.score(nlp, d) for name, d in development.items()}
                mean = sum(s["LAS"] for s in scores.values()) / len(scores)
                told = "  ".join(
                    " ".join(f"{100 * s[m]:.2f}" for m in ("UPOS", "lemma", "sentences", "UAS", "LAS"))
                    for s in scores.values()
                )
                lost = " ".join(f"{k} {v / settings['evaluate_every']:.1f}" for k, v in losses.items())
                print(f"{step + 1} {epoch} {words} {time.monotonic() - start:.0f} | {lost} | {told}", flush=True)
                losses = {}
                if mean > best:
                    best = mean
                    nlp.to_disk(out)
        if last:
            break


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--lookups", type=Path, help="the wheel of spacy-lookups-data (see clusters.py)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--config", type=Path, default=HERE / "config.cfg")
    parser.add_argument(
        "--begun", type=Path, help="a trained model to go on from; of the config only [schedule] is read"
    )
    parser.add_argument("--steps", type=int)
    parser.add_argument("--minutes", type=float, help="stop by then, even if steps are left")
    arguments = parser.parse_args()
    train(
        arguments.treebanks,
        arguments.lookups,
        arguments.out,
        arguments.config,
        arguments.steps,
        arguments.minutes,
        arguments.begun,
    )
    shrink.shrink(arguments.out)
    nlp = spacy.load(arguments.out)
    print(evaluate.table(nlp, arguments.treebanks))
    print(f"{evaluate.words_per_second(nlp, arguments.treebanks):,.0f} words a second")


if __name__ == "__main__":
    main()
