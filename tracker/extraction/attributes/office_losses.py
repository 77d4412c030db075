"""Losing an office: resigned and ousted, the nouns of it ("the resignation of …"), and refusals to go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.extraction import title_grammar
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.office_changes import change, change_participle, owns
from tracker.extraction.attributes.office_names import POSTS, frame_floor, office_of, role_title, title_after
from tracker.extraction.clauses import subject_before
from tracker.extraction.factuality import CHAIN, Factuality
from tracker.extraction.frames import frame_at
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading, factuality
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Aspect, Office, OfficeStatus

GO = r"(?:resign|step\s+down|stand\s+down|step\s+aside|quit|go|leave\s+(?:office|power)|relinquish\s+power|give\s+up\s+power)"
REFUSED = re.compile(
    r"(?i)\b(?:has|have|had)\s+(?:so\s+far\s+|repeatedly\s+|again\s+)?(?:refused|declined)(?=\s*(?:[.,;]|to\s+do\s+so|$))"
)
REBUFFED = re.compile(
    r"(?i)(?<![\w’'-])(?:reject|dismiss|rebuff|resist|defy|defi|ignor|spurn|brush\w*\s+(?:aside|off)|shrug\w*\s+off|turn\w*\s+down|rule\w*\s+out)(?:e?[ds]|ing|es|ied|ies|y|e)?(?:\s+\w+ly)?\s+"
    r"(?:[\w’',-]+\s+){0,6}?(?:calls?|demands?|pressure|appeals?|ultimatum|pleas?|requests?|suggestions?|deadlines?|protests|resigning|resignation)\b"
    rf"(?:[^.;:]{{0,60}}?\b(?:to\s+{GO}|(?:for|of)\s+(?:his|her|the)\s+(?:\w+\s+)?(?:resignation|departure|removal)|that\s+(?:he|she)\s+{GO})\b)?"
)
NOUN = re.compile(
    r"(?i)\b(?:resign\w*|departure|removal|step\w*\s+down|stand\s+down|step\s+aside|quit|to\s+go|leave\s+(?:office|power))\b"
)
BASE = re.compile(r"(?i)(?:resign|step\s+down|stand\s+down|quit|step\s+aside|leave\s+office|bow\s+out|abdicate)\Z")
DEMAND = re.compile(
    r"(?i)\b(?:demand\w*|insist\w*|call\w*|ultimatum|request\w*|propos\w+|recommend\w*|urg\w+|suggest\w*|want\w*|ask\w*|petition\w*)\b[^.;:]{0,80}$"
)
SUBJECTLESS = re.compile(r"(?i)[\s,:\"“]*(?:that\s+)?(?:(?:to|has|had|have|will|would|not|never|\w+n['’]t|\w+ly)\s+)*")


def resigned(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "She resigned", "has not stepped down", "refuses to resign", "will not resign", "rejected calls to go"."""
    text = sentence.text
    for match in [*change("resigned").finditer(text), *SUBMITTED.finditer(text)]:
        leaves = re.match(r"\s+(?:the\s+)?(?:[A-Z]|country|capital|city|building)", text[match.end() :])
        if re.match(r"(?i)(?:quit|quits|quitting)$", match.group()) and leaves:
            continue
        if PROVIDED.search(text[: match.start()]) or other_than_office(text, match):
            continue
        if MENTIONED.search(text[: match.start()]) and match.group().split()[0].lower().endswith("ing"):
            continue
        if BASE.match(match.group()) and match.group().lower() != "quit" and SLOGAN.search(text[: match.start()]):
            continue
        if BASE.match(match.group()) and DEMAND.search(text[: match.start()]) and subjunctive(text, match.start()):
            continue
        yield from personal(reading, sentence, match, "resigned")
    refusal = Factuality(polarity="negative", refusal=True)
    for match in REFUSED.finditer(text):
        if re.search(r"(?i)\b(?:resign|step\s+down|stand\s+down|quit)\b", text[: match.start()]):
            yield from personal(reading, sentence, match, "resigned", refusal)
    for match in REBUFFED.finditer(text):
        if NOUN.search(match.group()):
            yield from personal(reading, sentence, match, "resigned", refusal)
    yield from resignation(reading, sentence)


