"""Which claims of killed and injured are about one incident. Pure, and the same whatever the order of the claims.

A declared incident takes what its time and place fit. Otherwise claims belong together where their times overlap and
their names do not speak of different places. What speaks of a whole country, or of no place, belongs to one of the
incidents of that time at most, and never makes one of two. A person, or a group named as such (two soldiers), is an
incident of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct

from tracker.projections.facts import ClaimFact
from tracker.projections.identity import Entity, Identities
from tracker.projections.words import place, slug, tokens

VAGUE = timedelta(days=45)
"""A time wider than this ("in 2010") does not join incidents by itself."""

AGAIN = timedelta(days=30)
"""The same name within this time is the same incident."""

SAME_DAYS = timedelta(days=3)
"""Of one name within this time, what says no more than the country goes with what is known to be about a town."""

OWN_KINDS = ("person", "group", "force")


class Incident(Struct, frozen=True):
    """The incident of a claim: its key, the entity it is named after, and the name that it is shown by."""

    key: str
    entity: str
    name: str


NodeKey = tuple[str, datetime, datetime]
"""A subject's entity key and the span that its claims tell of, clipped at their report."""


class _Node:
    """Claims about one subject and one span; `told`: how many."""

    def __init__(self, entity: Entity, key: NodeKey, told: int) -> None:
        self.entity, self.key, self.told = entity, key, told
        _, self.earliest, self.latest = key
        self.places: frozenset[str] = frozenset()
        self.event = next(iter(tokens(entity.name)), "").removesuffix("s")
        self.parent: _Node = self

    def root(self) -> _Node:
        node = self
        while node.parent is not node:
            node.parent = node.parent.parent
            node = node.parent
        return node


def node_key(fact: ClaimFact) -> NodeKey:
    """What of a claim decides its incident."""
    cut = fact.reported_at
    return (fact.subject_entity, min(fact.valid_from, cut), min(fact.valid_to, cut))


def incidents(told: Mapping[NodeKey, int], identities: Identities) -> dict[NodeKey, Incident]:
    """The incident of each subject and span, given how many claims tell of it."""
    nodes = _nodes(told, identities)
    broad = _broad(nodes, identities)
    _unite([node for node in nodes if node not in broad], identities)
    rest = _at_home([node for node in nodes if node.entity.kind not in OWN_KINDS], broad, identities)
    _unite(rest, identities)
    groups = _groups(nodes)
    first: dict[str, _Node] = {}
    for root, group in groups.items():  # all that is the one declared incident
        declared = _declared(group, identities)
        if declared is not None:
            root.parent = first.setdefault(declared.key, root)
    groups = _groups(nodes)
    named = _named(groups, identities)
    return {node.key: named[root] for root, group in groups.items() for node in group}


def _groups(nodes: list[_Node]) -> dict[_Node, list[_Node]]:
    found: dict[_Node, list[_Node]] = defaultdict(list)
    for node in nodes:
        found[node.root()].append(node)
    return found


def _unite(nodes: list[_Node], identities: Identities) -> None:
    """Join, in the order of time, what overlaps in time and does not speak of different places."""
    last: dict[str, _Node] = {}
    open_: dict[tuple[frozenset[str], _Node], _Node] = {}
    for node in nodes:
        _join_own(node, last)
        if node.entity.kind in OWN_KINDS or node.latest - node.earliest > VAGUE:
            continue
        open_ = {key: other for key, other in open_.items() if other.latest >= node.earliest}
        for (places, _), other in open_.items():
            if node.root() is not other.root() and _near(places, node.places, identities):
                node.root().parent = other.root()
        # One node for each set of places and incident is enough: the one that lasts longest meets what the others would
        known = open_.setdefault((node.places, node.root()), node)
        if known.latest < node.latest:
            open_[node.places, node.root()] = node


def _broad(nodes: list[_Node], identities: Identities) -> set[_Node]:
    """The nodes that speak of no place, or only of places in which others are: "clashes in Ruritania" beside one of its
    towns. They must not make one incident of those of two towns."""
    outer = {o for node in nodes for place in node.places for o in identities.within(place)}
    return {n for n in nodes if n.entity.kind not in OWN_KINDS and n.places <= outer}


