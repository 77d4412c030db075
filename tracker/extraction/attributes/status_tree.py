"""Conditions of persons, groups, institutions and services, by the tree: who is arrested, freed or charged, what is closed.

The object of an active verb, the subject of a passive and the noun before a participle, whatever stands between; each
coordinated one makes a claim of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from tracker.extraction import gazetteer, syntax
from tracker.extraction.attributes import arguments, subjects
from tracker.extraction.attributes.arguments import case, children
from tracker.extraction.lexicon import alternation, inflections, load
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Condition, Kind, Name

if TYPE_CHECKING:
    from spacy.tokens import Token

COUNTED = re.compile(
    r"(?i)^(?:the|an?|its|their|his|her|some|these|those|this|that|all|at least|about|around|nearly|more than|"
    r"up to|over)\s+"
)
PEOPLES = re.compile(r"^(?:[A-Z][a-z]+s|[A-Z][a-z]+ese|[A-Z][a-z]+(?:men|women))$")
HYPOTHETIC = re.compile(r"(?i)\b(?:wrongly|falsely|would|could|might|should)\s+(?:\w+\s+)?(?:have|be)\s+(?:\w+\s+)*$")


OVER = re.compile(r"\s+over\s+(?:the\s+)?(?:[a-z]+ern\s+)?[A-Z][\w-]+(?:\s+(?:region|province|city))?")


@cache
def states() -> dict[str, list[tuple[str, str]]]:
    """Each form of a verb with the states that it can put someone or something into."""
    table: dict[str, list[tuple[str, str]]] = {}
    for key in ("people", "matters"):
        for state, verbs in load("status")[key].items():
            for form in dict.fromkeys(f for verb in verbs for f in inflections(verb)):
                table.setdefault(form, []).append((key, state))
    return table


@cache
def trigger() -> re.Pattern[str]:
    """What a sentence must contain to be parsed."""
    nouns = load("status")["nouns"]
    plain = alternation(sorted(set(states()) - set(nouns["mostly"])))
    things = alternation([*nouns["ending"], *nouns["passable"], "schools", "shops"])
    return re.compile(
        rf"(?i)\b(?:{plain}|{things}\b.{{0,60}}?\b(?:open\w*|end(?:s|ed)|closes?)|(?:open\w*|clos\w+)\s+(?:\S+\s+){{0,3}}{things})\b"
    )


def asks(sentence: Sentence) -> bool:
    """Whether `find` asks for the tree of a sentence."""
    return sentence.block.kind != "place-entry" and trigger().search(sentence.text) is not None


def find(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """Propose what the tree says of one sentence."""
    if not asks(sentence):
        return
    for token in syntax.tree(sentence) or ():
        if token.pos_ == "VERB" and token.lower_ in states() and arguments.came_true(token):
            yield from done_to(reading, sentence, token)


def is_verb(sentence: Sentence, proposal: Proposal) -> bool:
    """Whether the words of a pattern are a verb, or the noun of one ("the storming of"), in the tree's reading too."""
    if proposal.rule != "status.active" or sentence.block.kind == "headline":
        return True
    token = next((t for t in syntax.tree(sentence) or () if t.idx >= proposal.at), None)
    if token is None or token.idx >= proposal.end:
        return True
    noun = token.lower_.endswith("ing") and sentence.text[token.idx + len(token) :].lstrip().startswith("of ")
    return noun or (token.pos_ == "VERB" and token.dep_ != "amod" and arguments.came_true(token))


def done_to(reading: Reading, sentence: Sentence, token: Token) -> Iterator[Proposal]:
    """What a verb puts its object, or the subject of its passive, into."""
    passive = arguments.is_passive(token)
    heads = arguments.subject_heads(token) if passive else arguments.object_heads(token)
    alone = not passive and not heads and not children(token, "xcomp", "ccomp", "obl:agent")
    if alone:
        heads = arguments.subject_heads(token) if not arguments.is_gerund(token) else []
    if not passive and not (arguments.subject_heads(token) or arguments.is_gerund(token)):
        return  # an order, a headline's noun: "free press"
    fact = factuality(sentence, token.idx)
    if arguments.wished(token) or (children(token, "compound:prt") and token.lower_.startswith("open")):
        return
    if not fact.asserted or (fact.future and not passive) or HYPOTHETIC.search(sentence.text[: token.idx]):
        return
    for key, state in states()[token.lower_]:
        if alone and (key == "people" or state not in load("status")["nouns"]["intransitive"]):
            continue
        if token.lower_ in ("surrounds", "surrounding") or (state == "ended" and not (alone or passive)):
            continue
        for head in heads:
            if key == "people" and not of_people(sentence, token, state, head):
                continue
            start, end = arguments.extent(head)
            for name in subjects_of(reading, sentence, head, key, state):
                yield Proposal(
                    sentence=sentence,
                    attribute="status",
                    subject=name,
                    value=Condition(state),
                    start=min(start, token.idx),
                    end=max(end, token.idx + len(token)),
                    at=token.idx,
                    rule=f"status.tree-{key}",
                    aspect="state" if passive and present(token) else "change",
                    polarity=fact.polarity,
                    certainty=fact.certainty,
                    future=fact.future,
                )


