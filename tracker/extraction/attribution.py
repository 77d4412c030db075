"""Reported speech: which words of a sentence somebody else says, and who.

Direct and indirect speech before, after and around the words, "according to", statements that an agency quotes, and
quotations that run on. Pronouns are resolved in `voices.py`, which calls `frames_of` sentence by sentence.
"""

from __future__ import annotations

import re
from functools import cache

from tracker.extraction import quoting, speakers
from tracker.extraction.frames import Frame, name_of
from tracker.extraction.lexicon import alternation, inflections, load, verb_alternation, words
from tracker.extraction.names import BODIES, Mention, title_words
from tracker.extraction.sentences import Sentence, quoted_ranges
from tracker.model.claim import Certainty, Name

AUXILIARIES = (
    r"(?:\s+(?:also|here|later|earlier|has|had|have|now|then|already|still|\w+ly|himself|herself|themselves|"
    r"reached\s+by\s+(?:tele)?phone|contacted\s+by\s+(?:tele)?phone|speaking\s+on\s+condition\s+of\s+anonymity|"
    r"on\s+condition\s+of\s+anonymity|would|did|do|does|again|first|since|meanwhile|however|"
    r"(?:moved|rushed|hurried|went\s+on|stepped\s+forward)\s+(?:\w+ly\s+)?to|on\s+(?:\w+\s+)?(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day(?:\s+\w+)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|"
    r"at\s+the\s+time|before|in\s+turn|who|\d{1,2}))*"
)


PHRASE = r"(?:\s+(?:in|at|on|during|from|to|through|via|with)\s+[^,;:\"“”]{1,80}?)?"


DIRECT_GAP = re.compile(rf"(?i)(?:['’]s)?{AUXILIARIES}\s*")


LOOSE_GAP = re.compile(rf"(?i)(?:['’]s)?(?:\s*\([^)]{{1,40}}\))?{AUXILIARIES}{PHRASE}{AUXILIARIES}\s*")


LEAD_IN = re.compile(
    r"(?i)^[\s\"“]*(?:(?:in|on|at|after|before|speaking|meanwhile|later|earlier|but|however|during|while|as|when|"
    r"since|although|despite|following|for|with|"
    r"asked|addressing|from|under|because|still|by|and|yesterday|today|also|separately|elsewhere|over|to|if|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b|[^,]{0,25},?\s*$)"
)


TAIL_WORDS = re.compile(
    r"(?i)^\s*(?:(?:here|there|on|in|at|late|early|after|during|by|from|to|via|through|later|yesterday|today|"
    r"earlier|overnight|last|monday|tuesday|wednesday|thursday|friday|saturday|sunday|reporters|journalists|a|the|"
    r"an|news|press|conference|statement|his|her|its|their)\b[^,;:\"“”]{0,60})?\s*(?:[.!?]|$|,)"
)


ENDS = re.compile(
    r"(?i)\s*(?:(?:reporters|journalists|(?:state|local|national)\s+(?:radio|television|tv|media)|parliament|"
    r"lawmakers|a\s+(?:news|press)\s+(?:conference|briefing))\s*)?[.!?]?[\"”]?\s*$"
)


NO_SPEECH = re.compile(
    r"(?i)(?:\b(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+|also\s+|being\s+)?|\bto\s+(?:\w+ly\s+)?|\b(?:the|a|"
    r"an|this|that|its|his|their|no|any|some|live|latest|such)\s+)$"
)


SPEECH_NOUN_FORMS = words("voices", "noun_forms")


@cache
def reporting() -> re.Pattern[str]:
    lexicon = load("voices")
    verbs = [*lexicon["certain"], *lexicon["probable"], *lexicon["deny"]]
    return re.compile(rf"(?<![\w’'-]){verb_alternation(verbs)}(?![\w-])", re.IGNORECASE)


@cache
def weak_forms() -> frozenset[str]:
    return frozenset(form for verb in load("voices")["probable"] for form in inflections(verb))


