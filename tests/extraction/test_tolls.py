"""The killed and the injured: numbers, bounds, incidents, and what counts nobody."""

from __future__ import annotations

import re

import pytest
from extraction_support import THURSDAY_NOON, claims, short

from tracker.model.claim import Quantity, fingerprint


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("Clashes in Lima left 12 dead and more than 200 hurt.", (12, 12), (200, None)),
        ("At least 14 soldiers were killed and 25 wounded in the fighting.", (14, None), (25, 25)),
        ("A bomb in Quito killed dozens of people.", (24, None), None),
        ("The blast claimed nine lives.", (9, 9), None),
        ("Up to 100 miners are feared dead after the explosion.", (None, 100), None),
        ("The attack led to the deaths of three officers.", (3, 3), None),
        ("A lorry crashed, killing at least nine people and wounding 30 others.", (9, None), (30, 30)),
        ("The death toll from the earthquake has risen to 1,240.", (1240, 1240), None),
        ("No one was injured in the fire.", None, (0, 0)),
        ("Sixty-two people, among them 15 children, were killed in an air strike.", (62, 62), None),
        ("Nearly 300 people died in the floods.", (None, 300), None),
        ("Several people were hurt in the riots.", None, (3, None)),
        ("The quake killed between 20 and 30 people.", (20, 30), None),
        ("Two of his bodyguards died in the raid and a marine was wounded.", (2, 2), (1, 1)),
        ("Between 40 and 50 villagers were massacred by militiamen.", (40, 50), None),
        ("Fifteen people were burnt alive in the church.", (15, 15), None),
        ("Thirty-one miners suffocated.", (31, 31), None),
        ("Some 300 lives were lost in the shipwreck.", (300, 300), None),
        ("The flood has claimed the lives of at least 200 people.", (200, None), None),
        ("The rebels said they had lost 12 fighters.", (12, 12), None),
        ("Rescuers pulled nine bodies from the rubble.", (9, 9), None),
        ("The bodies of three fishermen were washed ashore.", (3, 3), None),
        ("The bodies of a couple were found in a flat in Oslo.", (2, 2), None),
        ("Hundreds are feared dead after a ferry capsized.", (200, None), None),
        ("Twelve hikers are missing, presumed dead.", (12, 12), None),
        ("An air raid killed nine members of a wedding party.", (9, 9), None),
        ("The earthquake killed tens of thousands.", (20_000, None), None),
        ("The epidemic has killed several hundred people.", (300, None), None),
        ("The number of people killed in the landslide rose from 60 to 82.", (82, 82), None),
        ("Nigeria: market blast toll climbs to 45", (45, 45), None),
        ("Two dead, five hurt in Manila hotel fire", (2, 2), (5, 5)),
        ("One person was killed and another suffered serious injuries.", (1, 1), (1, 1)),
        ("Troops shot and killed a demonstrator and wounded three others.", (1, 1), (3, 3)),
        ("More than a dozen people were treated in hospital.", None, (12, None)),
        ("Officials said 36 police officers had been hurt.", None, (36, 36)),
        ("There were no casualties in the blast.", (0, 0), (0, 0)),
        ("The train derailed without loss of life.", (0, 0), None),
        ("All 40 passengers escaped unhurt.", None, (0, 0)),
        ("Nobody died, but 14 people were taken to hospital.", (0, 0), (14, 14)),
    ],
)
def test_counts_the_victims(
    sentence: str, killed: tuple[int | None, int | None] | None, injured: tuple[int | None, int | None] | None
) -> None:
    found = {a: [c.value for c in claims(sentence, a)] for a in ("killed", "injured")}
    assert Quantity(*killed) in found["killed"] if killed else not found["killed"]
    assert Quantity(*injured) in found["injured"] if injured else not found["injured"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The striker shot twice and killed the game in the second half.",
        "The toll could rise, a doctor said.",
        "He was jailed for 12 years over the killing.",
        "The drug may kill up to 100 people a year, a study warns?",
        "Killing time, 20 tourists sat in the sun.",
        "The debate is dead.",
        "She is 75 and in good health.",
        "The fire killed 200 sheep.",
        "He plotted to kill 50 people.",
        "If the dam bursts, thousands will die.",
        "A court sentenced four men to death.",
        "Smoking kills 80 people a day in the city.",
        "Two gunmen attacked a church.",
        "The surgeon saved hundreds of lives.",
        "It was not clear how many people had been killed.",
        "Two tanks were shot at.",
        "The navy must ensure that there are no casualties.",
    ],
)
def test_counts_nobody(sentence: str) -> None:
    assert [short(c) for c in claims(sentence) if c.attribute in ("killed", "injured")] == []


def test_one_named_person_is_the_subject_of_the_own_death() -> None:
    (claim,) = claims("Gen. Salim Haddad was shot dead by gunmen in Beirut on Tuesday night.", "killed")
    assert (claim.subject.name, claim.value) == ("Salim Haddad", Quantity(1, 1))


def test_an_incident_is_named_by_event_month_and_place() -> None:
    (claim,) = claims("An explosion in Kano killed 12 people.", "killed")
    assert claim.subject.name == "explosion in Kano, March 2014"
    assert claim.subject.within == ("Kano", "Nigeria")


def test_an_undated_toll_belongs_to_the_event_that_the_text_dates() -> None:
    text = "The 2 March riots in Lima went on for hours. Scores of people were killed."
    (claim,) = claims(text, "killed")
    assert (claim.valid.earliest.day, claim.valid.latest.day) == (2, 3)


