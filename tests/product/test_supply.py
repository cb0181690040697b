"""The chain of proof: what each platform asks for, what of it is there, and what is missing in plain words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import PLACED, TODAY, inspection, item, level_of, order, said, shipment, supplier_proof
from parcelproof.checks import registry
from parcelproof.ledger.records import Product, SupplierProof
from parcelproof.playbook import load_playbook
from parcelproof.product.authenticity import brand_named
from parcelproof.product.papers import coverage, covers, letter_state
from parcelproof.product.supply import CODES, PLATFORMS, ProofChain, platform_of, proof_chain, proof_chains
from parcelproof.product_file import ProductFile
from parcelproof.shipment import Shipment

BOOK = load_playbook()
DAY = timedelta(days=1)
CHAIN, QUANTITY, VALIDITY = (
    "product.authenticity.chain",
    "product.authenticity.quantity",
    "product.authenticity.validity",
)

FULL: dict[str, Any] = {
    "number": "HY-7", "supplier_address": "12 Huaqiang Road, Shenzhen", "supplier_phone": "+86 755 5550 0101",
    "supplier_website": "https://audio.example.com",
}  # fmt: skip


def invoice(**changes: Any) -> SupplierProof:
    return supplier_proof(**(FULL | changes))


def letter(**changes: Any) -> SupplierProof:
    facts: dict[str, Any] = {
        "document": "authorisation", "supplier": "Acme AB", "holder": "Acme AB", "territory": "US, EU",
        "valid_to": TODAY.date() + 90 * DAY, "quantity": None,
    }  # fmt: skip
    return supplier_proof(**(facts | changes))


def sold_on(channel: str, *papers: SupplierProof, **changes: Any) -> Shipment:
    return shipment(**({"order": order(channel=channel), "supplier_proofs": papers, "sold": {"HP-1": 20}} | changes))


def states(chain: ProofChain) -> dict[str, str]:
    return {line.rule.id.removeprefix("supplier_proof."): line.state for line in chain.lines}


def chain_of(whole: Shipment, platform: str = "amazon") -> ProofChain:
    return proof_chain(whole, BOOK, platform, TODAY.date())


def test_everything_that_amazon_asks_for() -> None:
    whole = sold_on("amazon", invoice(), letter())
    chain = chain_of(whole)
    assert chain.complete
    assert chain.missing == ()
    assert states(chain) == {
        "invoice_max_age": "there", "quantity_covers_sales": "there", "supplier_can_be_checked": "there",
        "receipt_is_weak": "not_needed", "authorisation_for_ip": "there", "amazon.invoice": "there",
        "amazon.product": "there", "amazon.file": "there", "any.authorisation_covers": "there", "any.holder": "there",
        "any.serials": "not_needed",
    }  # fmt: skip
    assert level_of(whole, CHAIN, "complete") == "pass"


@pytest.mark.parametrize(
    ("papers", "lines", "code"),
    [
        ((), ["invoice_max_age", "quantity_covers_sales", "supplier_can_be_checked", "amazon.invoice",
              "amazon.product", "amazon.file"], "no_invoice"),
        ((invoice(document_date=TODAY.date() - 366 * DAY),), ["invoice_max_age"], "old"),
        ((invoice(document_date=TODAY.date() + DAY),), ["invoice_max_age"], "in_future"),
        ((invoice(quantity=19),), ["quantity_covers_sales"], "too_few"),
        ((invoice(quantity=None),), ["quantity_covers_sales"], "not_stated"),
        ((invoice(supplier_phone=" "),), ["supplier_can_be_checked"], "supplier_incomplete"),
        ((invoice(sku="", brand=""),), ["amazon.product"], "product_not_named"),
        ((invoice(sha256=None),), ["amazon.file"], "file_missing"),
        ((invoice(document="receipt"),), ["receipt_is_weak", "amazon.invoice"], "receipt_only"),
        ((invoice(), letter(territory="JP")), ["any.authorisation_covers"], "other_country"),
        ((invoice(), letter(valid_to=PLACED.date() - DAY)), ["any.authorisation_covers"], "expired"),
        ((invoice(), letter(document_date=PLACED.date() + DAY)), ["any.authorisation_covers"], "not_yet"),
        ((invoice(), letter(holder="")), ["any.holder"], "holder_missing"),
        ((invoice(serials=("SN-1",)),), ["any.serials"], "serials_differ"),
    ],
)  # fmt: skip
def test_each_gap_is_named_and_nothing_else(papers: tuple[SupplierProof, ...], lines: list[str], code: str) -> None:
    chain = chain_of(sold_on("amazon", *papers))
    assert sorted(line.rule.id.removeprefix("supplier_proof.") for line in chain.missing) == sorted(lines)
    assert code in {line.code for line in chain.missing}
    assert not chain.complete
    for line in chain.lines:
        title, why, fix = line.say(BOOK)
        assert title
        assert fix
        assert "(not known)" not in why


def test_platforms_ask_for_different_things() -> None:
    whole = sold_on("ebay", letter())
    missing = {
        chain.platform: {line.code for line in chain.missing} for chain in proof_chains(whole, BOOK, TODAY.date())
    }
    assert list(missing) == list(PLATFORMS)
    assert "paper_missing" in missing["amazon"]
    assert "paper_missing" not in missing["ebay"] | missing["aliexpress"] | missing["cards"] | missing["dhgate"]
    assert "paper_missing" in missing["tiktok_shop"]  # an appeal asks for the invoice too
    receipt = sold_on("dhgate", supplier_proof(document="receipt"))
    assert "paper_missing" not in {line.code for line in chain_of(receipt, "dhgate").missing}
    assert "paper_missing" in {line.code for line in chain_of(receipt, "aliexpress").missing}


def test_an_unknown_platform_has_the_rules_for_any() -> None:
    assert {line.rule.columns["platform"] for line in chain_of(sold_on("mercari", invoice()), "mercari").lines} == {
        "any"
    }


@pytest.mark.parametrize(
    ("channel", "platform"),
    [("amazon", "amazon"), ("ebay", "ebay"), ("tiktok_shop", "tiktok_shop"), ("shopify", "cards"), ("other", "cards"),
     ("amazon_uk", "amazon"), ("aliexpress", "aliexpress")],
)  # fmt: skip
def test_the_platform_of_an_order(channel: str, platform: str) -> None:
    assert platform_of(sold_on(channel)) == platform
    assert platform_of(Shipment("product:x")) == ""


def test_the_check_says_what_the_other_checks_do_not() -> None:
    assert said(sold_on("amazon"), CHAIN) == {}
    old = sold_on("amazon", invoice(document_date=TODAY.date() - 400 * DAY))
    assert said(old, CHAIN) == {}  # invoice_age says so
    bare = sold_on("amazon", invoice(supplier_website=""), letter(holder=""))
    assert {c: str(f.level) for c, f in said(bare, CHAIN).items()} == {
        "supplier_incomplete": "warn", "holder_missing": "note",
    }  # fmt: skip
    assert said(bare, CHAIN)["supplier_incomplete"].facts["absent"] == "website"
    weak = sold_on("amazon", invoice(document="receipt"))
    assert str(said(weak, CHAIN)["receipt_only"].level) == "warn"


def test_papers_of_another_product_prove_nothing() -> None:
    two = (item(sku="HP-1"), item(line_id="2", sku="CASE", title="Phone case"))
    mixed = sold_on("amazon", invoice(), invoice(sku="CASE", supplier_phone="", supplier="Case Co"), items=two)
    assert said(mixed, CHAIN)["supplier_incomplete"].facts["supplier"] == "Case Co"
    unbranded = sold_on("amazon", invoice(), letter(), items=two)
    assert level_of(unbranded, CHAIN, "complete") == "pass"  # nobody asks for papers of the case


def test_serial_numbers_on_the_invoice() -> None:
    looked = inspection(serials=("SN-1", "SN-2"))
    listed = sold_on("amazon", invoice(serials=("S/N: sn-1", "SN 2", "SN-3")), inspections=(looked,))
    assert states(chain_of(listed))["any.serials"] == "there"
    differ = sold_on("amazon", invoice(serials=("SN-1", "SN-3")), inspections=(looked,))
    (line,) = chain_of(differ).missing
    assert (line.code, line.facts["first"], line.facts["strange"]) == ("serials_differ", "SN-2", "1")


def test_the_whole_shop_counts_and_not_this_order_alone() -> None:
    assert level_of(sold_on("ebay", invoice(quantity=20)), QUANTITY, "enough") == "pass"
    short = said(sold_on("ebay", invoice(quantity=19)), QUANTITY)["too_few"]
    assert (short.facts["sold"], short.facts["bought"], short.facts["scope"]) == ("20", "19", "in the whole shop")
    two = sold_on("ebay", invoice(quantity=10), invoice(quantity=10, supplier="Second"))
    assert level_of(two, QUANTITY, "enough") == "pass"
    alone = said(sold_on("ebay", invoice(quantity=1), sold={}), QUANTITY)["too_few"]
    assert (alone.facts["sold"], alone.facts["scope"]) == ("2", "in this order")


def test_a_product_on_the_shelf() -> None:
    file = ProductFile("product:hp-1", product=Product(sku="HP-1", brand="Acme"))
    shelf = Shipment("product:hp-1", products=(file,), supplier_proofs=(invoice(quantity=5),), sold={"HP-1": 6})
    assert [(c.state, c.sold, c.bought) for c in coverage(shelf)] == [("too_few", 6, 5)]
    assert level_of(shelf, QUANTITY, "too_few") == "warn"
    assert brand_named(shelf) == "Acme"
    unbranded = ProductFile("product:hp-1", product=Product(sku="HP-1", brand_field="Unbranded"))
    assert brand_named(Shipment("product:hp-1", products=(unbranded,))) == ""
    assert level_of(Shipment("x", products=(file,)), "product.authenticity.proof", "missing") == "warn"
    nameless = Shipment("product:x", products=(ProductFile("product:x"),), supplier_proofs=(invoice(),))
    assert level_of(nameless, QUANTITY, "not_stated") == "unknown"


@given(st.lists(st.integers(0, 50), max_size=4), st.integers(0, 120), st.integers(1, 30))
def test_bought_and_sold_are_sums(bought: list[int], sold: int, here: int) -> None:
    papers = tuple(invoice(quantity=q, supplier=f"S{n}") for n, q in enumerate(bought))
    whole = sold_on("ebay", *papers, items=(item(quantity=here),), sold={"HP-1": sold} if sold else {})
    (found,) = coverage(whole)
    assert (found.bought, found.sold) == (sum(bought), max(sold, here))
    assert found.state == ("enough" if sum(bought) >= max(sold, here) else "too_few")


def test_letters() -> None:
    day = PLACED.date()
    assert letter_state([letter()], day, "DE")[0] == "covers_sale"
    assert letter_state([letter(territory="worldwide")], day, None)[0] == "covers_sale"
    assert letter_state([letter()], day, None)[0] == "no_destination"
    assert letter_state([letter(valid_to=day)], day, "US")[0] == "covers_sale"
    assert letter_state([letter(document_date=day)], day, "US")[0] == "covers_sale"
    both = [letter(valid_to=day - DAY), letter(document_date=day + DAY)]
    assert letter_state(both, day, "US")[0] == "expired"
    assert level_of(sold_on("ebay", letter(document_date=day + DAY)), VALIDITY, "not_yet") == "warn"
    assert covers("EU", "FR")
    assert not covers("EU", "GB")
    assert covers("GB / EU", "GB")


def test_every_code_has_words_and_every_kind_of_row_is_looked_for() -> None:
    assert set(BOOK.checks[CHAIN].messages) == set(CODES) == set(registry()[CHAIN].codes)
    asked = [rule for rule in BOOK.rules_for("supplier_proof") if rule.id.startswith("supplier_proof.")]
    used = {line.rule.id for name in (*PLATFORMS, "none") for line in chain_of(sold_on("ebay"), name).lines}
    assert {rule.id for rule in asked} == used