@cache
def denials() -> frozenset[str]:
    return frozenset(form for verb in load("voices")["deny"] for form in inflections(verb))


@cache
def media() -> re.Pattern[str]:
    lexicon = load("voices")
    return re.compile(rf"(?i)\b{alternation([*lexicon['media_words'], *lexicon['agencies']])}\b")


def frames_of(sentence: Sentence, last: Mention | None) -> list[Frame]:
    """The frames of a sentence, by all the ways of attribution; longer stretches first."""
    frames: list[Frame] = []
    names = [m for m in sentence.mentions if m.kind in ("person", "place") and not m.pronoun and not m.unnamed]
    for match in reporting().finditer(sentence.text):
        if any(m.start <= match.start() < m.end for m in names):
            continue  # neither the surname Said nor Port Said is a verb
        frame = reported(sentence, match, frames)
        if frame is not None:
            frames.append(frame)
    frames.extend(quoting.according(sentence))
    frames.extend(quoting.quoting(sentence))
    frames.extend(quoting.accusing(sentence))
    frames.extend(quoting.in_headline(sentence))
    frames = quoting.cited(sentence, frames)
    running = running_quote(sentence, frames, last)
    frames.extend(running)
    return frames


MOVED_TO = re.compile(
    r"(?i)[\"”],?\s*$|\b(?:moved|rushed|hurried|went\s+on|quick|came\s+out|stepped\s+forward)\s+(?:\w+ly\s+)?to\s+$"
)
CONTENT = re.compile(
    r"(?i)\s+(?:that\b|to\b|he\b|she\b|they\b|it\b|the\b|a\b|an\b|at least\b|[\"“]|some\b|more\b|"
    r"\d|(?-i:[A-Z])|responsib|on\b|in\b|scuffles|clashes|\w+s\b)"
)
TELLING = frozenset(["told", "tells", "tell", "telling", "said", "says"])


DENIED_WHAT = re.compile(r"(?i)\b(?:den(?:y|ied|ies|ying)|dismiss\w*|reject\w*|refut\w+)\s+(?:the\s+|all\s+)?$")


def reported(sentence: Sentence, match: re.Match[str], frames: list[Frame]) -> Frame | None:
    """The frame of one reporting verb: its speaker before or after it, what is said before or after it."""
    text, verb = sentence.text, " ".join(match.group().lower().split())
    left, right = text[: match.start()], text[match.end() :]
    if (NO_SPEECH.search(left) and not MOVED_TO.search(left)) or in_short_quote(sentence, match.start()):
        return None
    if verb in SPEECH_NOUN_FORMS and DENIED_WHAT.search(left):
        return None
    certainty: Certainty = "probable" if verb in weak_forms() else "certain"
    if re.search(r"[,?!][\"”’']*\s*$", left) and not verb.endswith("ing") and not verb.startswith(("tell", "told")):
        inverted = speaker_after(sentence, match)
        if inverted is not None:
            return Frame(0, match.start(), name_of(inverted), inverted, certainty, verb_at=match.start())
    if FEELING.match(right) or BY_OTHERS.match(right):
        return None
    if verb in SPEECH_NOUN_FORMS and AFTER_VERB.search(left):
        return None
    if verb in GOING_ON and not re.search(r"[\"“”]|\bto\s+sa", text):
        return None
    speaker = speaker_before(sentence, match, verb, frames)
    speaker = speakers.whole_phrase(sentence, match.start(), match.end(), speaker)
    if speaker is None:
        return None
    voice, via = name_of(speaker), told(right, sentence) if verb in TELLING else ()
    said = said_before(sentence, speaker, right)
    if said:
        return Frame(0, said, voice, speaker, certainty, via, verb_at=match.start())
    if verb in SPEECH_NOUN_FORMS and not CONTENT.match(right):
        return None
    if re.match(r"(?i)\s+(?:to\b)", right) and verb in ("say", "tell", "told", "added", "went on"):
        return None
    stop = end_of_report(sentence, match.end())
    return Frame(match.end(), stop, voice, speaker, certainty, via, match.start(), verb in denials())