def test_the_ministry_vouches_for_its_toll() -> None:
    text = "Clashes in Lima left 12 dead, the health ministry said."
    assert [short(c) for c in claims(text, "killed")] == ["clashes in Lima, March 2014: 12 [health ministry]"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A policeman was shot dead in Quito.", ["policeman: 1"]),
        ("The gunman was later shot dead by police.", ["gunman: 1"]),
        ("A 12-year-old girl drowned off the coast of Chile.", ["girl: 1"]),
        ("Militants beheaded a French hostage.", ["French hostage: 1"]),
        ("The body of a missing journalist was found on Sunday.", ["missing journalist: 1"]),
        ("He killed the president's nephew.", ["president's nephew: 1"]),
        ("A suicide bomber blew himself up, killing four soldiers.", ["suicide bomber: 1", "4"]),
        ("The mother of two was found dead at her home.", ["mother: 1"]),
        ("Five protesters were killed and a sixth died in hospital.", ["5", "sixth: 1"]),
        ("A teacher and two pupils were killed.", ["teacher: 1", "2"]),
        ("Two Britons, an American and three Iraqis died.", ["Britons: 2", "American: 1", "3"]),
        ("A bomb killed a judge, his driver and three bodyguards.", ["judge: 1", "driver: 1", "bodyguards: 3"]),
        ("Gen. Salim Haddad and his wife were killed.", ["Salim Haddad: 1", "wife: 1"]),
        ("The mayor's wife, Ana Brook, was killed.", ["Ana Brook: 1"]),
        ("Seventeen people died, among them four children.", ["17", "children: 4"]),
        ("Twenty miners, including two engineers, were killed.", ["20", "engineers: 2"]),
        ("The assassination of President Lucas Adeyemi shook Ghana.", ["Lucas Adeyemi: 1"]),
        ("Lucas Adeyemi, 61, was killed as he left a mosque.", ["Lucas Adeyemi: 1"]),
        ("An unknown gunman killed Lucas Adeyemi, the mayor.", ["Lucas Adeyemi: 1"]),
        ("The attack killed scores of people and forced Lucas Adeyemi to flee.", ["at least 40"]),
    ],
)
def test_tells_victims_apart(sentence: str, expected: list[str]) -> None:
    found = [short(c) for c in claims(sentence, "killed")]
    assert sorted(re.sub(r"^[\w -]+ (?:of \w+ \d+|in [\w ]+(?:, \w+ \d+)?): ", "", f) for f in found) == sorted(
        expected
    )


@pytest.mark.parametrize(
    ("sentence", "polarity", "certainty", "voice"),
    [
        (
            "The interior ministry denied reports that Eva Luna had been killed.",
            "negative",
            "certain",
            "interior ministry",
        ),
        ("The army denied killing 12 civilians.", "negative", "certain", "army"),
        ("The minister denied any link to the blast that killed 14 people.", "positive", "certain", "minister"),
        ("The quake could have killed as many as 3,000 people.", "positive", "possible", "Harbour Post"),
        ("Scores of miners were reportedly killed.", "positive", "probable", "Harbour Post"),
        ("The medics fear that 20 people have died.", "positive", "probable", "medics"),
    ],
)
def test_how_sure_a_toll_is(sentence: str, polarity: str, certainty: str, voice: str) -> None:
    (claim,) = claims(sentence, "killed")
    assert (claim.polarity, claim.certainty) == (polarity, certainty)
    assert claim.voice.name.endswith(voice)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("A bomb went off in Quito on Monday. It was the first in years. Four people were killed.", 3, 4),
        ("Three people were killed in clashes on Monday and Tuesday.", 3, 5),
        ("A crisis has raged in Lima since the 1 March blast that killed 14 people.", 1, 2),
        ("The blast, which killed 14 people on Sunday, was the worst in a decade.", 2, 3),
        ("Ten people were shot dead when troops stormed a camp near the old port of the city on Sunday.", 2, 3),
        ("A bus crashed last week. Nine people died in Sunday's crash, said Eva Luna.", 2, 3),
    ],
)
def test_a_toll_takes_the_day_of_its_event(text: str, first: int, last: int) -> None:
    valid = claims(text, "killed")[0].valid
    assert (valid.earliest.day, valid.latest.day) == (first, last)


def test_a_long_toll_is_counted_from_the_beginning() -> None:
    text = "The uprising began on 2 January. The UN says 5,000 people have been killed."
    (claim,) = claims(text, "killed")
    assert (claim.valid.earliest.month, claim.valid.latest) == (1, THURSDAY_NOON)


@pytest.mark.parametrize("words", ["Riot police", "The fire brigade", "Coup plotters"])
def test_no_incident_is_named_by_what_only_looks_like_one(words: str) -> None:
    (claim,) = claims(f"{words} opened fire in Lima and killed 12 people.", "killed")
    assert claim.subject.name == "violence in Lima, March 2014"


def test_the_same_number_in_two_towns_is_two_claims() -> None:
    text = (
        "Ten people were killed in clashes in Sokode on Tuesday, police said.\n\n"
        "Ten people were killed in clashes in Kara on Tuesday, police said."
    )
    tolls = [claim for claim in claims(text) if claim.attribute == "killed"]
    assert [claim.subject.within[0] for claim in tolls] == ["Sokode", "Kara"]
    assert len({fingerprint("article", claim) for claim in tolls}) == 2


def test_the_dead_may_be_confirmed_as_such_and_the_dying_live() -> None:
    (toll,) = claims("Twelve staff are now confirmed as dead after the clashes.", "killed")
    assert short(toll).endswith(": 12")
    assert claims("His first wife, Sally, was dying.", "killed") == []
