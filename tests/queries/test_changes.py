"""`history`, `diff`, `conflicts`, `timeline`: on the story of an invented country."""

from __future__ import annotations

import pytest

from tests.projections.making import append, hour
from tracker.model.errors import InputError
from tracker.model.events import ClaimRecorded, ClaimWithdrawn
from tracker.projections.runner import catch_up
from tracker.queries import History, Moment, conflicts, diff, history, timeline
from tracker.store.database import Database
from tracker.store.log import EventLog


def told(found: History) -> list[tuple[object, ...]]:
    return [
        (c.known_from, c.state and c.state.value, c.state and c.state.standing, [m.what for m in c.causes])
        for cell in found.cells
        for c in cell.changes
    ]


def test_history_tells_what_changed_and_which_claim_did_it(database: Database, story: str) -> None:
    found = history(database, story, "President Marlow", "location")
    assert told(found)[:3] == [
        (hour(10), "Port Alba", "agreed", ["reported"]),
        (hour(20), "Hill Town", "contested", ["reported"]),
        (hour(30), "Port Alba", "agreed", ["withdrawn"]),
    ], "the wire's revision took its word back"
    first, second, third, lapse = found.cells[0].changes
    assert (first.changed, first.known_to) == (("first",), hour(20))
    assert "value" in second.changed and second.causes[0].claim.voice == "Ada Marlow"
    assert second.causes[0].claim.valid == (hour(20), hour(20)), "the other clock"
    assert third.causes[0].claim.withdrawal == "revised"
    assert lapse.state is not None and lapse.state.standing == "lapsed" and lapse.known_to is None
    assert [cause.what for cause in lapse.causes] == ["lapsed"]


def test_history_of_one_moment_is_how_knowledge_of_it_grew(database: Database, story: str) -> None:
    (cell,) = history(database, story, "clashes", at=hour(9)).cells
    assert cell.at == hour(9)
    assert [(c.known_from, c.state and c.state.value.low) for c in cell.changes] == [(hour(10), 10), (hour(20), 12)]  # type: ignore[union-attr]


def test_history_leaves_out_what_only_confirms_unless_asked(database: Database, story: str) -> None:
    brief, all_of_it = (history(database, story, "clashes", every=every) for every in (False, True))
    assert len(told(brief)) <= len(told(all_of_it))
    assert all(c.changed for cell in all_of_it.cells for c in cell.changes)


def test_what_a_better_reading_took_back_is_told_with_its_record_time(
    database: Database, log: EventLog, story: str
) -> None:
    event = next(e for e in log.read_stream(story, "article-lamp-1") if isinstance(e.payload, ClaimRecorded))
    gone = ClaimWithdrawn(
        article="lamp-1", fingerprint="f", claim_event=event.event_id, reason="reextracted", reported_at=hour(10)
    )
    append(log, story, "lamp-1", [gone])
    catch_up(log, story)
    found = history(database, story, "Ada Marlow")
    assert "office" not in {cell.attribute for cell in found.cells}
    (back,) = found.taken_back
    assert (back.reason, back.claim.value) == ("reextracted", "holds president")
    assert back.recorded_at == log.read_stream(story, "article-lamp-1")[-1].recorded_at


def test_diff_in_the_world_and_in_knowledge(database: Database, story: str) -> None:
    world = diff(database, story, Moment(hour(10), hour(10)), Moment(hour(20), hour(20)))
    assert {(c.attribute, c.change) for c in world.changes} == {("killed", "value"), ("location", "value")}
    where = next(c for c in world.changes if c.attribute == "location")
    assert [(cause.what, cause.claim.value) for cause in where.causes] == [("reported", "Hill Town")]
    learnt = diff(database, story, Moment(hour(9), hour(9)), Moment(hour(9), hour(25)))
    assert {(c.attribute, c.change) for c in learnt.changes} == {("killed", "new"), ("location", "new")}
    back = diff(database, story, Moment(hour(21), hour(21)), Moment(hour(21), hour(31)), attribute="location")
    assert [cause.what for cause in back.changes[0].causes] == ["withdrawn"]
    nothing = diff(database, story, Moment(hour(1), hour(1)), Moment(hour(2), hour(2)))
    assert (nothing.changes, nothing.cells) == ((), 0)
    with pytest.raises(InputError, match="after the second"):
        diff(database, story, Moment(hour(2), hour(2)), Moment(hour(1), hour(1)))


def test_conflicts_name_both_sides(database: Database, story: str) -> None:
    found = conflicts(database, story, hour(20))
    assert [(c.state.attribute, c.voices_for, c.voices_against, c.newest) for c in found.conflicts] == [
        ("location", 1, 1, hour(20))
    ]
    assert found.cells == 3
    assert conflicts(database, story, hour(30)).conflicts == ()
    assert conflicts(database, story, hour(1)).cells == 0


def test_a_timeline_has_the_busiest_cells_inside_its_ends(database: Database, story: str) -> None:
    found = timeline(database, story)
    assert [(lane.attribute, lane.claims) for lane in found.lanes] == [("killed", 2), ("location", 2)]
    assert (found.begins, found.ends) == (hour(10), hour(30))
    assert [(s.begins, s.ends, s.state.value) for s in found.lanes[1].spans][:2] == [
        (hour(10), hour(20), "Port Alba"),
        (hour(20), hour(30), "Hill Town"),
    ]
    one = timeline(database, story, begin=hour(12), end=hour(18), most=1)
    assert (len(one.lanes), one.hidden) == (1, 1)
    assert all(hour(12) <= s.begins <= s.ends <= hour(18) for lane in one.lanes for s in lane.spans)
    hindsight = timeline(database, story, entity="Marlow", attributes=["location"], known_at=hour(25))
    assert hindsight.lanes[0].spans[0].begins == hour(8), "in the world, she was there before anyone told"
    assert timeline(database, story, begin=hour(1), end=hour(2)).lanes == ()
