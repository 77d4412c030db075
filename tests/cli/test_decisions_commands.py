"""Decisions as an analyst types them, on both back ends: what is printed, what is asked back, how they are undone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_support import Run
from click.testing import Result

Tell = Callable[..., Result]
BECAUSE = ("--because", "the desk checked it")


@pytest.fixture
def coast(run: Run, wire: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Commands on story `coast`, which holds the two articles of the invented story."""
    monkeypatch.setenv("TRACKER_DB", database_url)
    monkeypatch.setenv("TRACKER_ACTOR", "user:ana")
    assert run("ingest", wire, "--story", "coast").exit_code == 0

    def tell(*arguments: str) -> Result:
        return run(*arguments, "--story", "coast")

    return tell


def said(done: Result) -> str:
    """The standard output of a command that went well."""
    assert done.exit_code == 0, done.output
    return done.stdout


def event(done: Result) -> str:
    """The id of the event that a decision printed, the same in the line that takes it back."""
    first, back = said(done).splitlines()
    found = re.search(r"\(event (\S+)\)", first)
    assert found and back == f"to take it back: tracker undo {found.group(1)} --story coast --because TEXT"
    return found.group(1)


def asked(coast: Tell, *arguments: str) -> list[dict[str, object]]:
    return list(json.loads(said(coast("state", "--format", "json", *arguments)))["cells"])


def test_entities_are_listed_shown_merged_and_undone(coast: Tell) -> None:
    listed = json.loads(said(coast("entity", "list", "--format", "json")))
    assert {"Ana Duarte", "Porto"} <= {row["name"] for row in listed}
    assert "Ana Duarte" in said(coast("entity", "list", "--kind", "person"))
    before = said(coast("state", "--at", "2021-05-03T10:00Z"))
    merged = event(coast("entity", "merge", "health ministry", "police", *BECAUSE))
    shown = said(coast("entity", "show", "health ministry"))
    assert "health ministry" in shown and "user:ana" in shown and "the desk checked it" in shown
    assert json.loads(said(coast("entity", "show", "police", "--format", "json")))[0]["decisions"]
    assert said(coast("undo", merged, *BECAUSE)).startswith("coast: undone: EntitiesMerged")
    assert said(coast("state", "--at", "2021-05-03T10:00Z")) == before
    again = coast("undo", merged, *BECAUSE)
    assert again.exit_code == 2 and "was undone already, by" in again.stderr


def test_an_alias_and_a_split(coast: Tell) -> None:
    event(coast("entity", "alias", "Ana Duarte", "the Navigator"))
    refused = coast("entity", "alias", "Porto", "Lisbon")
    assert refused.exit_code == 2 and "tracker entity merge" in refused.stderr
    merged = coast("entity", "merge", "Porto", "Lisbon", *BECAUSE)
    assert "coast: Porto is Lisbon" in said(merged)
    split = said(coast("entity", "split", "Lisbon", "Porto", *BECAUSE))
    assert "coast: Porto is not Lisbon" in split
    (cell,) = asked(coast, "--at", "2021-05-03T10:00Z", "--attribute", "location")
    assert cell["value"] == "Porto"


def test_voices_are_listed_and_rated(coast: Tell) -> None:
    assert "police" in said(coast("voice", "list"))
    (toll,) = asked(coast, "--at", "2021-05-03T10:00Z", "--attribute", "killed")
    assert toll["value"] == {"low": 15, "high": 15}
    event(coast("voice", "rate", "health ministry", "deprecated", *BECAUSE))
    (toll,) = asked(coast, "--at", "2021-05-03T10:00Z", "--attribute", "killed")
    assert toll["value"] == {"low": 12, "high": None}
    (rated,) = json.loads(said(coast("voice", "list", "--rank", "deprecated", "--format", "json")))
    assert (rated["name"], rated["actor"], rated["because"]) == ("health ministry", "user:ana", "the desk checked it")
    again = coast("voice", "rate", "health ministry", "deprecated", *BECAUSE)
    assert again.exit_code == 2 and "deprecated already" in again.stderr


def test_a_claim_is_rejected_endorsed_and_added(coast: Tell) -> None:
    rows = json.loads(said(coast("claims", "--attribute", "killed", "--format", "json")))
    wrong = next(row for row in rows if row["value"] == "15")
    rejected = event(coast("claim", "reject", wrong["claim"], *BECAUSE))
    (toll,) = asked(coast, "--at", "2021-05-03T10:00Z", "--attribute", "killed")
    assert toll["value"] == {"low": 12, "high": None}
    assert wrong["claim"] not in said(coast("claims", "--format", "json"))
    assert '"rejected"' in said(coast("claims", "--withdrawn", "--format", "json"))
    event(coast("undo", rejected[:30], *BECAUSE))
    assert event(coast("claim", "endorse", wrong["fingerprint"][:12], *BECAUSE))
    event(
        coast(
            *("claim", "add", "killed", "clashes", "17", "--subject-kind", "incident", "--voice", "police"),
            *("--reported", "2021-05-03T12:00Z", "--from", "2021-05-01T00:00Z", "--to", "2021-05-03T00:00Z"),
            *("--change", "--because", "told by telephone"),
        )
    )
    (toll,) = asked(coast, "--at", "2021-05-03T13:00Z", "--attribute", "killed")
    assert toll["value"] == {"low": 17, "high": 17}


def test_decisions_are_listed(coast: Tell) -> None:
    rated = event(coast("voice", "rate", "police", "preferred", *BECAUSE))
    undone = event(coast("undo", rated, *BECAUSE))
    rows = json.loads(said(coast("decisions", "--format", "json")))
    assert [(row["decision"], row["reversed_by"]) for row in rows] == [(rated, undone), (undone, None)]
    holding = json.loads(said(coast("decisions", "--holding", "--format", "json")))
    assert [row["decision"] for row in holding] == [undone]
    assert rated in said(coast("decisions", "--entity", "police", "--format", "json"))
    assert "user:ana" in said(coast("decisions"))


