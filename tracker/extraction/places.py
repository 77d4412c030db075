"""Where: the places that a sentence names, known ones and those that the text itself introduces.

"The capital", "the country" and "the south" are resolved by the country that the article is most about.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from tracker.extraction import gazetteer, settlements
from tracker.extraction.lexicon import alternation, load
from tracker.extraction.names import (
    POSSESSIVE,
    Mention,
    capital_runs,
    demonym_expression,
    function_words,
    organisation_words,
    title_words,
)

LOCATIVE = re.compile(
    r"(?i)\b(?:in|at|near|outside|around|into|towards?|inside|throughout|across|within|to|from|of|for|via|through|"
    r"reach(?:ed|es|ing)?|enter(?:ed|s|ing)?|le(?:ft|ave|aves|aving)|fle(?:d|e|es|eing)|visit(?:ed|s|ing)?|"
    r"captur(?:e|ed|es|ing)|seiz(?:e|ed|es|ing)|control(?:s|led)?)\s+(?:the\s+)?$"
)
STRICT_LOCATIVE = re.compile(
    r"(?i)\b(?:in|near|outside|inside|throughout|(?:captur|seiz|overr|retak|recaptur|enter|re-enter|liberat|occup|"
    r"besieg|shell|bomb)\w*|retook|took|take|taken|entered|withdrew\s+from|retreated\s+from|fled\s+to|arrived\s+at)\s+$"
)
NAME = r"(?-i:[A-Z][\w’'-]*[\w])(?:[ -](?:(?:al|el|de|del|la|e|es|ad)[ -])?(?-i:[A-Z][\w’'-]*[\w]))*"


@dataclass(slots=True)
class Ground:
    """What an article knows about its places: its main country, other countries, and places that it introduces."""

    country: str = ""
    countries: Counter[str] = field(default_factory=Counter)
    introduced: dict[str, tuple[str, ...]] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    """Names that the text anywhere calls a town: "the desert town of X"."""
    here: str = ""
    """The town that the story is filed from, which its reporter calls "here"."""


def ground_of(text: str, lead: int, dateline: str = "") -> Ground:
    """The countries of the text by how often they and their cities are named; the first `lead` characters count double."""
    ground = Ground()
    for match in country_pattern().finditer(text):
        land = country_of(match.group())
        if land:
            ground.countries[land] += 2 if match.start() < lead else 1
    for match in re.finditer(r"\b(?:in|at|to|from|of|near)\s+((?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+)?)", text):
        rows = gazetteer.cities().get(gazetteer.plain(match.group(1)), ())
        if rows and rows[0].primary and rows[0].population > 300_000 and match.group(1) not in ("March", "May"):
            ground.countries[rows[0].country] += 1
    if dateline and (city := gazetteer.city(dateline.title())):
        ground.countries[city.country] += 1  # stories about a country are often filed from abroad
    ground.here = settlements.here_of(text, dateline)
    for old, new in load("places")["successors"].items():
        if ground.countries[old] and not re.search(rf"\b{re.escape(new)}\b", text) and new not in ground.renamed:
            ground.renamed[new] = old
            ground.countries[old] += ground.countries.pop(new, 0)
    ground.countries = +ground.countries
    if ground.countries:
        ground.country = min(ground.countries.items(), key=lambda item: -item[1])[0]  # of two the one named first
    return ground


@cache
def country_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{land_expression()})(?![\w-])")


def country_of(word: str) -> str:
    return gazetteer.demonyms().get(word) or gazetteer.countries().get(gazetteer.plain(word)) or ""


def introduce(text: str, ground: Ground) -> None:
    """Keep in `ground` the places that the text introduces, for the sentences before it too."""
    capital_places(text, ground)
    introduced_places(text, ground)


def find_places(text: str, ground: Ground, persons: frozenset[str], lowers: frozenset[str]) -> list[Mention]:
    """The places and sites of one sentence, longest readings first; overlaps are settled by the caller."""
    found = [
        *capital_places(text, ground),
        *introduced_places(text, ground),
        *directional_places(text, ground),
        *country_words(text, ground),
    ]
    for run in capital_runs(text, lowers):
        found.extend(run_places(text, run, ground, persons))
    found.extend(site_places(text))
    return found


def place(text: str, start: int, end: int, name: str, within: tuple[str, ...] = ()) -> Mention:
    land = within[-1] if within else name if name in gazetteer.capitals() else ""
    return Mention(start, end, text[start:end], "place", name=name, within=within, country=land)


@cache
def capital_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w-])(?:the|its|their|his|(?P<land>{NAME})['’]s)\s+(?:(?:northern|southern|eastern|western|coastal|"
        rf"embattled|besieged)\s+)?(?:(?P<people>{demonym_expression()})\s+)?capital(?:\s+city)?"
        rf"(?:(?:,?\s+|\s+of\s+)(?P<name>{NAME}))?(?![\w-])",
        re.IGNORECASE,
    )


def capital_places(text: str, ground: Ground) -> list[Mention]:
    """ "The capital", "the Chadian capital", "the capital, N'Djamena"."""
    found = []
    for match in capital_pattern().finditer(text):
        land = country_of(match["people"] or match["land"] or "") or ground.country
        name, end = match["name"], match.end()
        if name and re.search(r"capital(?:\s+city)?,", match.group()) and not gazetteer.city(name, land):
            name, end = None, match.end() - len(match["name"])
        if name is None and not gazetteer.capitals().get(land):
            continue
        start = match.start()
        if match["land"]:
            start = match.end("land")
        end = end if name else match.end() - (len(match.group()) - len(match.group().rstrip(" ,")))
        chosen = name or gazetteer.capitals()[land]
        if name:
            ground.introduced.setdefault(chosen, (land,) if land else ())
        found.append(place(text, start, end, chosen, (land,) if land else ()))
    return found


@cache
def introduction_pattern() -> re.Pattern[str]:
    words = load("places")["words"]
    part = rf"\s+in\s+the\s+(?P<part>{alternation(words['directions'])})(?:\s+of\s+the\s+country)?"
    return re.compile(
        rf"(?<![\w-])(?P<what>{alternation(words['descriptors'])})\s+(?:of\s+)?(?P<name>{NAME})(?:['’]s)?(?:{part})?",
        re.IGNORECASE,
    )


@cache
def before_descriptor() -> re.Pattern[str]:
    """What may stand before "town of X": a direction and a people, with a word after them."""
    directional = alternation(load("places")["words"]["directional"])
    return re.compile(
        rf"(?<![\w-])(?:(?P<direction>{directional})\s+)?(?:(?P<people>{demonym_expression()})\s+)?(?:[\w-]+\s+)?$",
        re.IGNORECASE,
    )


AFTER_NAME = re.compile(
    rf"(?<![\w-])(?P<name>{NAME})\s+(?P<what>province|region|district|state|oblast|governorate|county|city|town|"
    r"peninsula|valley|islands?|prefecture|border|Province|Region|Governorate|Oblast|Prefecture|Peninsula|Islands?)(?![\w-])"
)


CONTINENTAL = frozenset(
    ["African", "Asian", "European", "American", "Arab", "Balkan", "Baltic", "Caribbean", "Gulf", "Western", "Eastern"]
)


def introduced_places(text: str, ground: Ground) -> list[Mention]:
    """ "The southern Chadian town of Sarh", "Mopti region": the text says what they are and where."""
    found = []
    for match in introduction_pattern().finditer(text):
        start, name = match.start("name"), POSSESSIVE.sub("", match["name"])
        # "Port Sudan" is all name, "the port of Suakin" not
        if match["what"][0].isupper() and match.end("what") + 1 == start:
            start, name = match.start(), text[match.start() : start + len(name)]
        if any(w in organisation_words() for w in name.split()):
            continue
        left = before_descriptor().search(text, max(0, match.start() - 60), match.start())
        land = country_of((left and left["people"]) or "") or home_country(name, ground)
        direction = (left and left["direction"]) or (adjective(match["part"]) if match["part"] else "")
        within = containers(direction, land)
        if not direction and name in ground.introduced:
            within = ground.introduced[name]
        ground.introduced[name] = within
        found.append(place(text, match.start("what"), start + len(name), name, within))
    for match in AFTER_NAME.finditer(text):
        name, first = match["name"], match["name"].split()[0]
        if (
            first in gazetteer.demonyms()
            or first in CONTINENTAL
            or name.lower() in title_words()
            or first.lower() in function_words()
        ):
            continue
        start, owner = match.start(), re.match(r"(.+)['’]s\s+", name)
        land = country_of(owner.group(1)) if owner else ""
        if owner and land:  # "Gabon's Haut province"
            start, name = start + owner.end(), name[owner.end() :]
        within = ground.introduced.get(name) or containers("", land or home_country(name, ground))
        full = name if match["what"].lower() in ("city", "town") else text[start : match.end()]
        found.append(place(text, start, match.end(), full, within))
    return found


def containers(direction: str, land: str) -> tuple[str, ...]:
    if not land:
        return ()
    return (
        (f"{direction.lower()} {land}", land) if direction and direction.lower() not in ("upper", "lower") else (land,)
    )


def adjective(direction: str) -> str:
    low = direction.lower()
    if low in ("centre", "center", "interior"):
        return "central"
    return f"{low}ern" if low in ("north", "south", "east", "west") else low  # "north-west Chad", as news writes it


def home_country(name: str, ground: Ground) -> str:
    """The country a town is likely in: the article's own if it has such a town, one that the article names, or the largest's."""
    rows = gazetteer.cities().get(gazetteer.plain(name), ())
    here = {ground.renamed.get(c.country, c.country) for c in rows}
    for land in [ground.country, *[c for c, _ in sorted(ground.countries.items(), key=lambda i: (-i[1], i[0]))]]:
        if land in here:
            return land
    best = max((c for c in rows if c.primary and c.population > 100_000), key=lambda c: c.population, default=None)
    return ground.renamed.get(best.country, best.country) if best else ground.country


@cache
def land_expression() -> str:
    """Any name of a country, or people, without word boundaries."""
    lexicon = load("places")
    names = [*gazetteer.cache_().get_countries_by_names(), *lexicon["aliases"], *lexicon["historic"]]
    names += [other for others in lexicon["aliases"].values() for other in others] + list(lexicon["spellings"])
    return alternation([*names, *gazetteer.demonyms()])


@cache
def direction_pattern() -> re.Pattern[str]:
    words = load("places")["words"]
    direction, directional = alternation(words["directions"]), alternation(words["directional"])
    land = land_expression()
    not_town = r"(?!\s+(?:city|town|village|capital|province|region|state|district|\w+\s+of\b))"
    return re.compile(
        rf"(?<![\w-])(?:(?P<adj>{directional}|(?:north|south)[ -]?(?:east|west)|north|south|east|west)\s+"
        rf"(?P<land>{land}){not_town}"
        rf"|(?:the\s+)?(?P<noun>{direction})\s+of\s+(?:the\s+(?:country|nation)|(?P<land2>{land}))"
        rf"|the\s+country['’]s\s+(?P<noun2>{direction})|(?<=\bto\s)(?P<noun3>{direction})"
        rf"|(?<=\bin\s)the\s+(?P<noun4>{direction})|(?<=\bto\s)the\s+(?P<noun5>{direction})"
        rf"|(?<=\bfrom\s)the\s+(?P<noun6>{direction})"
        rf"|the\s+(?-i:(?P<noun7>{direction}))(?=,?\s+(?:is|was|has|had|remains?|remained|fell|"
        rf"where)\b))(?![\w-])(?!\s+(?:of|bank|side|coast|korea|africa|sudan|end))",
        re.IGNORECASE,
    )


def directional_places(text: str, ground: Ground) -> list[Mention]:
    """ "Southern Chad", "the south of the country", "to the south"."""
    found = []
    for match in direction_pattern().finditer(text):
        noun = next(
            (match[g] for g in ("noun", "noun2", "noun3", "noun4", "noun5", "noun6", "noun7") if match[g]), None
        )
        land = country_of(match["land"] or match["land2"] or "") or ground.country
        if not land or (match["land"] in gazetteer.demonyms() if match["land"] else False):
            continue
        if noun and noun.lower() in ("centre", "center", "interior") and not (match["noun"] or match["noun2"]):
            continue
        raw = noun or match["adj"]
        direction = adjective(raw) if raw.lower() in load("places")["words"]["directions"] else raw.lower()
        found.append(place(text, match.start(), match.end(), f"{direction} {land}", (land,)))
    return found


COUNTRY_WORD = re.compile(
    r"(?i)(?<![\w-])(?:(?:the|his|her|their|its|this|our|my)\s+(?:(?:whole|entire|impoverished|troubled|"
    r"landlocked|war-torn|oil-rich|"
    r"small|tiny|vast|strife-torn|divided|restive|volatile|mountainous|(?:(?:north|south|east|west|central)\w*\s+)?"
    r"(?:african|asian|american|european|arab|balkan|baltic|gulf|caribbean|pacific|island))\s+)?(?:country|nation)|"
    r"(?:the|this)\s+(?:(?:north|south|east|west|central)\w*\s+)?(?:african|asian|american|european|arab|balkan|"
    r"baltic|gulf|"
    r"caribbean|pacific|island)\s+(?:state|republic|kingdom))(?![\w’-]|'(?!s\b))"
)


def country_words(text: str, ground: Ground) -> list[Mention]:
    if not ground.country:
        return []
    return [place(text, m.start(), m.end(), ground.country) for m in COUNTRY_WORD.finditer(text)]


JOINED = re.compile(r" (?:es|el|al|am|an|sur|upon|en|la|le|du|des|de|di|da|do|on|of|aan|im|ob|der|in) [A-Z][\w’-]+\w")


def run_places(text: str, run: list[re.Match[str]], ground: Ground, persons: frozenset[str]) -> list[Mention]:
    """Known places in a run of capitalised words: countries at its ends, towns where they are all of it."""
    found = []
    spans = [(m.start(), m.start() + len(POSSESSIVE.sub("", m.group()).rstrip("."))) for m in run]
    for size in range(min(5, len(run)), 0, -1):
        for first in {0, len(run) - size}:
            start, end = spans[first][0], spans[first + size - 1][1]
            name = text[start:end]
            land = gazetteer.countries().get(gazetteer.plain(name))
            if land and (first == 0 or size == len(run)) and not (size == 1 and name.lower() == "us" and name != "US"):
                found.append(place(text, start, end, land))
                return found
    start, end = spans[0][0], spans[-1][1]
    name = text[start:end]
    if name in persons or name in gazetteer.demonyms() or (len(run) == 1 and name.lower() in title_words()):
        return found
    goes_on = JOINED.match(text, end)
    if goes_on and gazetteer.plain(text[start : goes_on.end()]) in gazetteer.cities():  # "Dar es Salaam"
        end = goes_on.end()
        name = text[start:end]
    rows = gazetteer.cities().get(gazetteer.plain(name), ())
    located = bool(LOCATIVE.search(text[max(0, start - 16) : start]))
    folded = gazetteer.plain(name)
    doubtful = folded in gazetteer.doubtful() or not any(
        c.primary and (c.population > 50_000 or c.country == ground.country) for c in rows
    )
    if name in ground.introduced or (rows and (located or not doubtful)) or folded in gazetteer.states():
        within = ground.introduced.get(name) or containers(
            "", home_country(name, ground) if rows else "United States" if folded in gazetteer.states() else ""
        )
        found.append(place(text, start, end, name, within))
    elif (
        STRICT_LOCATIVE.search(text[max(0, start - 12) : start])
        and len(run) <= 3
        and not any(w.group() in organisation_words() or w.group().lower() in title_words() for w in run)
        and not is_calendar(name)
    ):
        found.append(place(text, start, end, name, (ground.country,) if ground.country else ()))
    return found


def is_calendar(name: str) -> bool:
    from tracker.extraction.names import CALENDAR

    return name.split()[0].lower() in CALENDAR


@cache
def site_pattern() -> re.Pattern[str]:
    words = load("places")["words"]
    owner = rf"(?:(?-i:[A-Z][\w.’-]*?)['’]s\s+|{demonym_expression()}\s+|(?-i:U\.?S\.?|UN|U\.N\.|EU|UK)\s+)"
    kinds = alternation(load("places")["words"]["site_kinds"])
    return re.compile(
        rf"(?<![\w’'-])(?P<det>(?:the|a|an|his|her|their|its)\s+)?(?P<core>(?:{owner}|{kinds}\s+|"
        rf"(?-i:(?:al-|el-)?[A-Z][\w-]+\s+(?:(?:de|del|di|da|van|von|bin|ibn)\s+)?)){{0,4}}(?:{alternation(words['sites'])}))(?![\w-])(?P<in>\s+(?:in|of|at|"
        rf"near)\s+(?:the\s+capital,?\s+)?(?P<where>{NAME}))?",
        re.IGNORECASE,
    )


INDEFINITE = re.compile(r"(?i)\b(?:an?|another|one|some|several)\s+(?:[\w-]+\s+){0,2}$")


def site_places(text: str) -> list[Mention]:
    """Buildings and sites: "the US embassy", "a government building", "the army's headquarters"."""
    found = []
    for match in site_pattern().finditer(text):
        core = match["core"]
        if (
            core.lower()
            in (
                "home",
                "house",
                "ship",
                "camp",
                "court",
                "base",
                "square",
                "station",
                "mission",
                "estate",
                "temple",
                "church",
                "building",
            )
            and not match["det"]
        ):
            continue
        end = match.end("core")
        mention = Mention(match.start(), end, text[match.start() : end], "building", name=core)
        mention.definite = (match["det"] or "").strip().lower() not in ("a", "an") and (
            bool(match["det"]) or not INDEFINITE.search(text[max(0, match.start() - 40) : match.start()])
        )
        found.append(mention)
    return found
