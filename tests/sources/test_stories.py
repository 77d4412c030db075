"""Story files: what they declare, and that every slip in one is told with its place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.model.errors import InputError
from tracker.model.events import EntityDeclared, StoryDefined
from tracker.sources.stories import read_story

STORY = """
title = "The strike at Tarn"
timezone = "Asia/Bishkek"
outlets = ["Tarn Herald", "Fell Press"]

[[entity]]
name = "Ann Ould"
kind = "person"
aliases = ["Ould", "Ms Ould", "Ould"]
roles = ["mayor of Tarn"]

[[entity]]
name = "Tarn"
kind = "place"
within = "Fellmark"

[[incident]]
name = "strike of May 2024"
aliases = ["strike"]
from = 2024-05-06
until = 2024-05-09
within = "Tarn"

[[incident]]
name = "strike of June 2024"
aliases = ["strike"]
from = 2024-06-01T08:00:00
until = 2024-06-01T12:00:00+02:00
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "story.toml"


def test_what_it_declares(path: Path) -> None:
    path.write_text(STORY)
    assert read_story(path).events() == [
        StoryDefined(title="The strike at Tarn", timezone="Asia/Bishkek", outlets=("Tarn Herald", "Fell Press")),
        EntityDeclared(name="Ann Ould", kind="person", aliases=("Ould", "Ms Ould"), roles=("mayor of Tarn",)),
        EntityDeclared(name="Tarn", kind="place", within="Fellmark"),
        EntityDeclared(
            name="strike of May 2024",
            kind="incident",
            aliases=("strike",),
            within="Tarn",
            from_=datetime(2024, 5, 5, 18, tzinfo=UTC),
            until=datetime(2024, 5, 9, 18, tzinfo=UTC),
        ),
        EntityDeclared(
            name="strike of June 2024",
            kind="incident",
            aliases=("strike",),
            from_=datetime(2024, 6, 1, 2, tzinfo=UTC),
            until=datetime(2024, 6, 1, 10, tzinfo=UTC),
        ),
    ]


def test_a_title_is_enough(path: Path) -> None:
    path.write_bytes(b'\xef\xbb\xbftitle = "Tarn"\r\n')
    assert read_story(path).events() == [StoryDefined(title="Tarn")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "The strike at Tarn"', "", 'key "title" is missing'),
        ('"The strike at Tarn"', "7", 'key "title": it must be a string'),
        ('"The strike at Tarn"', '" "', 'key "title"'),
        ("timezone =", "timzone =", "unknown key 'timzone': did you mean \"timezone\"?"),
        ("Asia/Bishkek", "Asia/Bishkeck", "key \"timezone\": unknown time zone 'Asia/Bishkeck'"),
        ('outlets = ["Tarn Herald", "Fell Press"]', 'outlets = "Tarn Herald"', 'key "outlets": it must be a list'),
        ('"Fell Press"]', "7]", 'key "outlets", number 2: it must be a string'),
        ("[[entity]]", "[[entities]]", "unknown key 'entities': did you mean \"entity\"?"),
        ("[[entity]]", "[[zzz]]", "use one of title, timezone"),
        ("[[entity]]", "[entity]", "not TOML"),
        ("aliases =", "alias =", '[[entity]] 1 ("Ann Ould"), unknown key \'alias\': did you mean "aliases"?'),
        ('name = "Tarn"', "", '[[entity]] 2, key "name" is missing'),
        ('kind = "place"', "", '[[entity]] 2 ("Tarn"), key "kind" is missing'),
        ('"place"', '"pleace"', "unknown kind 'pleace': did you mean \"place\"?"),
        ('"place"', '"organization"', 'did you mean "organisation"?'),
        ('"place"', '"incident"', "write it under [[incident]]"),
        ('"Ms Ould"', '"a\\u0007"', 'key "aliases", number 2'),
        ('aliases = ["strike"]\nfrom = 2024-05-06', 'aliases = ["strike"]\nfrom = "2024-05-06"', "without quotes"),
        ("until = 2024-05-09", "until = 12:00:00", '[[incident]] 1 ("strike of May 2024"), key "until"'),
        ("until = 2024-05-09", "until = 2024-05-05", 'is before "from"'),
        ("until = 2024-05-09", "until = 9999-12-31", "too far"),
        ("until = 2024-05-09", "until = 2024-06-02", '"strike" names both'),
        ("until = 2024-05-09", "", '"strike" names both'),
        ("from = 2024-05-06", "from = 2024-02-31", "not TOML"),
        ('"Ms Ould"', '"TARN"', '"tarn" names both "Ann Ould" and "Tarn"'),
        ('name = "Tarn"', 'name = "Tarn"\naliases = ["ms  ould"]', '"ms ould" names both "Ann Ould" and "Tarn"'),
        ('"strike of June 2024"', '"strike"', '"strike" names both'),
        ('within = "Fellmark"', 'within = "tarn"', "cannot contain itself"),
        ('within = "Fellmark"', 'within = "strike of May 2024"', "cannot contain itself"),
        ("title =", "title", "not TOML"),
    ],
)
def test_a_slip_is_told_with_its_place(path: Path, old: str, new: str, words: str) -> None:
    assert old in STORY
    path.write_text(STORY.replace(old, new, 1))
    with pytest.raises(InputError) as error:
        read_story(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ") and words in message and "\n" not in message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'title = "\xe9"', "not UTF-8"),
        (b"x = " + b"[" * 100_000, "not TOML"),
        (b"#" * 4_000_001, "longer"),
        (b"", "title"),
    ],
)
def test_bad_bytes(path: Path, data: bytes, words: str) -> None:
    path.write_bytes(data)
    with pytest.raises(InputError, match=words):
        read_story(path)


def test_tables_that_are_none(path: Path) -> None:
    path.write_text('title = "x"\nincident = 7')
    with pytest.raises(InputError, match="write \\[\\[incident\\]\\] above each"):
        read_story(path)


def test_no_such_file(path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_story(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_story(path.parent)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80), st.integers(0, len(STORY)))
def test_any_bytes_give_a_story_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    for content in (data, STORY[:at].encode() + data):
        path.write_bytes(content)
        try:
            read_story(path).events()
        except InputError as error:
            assert str(error).isprintable()
