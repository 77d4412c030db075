"""Reading articles: files, folders, standard input and JSON Lines, and what is refused in each."""

from __future__ import annotations

import io
import json
import os
import re
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.model.article import Article
from tracker.model.errors import InputError
from tracker.sources import Rejected, count_records, read_articles

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
TEXT = "Miners block the bridge\n\nSome two hundred miners blocked the bridge at Tarn on Monday, the police said.\n"
STAMPED = "Last updated 10:15 GMT, Monday, 6 May 2024\n\n" + TEXT


def read(*paths: str | Path, stdin: bytes | BinaryIO | None = None, **options: Any) -> list[Article | Rejected]:
    stream = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
    return list(read_articles(paths, now=options.pop("now", NOW), stdin=stream, **options))


def one(*paths: str | Path, **options: Any) -> Article:
    (result,) = read(*paths, **options)
    assert isinstance(result, Article), result
    return result


def refusal(*paths: str | Path, **options: Any) -> Rejected:
    (result,) = read(*paths, **options)
    assert isinstance(result, Rejected), result
    assert "\n" not in result.why and len(result.why) <= 600
    return result


def record(**values: Any) -> dict[str, Any]:
    return {"id": "a", "outlet": "Tarn Herald", "published_at": "2024-05-06T10:00:00Z", "text": TEXT, **values}


def lines(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in records)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index.jsonl"


class TestBareFiles:
    def test_a_file_has_its_name_as_id_and_states_its_own_time(self, tmp_path: Path) -> None:
        (tmp_path / "miners.txt").write_text(STAMPED)
        article = one(tmp_path / "miners.txt", outlet="Tarn Herald")
        assert article == Article(
            id="miners.txt",
            text=STAMPED,
            outlet="Tarn Herald",
            published_at=datetime(2024, 5, 6, 10, 15, tzinfo=UTC),
            published_basis="stated",
            title="Miners block the bridge",
        )

    def test_a_given_time_wins_over_a_stated_one(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(STAMPED)
        given_at = datetime(2024, 5, 7, tzinfo=UTC)
        article = one(tmp_path / "a.txt", outlet="Tarn Herald", published=given_at, timezone="Europe/Oslo")
        assert (article.published_at, article.published_basis, article.timezone) == (given_at, "given", "Europe/Oslo")

    def test_without_outlet_and_time_both_options_are_named(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT)
        result = refusal(tmp_path / "a.txt")
        assert result.where == str(tmp_path / "a.txt")
        assert "--outlet" in result.why and "--published" in result.why

    def test_an_agency_dateline_names_the_outlet(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("TARN, May 6, 2024 (Fell Press) -- Miners blocked the bridge, the police said.")
        assert one(tmp_path / "a.txt").outlet == "Fell Press"

    @pytest.mark.parametrize(
        "opening", ["Jane Roe (left) - at the bridge", "May 6 (Monday) -- Miners blocked a bridge"]
    )
    def test_a_caption_or_a_time_line_names_no_outlet(self, tmp_path: Path, opening: str) -> None:
        (tmp_path / "a.txt").write_text(f"{opening}\n{TEXT}")
        assert "--outlet" in refusal(tmp_path / "a.txt", published=NOW).why

    def test_line_endings_and_byte_order_mark_are_the_only_changes(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf  One\r\nTwo\rThree \xe2\x80\xa8\x0c\n\n")
        assert one(tmp_path / "a.txt", outlet="X", published=NOW).text == "  One\nTwo\nThree \u2028\x0c\n\n"

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            (
                "Menu\nWorld > Asia\n6\u00a0May 2024 10:00 GMT\nA bridge, two hundred miners and no police\n" + TEXT,
                "A bridge",
            ),
            (
                "Skip to main content\nBy Jane Roe, Tarn\nMiners win\nTarn miners win their case\n" + TEXT,
                "Tarn miners win",
            ),
            (TEXT.split("\n\n")[1], None),
            ("TARN, May 6 (Fell Press) -- Miners blocked the bridge\n", None),
        ],
    )
    def test_the_title_is_the_first_headline(self, tmp_path: Path, text: str, title: str | None) -> None:
        (tmp_path / "a.txt").write_text(text)
        found = one(tmp_path / "a.txt", outlet="X", published=NOW).title
        assert found is None if title is None else (found or "").startswith(title)

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "empty"),
            (b" \r\n\t", "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
            (b"\x01\x02\x03\x04 \x05\x06\x07", "control characters"),
            (b"Miners \xe9lected", "byte 0xe9 at offset 7"),
            ("Miners".encode("utf-16"), "UTF-16"),
            (b"<!DOCTYPE html><p>Miners", "later version"),
            (b'<?xml version="1.0"?><rss>', "later version"),
            (b"x" * 4_000_001, "longer than 4 MB"),
        ],
    )
    def test_bad_bytes(self, tmp_path: Path, data: bytes, words: str) -> None:
        path = tmp_path / "a.txt"
        path.write_bytes(data)
        result = refusal(path, outlet="X", published=NOW)
        assert result.where == str(path) and words in result.why

    def test_a_name_that_is_no_id_or_no_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / os.fsdecode(b"caf\xe9\n.txt")
        path.write_text(TEXT)
        first = one(path, outlet="X", published=NOW).id
        path.write_text(STAMPED)
        assert first.startswith("file-") and one(path, outlet="X").id == first
        assert "\\udce9\\n" in refusal(path).where

    def test_json_lines_under_another_name(self, tmp_path: Path) -> None:
        (tmp_path / "export.json").write_bytes(lines(record(), record(id="b")))
        assert [a.id for a in read(tmp_path / "export.json") if isinstance(a, Article)] == ["a", "b"]
        assert count_records([tmp_path / "export.json"]) == 2

    def test_html_files(self, tmp_path: Path) -> None:
        (tmp_path / "a.html").write_text("<p>Miners")
        assert "later version" in refusal(tmp_path / "a.html").why


