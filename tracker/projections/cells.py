"""Which cell each claim belongs to, and what the fold needs to know of it. Pure.

A cell is (story, entity, attribute); for `office` also the office, for `status` also the kind of status; victims belong
to an incident. Cell keys read like `location/kurmanbek-bakiyev` or `office/kurmanbek-bakiyev/president`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec
from msgspec import Struct

from tracker.model.claim import Attribute
from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Entity, Identities
from tracker.projections.incidents import NodeKey, incidents, node_key
from tracker.projections.offices import office_cells, plain_title, shown_title
from tracker.projections.values import Assertion, Role
from tracker.projections.words import Countries, listed, slug, tokens

CASUALTIES = ("killed", "injured")

STATUS_KINDS = {
    "access": "open opened reopened closed shut sealed blocked",
    "liberty": "arrested detained jailed imprisoned released freed captured hostage exiled charged convicted sentenced",
    "working": "suspended resumed operating halted running stopped cancelled limited",
    "being": "dissolved formed banned disbanded established abolished restored",
    "loyalty": "neutral loyal mutinied defected",
    "damage": "stormed ransacked burned burnt destroyed looted damaged besieged surrounded",
    "life": "alive dead wounded injured ill missing hospitalised hospitalized",
    "force": "imposed lifted declared extended",
}
"""Words that answer the same question of a thing; any other word asks one of its own."""

_KIND_OF = {word: kind for kind, words in STATUS_KINDS.items() for word in words.split()}

OFFICIAL = listed(
    "ministry minister hospital hospitals police authorities official officials commission committee prosecutor prosecutors "
    "coroner cross crescent doctors medics agency department governor mayor rescue services army government nations"
)
"""Words of the names of bodies and people that count victims."""


class Cell(Struct, frozen=True):
    """A cell: its key, the entity and the name of its subject, and the attribute."""

    key: str
    entity: str
    subject: str
    attribute: Attribute


class Placed(Struct, frozen=True):
    """Claims with their cells and what their values mean, and the cells by key."""

    facts: tuple[ClaimFact, ...]
    cells: dict[str, Cell]


def identified(fact: ClaimFact, identities: Identities) -> ClaimFact:
    """The fact with the entities that its names mean now."""
    of = identities.of
    value = of.get((fact.value_name, fact.value_kind)) if fact.value_name is not None else None  # type: ignore[arg-type]
    subject = of[fact.subject_name, fact.subject_kind]  # type: ignore[index]
    voice = of[fact.voice_name, fact.voice_kind]  # type: ignore[index]
    if (subject, value, voice) == (fact.subject_entity, fact.value_entity, fact.voice_entity):
        return fact
    return msgspec.structs.replace(fact, subject_entity=subject, value_entity=value, voice_entity=voice)


class CellPlan:
    """Which cell a claim has, from what all claims of the story (or of the subjects at hand) have in common: the titles of
    each person, and of which spans victims are told. Entities have to be known."""

    def __init__(
        self, identities: Identities, titles: Mapping[str, Iterable[str]], told: Mapping[NodeKey, int]
    ) -> None:
        self.identities = identities
        self._victims = incidents(told, identities)
        countries = places_of(identities)
        self._offices = {person: _offices(set(own), countries) for person, own in titles.items()}
        self._cells: dict[tuple[str, ...], tuple[Cell, str]] = {}

    @classmethod
    def of(cls, facts: Iterable[ClaimFact], identities: Identities) -> CellPlan:
        """The plan of these claims, void ones left out: of each subject all have to be there, of victims all of the story."""
        titles: dict[str, set[str]] = defaultdict(set)
        told: Counter[NodeKey] = Counter()
        for fact in facts:
            if fact.void:
                continue
            if fact.attribute in CASUALTIES:
                told[node_key(fact)] += 1
            elif fact.attribute == "office":
                titles[fact.subject_entity].add(fact.office_title or "")
        return cls(identities, titles, told)

    def place(self, fact: ClaimFact) -> tuple[Cell | None, str]:
        """The cell of a claim, and what its value means there; a void claim has none and moves no other's."""
        attribute = fact.attribute
        if fact.void:
            return None, fact.value_text
        if attribute in CASUALTIES:
            incident = self._victims[node_key(fact)]
            return Cell(f"{attribute}/{incident.key}", incident.entity, incident.name, attribute), fact.value_text
        told = fact.value_entity or "" if attribute in ("location", "control") else fact.value_text
        known = self._cells.get((attribute, fact.subject_entity, told))
        if known is None:
            known = self._cells[attribute, fact.subject_entity, told] = self._of_subject(fact)
        return known

    def _of_subject(self, fact: ClaimFact) -> tuple[Cell, str]:
        attribute, subject = fact.attribute, self.identities.entities[fact.subject_entity]
        kind, key = "", fact.value_entity or ""
        if attribute == "office":
            kind, shown = self._offices[fact.subject_entity][fact.office_title or ""]
            key = f"{fact.office_status} {shown}"
        elif attribute == "status":
            kind, key = status_kind(fact.value_text), fact.value_text.casefold()
        return Cell("/".join(filter(None, (attribute, subject.key, kind))), subject.key, subject.name, attribute), key


