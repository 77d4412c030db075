"""What the user named, as a list of things to read: folders walked, indexes told from texts. Reads no article."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from tracker.model.errors import InputError
from tracker.sources.lines import peeked, read_lines
from tracker.sources.records import file_named
from tracker.sources.rejection import quoted

Kind = Literal["text", "index", "stream", "page", "unreadable"]

INDEXES = (".jsonl", ".ndjson")
TEXTS = (".txt", ".text")
PAGES = (".html", ".htm", ".xhtml")


class Source(Struct, frozen=True):
    """One thing to read. `stream`: a pipe or standard input (`path` None), which only reading tells to be text or JSON.

    `shown`: how messages call it; `name`: the id of its article if it is a bare text.
    """

    kind: Kind
    path: Path | None
    shown: str
    name: str


def check_paths(paths: Sequence[str | Path]) -> None:
    """Raise `InputError` for a path that does not exist or cannot be read, before anything is read."""
    if [str(path) for path in paths].count("-") > 1:
        raise InputError("- (standard input) is named twice: name it once")
    for path in paths:
        if str(path) == "-":
            continue
        try:
            if not str(path) or not Path(path).exists():
                raise InputError(f"{quoted(str(path))} does not exist: name a file, a folder, or - for standard input")
            mode = os.R_OK | os.X_OK if Path(path).is_dir() else os.R_OK
            if not os.access(path, mode):
                raise InputError(f"{quoted(str(path))} cannot be read: mend its permissions")
        except (OSError, ValueError) as error:
            raise InputError(f"{quoted(str(path))} cannot be read: {error}") from None


def sources_of(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Everything to read, in the order given; a folder's in the order of names."""
    for path in paths:
        if str(path) == "-":
            yield Source("stream", None, "stdin", "stdin")
        elif Path(path).is_dir():
            yield from _folder(Path(path))
        else:
            yield _file(Path(path))


def count_lines(path: Path) -> int:
    """The lines of an index that hold a record, or something in its place; an empty index counts as one (bad) record."""
    with path.open("rb") as stream:
        return sum(1 for _, line in read_lines(stream) if line is None or line.strip()) or 1


def _file(path: Path) -> Source:
    suffix = path.suffix.casefold()
    kind: Kind = "text"
    if not path.is_file():
        kind = "stream"  # a named pipe, or a shell's <(command): it can be read only once
    elif suffix in INDEXES:
        kind = "index"
    elif suffix in PAGES:
        kind = "page"
    elif suffix not in TEXTS:
        kind = "index" if _looks_like_json(path) else "text"
    return Source(kind, path, str(path), path.name)


def _looks_like_json(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return peeked(stream)[0] == b"{"
    except OSError:
        return False


def _folder(root: Path) -> Iterator[Source]:
    """A folder's texts and indexes; a text that one of its indexes names is read there only."""
    files = list(_walk(root))
    named = _named(path for kind, path in files if kind == "index")
    for kind, path in files:
        if kind != "text" or not named or path.resolve() not in named:
            yield Source(kind, path, str(path), path.relative_to(root).as_posix())


def _walk(root: Path) -> Iterator[tuple[Kind, Path]]:
    """Texts, indexes and pages below a folder, by name. Hidden ones, other files and linked folders are passed over."""
    waiting = [root]
    while waiting:
        path = waiting.pop()
        if path == root or (path.is_dir() and not path.is_symlink()):
            try:
                below = sorted(entry.name for entry in os.scandir(path) if not entry.name.startswith("."))
            except OSError:
                yield "unreadable", path
                continue
            waiting.extend(path / name for name in reversed(below))
        elif path.is_file():
            suffix = path.suffix.casefold()
            for kind, suffixes in (("index", INDEXES), ("text", TEXTS), ("page", PAGES)):
                if suffix in suffixes:
                    yield kind, path  # type: ignore[misc]


def _named(indexes: Iterable[Path]) -> set[Path]:
    named: set[Path] = set()
    for index in indexes:
        try:
            with index.open("rb") as stream:
                found = (file_named(line, index.parent) for _, line in read_lines(stream) if line)
                named.update(path for path in found if path)
        except OSError:
            continue  # reported when its turn to be read comes
    return named
