"""One listing, judged whole; and the same from the shell."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcelproof.errors import InputError
from parcelproof.playbook import load_playbook
from parcelproof.product.listing_facts import ListingFacts
from parcelproof.product.listing_review import ListingReview, answer_listing, review_listing
from parcelproof.product.page_text import stated_in_text

BOOK = load_playbook()
TODAY = date(2026, 11, 26)

TEXT = """Charge it with the cable in the box before you use it for the first time. A light shows when it is full.
Hold the button for two seconds to switch it on. Then choose W5 in the list of your phone, and it is ready to play.

In the box:
earphones
charging case
cable

Warranty: 24 months by the seller
Manual language: English, German
Condition: New
Safety warnings: Do not open. Keep away from water.
"""
FIELDS = {
    "Brand": "Unbranded", "Model": "W5", "Colour": "White", "Battery": "Li-ion 1.9 Wh", "Removable battery": "no",
    "Charging port": "USB-C", "Wireless": "Bluetooth 5.3", "Input": "5 V 1 A", "Item weight": "61 g",
    "Dimensions": "65 x 45 x 30 mm", "Country of origin": "CN", "EAN": "Does not apply",
    "FCC ID": "2ABCD-W5", "Charger included": "no", "Charging power": "2.5-5 W",
}  # fmt: skip


def facts(**changes: Any) -> ListingFacts:
    whole: dict[str, Any] = {
        "title": "Wireless Earphones with Charging Case, White", "text": TEXT, "attributes": FIELDS, "listing_id": "1",
    }  # fmt: skip
    return ListingFacts(**(whole | changes))


def review(destination: str = "", **changes: Any) -> ListingReview:
    return review_listing(facts(**changes), BOOK, destination=destination, on=TODAY)


def missing(found: ListingReview) -> list[str]:
    return [one.attribute.id for one in found.missing]


def test_a_good_page_lacks_only_what_the_seller_knows() -> None:
    found = review("US")
    assert found.profile.id == "electronics"
    assert found.conditions == {"battery", "charges", "radio"}
    assert missing(found) == ["packed_weight", "hs6"]
    assert found.claims == ()
    assert [(duty.name, duty.state) for duty in found.duties] == [("FCC", "stated")]
    assert found.mains is not None
    assert found.mains.code == "no_mains"
    assert (found.readability.language, found.readability.verdict) == ("en", "easy")
    assert found.unexplained == ()


def test_a_sale_to_the_union_owes_more() -> None:
    found = review("DE")
    assert {"manufacturer", "responsible_person", "recycling"} <= set(missing(found))
    states = {duty.id.removeprefix("duty."): duty.state for duty in found.duties}
    assert states == {
        "gpsr.manufacturer": "missing", "gpsr.responsible_person": "missing", "gpsr.identification": "unknown",
        "gpsr.warnings": "incomplete", "mark.ce": "missing", "usb_c.earbuds": "stated",
    }  # fmt: skip


def test_what_is_wrong_is_found() -> None:
    found = review(
        "DE",
        title="100 % Waterproof Earphones ANC",
        text="",
        attributes={"Brand": "new", "Plug": "US plug", "Voltage": "110 V"},
    )
    assert [(one.attribute.id, one.said) for one in found.missing if one.said] == [("brand", "new")]
    assert [claim.kind for claim in found.claims] == ["absolute"]
    assert found.mains is not None
    assert (found.mains.fits, found.mains.adapter) == ("no", "needed")
    assert [term.term for term in found.unexplained] == ["ANC"]
    assert found.readability.score is None


def test_a_motor_is_seen_in_the_title() -> None:
    found = review("KR", title="Hair dryer 2000 W", text="", attributes={"Voltage": "220 V 50 Hz", "Plug": "Type C"})
    assert found.mains is not None
    assert found.mains.code == "motor_frequency"


def test_papers_and_documents_back_claims() -> None:
    assert [c.kind for c in review(title="Original earphones").claims] == ["original"]
    assert review_listing(facts(title="Original earphones"), BOOK, on=TODAY, papers=True).claims == ()
    assert review(title="CE certified earphones").claims == ()  # the page names a document with its number


def test_the_profile_may_be_chosen() -> None:
    assert review_listing(facts(), BOOK, on=TODAY, profile="toys").profile.id == "toys"
    assert review_listing(facts(), BOOK, on=TODAY, profile="?").profile.id == "electronics"


def test_a_text_states_attributes_by_label_and_by_heading() -> None:
    profile = BOOK.profiles["electronics"]
    wanted = {attribute.id for attribute in profile.attributes}
    found = stated_in_text(
        TEXT + "\n• Farbe： Weiß\n【保修】\n两年\nMarke\tNordvolt\nGTIN: see description", profile, wanted
    )
    assert found["in_the_box"] == "earphones; charging case; cable"
    assert (found["warranty"], found["condition"]) == ("24 months by the seller", "New")
    assert (found["colour"], found["brand"]) == ("Weiß", "Nordvolt")
    assert "gtin" not in found
    assert found["functions_use"].startswith("charge")
    assert stated_in_text(TEXT, profile, {"warranty"}) == {"warranty": "24 months by the seller"}


def test_the_answer_is_plain_data() -> None:
    row = {"category": "Headphones", "title": "Earphones", "description": TEXT, "destination": "DE", **FIELDS}
    answer = answer_listing(row)
    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) == {"profile", "missing", "claims", "duties", "mains", "readability", "unexplained"}
    assert {"attribute": "packed_weight", "label": "Packed weight", "own_records": True} in answer["missing"]
    assert answer["readability"]["score"] == str(review().readability.score)


def test_a_row_with_a_category_and_fields_is_enough() -> None:
    answer = answer_listing({"category": "apparel", "Material": "Linen", "Size": "M", "Marke": "voir photo"})
    assert answer["profile"] == "apparel"
    assert {"attribute": "brand", "label": "Brand", "said": "voir photo"} in answer["missing"]
    assert "fibres" not in [one["attribute"] for one in answer["missing"]]
    assert answer["duties"] == []
    assert answer["mains"] is None


@pytest.mark.parametrize(("name", "value"), [("destination", "Atlantis"), ("date", "yesterday"), ("profile", "cars")])
def test_what_cannot_be_read_is_refused(name: str, value: str) -> None:
    with pytest.raises(InputError) as caught:
        answer_listing({"category": "toys", name: value})
    assert caught.value.where.startswith(name)


def test_duties_follow_the_day() -> None:
    def dated(day: str) -> set[str]:
        row = {"category": "toys", "destination": "FR", "date": day}
        return {duty["duty"] for duty in answer_listing(row)["duties"]}

    assert "duty.gpsr.warnings" in dated("2024-12-13")
    assert "duty.gpsr.warnings" not in dated("2024-12-12")


@pytest.mark.parametrize(
    "piece",
    ["waterproof ", "not waterproof ", "防水", ".", "a.", "5 ", "a@", "\n \n", "GaN ", "x: y\n", "1" + " " * 999],
)
def test_a_huge_text_takes_no_more_than_its_length(piece: str) -> None:
    huge = piece * (50_000 // len(piece)) + "a"
    found = review(
        "DE", text=huge, title=huge, attributes={"Certificates": huge, "Manufacturer": huge, "Input": huge, huge: "x"}
    )
    assert len(found.claims) <= 2


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from([*FIELDS, "x", "品牌"]), st.text(max_size=60)),
    st.text(max_size=80),
    st.text(max_size=300),
    st.sampled_from(["", "DE", "EU", "US", "JP", "TR"]),
)  # fmt: skip
def test_any_listing_is_reviewed(attributes: dict[str, str], title: str, text: str, destination: str) -> None:
    found = review(destination, attributes=attributes, title=title, text=text)
    assert not set(missing(found)) & set(found.values)
