"""The grammar of offices: a head noun, what stands before it, and its "of …" or "for …", read token by token.

An office is composed, not listed: `lexicons/offices.toml` has the heads ("minister"), the words that may stand before
one, and the prepositions it takes. `before` reads it backwards from a name, `after` forwards from a verb or a comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.extraction import gazetteer
from tracker.extraction.lexicon import words
from tracker.extraction.title_words import (
    POSSESSIVE,
    aside,
    base,
    befores,
    bracketed,
    head_ending,
    low,
    openers,
    stops,
    tokens_of,
    verb_like,
)

MOST_BEFORE = 9
MOST_AFTER = 10
NO_POST = re.compile(
    r"(?i)\s*(?:the\s+)?(?:past|last|first|next|second|third|time|moment|more|nearly|almost|about|over|at\s+least|many|"
    r"several|some|a\s+(?:second|third|week|month|year|decade|few|day)|years?|months?|weeks?|days|decades?|centuries|"
    r"century|life|good|ever|\d|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|what|which|whom|"
    r"(?:his|her|its|their)\s+own|him|her\b|them|(?-i:it\b|us\b)|sale|now|instance|example|least|course|comment|fear)"
)
"""What after "of" or "for" is no part of an office: "ruler for the past 32 years"."""
LIKE_ADJECTIVE = re.compile(r"[a-z]{2,}(?:al|ic|ary|ist|ian|ese|ern|wide|ative|ional)$|[a-z][\w’']*-[\w’-]+$")


@dataclass(frozen=True, slots=True)
class Title:
    """An office in the words `start`..`end` of a text: `words` up to and with the head, and the `post` after it."""

    start: int
    end: int
    words: str
    head: str
    post: str
    comma: bool = False


def before(text: str, floor: int, end: int, honorifics: frozenset[str]) -> Title | None:
    """The office that ends where a name begins, at `end`; nothing before `floor` belongs to it."""
    tokens = tokens_of(text, floor, end)
    last = len(tokens) - 1
    while last >= 0 and (low(tokens[last]) in honorifics or tokens[last].group() in (".", "Emeritus", "emeritus")):
        size = head_ending(tokens, last)
        rank = " ".join(low(t) for t in tokens[last - size + 1 : last + 1])
        titled = last > size and tokens[last - size].group() == "," and head_ending(tokens, last - size - 1)
        if size and rank not in words("offices", "trades") and not titled:
            break
        last -= max(size, 1)
    comma = last >= 0 and tokens[last].group() == ","
    last -= comma
    if last > 2 and aside(tokens, last):
        last -= 3  # "Election Commissioner (CEC) Ann Doe"
    if last < 0:
        return None
    size = head_ending(tokens, last)
    if size:
        first = extend(text, tokens, last - size + 1, floor)
        return made(text, tokens, first, last, last, comma)
    return with_post_before(text, tokens, last, floor, comma)


def with_post_before(text: str, tokens: list[re.Match[str]], last: int, floor: int, comma: bool) -> Title | None:
    """ "Minister of Water Resources Ann Doe", "the head of the navy, Ann Doe": the head stands before an "of"."""
    for at in range(last - 1, max(-1, last - 1 - MOST_AFTER), -1):
        word = low(tokens[at + 1])
        if word in ("of", "for", "to", "on", "at", "in") and (size := head_ending(tokens, at)):
            head = " ".join(low(t) for t in tokens[at - size + 1 : at + 1])
            between = tokens[at + 2 : last + 1]
            if (
                not between
                or low(between[-1]) in ("of", "for", "the", "and")
                or not takes(head, word)
                or not (comma or all(titular(t) for t in between))
                or (not comma and low(between[-1]) in words("offices", "dangling"))
            ):
                continue
            first = extend(text, tokens, at - size + 1, floor)
            return made(text, tokens, first, at, last, comma)
        if not tokens[at + 1].group()[0].isalnum() and tokens[at + 1].group() not in "&,":
            return None
        if stops(tokens[at + 1]) and word not in ("of", "for", "and", "to", "on", "in", "at"):
            return None
    return None


def titular(token: re.Match[str]) -> bool:
    """Whether a word may stand between "of" and a name that follows without a comma: capitals and words of offices."""
    word = token.group()
    return word[0].isupper() or low(token) in befores() or low(token) in ("the", "of", "for", "and", "&", "general")


def extend(text: str, tokens: list[re.Match[str]], first: int, floor: int) -> int:
    """The leftmost token that still belongs to the title whose head begins at token `first`."""
    head = low(tokens[first])
    at = first
    while at > 0 and first - at < MOST_BEFORE:
        token, word = tokens[at - 1], low(tokens[at - 1])
        gap = text[token.end() : tokens[at].start()]
        if re.match(r"[\"”]\s", gap) or (re.search(r"[\"”]", gap) and (word == "," or at == first)):
            break
        if acted(tokens, at - 1):
            break
        if word in ("and", ",", "&") and at < first and head in words("offices", "field_heads"):
            if at > 1 and joins_domains(tokens, at, first):
                at -= 1
                continue
            break
        if word == ")" and at > 3 and aside(tokens, at - 1):
            at -= 3  # "Committee of the Red Cross (ICRC) spokesman"
            continue
        small_follows = tokens[at].group()[0].islower()
        if not modifier(token, head, at - 1 == 0 and floor == 0, small_follows) and not (
            small_follows and field_of(tokens, at - 1)
        ):
            break
        at -= 1
    while at < first and low(tokens[at]) in ("and", ",", "&"):
        at += 1
    if 0 < at < first and low(tokens[at - 1]) == "to" and tokens[at].group().islower():
        at += 1  # "to force President Doe": a verb
    return at


def acted(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether "sacked" and the like are a verb here, its subject before it: "Yeltsin sacked minister Doe"."""
    if at == 0 or low(tokens[at]) not in words("offices", "ousted"):
        return False
    left = tokens[at - 1].group()
    named = left[0].isupper() and left not in gazetteer.demonyms() and low(tokens[at - 1]) not in befores()
    named = named and low(tokens[at - 1]) not in words("offices", "determiners") and at > 1
    return not POSSESSIVE.search(left) and (named or head_ending(tokens, at - 1) > 0)


