"""Who is who in one article: persons with their fullest names, titles and genders, and what later words refer to them.

Resolves surnames, spelling variants, "the president", pronouns and repeated group names to the fullest name in the
article. Which entity of a story a name is, a projection says; nothing here knows other articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from tracker.extraction import counterparts, gazetteer, names, places, settlements, titles
from tracker.extraction.names import Gender, Mention
from tracker.extraction.places import Ground
from tracker.extraction.sentences import Sentence


@dataclass(slots=True, eq=False)
class Person:
    """A person of the article. `titles`: (office, country or "", mark) in text order."""

    name: str
    gender: Gender = ""
    count: int = 0
    titles: list[tuple[str, str, str]] = field(default_factory=list)

    def weight(self, word: str, first: bool) -> int:
        """How likely one word alone means this person: named often, `first` of that name in the text, it being the last name."""
        parts = self.name.split()
        return min(self.count, 3) + 2 * first + (folded(parts[-1]) == word) * (2 if len(parts) == 2 else 1)


@dataclass(slots=True)
class Cast:
    """The persons of the article by folded full name and by folded single word, and the offices that the text gives them."""

    ground: Ground
    persons: dict[str, Person] = field(default_factory=dict)
    by_word: dict[str, list[Person]] = field(default_factory=dict)
    uses: dict[int, list[titles.TitleUse]] = field(default_factory=dict)

    def add(self, name: str, gender: Gender) -> Person:
        key = folded(name)
        person = self.persons.get(key)
        if person is None:
            person = self.persons[key] = Person(name)
            for word in dict.fromkeys(folded(w) for w in name.split()):
                self.by_word.setdefault(word, []).append(person)
        person.gender = person.gender or gender
        person.count += 1
        return person

    def find(self, name: str) -> Person | None:
        """The person of that name: in full, or by the one word that is theirs (a last name before a first name)."""
        whole = self.persons.get(folded(name))
        words = name.split()
        if whole is not None and len(words) > 1:
            return self.fuller(words) or whole
        rows = self.by_word.get(folded(words[-1]), [])
        if len(words) > 1:
            rows = [p for p in rows if set(map(folded, words)) <= set(map(folded, p.name.split()))]
        full = [p for p in rows if len(p.name.split()) > 1]
        best = max(full, key=lambda p: p.weight(folded(words[-1]), p is full[0]), default=None)
        return best or whole

    def fuller(self, words: list[str]) -> Person | None:
        """The first person whose longer name begins and ends with these two: "Ann Doe" after "Ann Maria Doe"."""
        if len(words) != 2:
            return None
        ends = (folded(words[0]), folded(words[1]))
        for person in self.by_word.get(ends[1], []):
            parts = person.name.split()
            if len(parts) > 2 and min(map(len, parts)) > 2 and (folded(parts[0]), folded(parts[-1])) == ends:
                return person
        return None

    def holder(self, office: str, country: str) -> Person | None:
        """Who holds or held that office in the article's words: in that country, else the main one; holders first."""
        wanted = country or self.ground.country
        rows = []
        for person in self.persons.values():
            for title, land, mark in person.titles:
                if same_office(title, office) and (land or self.ground.country) == wanted:
                    rows.append(((mark == "holds") * 2 + (mark == "ousted"), person.count, person))
                    break
        best = max(rows, key=lambda r: (r[0], r[1]), default=None)
        return best[2] if best and best[0] else None


