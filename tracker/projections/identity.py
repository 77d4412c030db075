"""Which entity of the story each name means: a pure function of the set of names, so the order of arrival never matters.

docs/states.md lists the rules. What an analyst decides wins over every rule; two declared entities are never united by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from tracker.model.claim import Kind
from tracker.projections.nodes import (
    Declared,
    NameKey,
    Node,
    Nodes,
    Pairs,
    Seen,
    are_apart,
    build,
    bury,
    placing,
    unite,
)
from tracker.projections.spellings import SHORTEST, Spellings, near
from tracker.projections.words import (
    ARTICLES,
    DIRECTIONS,
    Countries,
    person,
    place,
    slug,
    tokens,
    unarticled,
    untitled,
)

__all__ = ["Declared", "Entity", "Identities", "NameKey", "Pairs", "Seen", "resolve", "same_person"]

DOMINANT = 3
"""A surname or a bare "the government" that fits several entities means one of them only if that one is named this many
times as often as all others together."""

SHORTEST_PLACE = 6
"""Letters. Shorter names of places are never taken for misspelt."""


class Entity(Struct, frozen=True):
    """An entity of the story. `within`: the keys of the places that contain it, sorted."""

    key: str
    name: str
    kind: Kind
    within: tuple[str, ...] = ()
    declared: bool = False


class Identities(Struct, frozen=True):
    """The entity key of each name, the entities by key, the declared incidents and the ranks of voices by entity key.

    `ranks`: 1 of a voice that analysts prefer, -1 of one that they deprecate; all others have none. `weighs`: the names
    whose number of uses decides what some name means: 1 where only fewer uses could change it, 2 where more could, too.
    """

    of: dict[NameKey, str]
    entities: dict[str, Entity]
    incidents: dict[str, Declared]
    ranks: dict[str, int] = {}
    weighs: dict[NameKey, int] = {}

    def within(self, key: str | None) -> tuple[str, ...]:
        """The keys of the places that contain an entity."""
        entity = self.entities.get(key or "")
        return entity.within if entity else ()


NO_PAIRS = Pairs()


def resolve(seen: Iterable[Seen], declared: Sequence[Declared] = (), pairs: Pairs = NO_PAIRS) -> Identities:
    """The entity of each name. Names that only contain others ("within") become places too."""
    every = sorted((s for s in seen), key=lambda s: (s.first, s.name, s.kind))
    # The names of what was misread, or taken back, are no evidence of anything; outlets are known by their articles
    names = [s for s in every if s.uses > 0 or s.kind == "outlet"]
    names += _containers(names, declared)
    countries = Countries(
        [s.name for s in names if s.kind == "place"] + [d.name for d in declared if d.kind == "place"]
    )
    nodes: Nodes = {}
    node = placing(nodes, countries, pairs)
    build(nodes, node, names, declared, countries, pairs)
    weighs: Weighs = {}
    _unite_persons([n for n in nodes.values() if n.sort == "person"], weighs)
    _unite_places([n for n in nodes.values() if n.sort == "place"])
    _unite_things([n for n in nodes.values() if n.sort == "thing"], weighs)
    _unite_unknown(nodes)
    weighing = {(s.name, s.kind): weight for node, weight in weighs.items() for s in node.names}
    bury(nodes, node, (s for s in every if s.uses <= 0 and s.kind != "outlet"))
    return msgspec.structs.replace(_entities(nodes, declared), weighs=weighing)


def _containers(names: list[Seen], declared: Sequence[Declared]) -> list[Seen]:
    have = {place(s.name) for s in names if s.kind == "place"}
    found: list[Seen] = []
    for s in names:
        for outer in s.within:
            if place(outer) not in have:
                have.add(place(outer))
                found.append(Seen(outer, "place", (), 0, s.first))
    for d in declared:
        if d.within and place(d.within) not in have and names:
            have.add(place(d.within))
            found.append(Seen(d.within, "place", (), 0, names[0].first))
    return found


def _clusters(nodes: Iterable[Node]) -> dict[Node, list[Node]]:
    found: dict[Node, list[Node]] = defaultdict(list)
    for node in nodes:
        found[node.root()].append(node)
    return found


Weighs = dict[Node, int]
"""Nodes whose uses decided something, as in `Identities.weighs`."""


def _choose(candidates: Sequence[Node], weighs: Weighs) -> Node | None:
    """The one root among candidates; of several the one that dominates by uses, or None."""
    roots = sorted({c.root() for c in candidates}, key=lambda n: n.key)
    if len(roots) < 2:
        return roots[0] if roots else None
    uses = dict.fromkeys(roots, 0)
    for candidate in {id(c): c for c in candidates}.values():
        uses[candidate.root()] += candidate.uses
    best = max(roots, key=lambda r: uses[r])
    rest = sum(uses.values()) - uses[best]
    chosen = best if uses[best] >= DOMINANT * max(rest, 1) else None
    for candidate in candidates:
        weighs[candidate] = max(weighs.get(candidate, 0), 1 if candidate.root() is chosen else 2)
    return chosen


def _unite_near(
    nodes: list[Node], word: Callable[[Node], str], same: Callable[[Node, Node], bool], shortest: int
) -> None:
    """Unite the nodes that are the same, among those whose words are near each other."""
    by_word: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda n: n.key):
        by_word[word(node)].append(node)
    spellings = Spellings(by_word, shortest=shortest)
    for first, group in by_word.items():
        for second in spellings.near(first):
            if second < first:
                continue
            for i, a in enumerate(group):
                for b in by_word[second] if second != first else group[i + 1 :]:
                    if same(a, b):
                        unite(a, b)


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names may be one person's: surnames spelt alike, and every given name of the shorter in the longer
    (an initial counts)."""
    if not near(a[-1], b[-1]):
        return False
    short, long = sorted((a[:-1], b[:-1]), key=len)
    return all(any(near(x, y) or (1 in (len(x), len(y)) and x[0] == y[0]) for y in long) for x in short)