def place_claims(facts: Iterable[ClaimFact], identities: Identities) -> Placed:
    """Cells for claims, entities known: all claims of each subject have to be there, of victims those of the whole story."""
    every = sorted(facts, key=lambda f: (f.order, f.claim_id))
    plan = CellPlan.of(every, identities)
    cells: dict[str, Cell] = {}
    placed = []
    for fact in every:
        cell, key = plan.place(fact)
        if cell:
            cells[cell.key] = cell
        placed.append(filed(fact, cell, key))
    return Placed(tuple(placed), cells)


def filed(fact: ClaimFact, cell: Cell | None, value_key: str) -> ClaimFact:
    """The fact under its cell."""
    where = cell.key if cell else ""
    same = (fact.cell, fact.value_key) == (where, value_key)
    return fact if same else msgspec.structs.replace(fact, cell=where, value_key=value_key)


@lru_cache(maxsize=4)
def _countries(names: tuple[str, ...]) -> Countries:
    return Countries(names)


def places_of(identities: Identities) -> Countries:
    """The places of the story, for telling "Kyrgyz president" from "president"."""
    return _countries(tuple(sorted(name for name, kind in identities.of if kind == "place")))


@lru_cache(maxsize=4096)
def status_kind(word: str) -> str:
    """The question that a status answers: "closed" and "open" the same one."""
    return next((_KIND_OF[w] for w in tokens(word) if w in _KIND_OF), slug(word))


def _offices(titles: set[str], countries: Countries) -> dict[str, tuple[str, str]]:
    """For each title of a person: the key of the office, and its name as answers write it."""
    offices = office_cells(titles, countries)
    names = {key: plain_title(sorted(t for t, k in offices.items() if k == key), key) for key in set(offices.values())}
    return {title: (slug(" ".join(key)), shown_title(title, key, names)) for title, key in offices.items()}


def assertion(fact: ClaimFact, identities: Identities) -> Assertion | None:
    """What the fold needs of a claim; None of a forecast: a possibility, or a time after its report, is no fact."""
    if fact.certainty == "possible" or fact.valid_from > fact.reported_at:
        return None
    return Assertion(
        claim=fact.claim_id,
        voice=fact.voice_entity,
        role=role(fact, identities),
        value="" if fact.attribute in CASUALTIES else fact.value_key,
        inside=identities.within(fact.value_entity) if fact.attribute == "location" else (),
        low=fact.low,
        high=fact.high,
        positive=fact.polarity == "positive",
        hedged=fact.certainty == "probable",
        change=fact.aspect == "change",
        earliest=fact.valid_from,
        latest=min(fact.valid_to, fact.reported_at),
        until=fact.until,
        reported_at=fact.reported_at,
        withdrawn_at=fact.withdrawn_at,
        tie=(fact.article, fact.start_char),
        rank=identities.ranks.get(fact.voice_entity, 0),
        endorsed=fact.decision == "endorsed",
    )


def role(fact: ClaimFact, identities: Identities) -> Role:
    """An outlet reports the story, an official body counts its victims, anyone else who speaks in it is a party to it."""
    voice: Entity = identities.entities[fact.voice_entity]
    if voice.kind == "outlet":
        return "outlet"
    if fact.attribute in CASUALTIES and OFFICIAL & set(tokens(fact.voice_name)):
        return "official"
    return "party"