def _at_home(nodes: list[_Node], broad: set[_Node], identities: Identities) -> list[_Node]:
    """Join each broad node to the one incident that it can be about; returns those that stay apart.

    Of several incidents at that time it is the one of the same sort of event ("shelling"), the nearest in time; if none
    is, the node speaks of the whole.
    """
    homes: dict[_Node, dict[_Node, tuple[bool, timedelta, str]]] = defaultdict(dict)
    waiting: list[_Node] = []
    open_: dict[tuple[frozenset[str], _Node, str], _Node] = {}

    def meet(guest: _Node, other: _Node) -> None:
        if _near(guest.places, other.places, identities):
            fit = (guest.event != other.event, abs(guest.latest - other.latest), other.root().key[0])
            known = homes[guest].setdefault(other.root(), fit)
            homes[guest][other.root()] = min(known, fit)

    for node in nodes:
        if node.latest - node.earliest > VAGUE:
            continue
        waiting = [w for w in waiting if w.latest >= node.earliest]
        open_ = {key: other for key, other in open_.items() if other.latest >= node.earliest}
        if node in broad:
            waiting.append(node)
            for other in open_.values():
                meet(node, other)
            continue
        for guest in waiting:
            meet(guest, node)
        known = open_.setdefault((node.places, node.root(), node.event), node)
        if known.latest < node.latest:
            open_[node.places, node.root(), node.event] = node
    return _settle([node for node in nodes if node in broad], homes, identities)


def _settle(
    broad: list[_Node], homes: Mapping[_Node, Mapping[_Node, tuple[bool, timedelta, str]]], identities: Identities
) -> list[_Node]:
    """Give each broad node the home that fits, else that of its kin; returns those without any.

    Its kin are the broad nodes of its days, where all of them are at one home, else those of its name within days: a toll
    that is told day after day stays with the one incident that there is.
    """
    found: dict[_Node, _Node] = {}
    for node in broad:
        fits = sorted((fit, root.key, root) for root, fit in homes.get(node, {}).items())
        if fits and (len(fits) == 1 or not fits[0][0][0]):
            found[node] = fits[0][2]
    of_name: dict[str, list[_Node]] = defaultdict(list)
    by_day: dict[date, dict[tuple[frozenset[str], NodeKey], _Node]] = defaultdict(dict)

    def settled(node: _Node) -> None:
        for day in _days(node):
            by_day[day][node.places, found[node].key] = found[node]

    for node in list(found):
        of_name[node.entity.key].append(node)
        settled(node)
    apart = []
    for node in broad:
        if node not in found:
            beside = [pair for day in _days(node) for pair in by_day[day].items()]
            kin = {key: home for (places, key), home in beside if _near(places, node.places, identities)}
            named = min(((abs(n.latest - node.latest), n.key, n) for n in of_name[node.entity.key]), default=None)
            if len(kin) == 1:
                found[node] = next(iter(kin.values()))
            elif named is not None and named[0] <= SAME_DAYS:
                found[node] = found[named[2]]
            else:
                apart.append(node)
                continue
            settled(node)
        node.parent = found[node]
    return apart


def _days(node: _Node) -> list[date]:
    """The days that a node tells of, none of a vague one."""
    if node.latest - node.earliest > VAGUE:
        return []
    first = node.earliest.date()
    return [first + timedelta(days=n) for n in range((node.latest.date() - first).days + 1)]


def _join_own(node: _Node, last: dict[str, _Node]) -> None:
    """Join a node to the incident of its own name: of a person always, since one dies once; else of the last 30 days."""
    known = last.get(node.entity.key)
    if known is not None and (node.entity.kind == "person" or node.earliest - known.latest <= AGAIN):
        node.root().parent = known.root()
    if known is None or node.latest > known.latest:
        last[node.entity.key] = node


def _nodes(told: Mapping[NodeKey, int], identities: Identities) -> list[_Node]:
    places = {tokens(e.name): key for key, e in identities.entities.items() if e.kind == "place"}
    found = []
    for key in sorted(told, key=lambda k: (k[1], k[2], k[0])):
        if told[key] > 0:
            node = _Node(identities.entities[key[0]], key, told[key])
            node.places = _places(node.entity, places)
            found.append(node)
    return found


def _places(entity: Entity, places: dict[tuple[str, ...], str]) -> frozenset[str]:
    """The places that the subject's name speaks of: itself, or those within "clashes in Bishkek"."""
    if entity.kind == "place":
        return frozenset([entity.key])
    words = tokens(entity.name)
    spans = (words[i : i + size] for size in (3, 2, 1) for i in range(len(words) - size + 1))
    return frozenset(places[span] for span in spans if span in places)


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
    """The subject that the incident is named after: an event before a place, then the most told, then the first told of."""
    told: dict[str, int] = defaultdict(int)
    entities = {node.entity.key: node.entity for node in group}
    for node in group:
        told[node.entity.key] += node.told
    begun = {node.entity.key: node.earliest for node in reversed(group)}
    return min(entities.values(), key=lambda e: (e.kind != "incident", -told[e.key], begun[e.key], e.key))


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