BY_OTHERS = re.compile(
    r"(?i)\s+by\s+(?!(?:tele|mobile\s+|satellite\s+|cell\s*)?phone\b|e-?mail\b|radio\b|text\b|\w+ing\b)"
)
"""A participle: "an attack claimed by", "a plan announced by"."""
FEELING = re.compile(
    r"(?i)\s+(?:that\s+)?(?:he|she|it|they|we|I)\s+(?:(?:was|were|is|are|am|had\s+been|has\s+been|felt)\s+)?(?:\w+ly\s+)?[\"“]?"
    r"(?:horrified|shocked|saddened|appalled|outraged|devastated|alarmed|angered|disgusted|dismayed|heartbroken|stunned)\b"
)
"""What is felt about an event is the voice's; that it happened is the outlet's."""
GOING_ON = frozenset(["went on", "goes on", "go on", "going on", "continued", "continues", "continue", "continuing"])
AFTER_VERB = re.compile(
    r"(?i)\b(?:den(?:y|ies|ied|ying)|dismiss\w*|reject\w*|refut\w+)\s+(?:[\w-]+\s+){0,3}$|\b(?:confirm\w*|"
    r"cit(?:ed|es|ing|e)|despite|amid|"
    r"after|following|"
    r"contradict\w*|investigat\w+|welcom\w+|receiv\w+|seen|heard|of|with|conflicting|unconfirmed|earlier|recent|"
    r"media|press|"
    r"news|local|intelligence|state)\s+$"
)


def in_short_quote(sentence: Sentence, at: int) -> bool:
    """Whether the verb is a quoted word or two, not someone's quoted speech."""
    return any(a <= at < b and b - a < 40 for a, b in quoted_ranges(sentence))


def said_before(sentence: Sentence, speaker: Mention, right: str) -> int:
    """Where the words end that a trailing "…, Ann Doe said." attributes; 0 where it trails nothing."""
    before = sentence.text[: speaker.start]
    closing = re.search(r"(?:[,?!][\"”’']*|[\"”])\s+(?:[\w’'.-]+\s+){0,8}$", before)
    if closing is not None and re.search(r"(?i)\b(?:which|who|whom|whose)\b", before[closing.start() :]):
        return 0
    if closing is None or len(before[: closing.start() + 1].split()) <= 2:
        return 0
    said = before[: closing.start() + 1]
    final = (
        ENDS.match(right) is not None
        or TOLD_ASIDE.match(right) is not None
        or (bool(told(right, sentence)) and len(right.split()) < 6)
    )
    lead_in = (
        LEAD_IN.match(said) is not None
        and not (len(said) < 30 and FINITE.search(said))
        and not in_quote(sentence, max(0, closing.start() - 1))
    )
    return closing.start() + 1 if final or (TAIL_WORDS.match(right) and not lead_in) else 0


TOLD_ASIDE = re.compile(r"\s+(?:the\s+)?(?:[A-Z][\w.’'/-]*\s?){1,3},\s+(?:while|as|adding|but)\b")
FINITE = re.compile(r"\b(?:has|have|had|is|are|was|were|will|would|fled|left|died|resigned|quit)\b")
ASIDE = re.compile(r"(?i),\s+(?:after|as|while|amid|following|despite|although|though)\s+(?!well\b|saying\b)")


def end_of_report(sentence: Sentence, start: int) -> int:
    """Where indirect speech ends: at an aside that the outlet adds after a comma, else with the sentence."""
    for aside in ASIDE.finditer(sentence.text, start):
        if not in_quote(sentence, aside.start()):
            return aside.start()
    return len(sentence.text)


def in_quote(sentence: Sentence, at: int) -> bool:
    return any(a <= at < b for a, b in quoted_ranges(sentence))