def test_an_article_is_corrected_removed_and_erased(coast: Tell) -> None:
    corrected = event(coast("article", "correct", "second", "--outlet", "The Log", *BECAUSE))
    assert "The Log" in said(coast("article", "show", "second"))
    event(coast("undo", corrected, *BECAUSE))
    assert "The Ledger" in said(coast("article", "show", "second"))
    removed = event(coast("article", "remove", "second", *BECAUSE))
    (toll,) = asked(coast, "--at", "2021-05-03T10:00Z", "--attribute", "killed")
    assert toll["value"] == {"low": 12, "high": None}
    assert "removed" in said(coast("article", "list"))
    event(coast("undo", removed, *BECAUSE))
    (toll,) = asked(coast, "--at", "2021-05-03T10:00Z", "--attribute", "killed")
    assert toll["value"] == {"low": 15, "high": 15}
    erased = said(coast("erase", "second", *BECAUSE))
    assert erased.startswith("coast: erased 1 text of article second") and "undo" not in erased
    gone = coast("article", "show", "second", "--text")
    assert gone.exit_code == 2 and "erased" in gone.stderr
    assert "ok" in said(coast("verify"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["entity", "merge", "Ana Duart", "police", *BECAUSE], "did you mean 'Ana Duarte'"),
        (["entity", "merge", "Ana Duarte", "Duarte", *BECAUSE], "are one entity already"),
        (["entity", "split", "Porto", "Lisbon", *BECAUSE], "there is nothing to split"),
        (["entity", "show", "Nobody"], "knows no entity 'Nobody'"),
        (["entity", "alias", "Porto", "  "], "is no name"),
        (["voice", "rate", "Polise", "preferred", *BECAUSE], "did you mean"),
        (["voice", "rate", "police", "loud", *BECAUSE], "'loud' is not one of"),
        (["claim", "reject", "0000", *BECAUSE], "no claim '0000'"),
        (["claim", "reject", "0000", "--because", " "], "needs a reason"),
        (["claim", "reject", "0000"], "Missing option '--because'"),
        (["claim", "add", "killed", "clashes", "many", "--voice", "police", *BECAUSE], "clashes"),
        (["claim", "add", "office", "Duarte", "left", "--voice", "police", *BECAUSE], "resigned president"),
        (["claim", "add", "status", "Atlantis", "open", "--voice", "police", *BECAUSE], "--subject-kind"),
        (["claim", "add", "status", "Porto", "open", "--voice", "police", "--to", "now", *BECAUSE], "--to needs --from"),
        (["claim", "add", "status", "Porto", "open", "--voice", "police", "--reported", "2999-01-01T00:00Z", *BECAUSE],
         "nobody can have said it yet"),
        (["undo", "0000", *BECAUSE], "no decision '0000'"),
        (["article", "correct", "first", *BECAUSE], "nothing to correct"),
        (["article", "correct", "third", "--outlet", "X", *BECAUSE], "no article 'third'"),
        (["article", "remove", "third", *BECAUSE], "no article 'third'"),
        (["erase", "third", *BECAUSE], "no article 'third'"),
        (["erase", "first"], "Missing option '--because'"),
    ],
)  # fmt: skip
def test_wrong_decisions_get_one_clear_line_and_change_nothing(coast: Tell, arguments: list[str], says: str) -> None:
    before = said(coast("verify"))
    done = coast(*arguments)
    assert done.exit_code == 2, done.output
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert len(errors) == 1 and says in errors[0], done.stderr
    assert said(coast("verify")) == before


def test_an_ambiguous_name_lists_the_candidates(coast: Tell, run: Run, tmp_path: Path) -> None:
    text = "Ben Duarte arrived in Porto on Friday, police said.\n\nEva Duarte arrived in Lisbon on Friday, police said."
    (tmp_path / "more.jsonl").write_text(
        json.dumps({"id": "m", "outlet": "Coast Wire", "published_at": "2021-05-03T09:00:00Z", "text": text})
    )
    assert run("ingest", "more.jsonl", "--story", "coast").exit_code == 0
    done = coast("voice", "rate", "Duarte", "preferred", *BECAUSE)
    assert done.exit_code == 2
    assert "'Duarte' may be any of 3 entities: write the key of one of them: ana-duarte" in done.stderr


def test_a_decision_is_about_one_story(run: Run, coast: Tell) -> None:
    done = run("voice", "rate", "police", "preferred", *BECAUSE, "--story", "*")
    assert done.exit_code == 2 and "name it with --story" in done.stderr
    done = run("voice", "rate", "police", "preferred", *BECAUSE, "--story", "elsewhere")
    assert done.exit_code == 2 and "no story 'elsewhere'" in done.stderr


def test_why_shows_what_was_rejected_by_whom_and_why(coast: Tell) -> None:
    rows = json.loads(said(coast("claims", "--attribute", "killed", "--format", "json")))
    coast("claim", "reject", next(row["claim"] for row in rows if row["value"] == "15"), *BECAUSE)
    at = "2021-05-03T10:00Z"
    (toll,) = asked(coast, "--at", at, "--attribute", "killed")
    question = ("why", str(toll["entity"]), "killed", "--at", at)
    printed = said(coast(*question))
    assert "rejected:" in printed and "decided:" in printed and "user:ana" in printed and BECAUSE[1] in printed
    (cell,) = json.loads(said(coast(*question, "--format", "json")))
    assert [e["claim"]["value"] for e in cell["evidence"] if e["side"] == "rejected"] == ["15"]