def _unite_persons(nodes: list[Node], weighs: Weighs) -> None:
    full = [n for n in nodes if len(n.form) > 1]
    single = sorted((n for n in nodes if len(n.form) == 1), key=lambda n: n.key)
    _unite_near(full, lambda n: n.form[-1], lambda a, b: same_person(a.form, b.form), SHORTEST)
    surnames, words = defaultdict[str, list[Node]](list), defaultdict[str, list[Node]](list)
    for n in full:
        surnames[n.form[-1]].append(n)
        for each in dict.fromkeys(n.form):
            words[each].append(n)
    spellings = Spellings(surnames)
    chosen: list[tuple[Node, Node]] = []
    alone: list[Node] = []
    for node in single:
        if node.placed:
            continue
        (word,) = node.form
        fits = surnames.get(word) or [n for other in spellings.near(word) for n in surnames[other]]
        fits = [n for n in fits or words.get(word, []) if not are_apart(n.root(), node.root())]
        best = _choose(fits, weighs)
        if best is not None:
            chosen.append((best, node))
        elif not fits:
            alone.append(node)
    for best, node in chosen:
        unite(best, node)
    _unite_near(alone, lambda n: n.form[0], lambda a, b: True, SHORTEST)


def _unite_places(nodes: list[Node]) -> None:
    def same(a: Node, b: Node) -> bool:
        outer_a, outer_b = ({place(w) for s in n.names for w in s.within} for n in (a, b))
        return not (outer_a and outer_b and outer_a.isdisjoint(outer_b))

    _unite_near(nodes, lambda n: n.form[0], same, SHORTEST_PLACE)


def _unite_things(nodes: list[Node], weighs: Weighs) -> None:
    by_what: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        by_what[node.form[0]].append(node)
    for group in by_what.values():
        bare = next((n for n in group if not n.form[1] and not n.alone), None)
        # A bare "government building" may be any; a bare "government" is the story's own.
        if bare and not bare.placed and not any(s.kind == "building" for s in bare.names):
            best = _choose([n for n in group if n.form[1]], weighs)
            if best is not None:
                unite(bare, best)
    plain = {node.form[0]: node for node in nodes if not node.form[1] and not node.alone}
    for node in sorted(nodes, key=lambda n: n.key):
        for s in node.names:
            # An outlet's form lacks "News"; the same name as an organisation's has it
            full = " ".join(w for w in tokens(s.name) if w not in ARTICLES)
            if s.kind == "outlet" and full in plain:
                unite(node, plain[full])


def _unite_unknown(nodes: Nodes) -> None:
    """A name of no known kind is the person or place that is written the same."""
    for node in sorted(nodes.values(), key=lambda n: n.key):
        if node.sort == "thing" and not node.placed and node.names and all(s.kind == "other" for s in node.names):
            words = tokens(node.names[0].name)
            other = nodes.get(("person", person(node.names[0].name))) or nodes.get(("place", ("".join(words),)))
            if other is not None:
                unite(other, node)


