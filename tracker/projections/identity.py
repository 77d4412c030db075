"""Which entity of the story each name means: a pure function of the set of names, so the order of arrival never matters.

docs/states.md lists the rules. What an analyst declares wins over every rule; two declared entities are never united.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from tracker.model.claim import Kind, folded
from tracker.projections.words import (
    ARTICLES,
    DIRECTIONS,
    Countries,
    listed,
    near,
    person,
    place,
    slug,
    thing,
    tokens,
    unarticled,
    untitled,
)

DOMINANT = 3
"""A surname or a bare "the government" that fits several entities means one of them only if that one is named this many
times as often as all others together."""

OUTLET_WORDS = listed("news agency radio television tv online newspaper")

NameKey = tuple[str, Kind]


class Seen(Struct, frozen=True):
    """A distinct name with its kind: what contains it, how many claims use it, and where it first appears in the canonical
    order (reported_at, article, offset)."""

    name: str
    kind: Kind
    within: tuple[str, ...]
    uses: int
    first: tuple[datetime, str, int]


class Declared(Struct, frozen=True):
    """An entity, or more names of one, as an analyst declared it. `since`, `until`: of an incident."""

    name: str
    kind: Kind | None
    aliases: tuple[str, ...] = ()
    within: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class Entity(Struct, frozen=True):
    """An entity of the story. `within`: the keys of the places that contain it, sorted."""

    key: str
    name: str
    kind: Kind
    within: tuple[str, ...] = ()
    declared: bool = False


class Identities(Struct, frozen=True):
    """The entity key of each name, the entities by key, and the declared incidents by entity key."""

    of: dict[NameKey, str]
    entities: dict[str, Entity]
    incidents: dict[str, Declared]

    def within(self, key: str | None) -> tuple[str, ...]:
        """The keys of the places that contain an entity."""
        entity = self.entities.get(key or "")
        return entity.within if entity else ()


class Node:
    """Names that are written alike but for titles, accents and the like; `form` is what they have in common."""

    def __init__(self, sort: str, form: tuple[str, ...]) -> None:
        self.sort, self.form = sort, form
        self.names: list[Seen] = []
        self.declared: int | None = None
        self.parent: Node = self

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        return self.sort, self.form

    @property
    def uses(self) -> int:
        return sum(seen.uses for seen in self.names)

    def root(self) -> Node:
        node = self
        while node.parent is not node:
            node.parent = node.parent.parent
            node = node.parent
        return node


def resolve(seen: Iterable[Seen], declared: Sequence[Declared] = ()) -> Identities:
    """The entity of each name. Names that only contain others ("within") become places too."""
    names = sorted((s for s in seen), key=lambda s: (s.first, s.name, s.kind))
    names += _containers(names, declared)
    countries = Countries(
        [s.name for s in names if s.kind == "place"] + [d.name for d in declared if d.kind == "place"]
    )
    nodes = _nodes(names, declared, countries)
    _unite_persons([n for n in nodes.values() if n.sort == "person"])
    _unite_places([n for n in nodes.values() if n.sort == "place"])
    _unite_things([n for n in nodes.values() if n.sort == "thing"])
    _unite_unknown(nodes)
    return _entities(nodes, declared, countries)


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


def _form(name: str, kind: Kind, countries: Countries) -> tuple[str, tuple[str, ...]]:
    if kind == "person":
        return "person", person(name) or (folded(name),)
    if kind == "place":
        return "place", (place(name),)
    what, country = thing(name, countries)
    if kind == "outlet":
        words = [w for w in what.split() if w not in OUTLET_WORDS]
        what = " ".join(words) or what
    return "thing", (what, country or "")


def _nodes(
    names: list[Seen], declared: Sequence[Declared], countries: Countries
) -> dict[tuple[str, tuple[str, ...]], Node]:
    nodes: dict[tuple[str, tuple[str, ...]], Node] = {}

    def node(name: str, kind: Kind) -> Node:
        form = _form(name, kind, countries)
        return nodes.setdefault(form, Node(*form))

    for s in names:
        node(s.name, s.kind).names.append(s)
    for index, d in enumerate(declared):
        if d.kind is None:
            continue
        own = node(d.name, d.kind)
        own.declared = own.root().declared = index if own.root().declared is None else own.root().declared
        for alias in d.aliases:
            _unite(own, node(alias, d.kind))
    for d in declared:
        if d.kind is None:
            _unite_aliases(nodes, d, countries)
    return nodes


def _unite_aliases(nodes: dict[tuple[str, tuple[str, ...]], Node], declared: Declared, countries: Countries) -> None:
    kinds: tuple[Kind, ...] = ("person", "place", "other")
    for kind in kinds:
        own = nodes.get(_form(declared.name, kind, countries))
        if own is None:
            continue
        for alias in declared.aliases:
            form = _form(alias, kind, countries)
            _unite(own, nodes.setdefault(form, Node(*form)))


def _unite(a: Node, b: Node) -> None:
    a, b = a.root(), b.root()
    if a is b or (a.declared is not None and b.declared is not None and a.declared != b.declared):
        return
    first, second = sorted((a, b), key=lambda n: n.key)
    second.parent = first
    first.declared = a.declared if a.declared is not None else b.declared


def _clusters(nodes: Iterable[Node]) -> dict[Node, list[Node]]:
    found: dict[Node, list[Node]] = defaultdict(list)
    for node in nodes:
        found[node.root()].append(node)
    return found


def _choose(candidates: Iterable[Node]) -> Node | None:
    """The one root among candidates; of several the one that dominates by uses, or None."""
    roots = sorted({c.root() for c in candidates}, key=lambda n: n.key)
    if len(roots) < 2:
        return roots[0] if roots else None
    uses = dict.fromkeys(roots, 0)
    for candidate in {id(c): c for c in candidates}.values():
        uses[candidate.root()] += candidate.uses
    best = max(roots, key=lambda r: uses[r])
    rest = sum(uses.values()) - uses[best]
    return best if uses[best] >= DOMINANT * max(rest, 1) else None


def _unite_pairs(nodes: list[Node], block: Callable[[Node], str], same: Callable[[Node, Node], bool]) -> None:
    blocks: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda n: n.key):
        blocks[block(node)].append(node)
    for group in blocks.values():
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                if same(a, b):
                    _unite(a, b)


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names may be one person's: surnames spelt alike, and every given name of the shorter in the longer
    (an initial counts)."""
    if not near(a[-1], b[-1]):
        return False
    short, long = sorted((a[:-1], b[:-1]), key=len)
    return all(any(near(x, y) or (1 in (len(x), len(y)) and x[0] == y[0]) for y in long) for x in short)


