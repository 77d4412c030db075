"""Who "the US president" is where no title says it: the person whom the sentences around it speak of by name.

Only for the offices that one person of a country holds, where nobody in the article has that office, and for persons to
whom the article gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.extraction import places
from tracker.extraction.attributes import subjects
from tracker.extraction.attributes.office_names import full_title
from tracker.extraction.names import Mention
from tracker.extraction.reading import Proposal, Reading
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Office, Polarity

OFFICE = (
    r"(?P<office>president|prime minister|premier|chancellor|king|queen|emir|foreign minister|"
    r"defen[cs]e (?:minister|secretary)|secretary of state)"
)
CLOSED = r"(?![\w’'-])(?!,?\s+(?-i:[A-Z]))(?!\s+(?:and|or)\b)"
OPENS = re.compile(
    rf"(?P<det>[Tt]he|[\w-]+['’]s)\s+(?:(?P<former>former|ex-?)\s*)?(?P<land>[A-Z][\w.]+\s+)?{OFFICE}{CLOSED}",
    re.IGNORECASE,
)
SAYS = re.compile(
    r"(?i)\b(?:say(?:s|ing)|said|add(?:ed|ing)|claim(?:ed|ing)|insist(?:ed|ing)|warn(?:ed|ing)|argu(?:ed|ing))\s+(?:that\s+)?$"
)
TOLD = re.compile(r"(?i)\s+(?:said|says|told|added|tweeted|wrote|warned|insisted|continued)\b")
QUOTED = re.compile(r"[\"”’],?\s+$|,[\"”]?\s+$")


def described(reading: Reading) -> Iterator[Proposal]:
    """The offices told of somebody by a definite description, each once."""
    taken: set[str] = set()
    given: set[tuple[str, str]] = set()
    for sentence in reading.sentences:
        for match in OPENS.finditer(sentence.text):
            land = land_of(match)
            office = " ".join(match["office"].lower().split())
            if not land or (office, land) in given or reading.cast.holder(office, land) is not None:
                continue
            who = bearer(reading, sentence, match)
            named_on = (
                any(m.name == who.name and m.start > match.end() and not m.pronoun for m in sentence.mentions)
                if who
                else True
            )
            if who is None or named_on or who.name in taken:
                continue
            taken.add(who.name)
            given.add((office, land))
            yield claim(reading, sentence, match, who, full_title(reading, office, land))


def land_of(match: re.Match[str]) -> str:
    """The country of the description, by a people's name or a possessive: "the Peruvian president", "Peru's president"."""
    named = (match["land"] or "").strip() or re.sub(r"['’]s$", "", match["det"])
    return "" if named.lower() == "the" or not named[:1].isupper() else places.country_of(named)


def bearer(reading: Reading, sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """The person without an office whom the text named last before a description that is a subject or a speaker."""
    text = sentence.text
    before = text[: match.start()]
    opens = not before.strip(' "“‘')
    told = TOLD.match(text, match.end()) and QUOTED.search(before)
    if not (opens or told or SAYS.search(before)):
        return None
    if not opens:
        here = untitled(reading, sentence, 0, match.start())
        if here:
            return here[-1] if len({m.name for m in here}) == 1 else None
    last = reading.sentences[sentence.index - 1] if sentence.index else None
    near = untitled(reading, last, 0, len(last.text)) if last is not None else []
    if len({m.name for m in near}) == 1:
        return near[0]
    return None


def untitled(reading: Reading, sentence: Sentence, start: int, end: int) -> list[Mention]:
    """The persons named in that stretch; none where one of them has an office, whom the description may then mean."""
    found = []
    for mention in sentence.mentions:
        if (
            mention.start < start
            or mention.end > end
            or mention.kind != "person"
            or mention.unnamed
            or mention.role
            or mention.pronoun
        ):
            continue
        person = reading.cast.find(mention.name)
        if person is None or person.titles:
            continue
        found.append(mention)
    return found


def claim(reading: Reading, sentence: Sentence, match: re.Match[str], who: Mention, office: str) -> Proposal:
    polarity: Polarity = "negative" if match["former"] else "positive"
    return Proposal(
        sentence=sentence,
        attribute="office",
        subject=subjects.name(who),
        value=Office("holds", office),
        start=match.start(),
        end=match.end(),
        at=match.start(),
        rule="office.description",
        polarity=polarity,
        use_time=False,
        own_words=True,
    )
