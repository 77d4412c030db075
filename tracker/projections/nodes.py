"""Names as nodes that rules unite: what is written alike is one node from the start; what analysts decided comes before any rule.

A union-find whose roots know what is never to be united with them. Pure; the rules themselves are in `identity`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from tracker.model.claim import Kind, folded
from tracker.projections.words import Countries, listed, person, place, thing

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


class Pairs(Struct, frozen=True):
    """What analysts decided about two names each, the earliest decision first: they are one entity, called as the second
    one is (`merged`), or they are two, whatever the rules say (`split`)."""

    merged: tuple[tuple[NameKey, NameKey], ...] = ()
    split: tuple[tuple[NameKey, NameKey], ...] = ()


class Node:
    """Names that are written alike but for titles, accents and the like; `form` is what they have in common.

    `alone`: the one name that an analyst took out of those. Of a root: `lead`, the name that a merged entity is called by;
    `apart`, nodes that are not to be united with it. `placed`: an analyst said what it is, so no rule looks for more.
    `dead`: no claim uses any of its names.
    """

    def __init__(self, sort: str, form: tuple[str, ...], alone: str = "") -> None:
        self.sort, self.form, self.alone = sort, form, alone
        self.names: list[Seen] = []
        self.declared: int | None = None
        self.lead: NameKey | None = None
        self.apart: list[Node] = []
        self.placed = False
        self.dead = False
        self.parent: Node = self

    @property
    def key(self) -> tuple[str, tuple[str, ...], str]:
        return self.sort, self.form, self.alone

    @property
    def uses(self) -> int:
        return sum(seen.uses for seen in self.names)

    def root(self) -> Node:
        node = self
        while node.parent is not node:
            node.parent = node.parent.parent
            node = node.parent
        return node


Nodes = dict[tuple[str, tuple[str, ...]], Node]


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


NodeOf = Callable[[str, Kind], Node]


def placing(nodes: Nodes, countries: Countries, pairs: Pairs) -> NodeOf:
    """What finds the node of a name, or adds it to `nodes`."""
    alone = {other for one, other in pairs.split if _form(*one, countries) == _form(*other, countries)}

    def node(name: str, kind: Kind) -> Node:
        sort, form = _form(name, kind, countries)
        if (name, kind) in alone:
            return nodes.setdefault((sort, (*form, "", name)), Node(sort, form, name))
        return nodes.setdefault((sort, form), Node(sort, form))

    return node


def build(
    nodes: Nodes, node: NodeOf, names: list[Seen], declared: Sequence[Declared], countries: Countries, pairs: Pairs
) -> None:
    """Add the nodes of all names, those united or kept apart that analysts decided on."""
    for s in names:
        node(s.name, s.kind).names.append(s)
    known = {(s.name, s.kind) for s in names} | {(d.name, d.kind) for d in declared if d.kind is not None}
    for one, other in pairs.split:
        if {one, other} <= known:
            _keep_apart(node(*one), node(*other))
    for index, d in enumerate(declared):
        if d.kind is None:
            continue
        own = node(d.name, d.kind)
        own.declared = own.root().declared = index if own.root().declared is None else own.root().declared
        for alias in d.aliases:
            unite(own, node(alias, d.kind))
    for d in declared:
        if d.kind is None:
            _unite_aliases(nodes, d, countries)
    for name, into in pairs.merged:
        if {name, into} <= known:
            _merge(node(*name), node(*into), into)


def bury(nodes: Nodes, node: NodeOf, names: Iterable[Seen]) -> None:
    """Add names that no claim uses any more, once all rules are done: they are found, and move nothing."""
    before = set(nodes.values())
    for s in names:
        own = node(s.name, s.kind)
        own.dead = own not in before
        own.names.append(Seen(s.name, s.kind, (), 0, s.first))


def _keep_apart(a: Node, b: Node) -> None:
    if a is not b:
        a.apart.append(b)
        b.apart.append(a)


def _merge(node: Node, into: Node, name: NameKey) -> None:
    """Unite two nodes as an analyst decided, declared or not; the entity keeps the name that `into` has."""
    a, b = node.root(), into.root()
    lead = b.lead or (name if b.declared is None else None)
    declared = b.declared if b.declared is not None else a.declared
    if a is b or are_apart(a, b):
        return
    a.declared = b.declared = declared
    unite(a, b)
    a.root().lead = lead
    node.placed = True


def _unite_aliases(nodes: Nodes, declared: Declared, countries: Countries) -> None:
    kinds: tuple[Kind, ...] = ("person", "place", "other")
    for kind in kinds:
        own = nodes.get(_form(declared.name, kind, countries))
        if own is None:
            continue
        for alias in declared.aliases:
            form = _form(alias, kind, countries)
            unite(own, nodes.setdefault(form, Node(*form)))


def unite(a: Node, b: Node) -> None:
    """Make one of what two nodes are part of, unless both are declared or an analyst keeps them apart."""
    a, b = a.root(), b.root()
    if a is b or (a.declared is not None and b.declared is not None and a.declared != b.declared) or are_apart(a, b):
        return
    first, second = sorted((a, b), key=lambda n: n.key)
    second.parent = first
    first.declared = a.declared if a.declared is not None else b.declared
    first.lead = a.lead or b.lead
    first.apart = a.apart + b.apart


def are_apart(a: Node, b: Node) -> bool:
    """Whether an analyst said that something of the one root is not something of the other."""
    return any(other.root() is b for other in a.apart)