def field_of(tokens: list[re.Match[str]], at: int) -> bool:
    """Whether an unknown small word names a field because a body or people stands right before it: "the EU's wheat" chief."""
    word = tokens[at].group()
    if not word.isalpha() or not word.islower() or len(word) < 4 or stops(tokens[at]) or verb_like(word):
        return False
    if word.endswith(("ed", "ing", "ly")) or at == 0:
        return False
    left = tokens[at - 1].group()
    return bool(POSSESSIVE.search(left)) or (
        left.isupper() and left.isalpha() and len(left) > 1 and not word.endswith("s")
    )


def joins_domains(tokens: list[re.Match[str]], at: int, first: int) -> bool:
    """Whether the "and" or comma before token `at` joins two fields of one office: "trade, industry and tourism minister"."""
    left, link, right = tokens[at - 2], low(tokens[at - 1]), tokens[at]
    if link == "," and not any(low(t) in ("and", "&") for t in tokens[at:first]):
        return False
    if low(left) in befores() and low(right) in befores():
        return True
    return link != "," and tokens[first].group().islower() and left.group()[0].isupper() and right.group()[0].isupper()


def modifier(token: re.Match[str], head: str, opens: bool, small_follows: bool) -> bool:
    """Whether a word before a head belongs to the title; `small_follows`: what it would go before is written small."""
    word, small = token.group(), POSSESSIVE.sub("", low(token))
    if not word[0].isalnum() or word[0].isdigit():
        return False
    if stops(token) or small in words("offices", "determiners") or verb_like(word):
        return False
    if small in befores() or word in gazetteer.demonyms() or small.removeprefix("ex-") in befores():
        return True
    if word[0].isupper():
        if opens and not POSSESSIVE.search(word):
            return (
                head in words("offices", "field_heads")
                or word.isupper()
                or (not re.search(r"(?:ed|ing|ly)$", small) and small not in openers())
            )
        return True
    return bool(LIKE_ADJECTIVE.match(word)) or (
        small_follows and head == "minister" and len(word) > 3 and not word.endswith(("ed", "ing", "ly"))
    )


def made(text: str, tokens: list[re.Match[str]], first: int, at: int, last: int, comma: bool) -> Title | None:
    """The title of these tokens: head at token `at`, post up to token `last`."""
    size = head_ending(tokens, at)
    kept = [t for i, t in enumerate(tokens[first : at + 1], first) if not bracketed(tokens, i)]
    words = " ".join(t.group() for t in kept)
    post = " ".join(t.group() for t in tokens[at + 1 : last + 1])
    head = " ".join(base(t) for t in tokens[at - size + 1 : at + 1])
    return Title(tokens[first].start(), tokens[last].end(), words, head, clean_post(post), comma)


def clean_post(post: str) -> str:
    return re.sub(r"\s+([,’'.])", r"\1", post)


def after(text: str, at: int, stop: int = -1, *, bounded: bool = False, loose: bool = False) -> Title | None:
    """The office named from `at` on (a determiner may come first); its head stands before `stop`, where a name begins.

    `bounded`: it stands between commas, so that unknown words may be part of it and more prepositions hang on it;
    `loose`: "as" or "to be" stood before it, so that unknown words may be part of it.
    """
    stop = len(text) if stop < 0 else stop
    tokens = tokens_of(text, at, min(len(text), at + 220))
    first = 0
    while first < len(tokens) and (
        low(tokens[first]) in words("offices", "determiners") or low(tokens[first]) == "new"
    ):
        first += 1
    best = -1
    for i in range(first, min(len(tokens), first + MOST_BEFORE + 3)):
        if tokens[i].start() >= stop:
            break
        if head_ending(tokens, i):
            best = i
        elif not inner(tokens, i, first, bounded or loose):
            break
    if best < 0:
        return None
    last = post_end(text, tokens, best, bounded, stop)
    return made(text, tokens, first, best, last, False)


