"""spaCy's English tokenizer with the rules that part it from the English treebanks mended.

Only patterns and special cases change, and spaCy saves those with the model: nothing here is needed to load one.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.symbols import ORTH
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# "ex-president", "pro-Beijing" are one word in EWT, GUM and PUD; "well-known" is three. Each was counted in the training
# parts (kept whole: non 59, e 44, co 25, re 24, …). "un" stays out for the sake of "UN-backed".
# fmt: off
PREFIXES = [
    "ex", "pro", "anti", "non", "re", "co", "e", "mid", "pre", "cross", "post", "multi", "over", "semi", "sub", "counter",
    "mini", "inter", "intra", "micro", "extra", "ultra", "super", "under", "arch",
]
# fmt: on

# Runs of one mark are one token: "!!!", "?!", rules of "=====" or "_____". So are telephone numbers.
RUNS = r"[!?]{2,}|\*{2,}|={2,}|_{3,}|-{3,}|~{2,}|#{2,}|<{2,}|>{2,}|\+{2,}"
TELEPHONE = r"\d{3}-\d{3}-\d{4}"

# Dashes set close, where spaCy only parts letters: "(AP)--The", "said—“We", "830–846", "£3,000-£5,000", "U.S.-backed".
DASHES = (
    r"(?<=[)\]\"”’'.,!?%0-9])(?:--+|—|–)(?=[A-Za-z\"“‘'(\[$£€0-9])",
    r"(?<=[A-Za-z])(?:--+|—|–)(?=[\"“‘'(\[$£€0-9])",
    r"(?<=[0-9])-(?=[$£€])",
    r"(?<=[A-Z]\.)-(?=[A-Za-z])",
    r"(?<=[\w.,!?])[)\]\"”](?=--|—|–)",
    r"(?<=[—–-])[\"“‘(\[$£€](?=\w)",
)
HYPHENS = "--+"  # at either end of a word
UNITS = r"(?<=[0-9])(?:am|pm|AM|PM|bn|mn|tn|a\.m\.|p\.m\.)"

WHOLE = ("al.", "Ft.", "ca.", "Lt.", "Maj.")
PARTED = ("and/or", "And/or")


def mend(nlp: Language) -> None:
    """Changes the tokenizer of an English pipeline in place."""
    tokenizer = nlp.tokenizer
    kept = "".join(rf"(?<!\b(?i:{prefix}))" for prefix in PREFIXES)
    # The hyphen rule is told by what it splits; every other infix stays as spaCy has it.
    infixes = [
        kept + infix if re.search(infix, "a-b") and not re.search(infix, "1-2") else infix
        for infix in nlp.Defaults.infixes
    ]
    tokenizer.infix_finditer = compile_infix_regex([*DASHES, *infixes]).finditer
    tokenizer.suffix_search = compile_suffix_regex([RUNS, HYPHENS, UNITS, *nlp.Defaults.suffixes]).search
    tokenizer.prefix_search = compile_prefix_regex([HYPHENS, *nlp.Defaults.prefixes]).search
    tokenizer.token_match = re.compile(rf"(?:{RUNS}|{TELEPHONE})$").match
    rules = {text: pieces for text, pieces in tokenizer.rules.items() if text not in PARTED}
    tokenizer.rules = rules | {text: [{ORTH: text}] for text in WHOLE}