def _unite_persons(nodes: list[Node]) -> None:
    full = [n for n in nodes if len(n.form) > 1]
    single = sorted((n for n in nodes if len(n.form) == 1), key=lambda n: n.key)
    _unite_pairs(full, lambda n: n.form[-1][0], lambda a, b: same_person(a.form, b.form))
    chosen: list[tuple[Node, Node]] = []
    alone: list[Node] = []
    for node in single:
        (word,) = node.form
        fits = [n for n in full if n.form[-1] == word] or [n for n in full if near(n.form[-1], word)]
        fits = fits or [n for n in full if word in n.form]
        best = _choose(fits)
        if best is not None:
            chosen.append((best, node))
        elif not fits:
            alone.append(node)
    for best, node in chosen:
        _unite(best, node)
    _unite_pairs(alone, lambda n: n.form[0][0], lambda a, b: near(a.form[0], b.form[0]))


def _unite_places(nodes: list[Node]) -> None:
    def same(a: Node, b: Node) -> bool:
        outer_a, outer_b = ({place(w) for s in n.names for w in s.within} for n in (a, b))
        return near(a.form[0], b.form[0], shortest=6) and not (outer_a and outer_b and outer_a.isdisjoint(outer_b))

    _unite_pairs(nodes, lambda n: n.form[0][:1], same)


def _unite_things(nodes: list[Node]) -> None:
    by_what: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        by_what[node.form[0]].append(node)
    for group in by_what.values():
        bare = next((n for n in group if not n.form[1]), None)
        # A bare "government building" may be any; a bare "government" is the story's own.
        if bare and not any(s.kind == "building" for s in bare.names):
            best = _choose([n for n in group if n.form[1]])
            if best is not None:
                _unite(bare, best)
    plain = {node.form[0]: node for node in nodes if not node.form[1]}
    for node in sorted(nodes, key=lambda n: n.key):
        for s in node.names:
            # An outlet's form lacks "News"; the same name as an organisation's has it
            full = " ".join(w for w in tokens(s.name) if w not in ARTICLES)
            if s.kind == "outlet" and full in plain:
                _unite(node, plain[full])


def _unite_unknown(nodes: dict[tuple[str, tuple[str, ...]], Node]) -> None:
    """A name of no known kind is the person or place that is written the same."""
    for node in sorted(nodes.values(), key=lambda n: n.key):
        if node.sort == "thing" and node.names and all(s.kind == "other" for s in node.names):
            words = tokens(node.names[0].name)
            other = nodes.get(("person", person(node.names[0].name))) or nodes.get(("place", ("".join(words),)))
            if other is not None:
                _unite(other, node)


def _entities(
    nodes: dict[tuple[str, tuple[str, ...]], Node], declared: Sequence[Declared], countries: Countries
) -> Identities:
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
    if root.declared is not None:
        d = declared[root.declared]
        return Entity("", d.name, d.kind or "other", declared=True)
    if not names:
        return Entity("", " ".join(root.form).strip(), "other")
    uses: dict[Kind, int] = defaultdict(int)
    for s in names:
        uses[s.kind] += s.uses
    kind = "outlet" if "outlet" in uses else min(uses, key=lambda k: (k == "other", -uses[k], k))
    counted: dict[str, int] = defaultdict(int)
    first: dict[str, tuple[datetime, str, int]] = {}
    for s in names:
        shown = untitled(s.name) if kind == "person" else unarticled(s.name)
        counted[shown] += s.uses
        first[shown] = min(first.get(shown, s.first), s.first)
    full = kind == "person" and any(len(person(n)) > 1 for n in counted)
    name = min(counted, key=lambda n: (full and len(person(n)) < 2, -counted[n], first[n], n))
    return Entity("", name, kind)


def _keys(chosen: dict[Node, Entity]) -> dict[Node, str]:
    """A readable key for each; where two would have the same, all of them say their kind, then a number."""
    by_slug: dict[str, list[Node]] = defaultdict(list)
    for root in sorted(chosen, key=lambda n: n.key):
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
    return keys


def _within(
    clusters: dict[Node, list[Node]],
    keys: dict[Node, str],
    nodes: dict[tuple[str, tuple[str, ...]], Node],
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
    closed: dict[str, tuple[str, ...]] = {}
    for key in direct:
        reached: set[str] = set()
        queue = list(direct[key])
        while queue:
            outer_key = queue.pop()
            if outer_key not in reached and outer_key != key:
                reached.add(outer_key)
                queue += direct.get(outer_key, ())
        closed[key] = tuple(sorted(reached))
    return closed