class TestFolders:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        root = tmp_path / "notes"
        (root / "b").mkdir(parents=True)
        for name in ("c.txt", "a.txt", "b/z.txt", "b/named.txt", ".hidden.txt"):
            (root / name).write_text(f"{name}: {TEXT}")
        (root / ".git").mkdir()
        (root / ".git" / "x.txt").write_text(TEXT)
        (root / "README.md").write_text("Not an article")
        (root / "b" / "index.jsonl").write_bytes(lines(record(id="named", text=None, file="named.txt")))
        return root

    def test_in_the_order_of_names_and_an_index_s_texts_once(self, folder: Path) -> None:
        results = read(folder, outlet="X", published=NOW)
        assert [r.id for r in results if isinstance(r, Article)] == ["a.txt", "named", "b/z.txt", "c.txt"]
        assert count_records([folder]) == len(results) == 4

    def test_a_bad_file_does_not_stop_the_others(self, folder: Path) -> None:
        (folder / "a.txt").write_bytes(b"\0")
        (folder / "d.html").write_text("<p>")
        results = read(folder, outlet="X", published=NOW)
        assert [r.where for r in results if isinstance(r, Rejected)] == [str(folder / "a.txt"), str(folder / "d.html")]
        assert len(results) == 5

    def test_links_in_a_circle_and_pipes(self, folder: Path) -> None:
        (folder / "again").symlink_to(folder, target_is_directory=True)
        (folder / "self.txt").symlink_to(folder / "self.txt")
        os.mkfifo(folder / "pipe.txt")
        assert len(read(folder, outlet="X", published=NOW)) == 4

    def test_an_empty_folder_is_nothing(self, tmp_path: Path) -> None:
        assert read(tmp_path) == [] and count_records([tmp_path]) == 0


class TestStandardInput:
    def test_text(self) -> None:
        article = one("-", stdin=STAMPED.encode(), outlet="X")
        assert article.id == f"stdin-{article.document[:12]}"
        assert count_records(["-"]) is None

    def test_json_lines_after_white_space(self) -> None:
        results = read("-", stdin=b"\xef\xbb\xbf" + b" \n" * 70_000 + lines(record(), record(outlet=7)))
        assert isinstance(results[0], Article)
        assert results[1].where == "stdin:70002"  # type: ignore[union-attr]

    def test_a_pipe(self) -> None:
        reader, writer = os.pipe()
        with os.fdopen(writer, "wb") as end:
            end.write(STAMPED.encode())
        with os.fdopen(reader, "rb") as end:
            assert one("-", stdin=end, outlet="X").text == STAMPED
            assert not end.closed

    def test_nothing(self) -> None:
        assert refusal("-", stdin=b"").where == "stdin"

    def test_twice(self) -> None:
        with pytest.raises(InputError, match="twice"):
            read_articles(["-", "-"])


