"""What the seller states about a product: filled from the page, kept, and followed when the page changes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from builders import sha
from parcelproof.ledger.records import Listing, Product
from parcelproof.shop import Shop
from parcelproof.steps.describe import description_step
from parcelproof.steps.form import Blocker
from parcelproof.steps.step import StepState

CHAIN = "product:chg-65"
FIELDS = {"Marke": "Nordvolt", "Input": "100-240V~ 50/60Hz", "Item weight": "138 g", "Colour": "see picture"}


def page(title: str = "65 W USB-C charger", **changes: object) -> Listing:
    facts = {"title": title, "sha256": sha(title), "media_type": "text/html", "bytes": 9, "attributes": FIELDS,
             "claimed_at": "2026-10-01T10:00:00+08:00"}  # fmt: skip
    return Listing.model_validate(facts | changes)


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    shop.record(CHAIN, Product(sku="CHG-65", title="65 W USB-C charger"), page())
    return shop


def test_the_page_fills_the_form_and_chooses_its_questions(stocked: Shop) -> None:
    step = description_step(stocked, CHAIN)
    assert step.state is StepState.TODO
    assert step.values["profile"] == "electronics"
    assert step.values["a_brand"] == "Nordvolt"
    assert step.values["a_net_weight"] == "138 g"
    assert "100-240" in str(step.values["a_voltage"])
    assert "a_colour" not in step.values  # "see picture" says nothing
    names = [part.name for part in step.form.parts]
    assert {"a_plug", "a_battery_wh", "a_functions_use", "a_region_lock"} <= set(names)


def test_confirming_writes_what_the_shop_compares(stocked: Shop) -> None:
    step = description_step(stocked, CHAIN)
    step.edit(price="24.90 USD", a_in_the_box="charger, USB-C cable 1 m; manual", a_origin="China", a_hs6="8504.40")
    step.confirm()
    product = stocked.product(CHAIN).product
    assert product is not None
    assert (product.sku, product.brand, product.origin, product.hs_code) == ("CHG-65", "Nordvolt", "CN", "850440")
    assert product.net_weight is not None
    assert product.net_weight.grams == Decimal(138)
    assert product.in_the_box == ("charger", "USB-C cable 1 m", "manual")
    assert product.attributes["origin"] == "China"  # as the seller wrote it
    assert description_step(stocked, CHAIN).state is StepState.DONE


def test_a_field_that_was_emptied_stays_empty(stocked: Shop) -> None:
    step = description_step(stocked, CHAIN)
    step.edit(a_brand="")
    step.confirm()
    again = description_step(stocked, CHAIN)
    assert again.state is StepState.DONE
    assert again.values["a_brand"] == ""
    assert "brand" not in stocked.product(CHAIN).product.attributes  # type: ignore[union-attr]


def test_a_later_import_takes_the_confirmation_back_and_is_shown(stocked: Shop) -> None:
    step = description_step(stocked, CHAIN)
    step.confirm()
    known = stocked.product(CHAIN).product
    assert known is not None
    stocked.record(CHAIN, known.model_copy(update={"attributes": {**known.attributes, "plug": "Type C"}}))
    again = description_step(stocked, CHAIN)
    assert again.state is StepState.CHANGED
    assert again.values["a_plug"] == "Type C"


def test_another_kind_asks_other_questions_and_drops_none_of_the_answers(stocked: Shop) -> None:
    step = description_step(stocked, CHAIN)
    step.edit(profile="home")
    home = description_step(stocked, CHAIN)
    assert "a_region_lock" not in {part.name for part in home.form.parts}
    home.edit(profile="electronics")
    assert description_step(stocked, CHAIN).values["a_brand"] == "Nordvolt"


def test_what_cannot_be_read_is_said(stocked: Shop) -> None:
    step = description_step(stocked, CHAIN)
    step.edit(a_net_weight="light", a_gtin="4006381333930", sell_to="US, Atlantis")
    words = [getattr(block, "text", "") for block in step.form.advise(step.values, step.context)]
    assert any("net weight cannot be read" in text for text in words)
    assert any(text.startswith("GTIN") for text in words)
    (blocker,) = step.blockers()
    assert isinstance(blocker, Blocker)
    assert "Atlantis" in blocker.text
