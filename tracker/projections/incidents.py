"""Which claims of killed and injured are about one incident. Pure, and the same whatever the order of the claims.

A declared incident takes what its time and place fit. Otherwise claims belong together where their times overlap and
their names do not speak of different places. A person, or a group named as such (two soldiers), is an incident of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Entity, Identities
from tracker.projections.words import place, slug, tokens

VAGUE = timedelta(days=45)
"""A time wider than this ("in 2010") does not join incidents by itself."""

AGAIN = timedelta(days=30)
"""The same name within this time is the same incident."""

OWN_KINDS = ("person", "group", "force")


class Incident(Struct, frozen=True):
    """The incident of a claim: its key, the entity it is named after, and the name that it is shown by."""

    key: str
    entity: str
    name: str


class _Node:
    """Claims about one subject and one span."""

    def __init__(self, entity: Entity, earliest: datetime, latest: datetime) -> None:
        self.entity, self.earliest, self.latest = entity, earliest, latest
        self.claims: list[ClaimFact] = []
        self.places: frozenset[str] = frozenset()
        self.parent: _Node = self

    def root(self) -> _Node:
        node = self
        while node.parent is not node:
            node = node.parent
        return node


def incidents(facts: Iterable[ClaimFact], identities: Identities) -> dict[str, Incident]:
    """The incident of each claim of killed or injured, by claim id."""
    nodes = _nodes(facts, identities)
    people: dict[str, _Node] = {}
    for node in nodes:
        if node.entity.kind == "person":  # one dies once, whenever it is told
            node.parent = people.setdefault(node.entity.key, node)
    for i, a in enumerate(nodes):
        for b in nodes[i + 1 :]:
            if b.earliest - a.latest > AGAIN:
                break
            if a.root() is not b.root() and _together(a, b, identities):
                b.root().parent = a.root()
    groups: dict[_Node, list[_Node]] = defaultdict(list)
    for node in nodes:
        groups[node.root()].append(node)
    named = _named(groups, identities)
    return {claim.claim_id: named[root] for root, group in groups.items() for node in group for claim in node.claims}


def _nodes(facts: Iterable[ClaimFact], identities: Identities) -> list[_Node]:
    places = {tokens(e.name): key for key, e in identities.entities.items() if e.kind == "place"}
    found: dict[tuple[str, datetime, datetime], _Node] = {}
    for fact in facts:
        cut = fact.reported_at
        key = (fact.subject_entity, min(fact.valid_from, cut), min(fact.valid_to, cut))
        if key not in found:
            found[key] = _Node(identities.entities[fact.subject_entity], key[1], key[2])
            found[key].places = _places(found[key].entity, places)
        found[key].claims.append(fact)
    return [found[key] for key in sorted(found, key=lambda k: (k[1], k[2], k[0]))]


def _places(entity: Entity, places: dict[tuple[str, ...], str]) -> frozenset[str]:
    """The places that the subject's name speaks of: itself, or those within "clashes in Bishkek"."""
    if entity.kind == "place":
        return frozenset([entity.key])
    words = tokens(entity.name)
    spans = (words[i : i + size] for size in (3, 2, 1) for i in range(len(words) - size + 1))
    return frozenset(places[span] for span in spans if span in places)


def _together(a: _Node, b: _Node, identities: Identities) -> bool:
    same = a.entity.key == b.entity.key
    if same and max(a.earliest, b.earliest) - min(a.latest, b.latest) <= AGAIN:
        return True
    if a.entity.kind in OWN_KINDS or b.entity.kind in OWN_KINDS:
        return False
    overlap = a.earliest <= b.latest and b.earliest <= a.latest
    vague = max(a.latest - a.earliest, b.latest - b.earliest) > VAGUE
    return overlap and not vague and _near(a.places, b.places, identities)


def _near(a: frozenset[str], b: frozenset[str], identities: Identities) -> bool:
    if not a or not b:
        return True
    return any(x == y or x in identities.within(y) or y in identities.within(x) for x in a for y in b)


def _named(groups: dict[_Node, list[_Node]], identities: Identities) -> dict[_Node, Incident]:
    main = {root: _declared(group, identities) or _main(group) for root, group in groups.items()}
    by_name: dict[str, list[_Node]] = defaultdict(list)
    for root, entity in main.items():
        by_name[" ".join(tokens(entity.name))].append(root)
    named: dict[_Node, Incident] = {}
    for roots in by_name.values():
        shown = [(root, _begin(groups[root])) for root in roots]
        # Two incidents of one name are told apart by their month, their day, at last by the second
        for form in ("", " (%B %Y)", " (%d %B %Y)", " (%Y-%m-%d %H:%M:%S)"):
            names = {root: main[root].name + at.strftime(form).replace("(0", "(") for root, at in shown}
            if len(set(names.values())) == len(roots):
                break
        for root, _ in shown:
            named[root] = Incident(slug(names[root]), main[root].key, names[root])
    return named


def _begin(group: list[_Node]) -> datetime:
    """When the incident is dated: the end of the narrowest span that it is told of."""
    return min(group, key=lambda n: (n.latest - n.earliest, n.latest, n.entity.key)).latest


def _main(group: list[_Node]) -> Entity:
    """The subject that the incident is named after: an event before a place, then the most told, then the first."""
    told: dict[str, int] = defaultdict(int)
    first: dict[str, tuple[datetime, str, int]] = {}
    entities = {node.entity.key: node.entity for node in group}
    for node in group:
        told[node.entity.key] += len(node.claims)
        begin = min(claim.order for claim in node.claims)
        first[node.entity.key] = min(first.get(node.entity.key, begin), begin)
    return min(entities.values(), key=lambda e: (e.kind != "incident", -told[e.key], first[e.key], e.key))


def _declared(group: list[_Node], identities: Identities) -> Entity | None:
    """The one declared incident that this is: by name, else by its time and place."""
    by_name = {n.entity.key for n in group} & set(identities.incidents)
    if by_name:
        return identities.entities[min(by_name)]
    if any(n.entity.kind in OWN_KINDS for n in group):
        return None
    fits = []
    for key, declared in sorted(identities.incidents.items()):
        if declared.since is None or declared.until is None:
            continue
        where = frozenset(identities.within(key))
        exact = {k for k in where if declared.within and place(identities.entities[k].name) == place(declared.within)}
        if all(
            n.earliest <= declared.until
            and declared.since <= n.latest
            and _near(n.places, frozenset(exact), identities)
            for n in group
        ):
            fits.append(key)
    return identities.entities[fits[0]] if len(fits) == 1 else None