def _entities(nodes: Nodes, declared: Sequence[Declared]) -> Identities:
    clusters = _clusters(nodes.values())
    chosen = {root: _entity(root, members, declared) for root, members in clusters.items()}
    keys = _keys(chosen)
    of: dict[NameKey, str] = {}
    for root, members in clusters.items():
        for node in members:
            of.update(((s.name, s.kind), keys[root]) for s in node.names)
    outer = _within(clusters, keys, nodes, declared)
    entities = {
        keys[root]: Entity(keys[root], e.name, e.kind, outer.get(keys[root], ()), e.declared)
        for root, e in chosen.items()
    }
    incidents = {
        keys[root]: declared[root.declared]
        for root in clusters
        if root.declared is not None and declared[root.declared].kind == "incident"
    }
    return Identities(of, entities, incidents)


def _entity(root: Node, members: list[Node], declared: Sequence[Declared]) -> Entity:
    names = [s for node in members for s in node.names]
    if root.lead is not None:
        name, kind = root.lead
        return Entity("", untitled(name) if kind == "person" else unarticled(name), kind, (), root.declared is not None)
    if root.declared is not None:
        d = declared[root.declared]
        return Entity("", d.name, d.kind or "other", declared=True)
    if not names:
        return Entity("", " ".join(root.form).strip(), "other")
    name, kind = called(names)
    return Entity("", name, kind)


def called(names: Iterable[Seen]) -> tuple[str, Kind]:
    """What an entity is called by its names, and its kind, where no analyst said."""
    uses: dict[Kind, int] = defaultdict(int)
    for s in names:
        uses[s.kind] += s.uses
    kind: Kind = "outlet" if "outlet" in uses else min(uses, key=lambda k: (k == "other", -uses[k], k))
    counted: dict[str, int] = defaultdict(int)
    first: dict[str, tuple[datetime, str, int]] = {}
    for s in names:
        shown = untitled(s.name) if kind == "person" else unarticled(s.name)
        counted[shown] += s.uses
        first[shown] = min(first.get(shown, s.first), s.first)
    full = kind == "person" and any(len(person(n)) > 1 for n in counted)
    name = min(counted, key=lambda n: (full and len(person(n)) < 2, -counted[n], first[n], n))
    return name, kind


def _keys(chosen: dict[Node, Entity]) -> dict[Node, str]:
    """A readable key for each; where two would have the same, all of them say their kind, then a plus sign; the dead give way."""
    by_slug: dict[str, list[Node]] = defaultdict(list)
    dead = [root for root in sorted(chosen, key=lambda n: n.key) if root.dead]
    for root in sorted(chosen.keys() - set(dead), key=lambda n: n.key):
        by_slug[slug(chosen[root].name)].append(root)
    keys: dict[Node, str] = {}
    for text, roots in by_slug.items():
        taken: set[str] = set()
        for root in roots:
            key = text if len(roots) == 1 else f"{text}.{chosen[root].kind}"
            while key in taken:
                key += "+"
            taken.add(key)
            keys[root] = key
    every = set(keys.values())
    for root in dead:
        key = slug(chosen[root].name)
        while key in every:
            key += "+"
        every.add(key)
        keys[root] = key
    return keys


def _within(
    clusters: dict[Node, list[Node]],
    keys: dict[Node, str],
    nodes: Nodes,
    declared: Sequence[Declared],
) -> dict[str, tuple[str, ...]]:
    direct: dict[str, set[str]] = defaultdict(set)
    for root, members in clusters.items():
        outer = {place(w) for node in members for s in node.names for w in s.within}
        if root.declared is not None and declared[root.declared].within:
            outer.add(place(declared[root.declared].within or ""))
        for node in members:
            for s in node.names:
                words = s.name.split()
                # "southern Kyrgyzstan" lies in Kyrgyzstan, whoever says so
                if node.sort == "place" and len(words) > 1 and words[0].lower() in DIRECTIONS:
                    outer.add(place(" ".join(words[1:])))
        found = (nodes.get(("place", (o,))) for o in outer)
        direct[keys[root]] = {keys[n.root()] for n in found if n is not None} - {keys[root]}
    reached = {key: _reached(key, direct) for key in direct}
    # Each of two places in the other, by what articles or analysts say: neither then is the more exact
    return {key: tuple(sorted(o for o in outer if key not in reached.get(o, ()))) for key, outer in reached.items()}


def _reached(key: str, direct: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    queue = list(direct[key])
    while queue:
        outer = queue.pop()
        if outer not in found:
            found.add(outer)
            queue += direct.get(outer, ())
    return found
