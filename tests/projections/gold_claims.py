"""Gold claims as events: perfect extraction, so that a wrong answer is the state rules' own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tracker.model.article import document_hash
from tracker.model.claim import Claim, Condition, Kind, Name, Office, Quantity, Value, fingerprint
from tracker.model.events import ArticleExtracted, ArticleObserved, ClaimRecorded, NewEvent, article_stream
from tracker.model.time import Interval, parse_instant
from tracker.store.log import EventLog

WITHIN = {
    "Osh": ("southern Kyrgyzstan", "Kyrgyzstan"),
    "Jalalabad": ("southern Kyrgyzstan", "Kyrgyzstan"),
    "Bishkek": ("Kyrgyzstan",),
    "Naryn": ("Kyrgyzstan",),
    "southern Kyrgyzstan": ("Kyrgyzstan",),
    "Taraz": ("Kazakhstan",),
}
"""What a gazetteer would say."""

PLACES = {*WITHIN, "Kyrgyzstan", "Kazakhstan", "Turkey", "Latvia"}


def load(log: EventLog, shared: Path, story: str) -> None:
    """Append the gold claims of all articles, with their texts."""
    for path in sorted((shared / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (shared / "articles" / gold["article"]["file"]).read_text(encoding="utf-8")
        log.append(story, article_stream(path.stem), 0, list(events(gold, text)), texts=[text])


def events(gold: dict[str, Any], text: str) -> list[NewEvent]:
    """The events of one gold article."""
    article = gold["article"]
    document, published = document_hash(text), parse_instant(article["published_at"])
    found: list[Any] = [
        ArticleObserved(
            article=article["id"],
            outlet=article["outlet"],
            published_at=published,
            published_basis="given",
            document=document,
            timezone=article["timezone"],
        )
    ]
    for each in gold["claims"]:
        c = claim(each, article["outlet"])
        found.append(
            ClaimRecorded(
                article=article["id"],
                document=document,
                fingerprint=fingerprint(article["id"], c),
                reported_at=published,
                claim=c,
            )
        )
    found.append(
        ArticleExtracted(article=article["id"], document=document, extractor="gold", claims=len(gold["claims"]))
    )
    return [NewEvent(payload, "test") for payload in found]


def claim(gold: dict[str, Any], outlet: str) -> Claim:
    """A gold claim; gold has no kinds and no aspects, so a claim of a span is a change."""
    spans = gold["valid"] if isinstance(gold["valid"][0], list) else [gold["valid"]]
    valid = Interval(*(parse_instant(text) for text in spans[0]))
    attribute, polarity = gold["attribute"], gold["polarity"]
    voice = gold["voice"] if isinstance(gold["voice"], str) else gold["voice"][0]
    certainty = gold["certainty"] if isinstance(gold["certainty"], str) else gold["certainty"][0]
    lasting = attribute not in ("killed", "injured") and gold["value"].startswith("holds")
    return Claim(
        attribute=attribute,
        subject=name(gold["subject"], "person" if attribute in ("location", "office") else None, outlet),
        value=value(attribute, gold["value"], outlet),
        voice=name(voice, None, outlet),
        valid=valid,
        start=gold["start"],
        end=gold["end"],
        via=tuple(name(each, None, outlet) for each in gold["via"]),
        polarity=polarity,
        certainty=certainty,
        aspect="change" if valid.width and not lasting else "state",
        basis="calendar" if valid.width.days > 20 else "relative" if valid.width else "publication",
    )


def value(attribute: str, gold: Any, outlet: str) -> Value:
    """The value of a gold claim."""
    if attribute in ("killed", "injured"):
        return Quantity(gold["low"], gold["high"])
    if attribute == "office":
        status, _, title = gold.partition(" ")
        return Office(status, title)
    return Condition(gold) if attribute == "status" else name(gold, None, outlet)


def name(text: str, kind: Kind | None, outlet: str) -> Name:
    """A gold name with a kind that its words suggest."""
    if kind is None:
        words = text.split()
        if text == outlet or text in ("Reuters", "Interfax", "Azattyk radio", "Kyrgyz media"):
            kind = "outlet"
        elif text in PLACES:
            kind = "place"
        elif re.search(r"building|palace|headquarters|television|base", text):
            kind = "building"
        elif re.search(r"uprising|unrest|clashes", text):
            kind = "incident"
        elif 1 < len(words) < 4 and all(w[0].isupper() for w in words) and "Zhol" not in text:
            kind = "person"
        else:
            kind = "organisation"
    return Name(text, text, kind, WITHIN.get(text, ()))
