"""Which places are watched is said by events of the story; ids are readable and stay with their place."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from jobs_support import STORY, place, watch

from tracker.jobs.every import every_text, parse_every
from tracker.jobs.places import add_source, remove_source, watched
from tracker.model.errors import InputError
from tracker.model.events import STORY_STREAM, SourceAdded, SourceRemoved
from tracker.projections.runner import rebuild
from tracker.store.log import EventLog


@pytest.mark.parametrize(
    ("text", "seconds"), [("1s", 1), ("30s", 30), ("10m", 600), ("2h", 7200), ("1d", 86400), (" 1H 30m ", 5400)]
)
def test_durations_are_read(text: str, seconds: int) -> None:
    assert parse_every(text) == timedelta(seconds=seconds)
    assert parse_every(every_text(seconds)) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "10", "m", "-5m", "0s", "1.5h", "10 minutes", "1w", "m10", "9999d", "1h x", "٣m"])
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"10m|shortest"):
        parse_every(text)


def test_a_place_is_an_event_of_the_story(log: EventLog, tmp_path: Path) -> None:
    (tmp_path / "Daily Reports").mkdir()
    (tmp_path / "wire.jsonl").touch()
    (tmp_path / "Düne.txt").touch()
    assert watch(log, tmp_path / "Daily Reports", "10m", outlet="Wire", timezone="Asia/Bishkek") == "daily-reports"
    assert watch(log, tmp_path / "wire.jsonl", "30s") == "wire"
    assert watch(log, tmp_path / "Düne.txt") == "dune"
    stored = log.read_stream(STORY, STORY_STREAM)
    assert [event.actor for event in stored] == ["test"] * 3
    assert {event.cause for event in stored} == {"command:source add"}
    first = stored[0].payload
    assert isinstance(first, SourceAdded)
    assert (first.kind, first.every_seconds, first.outlet, first.timezone) == ("folder", 600, "Wire", "Asia/Bishkek")
    assert [(each.source, each.kind) for each in watched(log.database)] == [
        ("daily-reports", "folder"),
        ("dune", "file"),
        ("wire", "jsonl"),
    ]


def test_adding_again_changes_the_settings_and_nothing_else(log: EventLog, tmp_path: Path) -> None:
    first = watch(log, tmp_path, "10m")
    added, news = add_source(log, STORY, tmp_path, timedelta(minutes=10), actor="test")
    assert (added.source, news) == (first, False)
    assert watch(log, tmp_path / "." / "x" / "..", "20m") == first
    assert [each.every_seconds for each in watched(log.database)] == [1200]


def test_places_of_one_name_get_ids_of_their_own_for_good(log: EventLog, tmp_path: Path) -> None:
    folders = [tmp_path / name / "reports" for name in ("a", "b", "c")]
    for folder in folders:
        folder.mkdir(parents=True)
    assert [watch(log, folder) for folder in folders] == ["reports", "reports-2", "reports-3"]
    remove_source(log, "reports-2", actor="test")
    assert watch(log, folders[1]) == "reports-2"  # the same place again
    remove_source(log, "reports", actor="test")
    (tmp_path / "d" / "reports").mkdir(parents=True)
    assert watch(log, tmp_path / "d" / "reports") == "reports-4"  # events name "reports" as the cause of other articles


def test_removing_is_an_event_too_and_survives_a_rebuild(log: EventLog, tmp_path: Path) -> None:
    source = watch(log, tmp_path)
    assert remove_source(log, source, actor="ana").location == str(tmp_path)
    assert watched(log.database) == []
    last = log.read_stream(STORY, STORY_STREAM)[-1]
    assert last.payload == SourceRemoved(source=source) and last.actor == "ana"
    watch(log, tmp_path)
    rebuild(log, STORY)
    assert [each.source for each in watched(log.database)] == [source]
    with pytest.raises(InputError, match=rf"no source 'nothing': this database watches {source}"):
        remove_source(log, "nothing", actor="test")


def test_one_id_in_two_stories_needs_the_story(log: EventLog, tmp_path: Path) -> None:
    add_source(log, "a", tmp_path, timedelta(hours=1), actor="test")
    add_source(log, "b", tmp_path, timedelta(hours=1), actor="test")
    source = watched(log.database, "a")[0].source
    with pytest.raises(InputError, match=r"several stories \(a, b\)"):
        remove_source(log, source, actor="test")
    remove_source(log, source, story="b", actor="test")
    assert [each.story for each in watched(log.database)] == ["a"]


def test_what_cannot_be_watched_is_refused(log: EventLog, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        watch(log, tmp_path / "nothing")
    with pytest.raises(InputError, match="unknown time zone"):
        watch(log, tmp_path, timezone="Mars/Olympus")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        watch(log, Path("/dev/null"))
    assert log.stories() == []


def test_a_link_is_followed_at_each_look(log: EventLog, tmp_path: Path) -> None:
    (tmp_path / "monday").mkdir()
    (tmp_path / "today").symlink_to(tmp_path / "monday")
    assert place(log, watch(log, tmp_path / "today")).location == str(tmp_path / "today")