class TestJsonLines:
    def test_all_keys(self, index: Path) -> None:
        values = record(url="https://tarn.example/1", title=" Miners \n win ", timezone="Asia/Bishkek", extra={"a": 1})
        index.write_bytes(lines(values))
        article = one(index, outlet="Other", published=NOW, timezone="UTC")
        assert article == Article(
            id="a",
            text=TEXT,
            outlet="Tarn Herald",
            published_at=datetime(2024, 5, 6, 10, tzinfo=UTC),
            timezone="Asia/Bishkek",
            title="Miners win",
            url="https://tarn.example/1",
        )

    @pytest.mark.parametrize(
        ("written", "zone", "utc"),
        [
            ("2024-05-06T10:00:00+06:00", "Europe/Oslo", "2024-05-06T04:00:00"),
            ("2024-05-06T10:00", "Asia/Bishkek", "2024-05-06T04:00:00"),
            ("2024-05-06 10:00", None, "2024-05-06T10:00:00"),
            ("2024-05-06", None, "2024-05-06T23:59:59"),
            ("2024-05-06", "Asia/Bishkek", "2024-05-06T17:59:59"),
            ("2024-06-01", None, "2024-06-01T12:00:00"),  # today: not later than now
            ("2024-06-01T12:59:59Z", None, "2024-06-01T12:59:59"),
            ("2023-10-29T02:30", "Europe/Oslo", "2023-10-29T01:30:00"),  # the second of two such half hours
        ],
    )
    def test_publication_times(self, index: Path, written: str, zone: str | None, utc: str) -> None:
        index.write_bytes(lines(record(published_at=written, timezone=zone)))
        assert one(index).published_at == datetime.fromisoformat(utc).replace(tzinfo=UTC)

    @pytest.mark.parametrize(
        ("changes", "pattern"),
        [
            ({"url": "https://tarn.example/1"}, "https://tarn.example/1"),
            ({"text": None, "file": "x/a.txt"}, "x/a.txt"),
            ({"url": "https://tarn.example/" + "1" * 200}, "url-[0-9a-f]{12}"),
            ({}, "text-[0-9a-f]{12}"),
        ],
    )
    def test_ids_where_none_is_given(self, index: Path, changes: dict[str, Any], pattern: str) -> None:
        (index.parent / "x").mkdir()
        (index.parent / "x" / "a.txt").write_text(TEXT)
        index.write_bytes(lines(record(id=None, **changes)))
        assert re.fullmatch(pattern, one(index).id)

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            (b'{"id": "a", "text"}', "column 19"),
            (b'{"id": "a"', "invalid JSON at column"),
            (b'["a"]', "a list"),
            (b"null", "null"),
            (b'{"x": NaN}', "NaN"),
            (b'{"x": ' + b"9" * 5000 + b"}", "invalid JSON"),
            (b"[" * 100_000, "nested"),
            (b'{"id": "\xff"}', "not UTF-8 (byte 0xff at offset 8)"),
            (lines(record(id=7)), '"id" is a number'),
            (lines(record(text=["a"])), '"text" is a list'),
            (lines(record(outlet={"a": 1})), '"outlet" is an object'),
            (lines(record(published_at=1715000000)), '"published_at" is a number'),
            (lines(record(title=True)), '"title" is true or false'),
            (lines(record(id="")), '"id"'),
            (lines(record(id=" a")), '"id"'),
            (lines(record(id="x" * 201)), '"id"'),
            (lines(record(id="a\nb")), '"id"'),
            (lines(record(text=None)), '"text" and "file" are missing'),
            (lines(record(text="  ")), "empty"),
            (lines(record(text="a\0b")), "NUL at character 1"),
            (lines(record(text="a\ud800")), "lone surrogate at character 1"),
            (lines(record(outlet="a\udfff")), '"outlet" has a lone surrogate'),
            (lines(record(outlet="a\0")), '"outlet" has control characters'),
            (lines(record(outlet="x" * 201)), '"outlet" is longer'),
            (lines(record(text=None, html="<p>a")), "later version"),
            (lines(record(outlet=None)), "--outlet"),
            (lines(record(published_at=None)), "--published"),
            (lines(record(published_at="2024-02-30")), "2024-02-30"),
            (lines(record(published_at="2024-05-06T25:00Z")), "not a date or time"),
            (lines(record(published_at="yesterday")), "2010-04-08T18:00Z"),
            (lines(record(published_at="2024-06-01T13:00:01Z")), "future"),
            (lines(record(published_at="2024-06-02")), "future"),
            (lines(record(published_at="0024-06-02")), "before 1600"),
            (lines(record(published_at="9999-12-31T23:59-12:00")), "not a date or time"),
            (lines(record(published_at="0001-01-01", timezone="Asia/Tokyo")), "impossible"),
            (lines(record(timezone="Mars/Base")), "unknown time zone"),
            (lines(record(timezone="../../etc/passwd")), "unknown time zone"),
        ],
    )
    def test_a_bad_line_is_refused_alone(self, index: Path, line: bytes, words: str) -> None:
        index.write_bytes(b"\n" + lines(record(id="before")) + line.rstrip(b"\n") + b"\r\n" + lines(record(id="after")))
        before, bad, after = read(index)
        assert isinstance(before, Article) and isinstance(after, Article)
        assert isinstance(bad, Rejected) and bad.where == f"{index}:3"
        assert words in bad.why and "\n" not in bad.why and len(bad.why) <= 600
        assert count_records([index]) == 3

    def test_an_empty_index(self, index: Path) -> None:
        index.write_bytes(b"\n \n")
        assert refusal(index).where == str(index)
        assert count_records([index]) == 1

    def test_a_huge_line_is_skipped_in_bounded_memory(self, index: Path) -> None:
        with index.open("wb") as stream:
            stream.write(lines(record(id="before")))
            for _ in range(50):
                stream.write(b"x" * 1_000_000)
            stream.write(b"\n" + lines(record(id="after")))
        tracemalloc.start()
        try:
            results = read(index)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert [type(r) for r in results] == [Article, Rejected, Article]
        assert results[1].where == f"{index}:2" and "longer than 15 MB" in results[1].why  # type: ignore[union-attr]
        assert peak < 40_000_000

    def test_it_is_read_as_it_is_asked_for(self) -> None:
        def endless() -> Iterator[bytes]:
            number = 0
            while True:
                number += 1
                yield lines(record(id=str(number)))

        class Endless(io.RawIOBase):
            source, rest = endless(), b""

            def readable(self) -> bool:
                return True

            def readinto(self, buffer: Any) -> int:
                self.rest = self.rest or next(self.source)
                data, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
                buffer[: len(data)] = data
                return len(data)

        articles = read_articles(["-"], stdin=io.BufferedReader(Endless()), now=NOW)
        assert [next(articles).id for _ in range(2000)][-1] == "2000"  # type: ignore[union-attr]