def folded(word: str) -> str:
    """A name for comparing spellings: "Asaniyev" and "Asaniev", "al-Hadi" and "Hadi", "Omar" and "Omarr" fold together."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
    bare = re.sub(r"^(?:al|el)-", "", re.sub(r"['’.]", "", bare))
    bare = re.sub(r"iy|yi|ij|y|j", "i", bare).replace("kh", "h").replace("q", "k").replace("dz", "z")
    return re.sub(r"(.)\1+", r"\1", bare.replace("-", ""))


def same_office(title: str, office: str) -> bool:
    a, b = title.lower().replace("-", " "), office.lower().replace("-", " ")
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    return long.startswith(short + " of ") or (long.removeprefix("acting ").removeprefix("interim ") == short)


UNIQUE = re.compile(
    r"(?i)(?<![\w’'-])(?P<det>(?:the|his|her|its|their)\s+|(?P<owner>(?-i:[A-Z][\w-]+)['’]s\s+)|(?=(?-i:[A-Z])))?(?:(?P<mark>former|ex-?|ousted|deposed|toppled|current|country['’]s|legitimate)\s*)*(?P<land>[\w-]+\s+)??"
    r"(?P<office>president|prime minister|premier|chancellor|king|queen|emir|sultan|dictator|head of state|"
    r"(?:acting|interim) president|opposition leader|rebel leader|(?:foreign|defen[cs]e|interior|"
    r"finance|justice|health) minister|governor|mayor|pope|vice[- ]president|secretary[- ]general)(?![\w’'-])(?!\s+(?-i:[A-Z]))"
)


def find_roles(text: str, cast: Cast) -> list[Mention]:
    """Unnamed holders of an office ("the president", "Kyrgyz president" in a headline), resolved where the article names one."""
    found = []
    for match in UNIQUE.finditer(text):
        land = places.country_of((match["land"] or "").strip()) or places.country_of(
            re.sub(r"['’]s\s*$", "", match["owner"] or "")
        )
        if not match["det"] and not land and match.start() > 0:
            continue
        other = match["land"] and not places.country_of(match["land"].strip())
        start = match.start("office") if other else match.start()
        office = " ".join(match["office"].lower().split())
        person = cast.holder("president" if office == "head of state" else office, land)
        if person is None and match["mark"] and not match["mark"].lower().startswith(("current", "legit")):
            continue
        name = person.name if person else office
        found.append(
            Mention(
                start,
                match.end(),
                text[start : match.end()],
                "person",
                name=name,
                gender=person.gender if person else "",
                role=True,
            )
        )
    return found


def make_cast(sentences: list[Sentence], ground: Ground, lowers: frozenset[str]) -> Cast:
    """Read the names of all sentences, register persons and titles, and fill each sentence's resolved mentions."""
    cast = Cast(ground)
    ground.called = {name for s in sentences for name in settlements.towns_called(s.text)}
    raw = {s.index: names.find_names(s.text, False, lowers) for s in sentences if not title_case(s)}
    register_persons(sentences, raw, cast)
    full = frozenset(p.name for p in cast.persons.values())
    surnames = frozenset(w for name in full for w in name.split() if len(name.split()) > 1)
    known = full | surnames
    # Introductions can follow first uses, so they are read before all other places.
    for sentence in sentences:
        places.introduce(sentence.text, ground)
    for sentence in sentences:
        spots = places.find_places(sentence.text, ground, known, lowers)
        people = [m for m in raw.get(sentence.index, []) if keep(m, cast)]
        outlets = [
            Mention(m.start(), m.end(), m.group(), "outlet", name=names.outlet_name(m.group()))
            for m in names.agencies().finditer(sentence.text)
        ]
        persons = [m for m in people if m.kind == "person"]
        sentence.mentions = names.without_overlaps(
            [*outlets, *persons, *[m for m in spots if m.kind == "place"], *[m for m in people if m.kind != "person"]]
        )
        for use in titles.titles_in(sentence.text, sentence.mentions):
            person = cast.find(use.mention.name)
            if person is not None:
                person.titles.append((use.title, use.country, use.mark))
            cast.uses.setdefault(sentence.index, []).append(use)
    for sentence in sentences:
        for use in counterparts.counterparts_in(sentence, cast):
            cast.uses.setdefault(sentence.index, []).append(use)
    for sentence in sentences:
        complete(sentence, cast, ground, lowers)
    return cast


def title_case(sentence: Sentence) -> bool:
    """Whether a headline writes nearly every word with a capital, so that capitals say nothing."""
    words = [w for w in re.findall(r"[^\W\d_]+", sentence.text) if len(w) > 3]
    loose = len(words) > 5 and not re.search(r"[.!?][\"”’')]*\s*$", sentence.text)  # a line of another story
    return (
        (sentence.block.kind == "headline" or loose)
        and len(words) > 3
        and sum(w[0].isupper() for w in words) > 0.8 * len(words)
    )


def register_persons(sentences: list[Sentence], raw: dict[int, list[Mention]], cast: Cast) -> None:
    pairs = [(s, m) for s in sentences for m in raw.get(s.index, []) if m.kind == "person"]
    for sentence, mention in pairs:
        if len(mention.text.split()) > 1 and not looks_like_place(sentence.text, mention, cast.ground):
            cast.add(mention.text, mention.gender)
    known = Counter(folded(w) for p in cast.persons.values() for w in p.name.split())
    for _, mention in pairs:
        if len(mention.text.split()) == 1:
            person = cast.find(mention.text) if known[folded(mention.text)] else cast.add(mention.text, mention.gender)
            if person is not None:
                person.gender = person.gender or mention.gender
    register_surnames(sentences, raw, cast)


PERSON_VERB = re.compile(
    r"(?:['’]s)?,?\s+(?:(?:\d\d,\s+)?(?:has|had|was|is|also|later|who)\s+)*"
    r"(?:said|says|told|added|resigned|stepped|fled|quit|insisted|vowed|denied|met|flew|arrived|spoke|ordered|refused|announced|urged|ousted|toppled|elected|sworn|deposed|overthrown|resigns|steps|flees|wins|won|becomes|became|takes|took|returns|returned|leaves|left|appointed|arrested|jailed|killed|died|dies|led|leads|signed|accused|dismissed|sacked|called|warned)\b"
)


TITLED = re.compile(
    r"\b(?:minister|president|premier|king|queen|governor|mayor|senator|ambassador|spokesman|spokeswoman|commander|general|"
    r"colonel|judge|lawmaker|chancellor|emir|sultan)\s+$"
)
"""Before a capitalised word: it names a person ("finance minister Doe")."""


