"""Scratch folders of articles, and the real `tracker` process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tracker.jobs.every import parse_every
from tracker.jobs.places import Place, add_source, watched
from tracker.model.events import ArticleRevised, ClaimRecorded, ClaimWithdrawn, StoredEvent, article_stream
from tracker.store.log import EventLog

STORY = "harbour"
PUBLISHED = "2010-04-08T10:00:00Z"
FIVE = "Five people were killed in the clashes in Bishkek on Wednesday, the health ministry said."
NINE = "Nine people were killed in the clashes in Bishkek on Wednesday, the health ministry said."

Found = TypeVar("Found")


def write_index(path: Path, texts: dict[str, str]) -> Path:
    """An index file of articles by id, replaced as a whole, as a careful writer does."""
    lines = [
        json.dumps({"id": key, "outlet": "Wire", "published_at": PUBLISHED, "timezone": "Asia/Bishkek", "text": text})
        for key, text in texts.items()
    ]
    beside = path.with_suffix(".part")
    beside.write_text("\n".join(lines) + "\n", "utf-8")
    return beside.rename(path)


def write_article(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(f"Page last updated at 10:00 GMT, Thursday, 8 April 2010\n\n{text}\n", "utf-8")
    return path


def watch(log: EventLog, path: Path, every: str = "1h", **options: Any) -> str:
    """Watch a place; returns its id."""
    return add_source(log, STORY, path, parse_every(every), actor="test", **options)[0].source


def place(log: EventLog, source: str) -> Place:
    return next(each for each in watched(log.database) if each.source == source)


def stream(log: EventLog, article: str) -> list[StoredEvent]:
    return log.read_stream(STORY, article_stream(article))


def revisions(log: EventLog, article: str) -> list[ArticleRevised]:
    return [event.payload for event in stream(log, article) if isinstance(event.payload, ArticleRevised)]


def claim_events(log: EventLog, article: str) -> list[str]:
    kinds = (ClaimRecorded, ClaimWithdrawn)
    return [type(event.payload).__name__ for event in stream(log, article) if isinstance(event.payload, kinds)]


class Processes:
    """Real `tracker` processes, their output in pipes; none outlives its test."""

    def __init__(self) -> None:
        self.started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tracker", *arguments]
        self.started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return self.started[-1]

    def end(self) -> None:
        for process in self.started:
            with process:  # closes the pipes
                process.kill()


def eventually(look: Callable[[], Found], *, seconds: float = 60.0) -> Found:
    """What `look` finds as soon as it finds something; fails when it does not in time."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return found
