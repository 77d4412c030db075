"""Pages as text: furniture yields nothing, time lines and place lists read as what they are."""

from __future__ import annotations

from extraction_support import claims, short

from tracker.extraction.layout import blocks_of

PAGE = """Home > News > Africa >
Page last updated at 10:12 GMT, Thursday, 6 March 2014
Gambian leader flees as rebels advance

Jane Roe
Jane Roe, Harbour Post, Banjul

President Omar Said has left Gambia, officials said on Thursday.

Banjul: Rebels claim to have control. Shops are shut.

Are you in the area? Send your comments using the form below.
Your E-mail address
Print Sponsor
Daily Orb Rebels seize Dakar - 3 hrs ago
Minister Bob Roy killed in plane crash
Africa Americas Asia"""


def test_furniture_yields_no_claim() -> None:
    found = " ".join(short(c) for c in claims(PAGE))
    assert "Omar Said: not Gambia" in found
    assert "Banjul: Rebels" in found
    assert "Dakar" not in found and "Bob Roy" not in found and "Jane Roe" not in found


def test_a_dateline_is_read_and_left_out() -> None:
    text = "LAGOS, March 5 (Orb) -- Nine people were killed in a fire."
    blocks, dateline = blocks_of(text)
    assert dateline is not None
    assert (dateline.place, dateline.date, dateline.agency) == ("LAGOS", "March 5", "Orb")
    assert text[blocks[0].start :].startswith("Nine people")


def test_a_time_line_in_one_paragraph_is_cut_at_its_dates() -> None:
    text = "TIMELINE May 2005: Protests begin June 2006: Eva Luna elected president"
    blocks, _ = blocks_of(text)
    assert [(b.kind, b.label) for b in blocks] == [("entry", "May 2005"), ("entry", "June 2006")]


def test_an_advertisement_in_mid_article_does_not_cost_the_rest() -> None:
    body = "This is a long enough paragraph of running text that says little but goes on for a good while longer.\n"
    text = body + "Advertisement\n" + body * 3 + "Nine people were killed in a fire in Lagos on Monday.\n"
    assert [c.attribute for c in claims(text)] == ["killed"]


def test_tails_and_labels_are_not_the_article() -> None:
    text = (
        "President Omar Said fled Gambia on Monday after protests in the capital.\n"
        "LIVE: Nine people were killed in a fire in Banjul.\n19:10 GMT Omar Said is in Dakar, an aide says.\n"
        "Share this   Print\nMORE FROM WORLD\nRebels seize Dakar\nAlso on Harbour Post\nBob Roy named minister\n"
        "Most read today\nEva Luna killed in crash\n"
    )
    found = [short(c) for c in claims(text)]
    assert "Omar Said: Dakar [aide]" in found and "Omar Said: not Gambia" in found
    assert not any(word in " ".join(found) for word in ("Rebels", "Bob Roy", "Eva Luna", "GMT", "LIVE"))


def test_a_dateline_on_a_line_of_its_own_and_wire_codes_are_left_out() -> None:
    text = (
        "ORB_ENG_20140306.0308\n\nLAGOS, Nigeria, March 5 , 2014 (Orb)\n\n=(PICTURES)=\n\n03/06/2014 01:58:00\n"
        "ATTENTION - ADDS two more deaths ///\n\nNine people were killed in a fire in Lagos on Monday.\n"
    )
    blocks, dateline = blocks_of(text)
    assert dateline is not None
    assert (dateline.place, dateline.land, dateline.agency) == ("LAGOS", "Nigeria", "Orb")
    assert [text[b.start : b.start + 4] for b in blocks] == ["Nine"]


def test_a_run_of_other_headlines_yields_nothing_and_a_time_line_stays() -> None:
    heads = "Rebels seize port of Dakar\nBob Roy named finance minister\nEva Luna dies in car crash ..\n"
    more = "Nine people die in mill fire\nMinister Sam Poe arrives in Oslo\nTwo ships sink off the coast\n"
    body = "President Omar Said fled Gambia on Monday after protests in the capital.\n"
    assert [short(c) for c in claims(body + heads + more) if c.attribute != "office"] == ["Omar Said: not Gambia"]
    years = "".join(f"May {y}: Minister number {y} took his seat\n" for y in range(2001, 2008))
    blocks, _ = blocks_of(body + years)
    assert [b.kind for b in blocks] == ["paragraph", *["entry"] * 7]


def test_picture_credits_and_readers_comments_are_left_out() -> None:
    text = (
        "Nine people were killed in a fire in Lagos on Monday.\nPhotograph: Jane Roe/AP Two people were hurt in Kano.\n"
        "Added: Tuesday, 4 March, 2014, 16:45 GMT Rebels have seized Dakar, I hear.\n"
    )
    found = [short(c) for c in claims(text)]
    assert len(found) == 2 and "Jane Roe" not in " ".join(found) and "Dakar" not in " ".join(found)
