"""Which names are one entity. Invented people and places, but for spellings that real desks disagree about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.projections.making import START
from tracker.model.claim import Kind
from tracker.projections.identity import Declared, Identities, Seen, resolve
from tracker.projections.spellings import Spellings, near
from tracker.projections.words import Countries, thing, untitled


def seen(*names: str | tuple[str, int], kind: Kind = "person", within: tuple[str, ...] = ()) -> list[Seen]:
    """Names in the order of their first appearance, used once or as often as told."""
    told = [(n, 1) if isinstance(n, str) else n for n in names]
    return [Seen(n, kind, within, uses, (START + timedelta(hours=i), "a", 0)) for i, (n, uses) in enumerate(told)]


def groups(found: Identities) -> set[frozenset[str]]:
    """The names of each entity."""
    by_key: dict[str, set[str]] = {}
    for (name, _), key in found.of.items():
        by_key.setdefault(key, set()).add(name)
    return {frozenset(names) for names in by_key.values()}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("person", ("Kurmanbek Bakiyev", "Kurmanbek Bakiev", "Bakiyev", "President Bakiev", "K. Bakiyev")),
        ("person", ("Roza Otunbayeva", "Ms Otunbaeva", "Roza Otunbaeva")),
        ("person", ("José Alvar", "Jose Alvar", "Mr. Alvar")),
        ("person", ("Omar al-Bashir", "Bashir", "Omar Al-Bashir")),
        ("person", ("Ada Marlow", "Ada Jane Marlow", "former Prime Minister Ada Marlow")),
        ("place", ("Jalal-Abad", "Jalalabad", "Jalal Abad", "the city of Jalal-Abad")),
        ("place", ("Port Alba", "the southern city of Port Alba")),
        ("place", ("Misrata", "Misurata")),
        ("organisation", ("Arland's government", "the government of Arland", "government of Arland")),
        ("organisation", ("the opposition", "opposition")),
        ("organisation", ("defence ministry", "the Defense Ministry")),
        ("outlet", ("BBC", "BBC News")),
    ],
)
def test_one_entity(kind: Kind, names: tuple[str, ...]) -> None:
    found = resolve([*seen(*names, kind=kind), *seen("Arland", kind="place")])
    assert len({found.of[name, kind] for name in names}) == 1


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("person", ("Ada Marlow", "Ben Marlow")),
        ("person", ("Ivan Petrov", "Ivana Petrova")),
        ("person", ("Bakiyev", "Akayev")),
        ("person", ("defence minister", "foreign minister")),
        ("place", ("Iran", "Iraq")),
        ("place", ("Austria", "Australia")),
        ("organisation", ("government of Arland", "interim government", "interim government of Arland's rebels")),
        ("organisation", ("government of Arland", "government of Zembla")),
        ("building", ("government building in Arland", "government building")),
    ],
)
def test_not_one_entity(kind: Kind, names: tuple[str, ...]) -> None:
    found = resolve([*seen(*names, kind=kind), *seen("Arland", "Zembla", kind="place")])
    assert len({found.of[name, kind] for name in names}) == len(names)


def test_an_adjective_names_its_country() -> None:
    countries = Countries(["Kyrgyzstan", "Egypt", "United Kingdom", "Austria", "Australia"])
    words = {
        name: thing(name, countries) for name in ("Kyrgyz government", "Egyptian army", "British army", "Aus army")
    }
    assert words == {
        "Kyrgyz government": ("government", "kyrgyzstan"),
        "Egyptian army": ("army", "egypt"),
        "British army": ("army", "unitedkingdom"),
        "Aus army": ("aus army", None),
    }


def test_an_interim_government_is_not_the_government() -> None:
    names = seen("Kyrgyz government", "government of Kyrgyzstan", "the interim government", kind="organisation")
    found = resolve([*names, *seen("Kyrgyzstan", kind="place")])
    assert groups(found) == {
        frozenset({"Kyrgyz government", "government of Kyrgyzstan"}),
        frozenset({"the interim government"}),
        frozenset({"Kyrgyzstan"}),
    }


def test_a_surname_of_two_is_nobodys_unless_one_is_named_far_more_often() -> None:
    two = resolve(seen("Ada Marlow", "Ben Marlow", "Marlow"))
    assert len(groups(two)) == 3
    often = resolve(seen(("Ada Marlow", 9), "Ben Marlow", "Marlow"))
    assert frozenset({"Ada Marlow", "Marlow"}) in groups(often)


def test_declared_names_win_and_are_never_united() -> None:
    declared = [Declared("Ada Marlow", "person", ("the Iron Mayor",)), Declared("Adda Marlow", "person")]
    found = resolve(seen("Ada Marlow", "Adda Marlow", "the Iron Mayor", "Piet Oram"), declared)
    assert found.of["Ada Marlow", "person"] != found.of["Adda Marlow", "person"]
    assert found.of["the Iron Mayor", "person"] == found.of["Ada Marlow", "person"]
    assert found.entities[found.of["the Iron Mayor", "person"]].name == "Ada Marlow"


def test_an_outlet_is_one_whatever_a_text_takes_it_for() -> None:
    found = resolve([*seen("Lamp News", kind="outlet"), *seen("Lamp News", "the Lamp News", kind="organisation")])
    assert {e.kind for e in found.entities.values()} == {"outlet"} and len(groups(found)) == 1


def test_an_alias_may_be_declared_of_a_name_that_was_found() -> None:
    names = seen("Ada Marlow", "the Iron Mayor")
    found = resolve(names, [Declared("Ada Marlow", None, ("the Iron Mayor",))])
    assert len(groups(found)) == 1


def test_places_nest_by_what_articles_and_analysts_say() -> None:
    names = [*seen("Port Alba", kind="place", within=("the coast",)), *seen("southern Arland", "Arland", kind="place")]
    found = resolve(names, [Declared("the coast", "place", within="southern Arland")])
    assert found.within("port-alba") == ("arland", "southern-arland", "the-coast")


def test_of_places_that_contain_each_other_neither_is_the_more_exact() -> None:
    """As when an analyst takes a region and a town of it for one, or two articles contradict each other."""
    names = [*seen("Port Alba", kind="place", within=("Coast",)), *seen("Coast", kind="place", within=("Bay",))]
    names += [*seen("Bay", kind="place", within=("Port Alba", "Arland")), *seen("Quay", kind="place", within=("Bay",))]
    found = resolve(names)
    assert [found.within(key) for key in ("port-alba", "coast", "bay")] == [("arland",)] * 3
    assert found.within("quay") == ("arland", "bay", "coast", "port-alba")


def test_keys_are_readable_and_tell_namesakes_apart() -> None:
    found = resolve([*seen("Georgia", kind="place"), *seen("Georgia", kind="person")])
    assert sorted(found.entities) == ["georgia.person", "georgia.place"]


def test_the_name_shown_is_the_one_used_most() -> None:
    found = resolve(seen(("Kurmanbek Bakiev", 2), ("Kurmanbek Bakiyev", 5), ("Bakiyev", 40)))
    assert [e.name for e in found.entities.values()] == ["Kurmanbek Bakiyev"]


def test_titles_are_stripped_from_names_but_not_from_titles() -> None:
    given = ["President Ada Marlow", "Mr. Marlow", "the defence minister", "governor of Talas", "Prime Minister"]
    assert [untitled(n) for n in given] == [
        "Ada Marlow",
        "Marlow",
        "defence minister",
        "governor of Talas",
        "Prime Minister",
    ]


def test_near_is_a_letter_apart_or_two_in_long_words() -> None:
    assert near("bakiyev", "bakiev") and near("otunbayeva", "otunbaeva") and near("tchaikovsky", "tchaikowski")
    assert not near("petrov", "petrova") and not near("oram", "orem") and not near("homs", "hama")


NAMES = ["Ada Marlow", "Marlow", "Adda Marlow", "President Marlow", "Ben Marlow", "A. Marlow", "Marlowe", "—", "Mr"]
NAMES += ["Port Alba", "Portalba", "government", "Arland", "the Arland government", "Arlander government", "x"]
KINDS: list[Kind] = ["person", "place", "organisation", "other", "outlet", "building"]


@st.composite
def any_names(draw: st.DrawFn) -> list[Seen]:
    keys = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(KINDS)), unique=True, max_size=14))
    within = st.sampled_from([(), ("Arland",), ("Port Alba", "Arland")])
    hours = st.integers(0, 9)
    return [
        Seen(n, k, draw(within), draw(st.integers(0, 9)), (START + timedelta(hours=draw(hours)), "a", 0))
        for n, k in keys
    ]


@settings(deadline=None)
@given(any_names(), st.data())
def test_the_order_of_names_never_matters(names: list[Seen], data: st.DataObject) -> None:
    declared = [Declared("Ben Marlow", "person", ("Benny",)), Declared("Arland", None, ("Portalba",))]
    found = resolve(names, declared)
    assert resolve(data.draw(st.permutations(names)), declared) == found
    assert set(found.of.values()) <= set(found.entities)
    assert {(s.name, s.kind) for s in names} <= set(found.of)
    assert all(
        outer in found.entities and key != outer and key not in found.within(outer)
        for key, e in found.entities.items()
        for outer in e.within
    )


@given(st.lists(st.text("abcde", min_size=1, max_size=11), max_size=30), st.text("abcde", min_size=1, max_size=11))
def test_the_index_of_spellings_finds_what_comparing_all_would(words: list[str], word: str) -> None:
    assert Spellings(words).near(word) == sorted({w for w in words if near(word, w)})
