"""Quotations that run over sentences: "We took the town. We hold it," said X — all of it is X's."""

from __future__ import annotations

from tracker.extraction.frames import Frame, name_of
from tracker.extraction.names import Mention
from tracker.extraction.sentences import Sentence, open_quote_after, quoted_ranges

FARTHEST = 8
"""Sentences that a quotation may run on before its speaker is named."""


def name_speakers_ahead(sentences: list[Sentence]) -> None:
    """Give the sentences of a quotation that its speaker follows ("…, X said" after the closing mark) to that speaker."""
    for first in sentences:
        opening = opens(first)
        if opening < 0 or spoken_before(first, opening):
            continue
        run, speaker = [first], None
        for sentence in sentences[first.index + 1 : first.index + 1 + FARTHEST]:
            if not sentence.quoted_from_start:
                break
            run.append(sentence)
            if not open_quote_after(sentence.text, True):
                speaker = speaker_after_close(sentence)
                break
        if speaker is None:
            continue
        for sentence in run[:-1]:
            start = opening if sentence is first else 0
            sentence.frames = [
                f for f in sentence.frames if not (f.verb_at == f.start == start and f.speaker is not None)
            ]
            sentence.frames.append(Frame(start, len(sentence.text), name_of(speaker), speaker, verb_at=start))


def opens(sentence: Sentence) -> int:
    """Where a quotation begins that is still open at the sentence's end; -1 where there is none."""
    if sentence.quoted_from_start or not open_quote_after(sentence.text, False):
        return -1
    return quoted_ranges(sentence)[-1][0]


def spoken_before(sentence: Sentence, opening: int) -> bool:
    """Whether the words before the quotation name its speaker: 'He added: "…'."""
    return any(
        f.verb_at < opening and f.start <= opening + 1 < f.end and f.speaker is not None for f in sentence.frames
    )


def speaker_after_close(sentence: Sentence) -> Mention | None:
    """Who says it after the closing mark."""
    close = quoted_ranges(sentence)[0][1]
    return next((f.speaker for f in sentence.frames if f.start == 0 and f.verb_at >= close - 1), None)


def carried_over(texts: list[str]) -> list[bool]:
    """For each paragraph, whether it begins inside a quotation that an earlier one left open.

    A paragraph that opens no quotation and closes one goes on with it; so do those between.
    """
    inside = [False] * len(texts)
    opened = False
    for number, text in enumerate(texts):
        if opened:
            ahead = next((t for t in texts[number : number + FARTHEST] if '"' in t or "”" in t or "“" in t), "")
            opened = closes_first(ahead)
        inside[number] = opened
        opened = open_quote_after(text, opened)
    return inside


def closes_first(text: str) -> bool:
    """Whether the first quotation mark of a text closes."""
    at = min((i for i in (text.find('"'), text.find("”"), text.find("“")) if i >= 0), default=-1)
    if at <= 0 or text[at] == "“":
        return False
    return text[at] == "”" or text[at - 1] in ".,!?…'’" or (text[at - 1].isalnum() and text.count('"') % 2 == 1)
