"""A frame: a stretch of a sentence and the voice that vouches for it. The innermost frame around a word counts."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.extraction.names import Mention
from tracker.extraction.sentences import Sentence
from tracker.model.claim import Certainty, Name


@dataclass(slots=True)
class Frame:
    """Words (offsets in the sentence) for which one voice vouches; `via`: those who carried it, outermost first."""

    start: int
    end: int
    voice: Name
    speaker: Mention | None = None
    certainty: Certainty = "certain"
    via: tuple[Name, ...] = ()
    verb_at: int = 0
    denied: bool = False


def name_of(mention: Mention) -> Name:
    """The mention as a model name."""
    name = mention.name or mention.text
    return Name(mention.text, name, mention.kind, mention.within)


def frame_at(sentence: Sentence, at: int) -> Frame | None:
    """The innermost frame around an offset of the sentence."""
    around = [f for f in sentence.frames if f.start <= at < f.end]
    return min(around, key=lambda f: (f.end - f.start, -f.start), default=None)


def carriers(sentence: Sentence, frame: Frame, at: int) -> tuple[Name, ...]:
    """Those between the outlet and the frame's voice, outermost first."""
    outer = [
        f
        for f in sentence.frames
        if f is not frame and f.start <= at < f.end and (f.end - f.start) >= (frame.end - frame.start)
    ]
    names = [f.voice for f in sorted(outer, key=lambda f: f.start - f.end)] + list(frame.via)
    return tuple(
        n for i, n in enumerate(names) if n.name != frame.voice.name and n.name not in [x.name for x in names[:i]]
    )
