"""docs/events.md is fresh: it tells every event type with every field and a valid example, and its figures are right."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from tracker.model.article import PublishedBasis
from tracker.model.claim import ATTRIBUTES, Claim
from tracker.model.events import EVENT_TYPES, WithdrawalReason
from tracker.store.chain import COVERED, GENESIS, chained
from tracker.store.database import Database
from tracker.store.tables import events

PAGE = Path(__file__).parents[2].joinpath("docs", "events.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE))


def test_every_event_type_is_told_and_no_other() -> None:
    assert set(SECTIONS) == set(EVENT_TYPES)


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_every_field_is_told_and_the_example_is_one(name: str) -> None:
    told, example = SECTIONS[name].split("```json\n")
    for field in msgspec.structs.fields(EVENT_TYPES[name]):
        assert f"`{field.encode_name}`" in told
    given = msgspec.json.decode(example.split("```")[0])
    event = msgspec.convert(given, EVENT_TYPES[name])
    assert msgspec.json.decode(msgspec.json.encode(event)) == given


def test_every_word_of_a_closed_list_is_told() -> None:
    for word in (*get_args(PublishedBasis), *get_args(WithdrawalReason), *ATTRIBUTES):
        assert f"`{word}`" in PAGE
    for column in events.columns:
        assert f"`{column.name}`" in PAGE
    for field in msgspec.structs.fields(Claim):
        assert f"`{field.encode_name}`" in PAGE.split("## Claims")[1]


def test_the_hash_of_the_example_is_right() -> None:
    before, array = re.search(r"has the hash `(\w{64})`:\n\n```json\n(.*?)\n```", PAGE, re.DOTALL).groups()  # type: ignore[union-attr]
    assert hashlib.sha256(array.encode()).hexdigest() == before
    previous, *covered = msgspec.json.decode(array)
    assert previous == GENESIS
    assert chained(GENESIS, tuple(covered)) == before
    assert ", ".join(f"`{name}`" for name in COVERED) in " ".join(PAGE.split())


def test_the_python_example_runs(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    code = re.search(r"```python\n(from tracker.*?)```", PAGE, re.DOTALL).group(1)  # type: ignore[union-attr]
    url = database.url.render_as_string(hide_password=False)
    exec(code.replace('"tracker.db"', repr(url)) + "\nlog.database.dispose()", {})
    assert re.fullmatch(r"1 \S+ \S+ user:ana StoryDefined\(title='Unrest at the market'.*\)\n", capsys.readouterr().out)