def inner(tokens: list[re.Match[str]], i: int, first: int, bounded: bool) -> bool:
    """Whether the search for a head may go past token `i`."""
    word, small = tokens[i].group(), low(tokens[i])
    bare = POSSESSIVE.sub("", small)
    if bracketed(tokens, i):
        return i > first
    if small in ("and", "&", ","):
        return (
            i > first
            and i + 1 < len(tokens)
            and not head_ending(tokens, i - 1)
            and (
                (low(tokens[i - 1]) in befores() and (low(tokens[i + 1]) in befores() or low(tokens[i + 1]) == "and"))
                or (
                    bounded
                    and small != ","
                    and tokens[i - 1].group()[0].isupper()
                    and tokens[i + 1].group()[0].isupper()
                )
            )
        )
    if small == "of" and i + 1 < len(tokens):  # "chief of staff", "secretary of state": heads with an inner "of"
        return any(head_ending(tokens, j) > j - i for j in range(i + 1, min(len(tokens), i + 4)))
    if not word[0].isalnum() or stops(tokens[i]) or (small in words("offices", "determiners") and i > first):
        return small == "of" or (
            small in ("in", "at") and any(head_ending(tokens, j) > j - i for j in range(i + 1, min(len(tokens), i + 3)))
        )
    if bare in befores() or word in gazetteer.demonyms() or word[0].isupper():
        return True
    if verb_like(word):
        return False
    return (bounded and i - first < 6 and not small.endswith("ing")) or bool(LIKE_ADJECTIVE.match(word))


def takes(head: str, preposition: str) -> bool:
    """Whether a head takes what this preposition brings into its name."""
    if preposition in ("of", "for"):
        return True
    key = preposition if preposition in ("to", "on", "at", "in", "with") else ""
    return bool(key) and head.split()[-1] in words("offices", key)


def post_end(text: str, tokens: list[re.Match[str]], at: int, bounded: bool, stop: int) -> int:
    """The last token of the "of …" or "for …" after the head at token `at` (the head itself where there is none)."""
    size = head_ending(tokens, at)
    head = " ".join(low(t) for t in tokens[at - size + 1 : at + 1])
    last, i = at, at + 1
    while i < len(tokens) and i <= at + MOST_AFTER + (6 if bounded else 0):
        small, word = low(tokens[i]), tokens[i].group()
        if i == at + 1 and (not opens_post(text, tokens, i, head, bounded)):
            return at
        if (
            tokens[i].start() == stop
            and tokens[i - 1].group().islower()
            and low(tokens[i - 1]) not in words("offices", "within_post")
        ):
            break
        if small in ("of", "for", "the", "its", "his", "her", "their", "a", "an", "&"):
            if small in ("of", "for") and i > at + 1 and NO_POST.match(text, tokens[i].end()):
                break
        elif small in ("and", "at", "in", "to", "on", "with"):
            if not (i == at + 1 or joins(text, tokens, i, bounded, stop)):
                break
        elif not word[0].isalnum() or stops(tokens[i]) or word[0].isdigit() or verb_like(word):
            if word != ",":
                break
            if not listing(tokens, i):
                break
        elif word.islower() and small.endswith("ed") and small not in befores():
            break
        else:
            last = i
        i += 1
    return last


def listing(tokens: list[re.Match[str]], i: int) -> bool:
    """Whether a comma in a post joins domains: "minister of trade, industry and tourism"."""
    rest = [low(t) for t in tokens[i - 1 : i + 4]]
    return (
        len(rest) == 5
        and rest[0] in befores()
        and rest[2] in befores()
        and rest[3] in ("and", "&", ",")
        and (rest[4] in befores())
    )


def opens_post(text: str, tokens: list[re.Match[str]], i: int, head: str, bounded: bool) -> bool:
    small = low(tokens[i])
    if small not in ("of", "for", "to", "on", "at", "in", "with") or not takes(head, small):
        return False
    if NO_POST.match(text, tokens[i].end()):
        return False
    if small in ("at", "in", "with") or (
        small == "to" and head.split()[-1] not in ("adviser", "advisor", "envoy", "ambassador")
    ):
        follow = text[tokens[i].end() :].lstrip()
        return bounded and bool(re.match(r"(?:the\s+|its\s+)?(?:[a-z-]+\s+)?[A-Z]|the\s", follow))
    return True


def joins(text: str, tokens: list[re.Match[str]], i: int, bounded: bool, stop: int) -> bool:
    """Whether "and", "at" or "in" inside a post goes on with it: "trade and industry", "Refugees in Geneva"."""
    if i + 1 >= len(tokens):
        return False
    small, following = low(tokens[i]), tokens[i + 1]
    if small == "and":
        if following.start() == stop:
            return False
        known = low(following) in befores() or following.group()[0].isupper()
        if head_ending(tokens, i + 1) and low(following) not in ("security",):
            return False
        return known and not any(head_ending(tokens, j) for j in range(i + 2, min(len(tokens), i + 5)))
    place = re.match(r"\s+(?:the\s+(?!time\b|age\b|moment\b)|(?:[a-z-]+\s+)?[A-Z])", text[tokens[i].end() :])
    return bounded and small in ("at", "in", "on") and bool(place)