def subjects_of(reading: Reading, sentence: Sentence, head: Token, key: str, state: str) -> list[Name]:
    """Who or what the verb is said of: those that the words behind the head name, else the head's own phrase."""
    if key == "people":
        return [subjects.name(m) for m in named_behind(sentence, head)] or optional(person(sentence, head))
    return optional(matter(reading, sentence, head, state))


def optional(name: Name | None) -> list[Name]:
    return [] if name is None else [name]


BESIDE = re.compile(r",?\s+(?:(?:Mr|Mrs|Ms|Dr|Gen|General|Col|Colonel|Capt|Captain|Sheikh|Prince)\.?\s+)?")
NEXT = re.compile(
    r"(?:,\s+(?!(?:was|were|has|had|said|who|which)\b)[a-z][^,;.:]{0,50})?,?\s+and\s+(?:(?:his|her|their|the)\s+)?(?:[a-z][\w-]*\s+){0,3}|,\s+"
)
MORE = frozenset(["two", "three", "four", "five", "six", "several", "some"])


def named_behind(sentence: Sentence, head: Token) -> list[Mention]:
    """The persons whom the words behind a noun name: "Doe's son Ann Roe", "opposition leader Ann Roe", "two of his sons,
    Ann Roe, wanted for fraud, and his eldest son Jo Roe"."""
    if head.lower_ in MORE:  # "two of his sons"
        head = next((c for c in children(head, "nmod") if case(c) == "of"), head)
    low, end = head.lower_, head.idx + len(head)
    if low not in load("status")["nouns"]["people"]:
        return []
    rows = [m for m in sentence.mentions if m.start >= end and subjects.is_person(m) and not (m.pronoun or m.role)]
    rows = [m for m in rows if sentence.text[m.end : m.end + 2] not in ("'s", "’s")]
    if not rows or not BESIDE.fullmatch(sentence.text, end, rows[0].start):
        return []
    found = rows[:1]
    for mention in rows[1:] if low.endswith("s") or low in ("men", "women", "children", "people") else []:
        if not NEXT.fullmatch(sentence.text, found[-1].end, mention.start):
            break
        found.append(mention)
    closed = re.match(r"\s*(?:[,.;:)]|$)", sentence.text[rows[0].end :])
    return found if closed or "," not in sentence.text[end : rows[0].start] else []


def present(token: Token) -> bool:
    """Whether a passive tells how it is now: "the schools are closed"."""
    return any(c.lower_ in ("is", "are", "remain", "remains") for c in children(token, "aux:pass", "cop", "aux"))


def of_people(sentence: Sentence, token: Token, state: str, head: Token) -> bool:
    """Whether the verb means what is done to people: not the release of a film, nor troops who charge a line."""
    if state == "charged":
        with_what = any(case(c) in ("with", "over", "for") for c in children(token, "obl"))
        return with_what or token.lower_ in ("indicted", "indict") or arguments.is_passive(token)
    if state == "captured":
        return arguments.is_passive(token) or bool(arguments.subject_heads(token))
    return True