SLOGAN = re.compile(r"(?:(?<![\w’'-])[A-Z][\w’'-]*[a-z]|\b[Hh]e|\b[Ss]he)(?:,\s+|\s+|,?\s+(?:now|must)\s+)[\"“'‘]?$")
"""A bare verb behind one person calls on that person: "crowds chanted: Doe resign"."""
SUBMITTED = re.compile(r"(?i)(?<![\w’'-])submitt?(?:ed|s|ing)?\s+(?:his|her)\s+(?:\w+\s+)?resignation\b")
ADJECTIVAL = re.compile(
    r"(?i)\b(?:is|are|was|were|seem(?:s|ed)?|look(?:s|ed)?|be|been|feel(?:s)?|felt)\s+(?:\w+ly\s+)?[\"“'‘]?$"
)
NO_OFFICE = re.compile(
    r"(?i)\s+from\s+(?:the\s+|his\s+|her\s+|its\s+)?(?!(?:the|his|her|its|post|office|job|position|government|cabinet|power|role|presidency|premiership|"
    r"top|helm|leadership|duty|duties|\w+['’]s\s+(?:government|cabinet))\b)[\w’'-]+"
)
MUST = re.compile(r"(?i)\b(?:must|should|ought\s+to|ha[sd]\s+to|needs?\s+to)\b[^.;:]{0,90}\band\s+$")


def other_than_office(text: str, match: re.Match[str]) -> bool:
    """Whether the words say no loss of an office: "was resigned", "must think and hand in …", "resign from the party"."""
    before, verb = text[: match.start()], match.group().lower()
    if verb == "resigned" and ADJECTIVAL.search(before):
        return True
    if MUST.search(before):
        return True
    away = NO_OFFICE.match(text, match.end())
    return away is not None and title_grammar.after(text, match.end() + len("from") + 1) is None


MENTIONED = re.compile(r"(?i)\b(?:of|about|for|from|against|without|on|to|into|consider|considering|like|as)\s+$")
"""Before a gerund: the resignation is only spoken of ("made no mention of stepping down")."""
PROVIDED = re.compile(
    r"(?i)\b(?:providing|as\s+long\s+as|so\s+long\s+as|even\s+had|on\s+condition|provided|in\s+return\s+for)\b[^.;,]{0,40}$"
)
URGED = re.compile(
    r"(?i)\b(?:press\w*|push\w*|urg\w+|ask\w*|call\w*|tell|told|want\w*|persuad\w+|convinc\w+|beg\w*|implor\w+)(?:\s+on)?\s+(?:\w+\s+){0,3}$"
)
NOUN_BEFORE = re.compile(
    r"(?i)\b(?:the|an?|its|his|her|their|this|these|those|many|several|[\w-]+['’]s)\s+(?:[\w-]+\s+){0,2}"
    r"(?!(?:week|month|year|day|night|morning|evening|who|and|later|ago)\b)[a-z][a-z-]*[a-z]\s*$"
)


def far_from(text: str, who: Mention, at: int) -> bool:
    """Whether another noun stands where the verb's subject would: "Doe left on the day that the government resigned"."""
    gap = text[who.end : at]
    chain = CHAIN.search(gap)
    left, words = (gap[: chain.start()], chain.group()) if chain else (gap, "")
    return NOUN_BEFORE.search(left) is not None and not re.search(r"(?i)\bto\b", words)


def subjunctive(text: str, at: int) -> bool:
    """Whether a bare verb follows its subject, no auxiliary or "to": "demanded that the president quit"."""
    return not re.search(
        r"(?i)\b(?:to|will|would|not|n['’]t|did|does|do|may|might|could|can|should|must|shall|never)\s+(?:\w+ly\s+)?$",
        text[:at],
    )


RESIGNATION = re.compile(
    r"(?i)\b(?:resignations?|departure\s+from\s+office|abdication)(?:\s*,[^,]{3,40},)?\s+of\s+(?:[\w’'.-]+,?\s+){0,10}$"
)
OWN_RESIGNATION = re.compile(r"['’]s?\s+(?:\w+\s+)?(?:resignation|abdication)\b(?!\s+letter)")
WANTED = re.compile(
    r"(?i)\b(?:call\w*|demand\w*|urg\w+|seek\w*|sought|want\w*|request\w*|press\w*|for|refus\w+|reject\w+|possib\w+|if|without|threat\w*|"
    r"rumou?r\w*|fals\w+|fake|hoax|den\w+|hop\w+|until|unless|immediate|offer\w*|could|would|might|may|possible|no)\b[^.;]{0,110}$"
)


