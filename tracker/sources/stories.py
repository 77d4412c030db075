"""Story files: the TOML in which an analyst names a story's outlets, entities, aliases and incidents.

Keys of the file: `title`, `timezone`, `outlets`; of each `[[entity]]`: `name`, `kind`, `aliases`, `roles`, `within`; of
each `[[incident]]`: `name`, `aliases`, `from`, `until`, `within`. A date is a local day of the story's zone (UTC where it
has none), `until` included; so is a time without offset.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import Struct

from tracker.model.claim import Kind, folded
from tracker.model.errors import InputError
from tracker.model.events import EntityDeclared, Event, StoryDefined
from tracker.model.time import as_utc, isoformat, parse_zone
from tracker.sources.rejection import Refused, printable, quoted
from tracker.sources.text import not_utf8

MAX_FILE = 4_000_000
"""Bytes."""
LONGEST = 400
"""Characters of a name, an alias, a role or a title."""

KINDS = tuple(kind for kind in get_args(Kind) if kind not in ("incident", "outlet"))


class Entity(Struct, frozen=True, kw_only=True):
    """One `[[entity]]`."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    within: str | None = None


class Incident(Struct, frozen=True, kw_only=True):
    """One `[[incident]]`. `from_` and `until`: UTC instants."""

    name: str
    aliases: tuple[str, ...] = ()
    from_: datetime | None = None
    until: datetime | None = None
    within: str | None = None


class StoryFile(Struct, frozen=True, kw_only=True):
    """A story file that was read and found consistent."""

    title: str
    timezone: str | None = None
    outlets: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()
    incidents: tuple[Incident, ...] = ()

    def events(self) -> list[Event]:
        """The decisions that the file stands for: the story, then its entities and its incidents in the file's order."""
        found: list[Event] = [StoryDefined(title=self.title, timezone=self.timezone, outlets=self.outlets)]
        for entity in self.entities:
            kind = msgspec.convert(entity.kind, Kind)
            found.append(
                EntityDeclared(
                    name=entity.name, kind=kind, aliases=entity.aliases, roles=entity.roles, within=entity.within
                )
            )
        for incident in self.incidents:
            found.append(
                EntityDeclared(
                    name=incident.name,
                    kind="incident",
                    aliases=incident.aliases,
                    from_=incident.from_,
                    until=incident.until,
                    within=incident.within,
                )
            )
        return found


def read_story(path: str | Path) -> StoryFile:
    """The story that a TOML file defines. Raises `InputError` with the file, the key and what to write instead."""
    try:
        return _story(_toml(Path(path)))
    except Refused as problem:
        raise InputError(f"{printable(str(path))}: {printable(str(problem), 600)}") from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise Refused(f"cannot be read ({getattr(error, 'strerror', None) or error}): name a story file") from None
    if len(data) > MAX_FILE:
        raise Refused(f"is longer than {MAX_FILE // 1_000_000} MB: that is no story file")
    try:
        return tomllib.loads(data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise Refused(not_utf8(error)) from None
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"is not TOML: {error}") from None
    except (RecursionError, ValueError) as error:
        raise Refused(f"is not TOML that can be read ({type(error).__name__}): write flat tables") from None


def _story(found: Mapping[str, Any]) -> StoryFile:
    _known(found, ("title", "timezone", "outlets", "entity", "incident"), "")
    timezone = _string(found, "timezone", "") if "timezone" in found else None
    zone: tzinfo = UTC
    if timezone is not None:
        try:
            zone = parse_zone(timezone)
        except InputError as error:
            raise Refused(f'key "timezone": {error}') from None
    story = StoryFile(
        title=_string(found, "title", ""),
        timezone=timezone,
        outlets=_strings(found, "outlets", ""),
        entities=tuple(_entity(table, at) for table, at in _tables(found, "entity")),
        incidents=tuple(_incident(table, at, zone) for table, at in _tables(found, "incident")),
    )
    declared: list[Entity | Incident] = [*story.entities, *story.incidents]
    _check_names(declared)
    _check_places(declared)
    return story


def _tables(found: Mapping[str, Any], key: str) -> Iterable[tuple[Mapping[str, Any], str]]:
    """The tables of an array, each with its place for messages: `[[entity]] 2 ("Osh"), `."""
    tables = found.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise Refused(f'key "{key}": it must be tables: write [[{key}]] above each')
    for number, table in enumerate(tables, 1):
        name = table.get("name")
        shown = f' ("{printable(name, 60)}")' if isinstance(name, str) else ""
        yield table, f"[[{key}]] {number}{shown}, "