def told(right: str, sentence: Sentence) -> tuple[Name, ...]:
    """The outlet that was told: "told Reuters", "told the BBC"."""
    match = re.match(
        r"\s+(?:to\s+)?(?:the\s+|[\w]+['’]s\s+)?((?:[A-Z0-9][\w.’'/-]*\s?){1,4}(?:radio|television|"
        r"TV|news agency|agency|newspaper|website|channel)?(?:\s+(?:radio station|radio|television|"
        r"TV|station))?)",
        right,
    )
    if match and media().search(match.group(1)):
        name = match.group(1).strip().rstrip(".,")
        return (Name(name, name, "outlet"),)
    return ()


SPEAKING_KINDS = frozenset(["person", "group", "organisation", "force", "outlet", "place", "other", "building"])


def speaker_before(sentence: Sentence, match: re.Match[str], verb: str, frames: list[Frame]) -> Mention | None:
    text, at = sentence.text, match.start()
    rows = [m for m in sentence.mentions if m.end <= at and m.kind in SPEAKING_KINDS and (m.name or m.pronoun)]
    if verb.endswith("ing") and verb not in ("king",):
        last = [f.speaker for f in frames if f.speaker is not None]
        return (
            last[-1]
            if last
            else next((m for m in rows if m.kind == "person"), None)
            if re.search(r",\s*$", text[:at])
            else None
        )
    direct = [m for m in rows if DIRECT_GAP.fullmatch(text, m.end, at)]
    if direct and (direct[-1].kind == "group" and (named := named_body(text, rows, direct[-1]))):
        return named
    if direct:
        return whole_speaker(text, direct[-1], rows)
    before = text[:at]
    if re.search(
        r"[,)–—]\s*(?:(?:has|had|have|also|later|earlier|then|\w+ly)\s+)*$|\s-\s(?:(?:has|had|also)\s+)*$", before
    ):
        held = before_apposition(text, at, rows)
        if held is not None:
            return whole_speaker(text, held, rows)
    if re.search(r"(?i)\b(?:and|but)\s+(?:\w+ly\s+|also\s+|later\s+|then\s+)?$", before):
        spoke = [f.speaker for f in frames if f.speaker is not None and f.end > at]
        first = next((m for m in rows if m.kind in ("person", "group", "force", "organisation") and m.start < 40), None)
        if spoke or first:
            return spoke[-1] if spoke else first
    loose = [m for m in rows if LOOSE_GAP.fullmatch(text, m.end, at) and at - m.end < 140]
    if loose:
        first = next(
            (
                m
                for m in loose
                if not re.search(
                    r"(?i)\b(?:in|at|from|on|to|of|near)\s+(?:the\s+)?$", text[max(0, m.start - 9) : m.start]
                )
            ),
            loose[-1],
        )
        if first.kind == "place" and re.search(
            r"(?i)\b(?:in|at|from|to|near)\s+(?:the\s+)?$", text[: first.start][-9:]
        ):
            return None
        return whole_speaker(text, first, rows)
    return speakers.noun_speaker(sentence, at) if verb.split()[0] in PLAIN_SPEECH else None


def named_body(text: str, rows: list[Mention], group: Mention) -> Mention | None:
    """The body that a common noun between commas before the verb stands beside: "the Union, a teachers' group, said"."""
    before = [m for m in rows if m.end < group.start and m.kind in ("organisation", "outlet")]
    gap = text[before[-1].end : group.start] if before else ""
    return (
        before[-1]
        if re.fullmatch(r",\s+(?:an?|the)\s+(?:[\w’'-]+\s+){0,4}", gap) and text[group.end : group.end + 1] == ","
        else None
    )


def before_apposition(text: str, at: int, rows: list[Mention]) -> Mention | None:
    """An apposition ends before the verb: the speaker stands before its first comma, a person rather than a place."""
    held = [m for m in rows if re.match(r"\s*[,(–—]|\s-\s", text[m.end : m.end + 3]) and apposed(text[m.end : at])]
    people = [m for m in held if m.kind == "person" and not m.unnamed]
    if people and (
        held[0].kind == "place" or re.search(r"(?i)\b(?:of|for|at|in)\s+(?:the\s+)?$", text[: held[0].start])
    ):
        return people[0]
    return held[0] if held else None