def resignation(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Accepted the resignation of X", "after X's resignation": X has resigned, unless it is only wanted or feared."""
    text = sentence.text
    for mention in sentence.mentions:
        if not subjects.is_person(mention):
            continue
        left = RESIGNATION.search(text[: mention.start])
        right = OWN_RESIGNATION.match(text, mention.end)
        at = left.start() if left else mention.start
        if not (left or right) or WANTED.search(text[:at]):
            continue
        end = right.end() if right else mention.end
        title = (
            title_after(reading, sentence, end, mention.name) or office_of(reading, mention.name) or role_title(mention)
        )
        fact = factuality(sentence, at)
        if not title or not fact.asserted or fact.future:
            continue
        accepted = re.search(r"(?i)\baccept\w*\s+[^,;.]{0,30}$", text[:at])  # a deed, not a saying
        yield replace(loss(sentence, mention, Office("resigned", title), at, end, fact), own_words=bool(accepted))


def loss(sentence: Sentence, who: Mention, value: Office, at: int, end: int, fact: Factuality) -> Proposal:
    return Proposal(
        sentence=sentence,
        attribute="office",
        subject=subjects.name(who),
        value=value,
        start=min(at, who.start) if value.status == "resigned" else at,
        end=max(end, at + 1),
        at=at,
        rule=f"office.{value.status}",
        aspect="change",
        polarity=fact.polarity,
        certainty=fact.certainty,
    )


def loser(sentence: Sentence, at: int, floor: int) -> Mention | None:
    """Who resigns or is ousted by the verb at `at`: its subject, or who says it without one ("vowed never to resign")."""
    text, frame = sentence.text, frame_at(sentence, at)
    who = subject_before(sentence, at, subjects.is_person, floor)
    bare = frame is not None and SUBJECTLESS.fullmatch(text[floor:at])
    if who is None and bare and frame is not None and frame.speaker is not None and subjects.is_person(frame.speaker):
        who = frame.speaker
    if who is None or at - who.end > 130 or owns(text, who):
        return None
    between = text[who.end : at]
    urged = URGED.search(text[: who.start]) and re.fullmatch(r"\s+(?:not\s+)?to\s+", between)
    return None if urged or OTHERS.search(between) or far_from(text, who, at) else who


def personal(
    reading: Reading, sentence: Sentence, match: re.Match[str], status: OfficeStatus, fact: Factuality | None = None
) -> Iterator[Proposal]:
    """The subject of the verb loses its office: "X resigned", "X was ousted"."""
    fact = fact or factuality(sentence, match.start())
    floor = frame_floor(sentence, match.start())
    who = loser(sentence, match.start(), floor) if fact.asserted else None
    if who is None:
        return
    named = POSTS.get(match.group().lower().split()[-1], "")
    handed = match.group().lower().endswith("resignation") and re.match(r"\s+to\b", sentence.text[match.end() :])
    title = (
        named
        or ("" if handed else title_after(reading, sentence, match.end(), who.name))
        or office_of(reading, who.name)
        or role_title(who)
    )
    if not title:
        return
    aspect: Aspect = "state" if fact.polarity == "negative" else "change"
    yield Proposal(
        sentence=sentence,
        attribute="office",
        subject=subjects.name(who),
        value=Office(status, title),
        start=max(floor, who.start) if match.start() - who.end < 80 else match.start(),
        end=match.end(),
        at=match.start(),
        rule=f"office.{status}",
        aspect=aspect,
        polarity=fact.polarity,
        certainty=fact.certainty,
        future=fact.future,
        voice=subjects.name(who) if fact.refusal else None,
    )


OTHERS = re.compile(
    r"(?i)\b(?:ministers|officials|ambassadors|members|officers|others|those|people|several|diplomats|mps|lawmakers|leaders|generals)\s+(?:who|have|had)\b"
)
BE = re.compile(r"(?i)\b(?:is|are|was|were|been|being|be|got)\s+(?:\w+ly\s+)?$")
ADJECTIVE = re.compile(
    r"(?i)(?:^[\s\"“]*|[,;:—–(]\s*|\b(?:by|of|to|with|for|from|against|the|an?|its|their|his|her|in|on|behind|between|including|like|as|backing|former|now|(?!(?:allegedly)\b)[a-z]{3,}ed|met|saw)\s+)$"
)
SUBJUNCTIVE = re.compile(
    r"(?i)\b(?!(?:to|will|would|can|could|may|might|shall|should|must|not|never|also|soon|be|\w+ly)\b)[\w’'.-]+\s+be\s+(?:\w+ly\s+)?$"
)
"""A bare "be" after its subject: "insisted that the general be dismissed" wishes it."""
GERUND = re.compile(r"(?i)(?<!is)(?<!are)(?<!was)(?<!were)\s+being\s+(?:\w+ly\s+)?$")
UNREAL = re.compile(r"(?i)[^.;:]{0,40}\b(?:would|could|might)\b")
PURPOSE = re.compile(r"(?i)\bto\s+(?:\w+ly\s+)?$")
CAUSED = re.compile(r"(?i)\b(?:manag|help|succe|conspir|join|contriv|mov|act)\w*\s+(?:forces\s+)?to\s+(?:\w+ly\s+)?$")
DOWNFALL = re.compile(
    r"(?i)\b(?:fall|ouster|ousting|overthrow|toppling|downfall|deposing|sacking|dismissal|removal|impeachment)\s+of\s+(?:[\w’'.-]+\s+){0,5}$"
)
OWN_DOWNFALL = re.compile(
    r"['’]s?\s+(?:fall\s+from\s+power|ouster|ousting|overthrow|toppling|downfall|sacking|dismissal)\b"
)
REPLACED = re.compile(r"(?i)(?<![\w’'-])replac(?:ed|es|ing)\s+")
LOST_POST = re.compile(
    r"(?i)(?<![\w’'-])(?:lost|loses|losing)\s+(?:his|her|the)\s+(?:jobs?|posts?|seat|presidency|premiership|position|office|portfolio)\b(?!\s+(?:race|election|debate))"
)


def ousted(reading: Reading, sentence: Sentence) -> Iterator[Proposal]:
    """ "Was toppled", "protesters ousted X", "the fall of President X", "replaced X with Y"."""
    text = sentence.text
    for match in change_participle("ousted").finditer(text):
        if SUBJUNCTIVE.search(text[: match.start()]):
            continue
        if BE.search(text[: match.start()]) and not GERUND.search(text[: match.start()]):
            yield from personal(reading, sentence, match, "ousted")
    for match in [*change("ousted").finditer(text), *REPLACED.finditer(text)]:
        if (
            BE.search(text[: match.start()])
            or purpose_only(text, match.start())
            or ADJECTIVE.search(text[: match.start()])
        ):
            continue
        target = next((m for m in sentence.mentions if m.start >= match.end() - 1), None)
        if target is None or not direct_object(text, match.end(), target):
            continue
        if match.group().split()[0].lower().endswith("ing") and UNREAL.match(text, target.end):
            continue
        if match.re is REPLACED and not re.match(
            r"(?i)\s+(?:as\s+[\w\s’'-]{3,40}?\s+)?(?:with|by)\b", text[target.end :]
        ):
            continue
        yield from removal(reading, sentence, target, match.start())
    for match in LOST_POST.finditer(text):
        yield from personal(reading, sentence, match, "ousted")
    for mention in sentence.mentions:
        gone = DOWNFALL.search(text[: mention.start])
        own = OWN_DOWNFALL.match(text, mention.end)
        at = gone.start() if gone else mention.start
        if (
            subjects.is_person(mention)
            and (gone or own)
            and not (gone and owns(text, mention))
            and not WANTED.search(text[:at])
        ):
            yield from removal(reading, sentence, mention, at)


def purpose_only(text: str, at: int) -> bool:
    """Whether the verb is only an aim: "an offensive to topple X"."""
    return bool(PURPOSE.search(text[:at])) and not CAUSED.search(text[:at])


def direct_object(text: str, at: int, target: Mention) -> bool:
    """Whether the person is what the verb does it to: only a title stands between."""
    gap = text[at : target.start]
    return (
        subjects.is_person(target)
        and len(gap) < 60
        and bool(
            re.fullmatch(
                r"(?i)\s*(?:(?:the|his|her|its|then|long-time|country['’]s|[\w’'-]+)\s+){0,6}(?:[\w’'-]+,\s+(?:[A-Z][\w-]*\.?\s+){0,2})?",
                gap,
            )
        )
        and not re.search(
            r"(?i)\b(?:at|on|in|by|with|to|for|from|as|and|that|toward|towards|into|over|near|against|after|before|"
            r"shots?|guns?|rockets?|missiles?|who|than|about|around|inside|outside)\b",
            gap,
        )
    )


def removal(reading: Reading, sentence: Sentence, target: Mention, at: int) -> Iterator[Proposal]:
    fact = factuality(sentence, at)
    title = (
        title_after(reading, sentence, target.end, target.name) or office_of(reading, target.name) or role_title(target)
    )
    if not fact.asserted or not title or fact.future:
        return
    yield replace(loss(sentence, target, Office("ousted", title), at, target.end, fact), start=at)