def person(sentence: Sentence, head: Token) -> Name | None:
    """A named person or a phrase for people: "two Chechen women", "Doe's brother"."""
    mention = arguments.mention_of(sentence, head)
    if mention is not None and mention.kind == "person" and not possessor(mention.end, sentence.text, head):
        if mention.pronoun:
            return subjects.name(mention) if subjects.is_person(mention) else None
        if subjects.is_person(mention):
            return subjects.name(mention)
    if mention is not None and mention.kind in ("place", "building", "organisation") and not plural_people(head):
        return None
    if head.pos_ not in ("NOUN", "PROPN") or not (
        head.lower_ in load("status")["nouns"]["people"] or plural_people(head)
    ):
        return None
    phrase = arguments.words(sentence, head)
    phrase = re.split(r"(?i)\s+(?:in|on|at|after|during|for|with|near|since|over|accused|suspected)\s", phrase)[0]
    phrase = owned(sentence, head, phrase) or COUNTED.sub("", phrase)
    determined = any(c.dep_ in ("det", "nummod", "nmod:poss") for c in head.children)
    if not phrase or len(phrase.split()) > 9 or head.text not in phrase or phrase.lower() in ("people", "others"):
        return None
    if (" " not in phrase and not determined) or re.match(r"(?i)(?:all\s+)?but\b", phrase):
        return None  # "police arrest protesters": nobody in particular
    return Name(phrase, phrase, "group")


def owned(sentence: Sentence, head: Token, phrase: str) -> str:
    """ "His daughter" as "Ann Doe's daughter"."""
    owner = next((c for c in children(head, "nmod:poss") if c.lower_ in ("his", "her", "their")), None)
    if owner is None:
        return ""
    at = owner.idx
    near = [m for s in (sentence,) for m in s.mentions if subjects.is_person(m) and m.end <= at]
    return f"{near[-1].name}'s {phrase}" if near and owner.lower_ != "their" else ""


def possessor(end: int, text: str, head: Token) -> bool:
    """Whether the mention only says whose the head is."""
    return head.idx >= end or head.dep_ == "nmod:poss" or text[end : end + 2] in ("'s", "’s")


def plural_people(head: Token) -> bool:
    """ "Palestinians", "Frenchmen": a people's plural."""
    return PEOPLES.match(head.text) is not None and head.text in gazetteer.demonyms()


@cache
def heads() -> frozenset[str]:
    return frozenset(w.lower() for w in load("status")["things"]["heads"])


def matter(reading: Reading, sentence: Sentence, head: Token, state: str) -> Name | None:
    """An institution, service, building or measure that can be in that state."""
    low, nouns = head.lower_, load("status")["nouns"]
    phrase = arguments.words(sentence, head)
    phrase = re.split(r"(?i)\s+(?:on|after|during|since|because|amid|last|this|until|as|for)\s", phrase)[0]
    if low in ("space", "airspace") and (over := OVER.match(sentence.text, head.idx + len(low))) is not None:
        phrase += over.group()
    limited = {"lifted": "measures", "ended": "ending", "open": "passable"}.get(state)
    if (limited is not None and low not in nouns[limited]) or phrase[:3] in ("of ", "on "):
        return None
    mention = arguments.mention_of(sentence, head)
    if mention is not None and mention.kind == "place" and not mention.pronoun:
        whole = state in load("status")["places"]["states"] or (state == "suspended" and member(mention, head))
        return Name(mention.text, mention.name, "place", mention.within) if whole and mention.name else None
    pair = " ".join(sentence.text[max(0, head.idx - 12) : head.idx + len(low)].lower().split()[-2:])
    known = limited is not None or low in heads() or pair in heads()
    determined = any(c.dep_ in ("det", "nummod", "nmod:poss", "amod", "compound", "nmod") for c in head.children)
    if not known or len(phrase.split()) > 9 or head.text not in phrase:
        return None
    if state in ("destroyed", "bombed", "stormed", "ransacked") and not (site(low) and determined):
        return None
    kind: Kind = "building" if site(low) else "organisation"
    name = subjects.national(reading, COUNTED.sub("", phrase))
    return Name(phrase, re.sub(r"\bHQ\b", "headquarters", name), kind)


def member(mention: Mention, head: Token) -> bool:
    """Whether a country is itself suspended, by a league or union that it is a member of, not something of it."""
    return gazetteer.plain(mention.name) in gazetteer.countries() and head.dep_ in ("obj", "nsubj:pass")


def site(word: str) -> bool:
    """Whether it is a building or another work that can be bombed."""
    singular = word.rstrip("s")
    return any(singular in (w, w.rstrip("s")) for w in load("control")["objects"]["buildings"]) or singular in (
        "bridge",
        "home",
        "house",
        "village",
        "mosque",
        "church",
        "headquarter",
        "plant",
        "refinery",
        "pipeline",
        "tunnel",
    )