def apposed(gap: str) -> bool:
    """Whether the gap is one parenthesis: no verb of its own outside "who …"."""
    return (
        len(gap) < 160
        and gap.count(",") <= 4
        and not re.search(r"[\"“”]", gap)
        and not re.search(r"(?i)\b(?:said|says|but|that)\b", gap)
    )


def whole_speaker(text: str, mention: Mention, rows: list[Mention]) -> Mention:
    """The head of the speaker's phrase: "a spokesman for the ministry" speaks, not the ministry."""
    for _ in range(3):
        gap = re.search(
            r"(?i)\s+(?:of|for|in|at|from|with|(?:led|headed|run|chaired)\s+by|under)\s+(?:the\s+|a\s+|an\s+|"
            r"his\s+|her\s+)?(?:[\w’'-]+\s+){0,2}$",
            text[: mention.start],
        )
        previous = [m for m in rows if gap and m.end == gap.start() and (m.kind in HEADS or body_of(m, mention))]
        if not previous:
            break
        head = previous[-1]
        name = (
            head.name
            if head.name[:1].isupper() or not head.unnamed
            else f"{head.name} {text[head.end : mention.end].strip()}"
        )
        mention = Mention(
            head.start,
            mention.end,
            text[head.start : mention.end],
            "organisation" if head.kind == "building" else head.kind,
            name=name,
            plural=head.plural,
            role=head.role,
        )
    return speakers.with_outlet(mention, rows)


HEADS = ("person", "group", "organisation", "outlet")


def body_of(mention: Mention, seat: Mention) -> bool:
    """Whether a building stands for the body in it, told by its town: "the interior ministry in Oslo said"."""
    return mention.kind == "building" and seat.kind == "place" and mention.name.lower().split()[-1] in BODIES


TITLE_FILL = frozenset(["the", "a", "an", "its", "his", "her", "their", "one", "two", "another", "of", "for", "and"])


def speaker_after(sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """The speaker of "…, said the minister": the mention right after the verb, a title between allowed."""
    for mention in sentence.mentions:
        if mention.start >= match.end():
            gap = sentence.text[match.end() : mention.start]
            tail = sentence.text[mention.end : mention.end + 12]
            ok = (
                bool(
                    re.match(
                        r"(?i)\s*(?:monitor\b|monitoring\b|group\b|news\b|agency\b|[.,;(]|$|on\b|in\b|at\b|late\b|after\b|during\b|of\b|who\b|yesterday\b|"
                        r"today\b|[\"”])",
                        tail,
                    )
                )
                and len(gap) < 60
                and "," not in gap
                and mention.kind in SPEAKING_KINDS
                and not mention.pronoun
                and not re.search(r"(?i)\b(?:that|in|on|at|he|she|to)\b", gap)
            )
            words = re.findall(r"[\w’'.-]+", gap)
            return (
                mention
                if ok
                and all(
                    w[0].isupper() or w.lower().rstrip(".") in TITLE_FILL or w.lower() in title_words() for w in words
                )
                else None
            )
    return None


PLAIN_SPEECH = words("voices", "plain")


def running_quote(sentence: Sentence, frames: list[Frame], last: Mention | None) -> list[Frame]:
    """A quotation without a speaker of its own in the sentence goes on with whoever spoke last."""
    if last is None or not last.name:
        return []
    found = []
    for start, end in quoted_ranges(sentence):
        whole = (start == 0 and (end - start > 0.6 * len(sentence.text))) or (sentence.quoted_from_start and start == 0)
        if whole and not any(f.start <= start + 1 and f.end >= end - 2 for f in frames):
            found.append(Frame(start, end, name_of(last), last, verb_at=start))
    return found
