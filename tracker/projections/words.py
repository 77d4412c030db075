"""Names as words for comparing: folded, without titles, articles or the country that an adjective names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.model.claim import folded


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


TITLES = listed(
    "mr mrs ms miss dr prof professor sir lord lady president prime minister premier chancellor king queen prince "
    "general gen colonel col major maj captain capt lieutenant lt sgt admiral sheikh imam ayatollah pope rev reverend senator sen "
    "governor gov mayor ambassador judge justice former ex acting interim deputy vice opposition leader foreign "
    "defence defense interior finance"
)
"""Words before a person's name that are not part of it."""

ARTICLES = listed("the a an his her its their our this that")

DESCRIPTIONS = re.compile(
    r"^(?:(?:southern|northern|eastern|western|central|capital|port|coastal|border|neighbou?ring|nearby) )*"
    r"(?:city|town|village|capital|port)(?: city)? of "
)
"""What an article puts before a place's name without naming another place: "the southern city of"."""

DIRECTIONS = listed("southern northern eastern western central south north east west")

SPELLINGS = {
    "defence": "defense",
    "centre": "center",
    "pm": "prime minister",
    "premier": "prime minister",
    "temporary": "interim",
    "provisional": "interim",
    "transitional": "interim",
    "caretaker": "interim",
    "demonstrators": "protesters",
    "protestors": "protesters",
    "us": "united states",
    "uk": "united kingdom",
    "un": "united nations",
    "eu": "european union",
    "administration": "government",
}

DEMONYMS = {
    "american": "united states",
    "british": "united kingdom",
    "french": "france",
    "dutch": "netherlands",
    "spanish": "spain",
    "polish": "poland",
    "danish": "denmark",
    "swiss": "switzerland",
    "thai": "thailand",
    "cypriot": "cyprus",
    "filipino": "philippines",
    "irish": "ireland",
    "burmese": "myanmar",
}
"""Peoples whose name does not share its first four letters with the country's."""


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name: folded, apostrophes and full stops gone, hyphens joined ("Jalal-Abad": jalalabad), spellings evened."""
    text = re.sub(r"['’`ʼ]s\b", " 's", folded(name).replace("u.s.", "us").replace("u.n.", "un"))
    text = re.sub(r"['’`ʼ.]", "", text.replace(" 's", " _of "))
    # "al-Assad" is Assad; other hyphens join: "Jalal-Abad" is Jalalabad
    text = re.sub(r"\b[ae]l-(?=\w)", "", text).replace("-", "")
    found: list[str] = []
    for word in re.findall(r"\w+", text):
        found += SPELLINGS.get(word, word).split()
    return tuple(found)


def person(name: str) -> tuple[str, ...]:
    """The words of a person's own name, titles before it stripped."""
    return tuple(w for w in tokens(untitled(name)) if w != "_of")


def place(name: str) -> str:
    """A place's name as one string without blanks: "the southern city of Osh" and "Osh" are the same."""
    words = [w for w in tokens(name) if w != "_of"]
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return DESCRIPTIONS.sub("", " ".join(words)).replace(" ", "")


class Countries:
    """The places of a story, for recognising them inside the names of institutions, as a noun or as an adjective."""

    def __init__(self, names: Iterable[str]) -> None:
        self.phrases = {tuple(w for w in tokens(name) if w not in ARTICLES): place(name) for name in sorted(names)}
        self.phrases.pop((), None)
        self.longest = max((len(p) for p in self.phrases), default=0)
        self.stems: dict[str, list[tuple[str, str]]] = {}
        for words, key in sorted(self.phrases.items()):
            if len(words) == 1 and len(words[0]) >= 4:
                self.stems.setdefault(words[0][:4], []).append((words[0], key))

    def named(self, word: str) -> str | None:
        """The place that an adjective names ("kyrgyz": kyrgyzstan), or None."""
        if word in DEMONYMS:
            return self.phrases.get(tuple(DEMONYMS[word].split()))
        stem = re.sub(r"(?:ians?|ans?|ese|is?|ish|s)$", "", word)
        if len(stem) < 4:
            return None
        fits = [key for noun, key in self.stems.get(stem[:4], ()) if noun != word and noun.startswith(stem)]
        return fits[0] if len(fits) == 1 else None


def thing(name: str, countries: Countries) -> tuple[str, str | None]:
    """An institution, force or group as (what it is, the place that its name gives): both "the Kyrgyz government" and
    "government of Kyrgyzstan" are ("government", "kyrgyzstan")."""
    words = [w for w in tokens(name) if w not in ARTICLES]
    for size in range(min(countries.longest, len(words) - 1), 0, -1):
        for i in range(len(words) - size + 1):
            key = countries.phrases.get(tuple(words[i : i + size]))
            if key is None:
                continue
            before = words[: i - 1] if i and words[i - 1] in ("of", "in") else words[:i]
            rest = [w for w in before + words[i + size :] if w != "_of"]
            if rest:
                return " ".join(rest), key
    words = [w for w in words if w != "_of"]
    for i, word in enumerate(words):
        key = countries.named(word)
        if key and len(words) > 1:
            return " ".join(words[:i] + words[i + 1 :]), key
    return " ".join(words), None


def untitled(name: str) -> str:
    """A person's name as printed, without the titles before it: "President Jane Roe" is Jane Roe; "the defence minister"
    and "governor of Talas" are titles through and through and stay."""
    words = name.split()
    rest = words
    while len(rest) > 1 and all(w in TITLES | ARTICLES for w in tokens(rest[0])):
        rest = rest[1:]
    left = tokens(" ".join(rest))
    named = left and not rest[0][0].islower() and not all(w in TITLES for w in left)
    return " ".join(rest) if named else unarticled(" ".join(words))


def unarticled(name: str) -> str:
    """A name as printed, without "the" before it."""
    first, _, rest = name.partition(" ")
    return rest if rest and folded(first) in ("the", "a", "an") else name


def slug(name: str) -> str:
    """A readable key: "Kurmanbek Bakiyev" is `kurmanbek-bakiyev`."""
    return "-".join(re.findall(r"\w+", re.sub(r"['’`ʼ.]", "", folded(name)))) or "unnamed"