def _entity(table: Mapping[str, Any], at: str) -> Entity:
    _known(table, ("name", "kind", "aliases", "roles", "within"), at)
    kind = _string(table, "kind", at)
    if kind not in KINDS:
        hint = "write it under [[incident]]" if kind == "incident" else _nearest(kind, KINDS)
        raise Refused(f'{at}key "kind": unknown kind {quoted(kind)}: {hint}')
    return Entity(
        name=_string(table, "name", at),
        kind=kind,
        aliases=_strings(table, "aliases", at),
        roles=_strings(table, "roles", at),
        within=_string(table, "within", at) if "within" in table else None,
    )


def _incident(table: Mapping[str, Any], at: str, zone: tzinfo) -> Incident:
    _known(table, ("name", "aliases", "from", "until", "within"), at)
    begins, ends = _time(table, "from", at, zone), _time(table, "until", at, zone)
    if begins and ends and (ends < begins or (ends == begins and not isinstance(table["until"], datetime))):
        raise Refused(
            f'{at}key "until": {isoformat(ends)} is before "from", {isoformat(begins)}: exchange or correct them'
        )
    return Incident(
        name=_string(table, "name", at),
        aliases=_strings(table, "aliases", at),
        from_=begins,
        until=ends,
        within=_string(table, "within", at) if "within" in table else None,
    )


def _time(table: Mapping[str, Any], key: str, at: str, zone: tzinfo) -> datetime | None:
    """A TOML date or time as a UTC instant; a date as the local midnight at which it begins or, of `until`, ends."""
    value = table.get(key)
    if value is None:
        return None
    try:
        if isinstance(value, datetime):
            return as_utc(value if value.tzinfo else value.replace(tzinfo=zone))
        if isinstance(value, date):
            day = value + timedelta(days=1) if key == "until" else value
            return as_utc(datetime.combine(day, time(), zone))
    except OverflowError:
        raise Refused(f'{at}key "{key}": {value} is too far from now: correct it') from None
    raise Refused(f'{at}key "{key}": it must be a date or time without quotes, like 2010-04-06 or 2010-04-06T18:00:00Z')


def _known(table: Mapping[str, Any], known: tuple[str, ...], at: str) -> None:
    for key in table:
        if key not in known:
            raise Refused(f"{at}unknown key {quoted(key)}: {_nearest(key, known)}")


def _nearest(word: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word[:100].casefold(), known, n=1, cutoff=0.5)
    return f'did you mean "{near[0]}"?' if near else f"use one of {', '.join(known)}"


def _string(table: Mapping[str, Any], key: str, at: str) -> str:
    if key not in table:
        raise Refused(f'{at}key "{key}" is missing: write {key} = "…"')
    return _name(table[key], f'{at}key "{key}"')


def _strings(table: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
    """A list of strings, each once, in the file's order."""
    values = table.get(key, [])
    if not isinstance(values, list):
        raise Refused(f'{at}key "{key}": it must be a list of strings: write {key} = ["…"]')
    return tuple(dict.fromkeys(_name(value, f'{at}key "{key}", number {n}') for n, value in enumerate(values, 1)))


def _name(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise Refused(f"{place}: it must be a string: write it in quotes")
    name = " ".join(value.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise Refused(f"{place}: {quoted(value)} is no name: 1 to {LONGEST} printable characters")
    return name


def _check_names(declared: Iterable[Entity | Incident]) -> None:
    """Raise `Refused` where one name could mean two entities; incidents at different times may share an alias."""
    owners: dict[str, list[Entity | Incident]] = {}
    for entity in declared:
        for name in dict.fromkeys(map(folded, (entity.name, *entity.aliases))):
            for other in owners.setdefault(name, []):
                if name in (folded(entity.name), folded(other.name)) or not _apart(entity, other):
                    raise Refused(
                        f'"{name}" names both "{other.name}" and "{entity.name}": give each name to one of them'
                    )
            owners[name].append(entity)


def _apart(one: Entity | Incident, other: Entity | Incident) -> bool:
    """Whether these are two incidents that cannot be confused, because one ended before the other began."""
    if isinstance(one, Entity) or isinstance(other, Entity):
        return False
    return _ends_before(one, other) or _ends_before(other, one)


def _ends_before(one: Incident, other: Incident) -> bool:
    return one.until is not None and other.from_ is not None and one.until <= other.from_


def _check_places(entities: Sequence[Entity | Incident]) -> None:
    """Raise `Refused` where a place contains itself, at once or by way of others."""
    names = {folded(name): entity for entity in entities for name in (*entity.aliases, entity.name)}
    for entity in entities:
        passed, container = [entity.name], names.get(folded(entity.within or ""))
        while container is not None and container.name not in passed:
            passed.append(container.name)
            container = names.get(folded(container.within or ""))
        if container is entity:
            chain = " is within ".join(f'"{name}"' for name in (*passed, entity.name))
            raise Refused(f'key "within": {chain}: a place cannot contain itself')