class TestFileKey:
    @pytest.fixture
    def index(self, tmp_path: Path) -> Path:
        (tmp_path / "secret.txt").write_text(TEXT)
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.txt").write_text(TEXT)
        (tmp_path / "in" / "sub").mkdir()
        return tmp_path / "in" / "index.jsonl"

    def of(self, index: Path, name: str) -> list[Article | Rejected]:
        index.write_bytes(lines(record(text=None, file=name)))
        return read(index)

    @pytest.mark.parametrize("name", ["a.txt", "./a.txt", "sub/b.txt", "link.txt"])
    def test_within_the_folder(self, index: Path, name: str) -> None:
        (index.parent / "link.txt").symlink_to("a.txt")
        (index.parent / "sub" / "b.txt").write_text(TEXT)
        (result,) = self.of(index, name)
        assert isinstance(result, Article) and result.text == TEXT

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("../secret.txt", "leaves the index's folder"),
            ("sub/../a.txt", "leaves the index's folder"),
            ("..\\secret.txt", "leaves the index's folder"),
            ("link.txt", "symbolic link"),
            ("out/secret.txt", "symbolic link"),
            ("/etc/passwd", "absolute"),
            ("C:\\a.txt", "absolute"),
            ("\\\\host\\a.txt", "absolute"),
            ("sub", "is a folder"),
            (".", "is a folder"),
            ("none.txt", "does not exist"),
            ("a.txt/b", "does not exist"),
            ("pipe", "no regular file"),
            ("circle.txt", "file"),
            ("x" * 300 + ".txt", "file"),
            ("a\0.txt", "control characters"),
            ("empty.txt", "is empty"),
        ],
    )
    def test_not_outside_and_not_else(self, index: Path, name: str, words: str) -> None:
        (index.parent / "link.txt").symlink_to("../secret.txt")
        (index.parent / "out").symlink_to("..", target_is_directory=True)
        (index.parent / "circle.txt").symlink_to("circle.txt")
        (index.parent / "empty.txt").write_text("")
        os.mkfifo(index.parent / "pipe")
        (result,) = self.of(index, name)
        assert isinstance(result, Rejected) and result.where == f"{index}:1"
        assert '"file"' in result.why and words in result.why

    def test_on_standard_input_it_lies_in_the_working_folder(
        self, index: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(index.parent)
        assert one("-", stdin=lines(record(text=None, file="a.txt"))).text == TEXT
        assert "leaves" in refusal("-", stdin=lines(record(text=None, file="../secret.txt"))).why


class TestDuplicates:
    def test_with_another_text_the_second_is_refused(self, index: Path) -> None:
        index.write_bytes(lines(record(), record(id="b"), record(text=TEXT + "More.")))
        results = read(index)
        assert isinstance(results[2], Rejected) and results[2].where == f"{index}:3"
        assert f"first at {index}:1" in results[2].why

    def test_with_the_same_text_it_comes_again(self, index: Path) -> None:
        index.write_bytes(lines(record(), record()))
        assert len([r for r in read(index) if isinstance(r, Article)]) == 2


class TestUsage:
    @pytest.mark.parametrize("name", ["none.txt", "", "a\0b"])
    def test_a_path_that_is_not_there(self, tmp_path: Path, name: str) -> None:
        path = str(tmp_path / name) if name == "none.txt" else name
        for ask in (read_articles, count_records):
            with pytest.raises(InputError):
                ask([path])

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
    def test_an_unreadable_path(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT)
        (tmp_path / "a.txt").chmod(0)
        with pytest.raises(InputError, match="permissions"):
            read_articles([tmp_path / "a.txt"])

    @pytest.mark.parametrize(
        "options",
        [{"timezone": "Mars/Base"}, {"timezone": ""}, {"outlet": " "}, {"published": datetime(2024, 6, 2, tzinfo=UTC)}],
    )
    def test_an_option_that_cannot_be(self, options: dict[str, Any]) -> None:
        with pytest.raises(InputError, match=f"--{next(iter(options))}"):
            read_articles(["-"], now=NOW, **options)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
VALUES = JSON | st.sampled_from(["2024-05-06", "Asia/Tokyo", "\ud800", "../x", ".", "BONN, May 6 (AB) -- x 6 May 2024"])
KEYS = ("id", "url", "outlet", "title", "published_at", "timezone", "text", "html", "file")


def fit(result: Article | Rejected) -> None:
    if isinstance(result, Rejected):
        assert result.why and result.why.isprintable() and result.where.isprintable()
    else:
        assert 1 <= len(result.id) <= 200 and result.outlet
        assert result.published_at.tzinfo is UTC and "\0" not in result.text and result.text.encode()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda data: b"{" + data))
def test_any_bytes_give_articles_or_rejections(data: bytes) -> None:
    for options in ({}, {"outlet": "X", "published": NOW}):
        results = read("-", stdin=data, **options)
        assert results
        for result in results:
            fit(result)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_record_gives_an_article_or_a_rejection(values: dict[str, Any]) -> None:
    for line in (lines(values), lines(record(**values))):
        (result,) = read("-", stdin=line)
        fit(result)
