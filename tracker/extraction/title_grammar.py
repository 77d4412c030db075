"""The grammar of offices: a head noun, what stands before it, and its "of …" or "for …", read token by token.

An office is composed, not listed: `lexicons/offices.toml` has the heads ("minister"), the words that may stand before
one, and the prepositions it takes. `before` reads it backwards from a name, `after` forwards from a verb or a comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tracker.extraction import gazetteer
from tracker.extraction.lexicon import load, verb_alternation, words

TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W_](?:[\w’'&/-]*[\w’'])?|\S")
QUOTES = frozenset('"“”‘')
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
LONGEST_HEAD = 5
MOST_BEFORE = 9
MOST_AFTER = 10
NO_POST = re.compile(
    r"(?i)\s*(?:the\s+)?(?:past|last|first|next|second|third|time|moment|more|nearly|almost|about|over|at\s+least|many|"
    r"several|some|a\s+(?:second|third|week|month|year|decade|few|day)|years?|months?|weeks?|days|decades?|centuries|"
    r"century|life|good|ever|\d|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|what|which|whom|"
    r"(?:his|her|its|their)\s+own|him|her\b|them|it\b|us\b|sale|now|instance|example|least|course|comment|fear)"
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


@cache
def heads() -> dict[tuple[str, ...], str]:
    """Every head as the tuple of its words, in small letters."""
    return {tuple(h.lower().replace("’", "'").split()): h for h in load("offices")["heads"]}


@cache
def befores() -> frozenset[str]:
    """Single words that may stand before a head."""
    lexicon = load("offices")
    keys = ("modifiers", "domains", "former", "ousted", "ignored")
    return frozenset(w.lower() for key in keys for w in lexicon[key]) | frozenset(
        w for head in heads() for w in head if w not in ("of", "the", "in", "to", "at")
    )


@cache
def verbs() -> re.Pattern[str]:
    lexicon = load("voices")
    return re.compile(
        rf"(?:{verb_alternation([*lexicon['certain'], *lexicon['deny'], *lexicon['wish']])})$", re.IGNORECASE
    )


@cache
def verb_like(word: str) -> bool:
    """Whether the word is a finite verb of reporting ("said", "warned"), which no name of an office goes past."""
    return word.islower() and bool(verbs().match(word)) and word not in befores() and not word.endswith("ing")


def head_ending(tokens: list[re.Match[str]], at: int) -> int:
    """How many tokens the longest head has that ends with token `at`; 0 for none ("4 pm" is no prime minister)."""
    known = heads()
    if low(tokens[at]) in words("offices", "abbreviated"):
        return int(tokens[at].group().isupper() and not (at and tokens[at - 1].group()[0].isdigit()))
    for size in range(min(LONGEST_HEAD, at + 1), 0, -1):
        if tuple(low(t) for t in tokens[at - size + 1 : at + 1]) in known:
            return size
    return 0


def low(token: re.Match[str]) -> str:
    return token.group().lower().replace("’", "'")


def tokens_of(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The tokens of a stretch without quotation marks: "the 'foreign minister'" reads as without them."""
    return [t for t in TOKEN.finditer(text, start, end) if t.group() not in QUOTES]


def before(text: str, floor: int, end: int, honorifics: frozenset[str]) -> Title | None:
    """The office that ends where a name begins, at `end`; nothing before `floor` belongs to it."""
    tokens = tokens_of(text, floor, end)
    last = len(tokens) - 1
    while last >= 0 and (low(tokens[last]) in honorifics or tokens[last].group() == "."):
        size = head_ending(tokens, last)
        rank = " ".join(low(t) for t in tokens[last - size + 1 : last + 1])
        titled = last > size and tokens[last - size].group() == "," and head_ending(tokens, last - size - 1)
        if size and rank not in words("offices", "trades") and not titled:
            break
        last -= max(size, 1)
    comma = last >= 0 and tokens[last].group() == ","
    last -= comma
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
            ):
                continue
            first = extend(text, tokens, at - size + 1, floor)
            return made(text, tokens, first, at, last, comma)
        if not tokens[at + 1].group()[0].isalnum() and tokens[at + 1].group() not in "&,":
            return None
        if word in words("offices", "stops") and word not in ("of", "for", "and", "to", "on", "in", "at"):
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
        if re.search(r"[\"”]", text[token.end() : tokens[at].start()]) and (word == "," or at == first):
            break
        if word in ("and", ",", "&") and at < first and head in words("offices", "field_heads"):
            if at > 1 and joins_domains(tokens, at, first):
                at -= 1
                continue
            break
        if word == ")" and at > 3 and tokens[at - 3].group() == "(" and tokens[at - 2].group().isupper():
            at -= 3  # "Committee of the Red Cross (ICRC) spokesman"
            continue
        if not modifier(text, token, head, at - 1 == 0 and floor == 0):
            break
        at -= 1
    while at < first and low(tokens[at]) in ("and", ",", "&"):
        at += 1
    if 0 < at < first and low(tokens[at - 1]) == "to" and tokens[at].group().islower():
        at += 1  # "to force President Doe": a verb
    return at


def joins_domains(tokens: list[re.Match[str]], at: int, first: int) -> bool:
    """Whether the "and" or comma before token `at` joins two fields of one office: "trade, industry and tourism minister"."""
    left, link, right = tokens[at - 2], low(tokens[at - 1]), tokens[at]
    if link == "," and not any(low(t) in ("and", "&") for t in tokens[at:first]):
        return False
    if low(left) in befores() and low(right) in befores():
        return True
    return link != "," and tokens[first].group().islower() and left.group()[0].isupper() and right.group()[0].isupper()


@cache
def openers() -> frozenset[str]:
    """Words that begin sentences without being part of a title."""
    return (
        frozenset(w.lower() for w in words("names", "openers")) | words("names", "adverbs") | words("offices", "empty")
    )


def modifier(text: str, token: re.Match[str], head: str, opens: bool) -> bool:
    """Whether a word before a head belongs to the title."""
    word, small = token.group(), POSSESSIVE.sub("", low(token))
    if not word[0].isalnum() or word[0].isdigit():
        return False
    if small in words("offices", "stops") or small in words("offices", "determiners") or verb_like(word):
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
        head == "minister" and len(word) > 3 and not word.endswith(("ed", "ing", "ly"))
    )


def made(text: str, tokens: list[re.Match[str]], first: int, at: int, last: int, comma: bool) -> Title | None:
    """The title of these tokens: head at token `at`, post up to token `last`."""
    size = head_ending(tokens, at)
    words = " ".join(t.group() for t in tokens[first : at + 1] if t.group() not in "()")
    post = " ".join(t.group() for t in tokens[at + 1 : last + 1])
    head = " ".join(low(t) for t in tokens[at - size + 1 : at + 1])
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
    if (
        not word[0].isalnum()
        or bare in words("offices", "stops")
        or (small in words("offices", "determiners") and i > first)
    ):
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
        elif (
            not word[0].isalnum()
            or POSSESSIVE.sub("", small) in words("offices", "stops")
            or word[0].isdigit()
            or verb_like(word)
        ):
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