def register_surnames(sentences: list[Sentence], raw: dict[int, list[Mention]], cast: Cast) -> None:
    """Persons that the article only ever calls by one name: it comes twice, and once does what persons do."""
    seen: Counter[str] = Counter()
    acts: set[str] = set()
    for sentence in sentences:
        for mention in raw.get(sentence.index, []):
            if mention.kind == "other" and not looks_like_place(sentence.text, mention, cast.ground):
                seen[mention.text] += 1
                if PERSON_VERB.match(sentence.text, mention.end):
                    acts.add(mention.text)
                if TITLED.search(sentence.text[max(0, mention.start - 30) : mention.start]) and len(mention.text) > 3:
                    acts.add(mention.text)
                    seen[mention.text] += 1
    for name, count in sorted(seen.items()):
        if count > 1 and name in acts and cast.find(name) is None and not gazetteer.cities().get(gazetteer.plain(name)):
            cast.add(name, "")


def looks_like_place(text: str, mention: Mention, ground: Ground) -> bool:
    name = gazetteer.plain(mention.text)
    if name in gazetteer.countries() or name in gazetteer.states() or mention.text in ground.called:
        return True
    if not mention.gender and settlements.home_town(mention.text, ground.countries):
        return True
    if any(c.primary and c.population > 50_000 for c in gazetteer.cities().get(name, ())):
        return True
    return bool(places.STRICT_LOCATIVE.search(text[max(0, mention.start - 12) : mention.start]))


def keep(mention: Mention, cast: Cast) -> bool:
    """Resolve a capitalised mention to a person where it is one; whether it names anything."""
    if mention.kind == "organisation":
        mention.name = re.sub(r"^(?:the|The)\s+", "", mention.text)
        return True
    person = cast.find(mention.text)
    if person is None:
        mention.name = mention.text
        return False
    mention.kind, mention.name, mention.gender = "person", person.name, person.gender or mention.gender
    return True


def complete(sentence: Sentence, cast: Cast, ground: Ground, lowers: frozenset[str]) -> None:
    """Add roles, groups, sites and pronouns to the named mentions of a sentence."""
    text = sentence.text
    named = sentence.mentions
    groups = names.find_groups(text)
    # "Russian Interior Ministry": the longer reading wins over a country or people inside it.
    swallowed = [
        m
        for m in named
        if m.kind in ("place", "organisation")
        and any(
            g.start <= m.start and m.end <= g.end and (g.start, g.end) != (m.start, m.end) and not inside_tail(g, m)
            for g in groups
        )
    ]
    uses = cast.uses.get(sentence.index, [])
    groups = [g for g in groups if not any(u.start <= g.start and g.end <= u.end for u in uses)]
    groups = [g for g in groups if not (g.unnamed and apposed(text, g, named))]
    kept = [m for m in named if m not in swallowed]
    sites = places.site_places(text)
    kept = [m for m in kept if not (m.kind == "person" and any(named_after(text, s, m) for s in sites))]
    sites = [s for s in sites if not any(m.kind == "person" and m.start < s.end and s.start < m.end for m in kept)]
    sites = [
        s
        for s in sites
        if not any(g.start <= s.start and s.end <= g.end and g.end - g.start > s.end - s.start for g in groups)
    ]
    kept = [m for m in kept if not any(s.start <= m.start and m.end <= s.end for s in sites)]
    sentence.mentions = names.without_overlaps(
        [*kept, *find_roles(text, cast), *sites, *groups, *names.find_pronouns(text)]
    )


APPOSED_BEFORE = re.compile(
    r",?\s+(?:(?:Mr|Mrs|Ms|Dr|Gen|General|Col|Colonel|Capt|Captain|Maj|Major|Lt|Sgt|Prof|Rev)\.?\s+)*"
)
APPOSED_AFTER = re.compile(
    r"(?i),\s+(?:\d{1,3},\s+)?(?:(?:an?|the|his|her|its|their|another|one)\s+)?(?:[\w’'-]+\s+){0,3}"
)


SITES_OF_NAMES = re.compile(
    r"\s+(?:hospital|airport|prison|jail|hotel|university|stadium|airfield|barracks|clinic|mosque|cathedral|museum|"
    r"(?:air|army|naval|military)\s+base|detention\s+cent(?:re|er)|military\s+hospital|international\s+airport)"
)


def named_after(text: str, site: Mention, person: Mention) -> bool:
    """Whether what looks like a person is the name of a site: "Walter Reed hospital"."""
    return site.start <= person.start and SITES_OF_NAMES.fullmatch(text, person.end, site.end) is not None


def apposed(text: str, group: Mention, named: list[Mention]) -> bool:
    """Whether an unnamed person is one that the text names beside it: "a volunteer medic, Ann Doe, said"."""
    for mention in named:
        if mention.kind != "person" or mention.pronoun:
            continue
        if mention.start >= group.end and APPOSED_BEFORE.fullmatch(text, group.end, mention.start):
            return True
        closed = re.match(r"\s*(?:[,;)]|\.?$)", text[group.end :])
        if closed and mention.end <= group.start and APPOSED_AFTER.fullmatch(text, mention.end, group.start):
            return True
    return False


def inside_tail(group: Mention, mention: Mention) -> bool:
    return group.kind == "person" and mention.kind == "person"
